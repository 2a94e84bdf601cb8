import { existsSync } from "node:fs";
import { mkdir, readdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exports } from "../../db/schema/evidence.ts";
import { openStore } from "../../db/store.ts";
import { recordConsent } from "../../src/evidence/consent.ts";
import { NO_CUSTOMER, keepItem } from "../../src/evidence/items/keep.ts";
import { shareItems } from "../../src/evidence/items/share.ts";
import { registrationsOf } from "../../src/evidence/registered.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal, verifyJournal } from "../../src/journal/index.ts";
import { findMember, readSettings } from "../../src/people/index.ts";
import { verifyPortfolio } from "../../src/portfolio/index.ts";
import { freePort } from "../support/child.ts";
import { LEARNERS, MY_PART, WHY } from "../support/evidence-floor.ts";
import { FakeSlack } from "../support/fake-slack/index.ts";
import { type Program, endInOrder, openProgram } from "../support/fault/program.ts";
import { until } from "../support/until.ts";
import { BILLING, SLACK_USERS, floorFile, populate } from "../support/world.ts";

/** How long a start and the making of a small portfolio may take on a busy machine, ms. */
const WAIT_MS = 60_000;
const EXIT_WITHIN_MS = 10_000;
const HERE = "Here it is.";
const TWICE = "It may be here twice";

let slack: FakeSlack;
let program: Program;
beforeEach(async () => {
  slack = await FakeSlack.start({ mode: "http" });
  populate(slack);
  const port = await freePort();
  slack.sendTo(`http://127.0.0.1:${port}/slack/events`);
  program = await openProgram(`${await floorFile()}${LEARNERS}`, {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_PORT: String(port),
    SLACK_API_URL: slack.apiUrl,
  });
  await share();
});
afterEach(async () => {
  await program.close();
  await slack.stop();
});

const open = () =>
  openStore({ dialect: "sqlite", file: program.databaseFile }, { now: 0, existingOnly: true });

/** Wei takes part, and has shared one piece of evidence. */
async function share(): Promise<void> {
  const store = await open();
  const now = Date.now();
  const journal = createJournal(randomIds, false);
  await store.tx(async (db) => {
    const settings = await readSettings(db);
    const work = { db, now, ids: randomIds, journal, active: new Set(["slack" as const]), settings };
    const wei = await findMember(db, "wei");
    const [registration] = await registrationsOf(db, "wei");
    if (!wei || !registration) throw new Error("Wei is a learner");
    const { unit, edition } = registration.unit;
    await recordConsent(work, wei, [unit]);
    const item = await keepItem(work, wei, {
      learnerId: "wei",
      kind: "work_product",
      title: "A refund that I decided",
      occurredOn: "2026-03-02",
      teamId: "billing",
      customer: NO_CUSTOMER,
      texts: [{ label: "my_part", text: MY_PART }],
      location: undefined,
      sources: [],
      claims: [{ unit, edition, ref: "1.2", parts: ["deal"], suggested: false }],
      why: WHY,
    });
    await shareItems(work, wei, [item], "");
  });
  await store.close();
}

const wei = () => slack.user(SLACK_USERS.wei);
/** The files that Wei was given, in order. */
const files = () =>
  wei()
    .dms()
    .flatMap((message) => message.files)
    .map((id) => {
      const file = slack.book.files.get(id);
      if (!file) throw new Error("a file that nobody has");
      return file;
    });
const told = (words: string): Promise<string> =>
  until(
    `Wei is told "${words}"`,
    () =>
      wei()
        .dms()
        .find(({ text }) => text.includes(words))?.text,
    WAIT_MS,
  );
const asks = () => wei().command("/portfolio", "export", { channel: BILLING });

/** What the database says of what was asked for, when no program has it open. */
async function jobs() {
  const store = await open();
  const rows = await store.read.select().from(exports);
  const { faults } = await verifyJournal(store.read);
  await store.close();
  expect(faults).toEqual([]);
  return rows.map(({ state, attempts }) => ({ state, attempts }));
}

const workFolder = (): string => `${program.databaseFile}.exports`;
/** Everything that lies in the folder for portfolios, and whatever was left among temporary files. */
async function leftovers(): Promise<readonly string[]> {
  const inWork = existsSync(workFolder()) ? await readdir(workFolder(), { recursive: true }) : [];
  const temporary = await readdir(program.variables["TMPDIR"] ?? "");
  return [...inWork, ...temporary.filter((name) => name.startsWith("floorwalker"))];
}

/** How many faults an auditor would find in what Wei was given, of each file. */
async function faultsOf(): Promise<readonly number[]> {
  const found: number[] = [];
  for (const [n, { bytes }] of files().entries()) {
    const file = join(program.folder, `given-${n}.zip`);
    await writeFile(file, bytes);
    found.push((await verifyPortfolio(file)).faults.length);
  }
  return found;
}

/** Wei asks, and the program dies at a point. */
async function diesAt(point: string): Promise<void> {
  const bot = await program.startReady(point);
  await asks();
  expect((await bot.exited).signal, bot.lines.join("\n")).toBe("SIGKILL");
}

/** A start after which Wei is told something; gives back the whole message. */
async function startsAndTells(words: string): Promise<string> {
  const bot = await program.startReady();
  const message = await told(words);
  await until("nothing is left of the making", async () => (await leftovers()).length === 0);
  expect((await endInOrder(bot)).code).toBe(0);
  return message;
}

describe("a program that is killed while it makes a portfolio", () => {
  it.each([
    { point: "evidence.export-begun", lies: false, says: false },
    { point: "evidence.export-drawn", lies: true, says: false },
    // Whether the platform got it nobody can tell afterwards.
    { point: "evidence.export-made", lies: true, says: true },
  ])("hands over one after its next start: $point", async ({ point, lies, says }) => {
    await diesAt(point);
    expect(files()).toEqual([]);
    const [left = ""] = (await leftovers()).filter((name) => name.endsWith("portfolio.zip"));
    expect(left !== "").toBe(lies);
    expect((await stat(workFolder())).mode & 0o777).toBe(0o700);

    const message = await startsAndTells(HERE);
    expect(message.includes(TWICE)).toBe(says);
    expect(files().map(({ name }) => name)).toEqual([
      expect.stringMatching(says ? /^portfolio-wei-.*-again\.zip$/ : /^portfolio-wei-[\d-]+\.zip$/),
    ]);
    expect(await faultsOf()).toEqual([0]);
    expect(await jobs()).toEqual([{ state: "sent", attempts: 2 }]);
    expect(await leftovers()).toEqual([]);
  });

  it("hands over a second one that says so where the first had arrived and nobody knew", async () => {
    await diesAt("evidence.export-uploaded");
    expect(files()).toHaveLength(1);
    expect(await jobs()).toEqual([{ state: "made", attempts: 1 }]);

    expect(await startsAndTells(HERE)).toContain(TWICE);
    expect(files().map(({ name }) => name.endsWith("-again.zip"))).toEqual([false, true]);
    expect(await faultsOf()).toEqual([0, 0]);
    // Once told it is over: another start does nothing more.
    await startsAndTells(HERE);
    expect(files()).toHaveLength(2);
    expect(await jobs()).toEqual([{ state: "sent", attempts: 2 }]);
  });

  it("gives up what it was killed at three times, says so, and makes the next one", async () => {
    await diesAt("evidence.export-begun");
    for (let n = 2; n <= 3; n += 1) {
      const bot = await program.start("evidence.export-begun");
      expect((await bot.exited).signal).toBe("SIGKILL");
      expect(await jobs()).toEqual([{ state: "making", attempts: n }]);
    }
    expect(await startsAndTells("could not be made")).toContain("/portfolio export tries again");
    expect(files()).toEqual([]);
    expect(await jobs()).toEqual([{ state: "failed", attempts: 3 }]);

    const bot = await program.startReady();
    await asks();
    await told(HERE);
    expect((await endInOrder(bot)).code).toBe(0);
    expect(files()).toHaveLength(1);
  });
});

describe("a program that is told to end while it makes a portfolio", () => {
  it("ends in order, leaves nothing, and makes it anew at its next start", async () => {
    const bot = await program.startReady();
    await asks();
    await until(
      "it is being made",
      async () => (await leftovers()).some((name) => name.startsWith("portfolio-")),
      WAIT_MS,
    );
    const began = performance.now();
    const exit = await endInOrder(bot);
    expect(exit).toMatchObject({ code: 0, signal: null });
    expect(exit.at - began).toBeLessThanOrEqual(EXIT_WITHIN_MS);
    expect(await leftovers()).toEqual([]);
    expect(files()).toEqual([]);
    // It was no fault of the portfolio's, so it does not count.
    expect(await jobs()).toEqual([{ state: "waiting", attempts: 0 }]);

    expect(await startsAndTells(HERE)).not.toContain(TWICE);
    expect(await faultsOf()).toEqual([0]);
  });

  it("ends although the platform does not take the file, and hands it over at its next start", async () => {
    slack.faults.arm({ kind: "hang-before", method: "files.getUploadURLExternal" });
    const bot = await program.startReady();
    await asks();
    await until("it is being handed over", () => slack.faults.fired("hang-before") === 1, WAIT_MS);
    const began = performance.now();
    const exit = await endInOrder(bot);
    expect(exit.code, bot.lines.slice(-5).join("\n")).toBe(0);
    expect(exit.at - began).toBeLessThanOrEqual(EXIT_WITHIN_MS);
    expect(await leftovers()).toEqual([]);

    await startsAndTells(HERE);
    expect(files()).toHaveLength(1);
  });
});

it("clears what an older start left, whatever it is", async () => {
  await mkdir(join(workFolder(), "portfolio-old"), { recursive: true });
  await writeFile(join(workFolder(), "portfolio-old", "portfolio.zip"), "personal");
  const bot = await program.startReady();
  expect(await leftovers()).toEqual([]);
  expect((await endInOrder(bot)).code).toBe(0);
  expect(existsSync(workFolder())).toBe(false);
});
