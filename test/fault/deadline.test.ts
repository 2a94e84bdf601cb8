import { afterEach, expect, it } from "vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { openStore } from "../../db/store.ts";
import { STILL_SAVING } from "../../src/chat/deadline.ts";
import { say, text } from "../../src/chat/message.ts";
import { put } from "../../src/outbox/index.ts";
import { type Centre, openCentre } from "../support/fault/centre.ts";
import { type Floor, endInOrder, openFloor } from "../support/fault/floor.ts";
import { randomFrom, seedOf } from "../support/fault/random.ts";
import { type Outsider, startOutsider } from "../support/fault/outsider.ts";
import { sendForm, sendOpened } from "../support/fault/raising.ts";
import { until } from "../support/until.ts";

const COMMIT_MS = 20;
const BACKLOG = 10_000;
const AT_ONCE = 50;
const WAVES = 4;

let centre: Centre | undefined;
let floor: Floor | undefined;
let outsider: Outsider | undefined;
afterEach(async () => {
  await outsider?.stop();
  await centre?.stop();
  await floor?.close();
  centre = undefined;
  floor = undefined;
  outsider = undefined;
});

/** Messages that wait to be sent, spread over every place there is. */
async function fillOutbox({ databaseFile, teams }: Floor): Promise<void> {
  const places = teams.flatMap(({ channel, agent, leader }) => [
    { kind: "channel" as const, platform: "slack" as const, channel },
    { kind: "dm" as const, platform: "slack" as const, user: agent, memberId: agent },
    { kind: "dm" as const, platform: "slack" as const, user: leader, memberId: leader },
  ]);
  const now = Date.now();
  const store = await openStore({ dialect: "sqlite", file: databaseFile }, { now });
  for (let from = 0; from < BACKLOG; from += 500) {
    await store.tx(async (db) => {
      for (let n = from; n < from + 500; n += 1) {
        const target = places[n % places.length];
        const message = say(text(`Message ${n} of the backlog.`));
        if (target) await put(db, now, { key: `backlog/${n}`, target, message, urgency: "later" });
      }
    });
  }
  await store.close();
}

it("answers fifty at once in time, with 10,000 messages waiting and 20 ms for every commit", async () => {
  floor = await openFloor(randomFrom(seedOf("deadline")), AT_ONCE, { FAULT_COMMIT_MS: String(COMMIT_MS) });
  const { slack, teams, form } = floor;
  await fillOutbox(floor);
  const bot = await floor.startReady();
  const waves: { readonly what: string; readonly times: readonly number[] }[] = [];
  let customers = 1_000_000;
  // Warm: the first events of a process compile everything.
  for (const team of teams) await sendForm(slack, form, team, `C-${(customers += 1)}`);
  for (const { agent, channel } of teams.slice(0, 10)) {
    for (const command of ["/cases", "/away", "/back"])
      await slack.user(agent).command(command, "", { channel });
  }
  let unconfirmed = 0;
  let unanswered = 0;
  for (let wave = 0; wave < WAVES; wave += 1) {
    // Opened before the clock runs: drawing fifty forms takes this process time that is not the bot's.
    const opened = teams.map((team) => {
      const customer = `C-${(customers += 1)}`;
      return { team, customer, view: form.open(team, customer) };
    });
    const answers = await Promise.all(
      opened.map(({ team, customer, view }) => sendOpened(slack, team, customer, view)),
    );
    unconfirmed += answers.filter((one) => one.confirmed === undefined).length;
    const commanded = await Promise.all(
      teams.map(async ({ agent, channel }, n) => {
        const began = performance.now();
        // Half of them only look, half of them write.
        const delivery = await slack.user(agent).command(n % 2 ? "/away" : "/cases", "", { channel });
        if (delivery.receipt?.acked !== true) unanswered += 1;
        return performance.now() - began;
      }),
    );
    waves.push({ what: "forms", times: answers.map((one) => one.answeredAfter) });
    waves.push({ what: "commands", times: commanded });
  }
  const { outbox } = await floor.ledger();
  const waiting = outbox.filter((row) => row.state === "pending").length;
  expect((await endInOrder(bot)).code).toBe(0);
  const commits = Number(/slow commits: (\d+)/.exec(bot.lines.join("\n"))?.[1] ?? 0);

  const all = waves.flatMap((wave) => wave.times).toSorted((a, b) => a - b);
  const at = (share: number): number => all[Math.ceil(all.length * share) - 1] ?? Infinity;
  console.log(
    `deadline: ${all.length} answers, ${AT_ONCE} at once, ${waiting} messages still waiting, ${commits} commits of ${COMMIT_MS} ms; first answer p50 ${Math.round(at(0.5))} ms, p99 ${Math.round(at(0.99))} ms, slowest ${Math.round(at(1))} ms; ` +
      `unanswered ${unanswered}, told "still saving" ${unconfirmed}; slowest by wave: ${waves.map(({ what, times }) => `${what} ${Math.round(Math.max(...times))}`).join(", ")}`,
  );
  expect(waiting).toBeGreaterThan(BACKLOG * 0.7);
  expect(commits).toBeGreaterThan(WAVES * 2);
  expect(unanswered).toBe(0);
  expect(at(1)).toBeLessThan(3_000);
  expect(at(0.99)).toBeLessThanOrEqual(500);
}, 120_000);

it.each([
  ["where they asked", false],
  ["directly, where they cannot be reached there any more", true],
])(
  "gives a late answer as an ordinary message when its address has expired: %s",
  async (_, leaves) => {
    centre = await openCentre(1);
    const { world, teams } = centre;
    const { slack } = world;
    const [team] = teams;
    if (!team) throw new Error("a team is needed");
    const agent = slack.user(team.agent);
    outsider = await startOutsider(world.databaseFile);
    await outsider.lock();
    const delivery = await agent.command("/away", "", { channel: team.channel });
    expect(delivery.receipt?.acked).toBe(true);
    expect(agent.sees(team.channel).at(-1)?.text).toContain(STILL_SAVING);

    slack.expireResponseUrls();
    if (leaves) slack.kick(team.channel, team.agent);
    await sleep(100);
    await outsider.release();
    const where = (): string[] => (leaves ? agent.dms() : agent.sees(team.channel)).map((one) => one.text);
    const answer = await until("the late answer", () => where().find((one) => /away/i.test(one)));
    const refused = slack.requestsTo("response_url").map((request) => request.answered);
    console.log(`late answer, ${leaves ? "directly" : "where they asked"}: ${answer}`);
    expect(refused, "the address had expired").toEqual(["404"]);
  },
  60_000,
);
