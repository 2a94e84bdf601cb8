import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openStore } from "../../db/store.ts";
import { alerts, commentImports, comments, themes } from "../../db/schema/comments.ts";
import { customers, journal, payloads } from "../../db/schema/foundation.ts";
import { readBatch, storeBatch } from "../../src/comments/batch/index.ts";
import { commentSettingsOf } from "../../src/comments/settings.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { customerReferenceRegex } from "../../src/organisation/reference.ts";
import { readSettings } from "../../src/people/index.ts";
import { OUTAGE, ordinaryWeeks } from "../support/comments.ts";
import { settled } from "../support/standing.ts";
import { until } from "../support/until.ts";
import { BILLING, type World, applyText, as, floorFile, openWorld, sees } from "../support/world.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

/** Reads a file as `floorwalker comments import` does. */
async function reads(here: World, text: string) {
  const settings = await readSettings(here.store.read);
  const pattern = { pattern: settings.customerPattern, example: settings.customerExample };
  return readBatch(text, {
    settings: commentSettingsOf(settings),
    reference: customerReferenceRegex(pattern),
    example: settings.customerExample,
    timeZone: settings.timezone,
    now: here.clock.now(),
    origin: "requested",
  });
}

/** Reads and stores a file; resolves to what `storeBatch` says. */
async function imports(
  here: World,
  text: string,
  progress: (stored: number) => void = () => {},
): Promise<boolean> {
  const batch = await reads(here, text);
  if (!batch.ok) throw new Error(JSON.stringify(batch.problems));
  const record = createJournal(randomIds, false);
  const parts = { store: here.store, ids: randomIds, journal: record, now: here.clock.now(), progress };
  return storeBatch(parts, "billing", text, batch.rows);
}

const heard = (here: World): Promise<true> =>
  until("the batches are heard", async () =>
    (await here.store.read.select().from(commentImports)).every(({ heardAt }) => heardAt !== null),
  );

/** What a problem says, by line. */
const problemsOf = async (here: World, text: string): Promise<readonly string[]> => {
  const batch = await reads(here, text);
  return batch.ok ? [] : batch.problems.map(({ line, message }) => `${line}: ${message}`);
};

const HEAD = "said,date,customer,about,origin,feeling";
const GOOD = "the queue is too long,2026-11-20,C-1042,app,spontaneous,upset";

describe("reading a batch", () => {
  it.each([
    ["with commas", `said,date,customer\nthe queue is long,2026-11-20,C-1042\n`],
    ["with semicolons", `said;date;customer\nthe queue is long;2026-11-20;C-1042\n`],
    ["with tabs", `said\tdate\tcustomer\nthe queue is long\t2026-11-20\tC-1042\n`],
    ["with a byte order mark", `\uFEFFsaid,date,customer\nthe queue is long,2026-11-20,C-1042\n`],
    [
      "with a byte order mark and quotation marks",
      `\uFEFF"said","date","customer"\n"the queue is long","2026-11-20","C-1042"\n`,
    ],
    ["from Windows, without an end of line", `said,date,customer\r\nthe queue is long,2026-11-20,C-1042`],
    [
      "with other names for the columns, in another order",
      `Customer Reference,Date,Verbatim\nc-1042,2026-11-20,the queue is long\n`,
    ],
    [
      "with a column that means nothing here",
      `said,date,customer,agent\nthe queue is long,2026-11-20,C-1042,Ana\n`,
    ],
  ])("takes a file %s", async (_, text) => {
    world = await openWorld();
    const batch = await reads(world, text);
    expect(batch).toMatchObject({
      ok: true,
      leftOut: [],
      rows: [
        {
          line: 2,
          said: "the queue is long",
          customerRef: "C-1042",
          origin: "requested",
          saidAt: Date.parse("2026-11-20T00:00Z"),
        },
      ],
    });
  });

  it("takes quotation marks, commas and lines inside a cell, and times of every kind", async () => {
    world = await openWorld();
    const batch = await reads(
      world,
      [
        "said,date",
        `"she said ""never again"", twice,\nand hung up",2026-07-01 14:30`,
        "the queue is long,2026-07-01T14:30:05+02:00",
        "the queue is long again,2026-07-01T14:30Z",
      ].join("\n"),
    );
    expect(batch).toMatchObject({
      ok: true,
      rows: [
        { said: 'she said "never again", twice,\nand hung up', saidAt: Date.parse("2026-07-01T13:30Z") },
        { saidAt: Date.parse("2026-07-01T12:30:05Z") },
        { saidAt: Date.parse("2026-07-01T14:30Z") },
      ],
    });
  });

  it.each([
    ["a card number", "paid with 4111 1111 1111 1111,2026-11-20,,,,", /^3: .*payment card number/],
    ["a future date", "the queue is long,2031-01-01,,,,", /^3: lies in the future/],
    ["a date that is none", "the queue is long,2026-02-30,,,,", /^3: has no date that can be read/],
    ["an American date", "the queue is long,11/20/2026,,,,", /^3: has no date that can be read/],
    ["no date", "the queue is long,,,,,", /^3: has no date that can be read/],
    ["10,000 characters", `${"x ".repeat(5_000)},2026-11-20,,,,`, /^3: says 9,999 characters, and 3,000 fit/],
    [
      "an unknown product",
      "the queue is long,2026-11-20,,toaster,,",
      /^3: .*not in your list: app, delivery/,
    ],
    [
      "a name for a reference",
      "the queue is long,2026-11-20,Mrs Miller,,,",
      /^3: has no customer reference of yours/,
    ],
    ["an unknown origin", "the queue is long,2026-11-20,,,rumour,", /^3: must be spontaneous or requested/],
    ["an unknown feeling", "the queue is long,2026-11-20,,,,cross", /^3: must be felt as delighted/],
    [
      "a column too many",
      "the queue is long,2026-11-20,,,,,,",
      /^3: has 8 columns where the headings have 6/,
    ],
    ["a column too few", "the queue is long,2026-11-20", /^3: has 2 columns where the headings have 6/],
    [
      "a quotation mark that is not closed",
      '"the queue is long,2026-11-20,,,,',
      /^\d+: cannot be read as CSV/,
    ],
  ])("names the line with %s, and uses nothing of the file", async (_, line, problem) => {
    world = await openWorld();
    const found = await problemsOf(world, [HEAD, GOOD, line, GOOD].join("\n"));
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(problem);
    expect(found[0]).not.toContain("4111");
    expect(found[0]).not.toContain("Miller");
  });

  it("names every line that cannot be used, with its own number, after cells over several lines too", async () => {
    world = await openWorld();
    const text = [
      HEAD,
      `"the queue\nis\nlong",2026-11-20,,,,`,
      "no date at all,,,,,",
      GOOD,
      "nor here,,,,,",
    ].join("\n");
    expect((await problemsOf(world, text)).map((one) => one.split(":")[0])).toEqual(["5", "7"]);
  });

  it.each([
    ["", /^1: the file is empty/],
    ["\uFEFF", /^1: the file is empty/],
    [
      "said,customer\nthe queue is long,C-1042",
      /^1: the headings must name "date"; found "said", "customer"/,
    ],
    ["the queue is long\nthe queue is short", /^1: the headings must name "said" and "date"/],
    ["said,text,date\nthe queue is long,another,2026-11-20", /^1: two headings mean "said"/],
  ])("says what is wrong with the headings (%j)", async (text, problem) => {
    world = await openWorld();
    expect((await problemsOf(world, text))[0]).toMatch(problem);
  });

  it("leaves out what cannot be compared, and takes references out of what was said", async () => {
    world = await openWorld();
    const batch = await reads(
      world,
      [
        "said,date",
        "ok,2026-11-20",
        ",2026-11-20",
        "👍,2026-11-20",
        "I am C-1042 and the queue is long,2026-11-20",
      ].join("\n"),
    );
    expect(batch).toMatchObject({
      ok: true,
      leftOut: [2, 3, 4],
      rows: [{ line: 5, said: "I am and the queue is long", customerRef: undefined }],
    });
  });
});

/** A file of many rows, the same at each run. */
const many = (count: number): string =>
  [
    "said,date,customer",
    ...Array.from(
      { length: count },
      (_, n) => `row ${n} about matter ${n % 7},2026-11-0${1 + (n % 9)},C-${10_000 + n}`,
    ),
  ].join("\n");

describe("storing a batch", () => {
  it("has no effect the second time, and is the other team's own", async () => {
    world = await openWorld();
    const here = world;
    const text = many(30);
    expect(await imports(here, text)).toBe(true);
    expect(await imports(here, text)).toBe(false);
    await heard(here);
    expect(await here.store.read.$count(comments)).toBe(30);
    expect(
      (await here.store.read.select().from(journal)).filter(({ kind }) => kind === "comments.imported"),
    ).toHaveLength(1);
    expect(as(here, "tom").sees(BILLING)).toEqual([]);
  });

  it("is heard as a whole or not at all: cut off in the middle, and completed by the same file", async () => {
    world = await openWorld();
    const here = world;
    const text = many(450);
    const cut = imports(here, text, (stored) => {
      if (stored >= 400) throw new Error("the terminal was closed");
    });
    await expect(cut).rejects.toThrow("the terminal was closed");
    expect(await here.store.read.$count(comments)).toBe(400);
    await here.restart();
    here.clock.advance(MINUTE);
    await settled(here);
    const half = await here.store.read.select().from(comments);
    expect(half.filter(({ heard: order }) => order !== null)).toEqual([]);
    expect(await here.store.read.select().from(themes)).toEqual([]);
    // Half a batch is in no list and no count.
    const user = as(here, "tom");
    await user.command("/comments", "search matter", { channel: BILLING });
    await sees(here, "tom", BILLING, "none among the newest");

    expect(await imports(here, text)).toBe(true);
    await heard(here);
    const all = await here.store.read.select().from(comments);
    expect(all).toHaveLength(450);
    expect(new Set(all.map(({ heard: order }) => order)).size, "each heard once").toBe(450);
    expect(new Set(all.map(({ customerId }) => customerId)).size).toBe(450);
    expect(await here.store.read.$count(customers)).toBe(450);
    expect(await here.store.read.$count(payloads)).toBe(450);
    expect(await imports(here, text)).toBe(false);
  });

  it("makes no alert of what was said long ago, and one of what was said in the last hour", async () => {
    world = await openWorld();
    const here = world;
    await ordinaryWeeks(here);
    const at = (ago: number): string => new Date(here.clock.now() - ago).toISOString();
    const rows = (ago: number, from: number): string =>
      [
        "said,date,customer",
        ...OUTAGE.map((said, n) => `"${said}",${at(ago - n * MINUTE)},C-${from + n}`),
      ].join("\n");
    await imports(here, rows(72 * HOUR, 3_000));
    await heard(here);
    await settled(here);
    expect(await here.store.read.select().from(alerts)).toEqual([]);
    expect(
      as(here, "priya")
        .sees(BILLING)
        .filter(({ text }) => text.includes("Several customers")),
    ).toEqual([]);
    await imports(here, rows(HOUR, 3_100));
    await heard(here);
    const card = await sees(here, "priya", BILLING, "Several customers say the same");
    expect(card.text).toContain("0 spontaneous");
    expect(await here.store.read.select().from(alerts)).toHaveLength(1);
  });

  it("keeps what is severe from the card and the lists, as of any other comment", async () => {
    world = await openWorld();
    const here = world;
    await imports(here, "said,date,customer\nthe charger caught fire in the kitchen,2026-11-20,C-1042");
    await heard(here);
    await as(here, "tom").command("/comments", "search kitchen", { channel: BILLING });
    await sees(here, "tom", BILLING, "none among the newest");
    expect(await here.store.read.select().from(comments)).toMatchObject([
      { severe: "safety", source: "import" },
    ]);
  });
});

describe("floorwalker comments import", () => {
  const ROOT = resolve(import.meta.dirname, "../..");
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "floorwalker-import-"));
    const store = await openStore({ dialect: "sqlite", file: join(folder, "cli.db") }, { now: Date.now() });
    await applyText(store, await floorFile(), Date.now());
    await store.close();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const floorwalker = (
    ...parameters: readonly string[]
  ): Promise<{ readonly code: number; readonly out: string; readonly err: string }> =>
    new Promise((done) => {
      const env = { PATH: process.env["PATH"] ?? "", DATABASE_URL: `file:${join(folder, "cli.db")}` };
      execFile(
        process.execPath,
        ["--import", "tsx", join(ROOT, "src/cli.ts"), "comments", "import", ...parameters],
        { cwd: ROOT, env },
        (error, out, err) => done({ code: typeof error?.code === "number" ? error.code : 0, out, err }),
      );
    });
  const file = async (name: string, content: string | Uint8Array): Promise<string> => {
    const path = join(folder, name);
    await writeFile(path, content);
    return path;
  };
  const count = async (): Promise<number> => {
    const store = await openStore({ dialect: "sqlite", file: join(folder, "cli.db") }, { now: Date.now() });
    const stored = await store.read.$count(comments);
    await store.close();
    return stored;
  };

  it("checks, stores once, says so, and stores nothing of a file with a wrong line", async () => {
    const good = await file("good.csv", many(12));
    const dry = await floorwalker(good, "--team", "billing", "--dry-run");
    expect(dry).toMatchObject({ code: 0, err: "" });
    expect(dry.out).toContain("12 comments could be stored for Billing; nothing was done (dry run).");
    expect(await count()).toBe(0);

    const wrong = await file(
      "wrong.csv",
      `${many(3)}\nand this one,2031-01-01,C-1042\nand this,never,C-1042`,
    );
    const refused = await floorwalker(wrong, "--team", "billing");
    expect(refused.code).toBe(1);
    expect(refused.err).toContain(`${wrong}:5  lies in the future`);
    expect(refused.err).toContain(`${wrong}:6  has no date that can be read`);
    expect(refused.err).toContain("2 lines cannot be used, so nothing was stored.");
    expect(refused.err).not.toMatch(/\bat .*\.ts:\d+/);
    expect(await count()).toBe(0);

    const stored = await floorwalker(good, "--team", "billing", "--origin", "spontaneous");
    expect(stored).toMatchObject({ code: 0, err: "" });
    expect(stored.out).toContain("12 comments stored for Billing.");
    expect((await floorwalker(good, "--team", "billing")).out).toContain(
      "Billing has had this file already; nothing was done.",
    );
    expect(await count()).toBe(12);
  });

  it("says what is off in a call", async () => {
    const good = await file("some.csv", many(2));
    expect((await floorwalker(good)).err).toContain("--team");
    expect((await floorwalker(good, "--team", "nobody")).err).toContain('There is no team "nobody"');
    expect((await floorwalker(join(folder, "none.csv"), "--team", "billing")).err).toContain(
      "There is no file",
    );
    expect((await floorwalker(good, "--team", "billing", "--origin", "rumour")).err).toContain(
      "spontaneous, requested",
    );
    const latin = await file(
      "latin.csv",
      new Uint8Array([...new TextEncoder().encode("said,date\ncaf"), 0xe9, 0x2c, 0x32]),
    );
    expect((await floorwalker(latin, "--team", "billing")).err).toContain("is not a UTF-8 text");
  });
});
