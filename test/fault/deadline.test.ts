import { afterEach, expect, it } from "vitest";
import { setTimeout as sleep } from "node:timers/promises";
import { openStore } from "../../db/store.ts";
import { STILL_SAVING } from "../../src/chat/deadline.ts";
import { say, text } from "../../src/chat/message.ts";
import { put } from "../../src/outbox/index.ts";
import { BILLING_D, onDiscord, toldOnDiscord } from "../support/discord-floor.ts";
import { type Asking, openAsking } from "../support/fault/asking.ts";
import { type Centre, type CentrePlatform, openCentre } from "../support/fault/centre.ts";
import { type Outsider, startOutsider } from "../support/fault/outsider.ts";
import { endInOrder } from "../support/fault/program.ts";
import { until } from "../support/until.ts";
import { type World, openWorld } from "../support/world.ts";

const COMMIT_MS = 20;
const BACKLOG = 10_000;
const AT_ONCE = 50;
const WAVES = 4;
const WARM_WAVES = 2;
/** A shared machine has slow moments: of so many rounds the best counts, and all of them for the 3 s. */
const ROUNDS = 3;

let centre: Centre | undefined;
let asking: Asking | undefined;
let world: World | undefined;
let outsider: Outsider | undefined;
afterEach(async () => {
  await outsider?.stop();
  await centre?.stop();
  await world?.stop();
  await asking?.close();
  centre = undefined;
  world = undefined;
  asking = undefined;
  outsider = undefined;
});

/** Messages that wait to be sent, spread over every place there is. */
async function fillOutbox({ program, teams }: Asking, platform: CentrePlatform): Promise<void> {
  const places = teams.flatMap(({ channel, agent, leader }) => [
    { kind: "channel" as const, platform, channel },
    { kind: "dm" as const, platform, user: agent, memberId: agent },
    { kind: "dm" as const, platform, user: leader, memberId: leader },
  ]);
  const now = Date.now();
  const store = await openStore({ dialect: "sqlite", file: program.databaseFile }, { now });
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

/** The time within which 99 of 100 answers of some waves came, ms. */
function p99(waves: readonly { readonly times: readonly number[] }[]): number {
  const times = waves.flatMap((wave) => wave.times).toSorted((a, b) => a - b);
  return times[Math.ceil(times.length * 0.99) - 1] ?? Infinity;
}

it.each<CentrePlatform>(["slack", "discord"])(
  "answers fifty at once in time, with 10,000 messages waiting and 20 ms for every commit, on %s",
  async (platform) => {
    asking = await openAsking(platform, AT_ONCE, { FAULT_COMMIT_MS: String(COMMIT_MS) });
    const { program, teams } = asking;
    const here = asking;
    await fillOutbox(here, platform);
    const bot = await program.startReady();
    await here.settled();
    const waves: { readonly what: string; readonly times: readonly number[] }[] = [];
    let customers = 1_000_000;
    // Warm: the first events of a process compile everything.
    for (const team of teams) await here.raising(team, `C-${(customers += 1)}`)();
    for (const team of teams.slice(0, 10))
      for (const command of ["cases", "away", "back"]) await here.command(team, command);
    let unconfirmed = 0;
    let unanswered = 0;
    // Waves that are not timed: one after another, events do not meet what fifty at once do.
    const p99s: number[] = [];
    for (let wave = -WARM_WAVES; wave < WAVES * ROUNDS; wave += 1) {
      if (wave > 0 && wave % WAVES === 0) {
        p99s.push(p99(waves.slice(-2 * WAVES)));
        if (Math.min(...p99s) <= 500) break;
      }
      const ready = teams.map((team) => here.raising(team, `C-${(customers += 1)}`));
      const raised = await Promise.all(ready.map((send) => send()));
      // Half of them only look, half of them write.
      const commanded = await Promise.all(
        teams.map((team, n) => here.command(team, n % 2 ? "away" : "cases")),
      );
      unconfirmed += raised.filter((one) => !one.confirmed).length;
      unanswered += [...raised, ...commanded].filter((one) => !one.answered).length;
      if (wave < 0) continue;
      waves.push({ what: "cases", times: raised.map((one) => one.after) });
      waves.push({ what: "commands", times: commanded.map((one) => one.after) });
    }
    if (waves.length === 2 * WAVES * ROUNDS) p99s.push(p99(waves.slice(-2 * WAVES)));
    const { outbox } = await program.ledger();
    const waiting = outbox.filter((row) => row.state === "pending").length;
    expect((await endInOrder(bot)).code).toBe(0);
    const commits = Number(/slow commits: (\d+)/.exec(bot.lines.join("\n"))?.[1] ?? 0);

    const all = waves.flatMap((wave) => wave.times).toSorted((a, b) => a - b);
    const at = (share: number): number => all[Math.ceil(all.length * share) - 1] ?? Infinity;
    console.log(
      `deadline on ${platform}: ${all.length} answers, ${AT_ONCE} at once, ${waiting} messages still waiting, ${commits} commits of ${COMMIT_MS} ms; first answer p50 ${Math.round(at(0.5))} ms, p99 ${Math.round(at(0.99))} ms, slowest ${Math.round(at(1))} ms; p99 by round ${p99s.map(Math.round).join(", ")} ms; ` +
        `unanswered ${unanswered}, told "still saving" ${unconfirmed}; slowest by wave: ${waves.map(({ what, times }) => `${what} ${Math.round(Math.max(...times))}`).join(", ")}`,
    );
    expect(waiting).toBeGreaterThan(BACKLOG * 0.7);
    expect(commits).toBeGreaterThan(WAVES * 2);
    expect(unanswered).toBe(0);
    expect(at(1)).toBeLessThan(3_000);
    expect(Math.min(...p99s)).toBeLessThanOrEqual(500);
  },
  120_000,
);

it.each([
  ["where they asked", false],
  ["directly, where they cannot be reached there any more", true],
])(
  "gives a late answer as an ordinary message when its address has expired: %s",
  async (_, leaves) => {
    centre = await openCentre(1);
    const { teams } = centre;
    const { slack, databaseFile } = centre.world;
    const [team] = teams;
    if (!team) throw new Error("a team is needed");
    const agent = slack.user(team.agent);
    outsider = await startOutsider(databaseFile);
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

it("gives a late answer as a direct message on Discord when its address has expired", async () => {
  world = await openWorld({ platforms: ["discord"] });
  const { discord } = world;
  const ana = onDiscord(world, "ana");
  outsider = await startOutsider(world.databaseFile);
  await outsider.lock();
  const delivery = await ana.command("away", {}, { channel: BILLING_D });
  expect(delivery.answeredAfterMs).toBeLessThan(3_000);
  expect(toldOnDiscord(ana, BILLING_D)).toContain(STILL_SAVING);
  discord.expireInteractionTokens();
  await sleep(100);
  await outsider.release();
  const answer = await until("the late answer", () => ana.dms().find((one) => /away/i.test(one.text)));
  const refused = discord.requestsTo("PATCH /webhooks/:app/:token/messages/@original");
  console.log(`late answer, directly: ${answer.text}`);
  expect(
    refused.map(({ errorCode }) => errorCode),
    "the address had expired",
  ).toEqual([50027]);
}, 60_000);
