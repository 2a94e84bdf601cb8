import { spawn } from "node:child_process";
import { copyFile, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readings } from "../../db/schema/kpi-imports.ts";
import { openStore } from "../../db/store.ts";
import { systemClock } from "../../src/clock.ts";
import { forgetUnconfirmed } from "../../src/kpi/import/index.ts";
import { lookAtImports } from "../support/fault/imported.ts";
import { insertQueues } from "../support/kpi-import.ts";
import { randomFrom, seedOf } from "../support/seeded.ts";
import { TestClock } from "../support/test-clock.ts";
import { applyText, floorFile } from "../support/world.ts";

const ENTRY = resolve(import.meta.dirname, "../support/fault/kpi-import-entry.ts");
const HOUR_MS = 3_600_000;

let folder: string;
let empty: string;
let first: string;
let second: string;
let files = 0;

/** A file of half-hours of some queues over 24 days: several chunks. */
async function file(queues: readonly string[]): Promise<string> {
  const random = randomFrom(seedOf(`kpi import kill, ${queues.join(" ")}`));
  const rows = Array.from({ length: 48 * 24 }, (_, index) => index).flatMap((index) =>
    queues.map((queue) => {
      const start = new Date(Date.UTC(2026, 9, 1) + index * 1_800_000).toISOString();
      const answered = random.below(40);
      return `${start},${queue},${answered + 2},${answered},${random.below(answered + 1)},2,1`;
    }),
  );
  files += 1;
  const path = join(folder, `file-${files}.csv`);
  await writeFile(
    path,
    `start,queue,offered,answered,answered_in_time,abandoned,abandoned_short\n${rows.join("\n")}\n`,
  );
  return path;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "floorwalker-kpi-kill-"));
  empty = join(folder, "empty.db");
  const store = await openStore({ dialect: "sqlite", file: empty }, { now: 0 });
  await applyText(store, await floorFile(), 0);
  await insertQueues(store);
  await store.close();
  first = await file(["billing", "orders"]);
  second = await file(["refunds"]);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A database of its own with the centre in it. */
async function database(): Promise<string> {
  files += 1;
  const path = join(folder, `kill-${files}.db`);
  await copyFile(empty, path);
  return path;
}

interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly said: string;
}

/** Imports a file in a process of its own. */
const imports = (db: string, csv: string, flags: readonly string[], failpoint?: string): Promise<End> =>
  new Promise((done) => {
    const child = spawn(process.execPath, ["--import", "tsx", ENTRY, csv, ...flags], {
      env: {
        PATH: process.env["PATH"] ?? "",
        DATABASE_URL: `file:${db}`,
        ...(failpoint !== undefined && { FLOORWALKER_FAILPOINT: failpoint }),
      },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (piece) => (said += String(piece)));
    child.once("close", (code, signal) => done({ code, signal, said }));
  });

describe("an import that is killed", () => {
  let whole: Awaited<ReturnType<typeof lookAtImports>>;
  beforeAll(async () => {
    const db = await database();
    const { said } = await imports(db, first, ["--yes"]);
    whole = await lookAtImports(db);
    if (whole.counting !== 1 || whole.rows.length !== 48 * 24 * 2) throw new Error(`not imported: ${said}`);
  });

  it.each([
    "kpi.begun",
    "kpi.chunk@1",
    "kpi.chunk@2",
    "kpi.chunk@3",
    "kpi.rolled-up",
    "kpi.staged",
    "kpi.counting",
  ])("at %s leaves nothing that counts, and is complete when the same file is given again", async (point) => {
    const db = await database();
    expect((await imports(db, first, ["--yes"], point)).signal).toBe("SIGKILL");
    const after = await lookAtImports(db);
    expect(after).toMatchObject({ integrity: "ok", counting: 0, events: 0, days: [], rows: [] });
    const again = await imports(db, first, ["--yes"]);
    expect(again.said).toContain("Done: all of it counts now.");
    expect(await lookAtImports(db)).toEqual(whole);
  });

  it("just after its commit is there, and giving it again changes nothing", async () => {
    const db = await database();
    await imports(db, first, []);
    // The first commit finds the staged import, the second one counts it.
    expect((await imports(db, first, ["--yes"], "store.after-commit@2")).signal).toBe("SIGKILL");
    expect(await lookAtImports(db)).toEqual(whole);
    expect((await imports(db, first, ["--yes"])).said).toContain("already and counts. Nothing was changed.");
    expect(await lookAtImports(db)).toEqual(whole);
  });

  it("while its days are rolled up again, because another was counted meanwhile, is right all the same", async () => {
    const db = await database();
    expect((await imports(db, first, [])).said).toContain("Nothing counts yet");
    expect((await imports(db, second, ["--yes"])).code).toBe(0);
    expect((await imports(db, first, ["--yes"], "kpi.rolled-again")).signal).toBe("SIGKILL");
    expect(await lookAtImports(db)).toMatchObject({ integrity: "ok", counting: 1, events: 1 });
    expect((await imports(db, first, ["--yes"])).code).toBe(0);
    const after = await lookAtImports(db);
    const teamDay = after.days.filter(
      ({ teamId, queueId, date }) => teamId === "billing" && queueId === "" && date === "2026-10-05",
    );
    const queueDays = after.days.filter(
      ({ teamId, queueId, date }) => teamId === "billing" && queueId !== "" && date === "2026-10-05",
    );
    expect(Math.max(...teamDay.map(({ reading }) => reading.sums.offered ?? 0))).toBe(
      queueDays.reduce((sum, { reading }) => sum + (reading.sums.offered ?? 0), 0),
    );
    expect(queueDays).toHaveLength(2);
  });

  it.each(["kpi.discarding@1", "kpi.discarding@2", "kpi.discarding@4"])(
    "while it is taken away again (%s) is gone after a minute, and can be given anew",
    async (point) => {
      const db = await database();
      expect((await imports(db, first, ["--dry-run"], point)).signal).toBe("SIGKILL");
      expect(await lookAtImports(db)).toMatchObject({ counting: 0, imports: 1, events: 0 });
      const store = await openStore({ dialect: "sqlite", file: db }, { now: 0, existingOnly: true });
      await forgetUnconfirmed(store, systemClock).run();
      await store.close();
      expect(await lookAtImports(db)).toMatchObject({ counting: 0, imports: 0, waiting: 0, days: [] });
      expect((await imports(db, first, ["--yes"])).code).toBe(0);
      expect(await lookAtImports(db)).toEqual(whole);
    },
  );

  it("and is never given again is gone after a day, and not before", async () => {
    const db = await database();
    expect((await imports(db, first, ["--yes"], "kpi.chunk@2")).signal).toBe("SIGKILL");
    const store = await openStore({ dialect: "sqlite", file: db }, { now: 0, existingOnly: true });
    const clock = new TestClock();
    clock.advance(23 * HOUR_MS);
    await forgetUnconfirmed(store, clock).run();
    const between = await store.read.select().from(readings);
    clock.advance(2 * HOUR_MS);
    await forgetUnconfirmed(store, clock).run();
    await store.close();
    expect(between).toHaveLength(2_000);
    expect(await lookAtImports(db)).toMatchObject({ imports: 0, waiting: 0, integrity: "ok" });
  });
});
