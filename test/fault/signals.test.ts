import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { loadDriver } from "../../db/driver.ts";
import { until } from "../support/until.ts";
import { type Floor, openFloor } from "../support/fault/floor.ts";
import { endInOrder } from "../support/fault/program.ts";
import { countOf } from "../support/fault/count.ts";
import { randomFrom, seedOf } from "../support/seeded.ts";
import { sendForm } from "../support/fault/raising.ts";
import { isMarked, onTheirWay, postsByKey, reckon } from "../support/fault/reckoning.ts";

const SIGNALS = countOf("SIGNALS", 100);
/** Floors beside one another, each with its own database: most of a round is spent loading the program. */
const FLOORS = 2;
const EXIT_WITHIN_MS = 10_000;

let floors: Floor[] = [];
afterEach(async () => {
  await Promise.all(floors.map((floor) => floor.close()));
  floors = [];
});

it(
  `ends in order ${SIGNALS} times during sends and 429s, and loses nothing`,
  async () => {
    const seed = seedOf("signals");
    const exits: number[] = [];
    let withSends = 0;
    let leftSending = 0;
    let leftUncertain = 0;
    let limited = 0;

    const work = async (floorNumber: number): Promise<void> => {
      const random = randomFrom(seed + floorNumber);
      const floor = await openFloor(random, 32);
      floors.push(floor);
      const { slack, wire } = floor;
      wire.weather.delayMs = 100;
      const crowd = floor.crowd(1_000);
      const unknown = new Map<string, number>();
      for (let n = 0; n < SIGNALS / FLOORS; n += 1) {
        slack.faults.arm({ kind: "rate-limit", method: "chat.postMessage", times: 3, retryAfter: "1" });
        const bot = await floor.startReady();
        await wire.sendsFromNow(random.between(4, 24), 10_000);
        await sleep(random.next() * 30);
        if (wire.sends.now > 0) withSends += 1;
        const began = performance.now();
        const exit = await endInOrder(bot);
        exits.push(exit.at - began);
        expect(exit, `it said:\n${bot.lines.slice(-5).join("\n")}`).toMatchObject({ code: 0, signal: null });
        const ledger = await floor.ledger();
        expect(ledger.orphans).toEqual([]);
        leftSending += onTheirWay(ledger).length;
        const open = ledger.outbox.filter(
          (row) => row.ref === null && (row.state === "sending" || row.uncertain === 1),
        );
        leftUncertain += open.length;
        for (const { key } of open) unknown.set(key, (unknown.get(key) ?? 0) + 1);
      }
      limited += slack.faults.fired("rate-limit");
      const last = await floor.startReady();
      await crowd.goHome();
      wire.weather.delayMs = 10;
      await floor.drained(60_000);
      expect((await endInOrder(last)).code).toBe(0);
      const found = await reckon(slack, floor.databaseFile, floor.folder, floor.submissions);
      console.log(
        `signals, floor ${floorNumber}: ${floor.submissions.length} submissions, ${found.confirmed} confirmed, ${found.cases} cases, ${found.posts} posts; lost ${found.lost.length}, "sent" without post ${found.sentWithoutPost.length}, repeats ${found.repeats}, marked ${found.marked.size}`,
      );
      expect(found.confirmed).toBeGreaterThan(SIGNALS / FLOORS);
      expect(found).toMatchObject({
        lost: [],
        twice: [],
        orphans: [],
        sentWithoutPost: [],
        unsent: 0,
        repeats: 0,
        integrity: "ok",
        journalFaults: 0,
      });
      for (const [key, count] of found.marked)
        expect(count, `marks of ${key}`).toBeLessThanOrEqual(unknown.get(key) ?? 0);
    };
    await Promise.all(Array.from({ length: FLOORS }, (_, n) => work(n)));

    console.log(
      `signals: ${exits.length} SIGTERMs, ${withSends} with sends under way, ${limited} answers 429; longest exit ${Math.round(Math.max(...exits))} ms; left "sending" ${leftSending}, left unsure ${leftUncertain}`,
    );
    expect(withSends).toBeGreaterThan(SIGNALS / 4);
    expect(limited).toBeGreaterThan(SIGNALS / 2);
    expect(Math.max(...exits)).toBeLessThanOrEqual(EXIT_WITHIN_MS);
  },
  120_000 + SIGNALS * 5_000,
);

it("ends within 10 s although Slack never answers, and says so where a message may be there twice", async () => {
  const floor = await openFloor(randomFrom(seedOf("hanging")), 2);
  floors.push(floor);
  const { slack, form, teams } = floor;
  const [first, second] = teams;
  if (!first || !second) throw new Error("two teams are needed");
  const bot = await floor.startReady();
  // One channel's post never arrives, the other's arrives without an answer.
  slack.faults.arm({ kind: "hang-before", method: "chat.postMessage", channel: first.channel });
  slack.faults.arm({ kind: "hang-after", method: "chat.postMessage", channel: second.channel });
  floor.submissions.push(await sendForm(slack, form, first, "C-2001"));
  floor.submissions.push(await sendForm(slack, form, second, "C-2002"));
  await until(
    "both hang",
    () => slack.faults.fired("hang-before") === 1 && slack.faults.fired("hang-after") === 1,
  );
  const began = performance.now();
  const exit = await endInOrder(bot);
  expect(exit.code).toBe(0);
  const took = exit.at - began;

  const next = await floor.startReady();
  await floor.drained(20_000);
  expect((await endInOrder(next)).code).toBe(0);
  const cards = [...postsByKey(slack)].filter(([key]) => key.endsWith("/team/slack"));
  const inFirst = cards.flatMap(([, posts]) => posts).filter((post) => post.channel === first.channel);
  const inSecond = cards.flatMap(([, posts]) => posts).filter((post) => post.channel === second.channel);
  console.log(`hanging: exit after ${Math.round(took)} ms; posts ${inFirst.length} and ${inSecond.length}`);
  expect(took).toBeLessThanOrEqual(EXIT_WITHIN_MS);
  expect(inFirst.map((post) => isMarked(slack, post))).toEqual([true]);
  expect(inSecond.map((post) => isMarked(slack, post))).toEqual([false]);
  const found = await reckon(slack, floor.databaseFile, floor.folder, floor.submissions);
  expect(found).toMatchObject({ confirmed: 2, lost: [], orphans: [], sentWithoutPost: [], unsent: 0 });
});

it("ends at once when it is told a second time", async () => {
  const floor = await openFloor(randomFrom(seedOf("second signal")), 1);
  floors.push(floor);
  const { slack, form, teams } = floor;
  const [team] = teams;
  if (!team) throw new Error("a team is needed");
  const bot = await floor.startReady();
  // Something that takes long: an outsider holds the database while somebody is saving.
  const Database = await loadDriver();
  const outsider = new Database(floor.databaseFile);
  outsider.exec("BEGIN IMMEDIATE");
  const sending = sendForm(slack, form, team, "C-2001");
  await sleep(300);
  bot.signal("SIGTERM");
  await sleep(500);
  expect(bot.lines.some((line) => line.includes('"msg":"stopping"'))).toBe(true);
  const began = performance.now();
  const exit = await endInOrder(bot);
  console.log(`second signal: exit ${exit.code} after ${Math.round(exit.at - began)} ms`);
  expect(exit).toMatchObject({ code: 1, signal: null });
  expect(exit.at - began).toBeLessThanOrEqual(1_000);
  outsider.exec("ROLLBACK");
  outsider.close();

  const submission = await sending;
  expect(submission.confirmed, "nobody was told that it is saved").toBeUndefined();
  expect((await floor.ledger()).cases).toEqual([]);
});
