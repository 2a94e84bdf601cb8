import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openStore } from "../../db/store.ts";
import { REPEAT_MARKER } from "../../src/outbox/marker.ts";
import { freePort } from "../support/child.ts";
import { FakeSlack, type Seen } from "../support/fake-slack/index.ts";
import { lookAtImports } from "../support/fault/imported.ts";
import { type Program, endInOrder, openProgram } from "../support/fault/program.ts";
import { insertQueues } from "../support/kpi-import.ts";
import { until } from "../support/until.ts";
import { BILLING, SLACK_USERS, floorFile, populate } from "../support/world.ts";

/** The job was done, and the person is not told yet. */
const POINT = "kpi.chat-told";
/** How long a start and what is told after it may take, ms. */
const WAIT_MS = 20_000;
/** The bot reads by the real clock, so the file is of a day that is over by any. */
const DAY = "2026-01-12";
const FILE = `start,queue,offered,answered\n${DAY} 09:00,billing,10,9\n${DAY} 09:30,billing,12,11\n`;

let slack: FakeSlack;
let program: Program;
beforeEach(async () => {
  slack = await FakeSlack.start({ mode: "http" });
  populate(slack);
  const port = await freePort();
  slack.sendTo(`http://127.0.0.1:${port}/slack/events`);
  program = await openProgram(await floorFile(), {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_PORT: String(port),
    SLACK_API_URL: slack.apiUrl,
  });
  const store = await openStore({ dialect: "sqlite", file: program.databaseFile }, { now: 0 });
  await insertQueues(store);
  await store.close();
});
afterEach(async () => {
  await program.close();
  await slack.stop();
});

const priya = () => slack.user(SLACK_USERS.priya);
/** Her direct messages but for what a press was answered with: whoever dies may not get round to that. */
const messages = (): readonly Seen[] =>
  priya()
    .dms()
    .filter(({ ephemeral }) => !ephemeral);
const told = (words: string): Promise<Seen> =>
  until(
    `Priya is told "${words}"`,
    () =>
      priya()
        .dms()
        .find(({ text }) => text.includes(words)),
    WAIT_MS,
  );

async function gives(): Promise<void> {
  await priya().command("/kpi", "import", { channel: BILLING });
  await until("the form is open", () => priya().view?.title === "Import figures");
  await priya().fillIn({ "CSV file": priya().givesFile("calls.csv", Buffer.from(FILE)) });
  await priya().submit();
}

/** Runs a program until somebody was told, and ends it in order. */
async function runsUntilTold(words: string, doing: () => Promise<void> = async () => {}): Promise<Seen> {
  const bot = await program.startReady();
  await doing();
  const seen = await told(words);
  expect((await endInOrder(bot)).code).toBe(0);
  return seen;
}

/** Runs a program that is asked for something and dies when it has done it. */
async function diesAfter(doing: () => Promise<void>): Promise<void> {
  const bot = await program.startReady(POINT);
  // What was asked for may be done, and the program dead, before its answer is here.
  await doing();
  expect((await bot.exited).signal, bot.lines.join("\n")).toBe("SIGKILL");
}

/** Every post and change of a message that Slack was asked for; nobody but Priya is told anything. */
const sends = (): readonly string[] =>
  slack.requests.map(({ method }) => method).filter((method) => /^chat\.(postMessage|update)$/.test(method));

/** What there is in the end, and after one more start, which has nothing left to do. */
async function expectAtLast(found: object, words: string, calls: readonly string[]): Promise<void> {
  for (const when of ["when it is told", "after another start"]) {
    expect(await lookAtImports(program.databaseFile), when).toMatchObject({
      integrity: "ok",
      journalFaults: 0,
      ...found,
    });
    const dms = messages();
    expect(dms, when).toHaveLength(1);
    expect(dms[0]?.text, when).toContain(words);
    expect(dms[0]?.text, when).not.toContain(REPEAT_MARKER);
    expect(sends(), when).toEqual(calls);
    await runsUntilTold(words);
  }
}

const REPORT = "2 rows of 30 minutes each";

describe("a program that is killed when a job of a chat is done and nobody is told yet", () => {
  it("tells once, after its next start, what a file holds that is there once", async () => {
    await diesAfter(gives);
    expect(messages()).toEqual([]);
    expect(await lookAtImports(program.databaseFile)).toMatchObject({ counting: 0, waiting: 2 });

    const report = await runsUntilTold(REPORT);
    expect(report.buttons.map(({ label }) => label)).toEqual(["Count it", "Discard"]);
    await expectAtLast({ imports: 1, counting: 0, waiting: 2, events: 0, days: [] }, REPORT, [
      "chat.postMessage",
    ]);
  });

  it("tells once that a file counts, which it does once", async () => {
    const report = await runsUntilTold(REPORT, gives);
    await diesAfter(async () => void (await priya().press(report, "Count it")));
    expect(messages()[0]?.text).toContain("nothing counts yet");
    const counted = await lookAtImports(program.databaseFile);
    expect(counted).toMatchObject({ counting: 1, events: 1, waiting: 0 });
    expect(counted.rows).toHaveLength(2);

    const words = "Done: all of the file counts now.";
    expect((await runsUntilTold(words)).buttons).toEqual([]);
    const { counting, events, days, rows, waiting } = counted;
    await expectAtLast({ imports: 1, counting, events, days, rows, waiting }, words, [
      "chat.postMessage",
      "chat.update",
    ]);
  });

  it("tells once that a file is discarded, of which nothing is left", async () => {
    const report = await runsUntilTold(REPORT, gives);
    await diesAfter(async () => void (await priya().press(report, "Discard")));
    expect(messages()[0]?.text).toContain("nothing counts yet");
    expect(await lookAtImports(program.databaseFile)).toMatchObject({ counting: 0, waiting: 0 });

    const words = "Discarded: nothing of the file counts.";
    expect((await runsUntilTold(words)).buttons).toEqual([]);
    await expectAtLast({ imports: 0, counting: 0, waiting: 0, events: 0, days: [], rows: [] }, words, [
      "chat.postMessage",
      "chat.update",
    ]);
  });
});
