import { execFile } from "node:child_process";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kpiDays, kpiImports, readings } from "../../db/schema/kpi-imports.ts";
import { type Store, openStore } from "../../db/store.ts";
import { findMember, setAway } from "../../src/people/index.ts";
import { insertQueues } from "../support/kpi-import.ts";
import { applyText, floorFile } from "../support/world.ts";

const ROOT = resolve(import.meta.dirname, "../..");
let folder: string;
let store: Store;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "floorwalker-kpi-cli-"));
  store = await openStore({ dialect: "sqlite", file: join(folder, "cli.db") }, { now: 0 });
  await applyText(store, await floorFile(), 0);
  await insertQueues(store);
});
afterAll(async () => {
  await store.close();
  await rm(folder, { recursive: true, force: true });
});

interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as an operator would, without a terminal. */
const imports = (...parameters: readonly string[]): Promise<Result> =>
  new Promise((done) => {
    execFile(
      process.execPath,
      ["--import", "tsx", join(ROOT, "src/cli.ts"), "kpi", "import", ...parameters],
      { cwd: ROOT, env: { PATH: process.env["PATH"] ?? "", DATABASE_URL: `file:${join(folder, "cli.db")}` } },
      (error, out, err) => done({ code: typeof error?.code === "number" ? error.code : 0, out, err }),
    );
  });

const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

const HEAD = "start,queue,offered,answered\n";
const placed = async (): Promise<number> =>
  (await store.read.select().from(kpiImports)).filter(({ place }) => place !== null).length;

// Each call is a process that translates its sources first.
describe("floorwalker kpi import", { timeout: 240_000 }, () => {
  it("shows what a file holds, and lets nothing count that nobody said yes to", async () => {
    const day = await file(
      "day.csv",
      `${HEAD}2026-11-19 09:00,billing,10,9\n2026-11-19 09:30,billing,12,11\n`,
    );
    const dry = await imports(day, "--dry-run");
    expect(dry).toMatchObject({ code: 0, err: "" });
    expect(dry.out.split("\n").slice(0, 3)).toEqual([
      "2 rows of 30 minutes each, Thu 19 Nov 2026.",
      "1 queue: Billing Calls.",
      "In all: 22 offered, 20 answered.",
    ]);
    expect(dry.out).toContain("Nothing was changed (dry run).");
    expect(await store.read.select().from(kpiImports)).toEqual([]);

    const without = await imports(day);
    expect(without.code).toBe(1);
    expect(without.err).toContain("Nothing counts yet, because nobody is here to say yes.");
    expect(await placed()).toBe(0);

    const done = await imports(day, "--yes");
    expect(done).toMatchObject({ code: 0 });
    expect(done.out).toContain("Done: all of it counts now.");
    const again = await imports(day, "--yes");
    expect(again).toMatchObject({ code: 0 });
    expect(again.out).toMatch(
      /^This very file was imported on .* already and counts\. Nothing was changed\.\n$/,
    );
    expect(await placed()).toBe(1);
  });

  it("lists what is wrong, and writes all of it to a file that no spreadsheet runs", async () => {
    const rows = Array.from({ length: 50 }, (_, index) => `2026-11-18 09:00,=cmd|' /C calc'!A${index},10,9`);
    const wrong = await file("wrong.csv", HEAD + rows.join("\n"));
    const list = join(folder, "problems.csv");
    const result = await imports(wrong, "--problems", list);
    expect(result.code).toBe(1);
    expect(result.out).toBe("");
    expect(result.err.split("\n")[0]).toMatch(/^Line 2: there is no queue "=cmd/);
    expect(result.err).toContain("… and 30 more.");
    expect(result.err).toContain("nothing was imported");
    const written = parse(await readFile(list, "utf8"), { bom: true });
    expect(written).toHaveLength(51);
    expect(written[50]?.[0]).toBe("51");
  });

  it("refuses a file of gigabytes at once, one that is not there, and words that are none", async () => {
    const path = join(folder, "huge.csv");
    const handle = await open(path, "w");
    await handle.truncate(3 * 1024 ** 3);
    await handle.close();
    const huge = await imports(path, "--yes");
    expect(huge.code).toBe(1);
    expect(huge.err).toContain("is larger than 2 GB, and was not read. Split it");
    expect((await imports(join(folder, "none.csv"))).err).toMatch(/^There is no file .*none\.csv\.\n$/);
    expect((await imports(path, "--kind", "salaries")).code).toBe(2);
    expect((await imports(path, "--vendor", "avaya")).code).toBe(2);
  });

  it("goes in beside a running bot, whose own changes are saved meanwhile", async () => {
    const queues = ["billing", "orders", "refunds"];
    const rows = Array.from({ length: 48 * 60 }, (_, index) => index).flatMap((index) => {
      const start = new Date(Date.UTC(2026, 8, 1) + index * 1_800_000).toISOString();
      return queues.map((queue) => `${start},${queue},${index % 40},${index % 30}`);
    });
    const months = await file("months.csv", `${HEAD}${rows.join("\n")}\n`);
    const state = { isDone: false };
    let saved = 0;
    const going = imports(months, "--yes").finally(() => (state.isDone = true));
    while (!state.isDone) {
      await store.tx(async (db) => {
        const member = await findMember(db, "ana");
        if (member) await setAway(db, member, !member.away);
      });
      saved += 1;
    }
    expect((await going).out).toContain("Done: all of it counts now.");
    expect(saved).toBeGreaterThan(10);
    const stored = await store.read.select({ id: readings.seq }).from(readings);
    expect(stored).toHaveLength(2 + rows.length);
    const days = await store.read.select({ queueId: kpiDays.queueId }).from(kpiDays);
    // Summer time ends before the last of them does, so they are sixty local days: a row for each queue and each of the two teams.
    expect(days.length).toBe(2 + 60 * 5);
  });
});
