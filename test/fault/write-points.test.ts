import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { loadDriver } from "../../db/driver.ts";
import { type Exit, loadBot } from "../support/child.ts";
import { type Floor, openFloor } from "../support/fault/floor.ts";
import { endInOrder } from "../support/fault/program.ts";
import { countOf } from "../support/fault/count.ts";
import { randomFrom, seedOf } from "../support/seeded.ts";
import { reckon } from "../support/fault/reckoning.ts";

const ROOT = join(import.meta.dirname, "..", "..");
/** How often each point is tried, each time at another of the first times that it is reached. */
const RUNS = countOf("RUNS", 1);
const LATEST_TIME = 12;
/**
 * Not reached by people who escalate: the first has a test of its own below, the others in `comments-kill`,
 * `digest-kill`, `kpi-import-kill`, `kpi-import-chat-kill` and `portfolio-kill`, which kill at each of them.
 */
const ELSEWHERE = [
  "migrate.after",
  "comments.heard",
  "digest.composed",
  "digest.written",
  "digest.posted",
  "evidence.export-begun",
  "evidence.export-drawn",
  "evidence.export-made",
  "evidence.export-uploaded",
  "kpi.begun",
  "kpi.chat-told",
  "kpi.chunk",
  "kpi.counting",
  "kpi.discarding",
  "kpi.rolled-again",
  "kpi.rolled-up",
  "kpi.staged",
];
/** Reached once in a start. */
const ONCE = ["outbox.after-recover", "migrate.after"];

/** The names of all failpoints, out of the sources themselves: a new one cannot be forgotten here. */
async function failpoints(): Promise<string[]> {
  const names = new Set<string>();
  for (const folder of ["src", "db", "adapters"]) {
    for (const file of await readdir(join(ROOT, folder), { recursive: true })) {
      if (!file.endsWith(".ts")) continue;
      const source = await readFile(join(ROOT, folder, file), "utf8");
      for (const [, name = ""] of source.matchAll(/\bfailpoint\("([^"]+)"\)/g)) names.add(name);
    }
  }
  return [...names].toSorted();
}

let floor: Floor | undefined;
afterEach(async () => {
  await floor?.close();
  floor = undefined;
});

/** Makes the timers of some cases due. */
async function makeTimersDue(databaseFile: string): Promise<void> {
  const Database = await loadDriver();
  const connection = new Database(databaseFile);
  connection
    .prepare("UPDATE due_actions SET due_at = ? WHERE done_at IS NULL AND kind = 'case.ask_again'")
    .run(Date.now() - 1_000);
  connection.close();
}

const within = async (exited: Promise<Exit>, ms: number): Promise<Exit | "still alive"> => {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<"still alive">((resolve) => {
    timer = setTimeout(() => resolve("still alive"), ms);
  });
  const first = await Promise.race([exited, timeUp]);
  clearTimeout(timer);
  return first;
};

it(
  "loses nothing and repeats nothing when it is killed at any point where something is written or sent",
  async () => {
    const random = randomFrom(seedOf("write points"));
    const points = (await failpoints()).filter((name) => !ELSEWHERE.includes(name));
    expect(points.length).toBeGreaterThanOrEqual(8);
    floor = await openFloor(random);
    const { slack, wire } = floor;
    wire.weather.delayMs = 40;
    const crowd = floor.crowd(1_000);
    const recoveries: number[] = [];

    for (const point of points) {
      for (let run = 0; run < RUNS; run += 1) {
        if (point.startsWith("timers.")) await makeTimersDue(floor.databaseFile);
        const time = ONCE.includes(point) ? 1 : random.between(1, LATEST_TIME);
        const bot = await floor.start(`${point}@${time}`);
        const exit = await within(bot.exited, 20_000);
        expect(exit, `${point}@${time} is reached`).toMatchObject({ signal: "SIGKILL" });
        const ledger = await floor.ledger();
        expect(ledger.integrity).toBe("ok");
        expect(ledger.orphans, `after ${point}@${time}`).toEqual([]);

        const next = await floor.start();
        const began = performance.now();
        await wire.sendsFromNow(1, 10_000);
        recoveries.push(performance.now() - began);
        await next.ready;
        expect((await endInOrder(next)).code).toBe(0);
      }
    }

    const last = await floor.startReady();
    await crowd.goHome();
    await floor.drained(60_000);
    expect((await endInOrder(last)).code).toBe(0);
    const found = await reckon(slack, floor.databaseFile, floor.folder, floor.submissions);
    console.log(
      `write points: ${points.length} points × ${RUNS}, each killed: ${points.join(", ")}; ${floor.submissions.length} submissions, ${found.confirmed} confirmed, ${found.cases} cases, ${found.posts} posts; ` +
        `lost ${found.lost.length}, twice ${found.twice.length}, without outbox rows ${found.orphans.length}, "sent" without post ${found.sentWithoutPost.length}, repeats ${found.repeats}, ` +
        `marked ${found.marked.size}; timers acted twice ${found.actedTwice.length}; recovery to the first send at most ${Math.round(Math.max(...recoveries))} ms`,
    );
    expect(found.confirmed).toBeGreaterThan(points.length);
    // Slack's history could always be read, so not even a marked repeat is excused.
    expect(found).toMatchObject({
      lost: [],
      twice: [],
      orphans: [],
      sentWithoutPost: [],
      unsent: 0,
      repeats: 0,
      actedTwice: [],
      integrity: "ok",
      journalFaults: 0,
    });
    expect(Math.max(...recoveries)).toBeLessThanOrEqual(5_000);
  },
  300_000 + RUNS * 120_000,
);

it("starts on a database whose making was cut off after its tables were there", async () => {
  floor = await openFloor(randomFrom(seedOf("migration")), 1);
  const variables = { ...floor.variables, DATABASE_URL: `file:${join(floor.folder, "second", "new.db")}` };
  const first = loadBot(floor.entry, variables);
  await first.loaded;
  first.go("migrate.after");
  expect(await within(first.exited, 20_000)).toMatchObject({ signal: "SIGKILL" });
  const second = loadBot(floor.entry, variables);
  await second.loaded;
  second.go();
  await second.ready;
  expect((await endInOrder(second)).code).toBe(0);
});
