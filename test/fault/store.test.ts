import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { asc, eq } from "drizzle-orm";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Connection, loadDriver } from "../../db/driver.ts";
import { heartbeats } from "../../db/schema/foundation.ts";
import { type Store, type Tx, openStore } from "../../db/store.ts";
import { TRIGGERS } from "../../db/triggers.ts";
import { runCli } from "../support/child.ts";
import { watchConnections } from "../support/fault/slow-disk.ts";

let folder = "";
let file = "";
let store: Store | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "floorwalker-store-"));
  file = join(folder, "test.db");
});
afterEach(async () => {
  await store?.close();
  store = undefined;
  await rm(folder, { recursive: true, force: true });
});

const open = async (): Promise<Store> => {
  store = await openStore({ dialect: "sqlite", file }, { now: 0 });
  return store;
};
const names = async (from: Store): Promise<string[]> =>
  (await from.read.select().from(heartbeats).orderBy(asc(heartbeats.name))).map((row) => row.name);
const write = async (db: Tx, name: string): Promise<void> => {
  await db.insert(heartbeats).values({ name, at: 1 });
};

/** Runs something on the store's own writing connection: it is the one that says COMMIT. */
async function withWriter(from: Store, act: (connection: Connection) => void): Promise<void> {
  let writer: Connection | undefined;
  const stop = await watchConnections((connection) => {
    writer = connection;
  });
  await from.tx(async (db) => void (await db.select().from(heartbeats)));
  stop();
  if (!writer) throw new Error("nothing was committed");
  act(writer);
}

it("refuses a handle that is used after its commit", async () => {
  const opened = await open();
  let kept: Tx | undefined;
  await opened.tx(async (db) => {
    kept = db;
    await write(db, "inside");
  });
  await expect(async () => kept && write(kept, "outside")).rejects.toThrow(/after its transaction ended/);
  expect(await names(opened)).toEqual(["inside"]);
});

it("keeps a promise that nobody awaited out of a stranger's transaction", async () => {
  const opened = await open();
  let strayed: Promise<string> | undefined;
  const careless = opened.tx(async (db) => {
    strayed = sleep(60).then(() =>
      write(db, "stray").then(
        () => "written",
        (error: unknown) => String(error),
      ),
    );
    await write(db, "careless");
  });
  const stranger = careless.then(() =>
    opened.tx(async (db) => {
      await write(db, "stranger");
      await sleep(150);
    }),
  );
  await stranger;
  expect(await strayed).toMatch(/after its transaction ended/);
  expect(await names(opened)).toEqual(["careless", "stranger"]);
});

it("lets concurrent callers share commits, and one that throws undoes only itself", async () => {
  const opened = await open();
  let commits = 0;
  opened.onCommit(() => (commits += 1));
  const outcomes = await Promise.allSettled(
    Array.from({ length: 30 }, (_, n) =>
      opened.tx(async (db) => {
        await write(db, `n${String(n).padStart(2, "0")}`);
        if (n === 7) throw new Error("seven");
      }),
    ),
  );
  expect(outcomes.filter((one) => one.status === "rejected")).toHaveLength(1);
  const written = await names(opened);
  expect(written).toHaveLength(29);
  expect(written).not.toContain("n07");
  expect(commits, "far fewer commits than callers").toBeLessThan(15);
});

it("says that it cannot save on a full disk, leaves nothing half done, and works again when there is room", async () => {
  const opened = await open();
  await opened.tx((db) => write(db, "before"));
  await withWriter(opened, (writer) => {
    writer.pragma(`max_page_count = ${String(writer.pragma("page_count", { simple: true }))}`);
  });
  const big = "x".repeat(4_000);
  const outcomes = await Promise.allSettled(
    Array.from({ length: 20 }, (_, n) =>
      opened.tx(async (db) => {
        await write(db, `pair${n}-a-${big}`);
        await write(db, `pair${n}-b-${big}`);
      }),
    ),
  );
  const refused = outcomes.filter((one) => one.status === "rejected");
  expect(refused.length, "the disk really was full").toBeGreaterThan(0);
  for (const one of refused) expect(one.reason).toMatchObject({ code: "unavailable" });
  const kept = await names(opened);
  for (const [n, outcome] of outcomes.entries()) {
    const halves = kept.filter((name) => name.startsWith(`pair${n}-`)).length;
    expect(halves, `pair ${n}`).toBe(outcome.status === "fulfilled" ? 2 : 0);
  }
  await withWriter(opened, (writer) => void writer.pragma("max_page_count = 1000000"));
  await opened.tx((db) => write(db, "after"));
  expect(await names(opened)).toContain("after");
});

it("does not let a second process serve the same database", async () => {
  const variables = { DATABASE_URL: `file:${file}`, CONSOLE_PORT: "0", TZ: "UTC", TMPDIR: folder };
  const first = runCli(["start"], variables);
  for (let n = 0; n < 600 && !first.lines.some((line) => line.includes('"ready"')); n += 1) await sleep(50);
  expect(first.lines.join("\n")).toContain('"ready"');
  const second = runCli(["start"], variables);
  const exit = await second.exited;
  expect(exit.code).toBe(1);
  expect(second.lines).toEqual([expect.stringContaining("Another Floorwalker is already running")]);
  first.signal("SIGTERM");
  expect((await first.exited).code).toBe(0);
});

it.each([
  ["garbage", Buffer.from("this is no database, but somebody's letter. ".repeat(200))],
  ["a database cut short", Buffer.from("SQLite format 3\0")],
])("refuses %s and leaves it as it is", async (_, content) => {
  await writeFile(file, content);
  await expect(open()).rejects.toMatchObject({ code: "unavailable" });
  expect(await readFile(file)).toEqual(content);
});

it("refuses an empty file where a database was", async () => {
  await writeFile(file, "");
  await expect(open()).rejects.toMatchObject({ code: "unavailable" });
  expect((await readFile(file)).length).toBe(0);
});

/** Changes a good database behind the program's back. */
async function tamper(statement: string): Promise<void> {
  await (await open()).close();
  store = undefined;
  const Database = await loadDriver();
  const connection = new Database(file);
  connection.exec(statement);
  connection.close();
}

it("refuses a database of a newer program", async () => {
  await tamper("UPDATE __drizzle_migrations SET created_at = created_at + 1");
  await expect(open()).rejects.toMatchObject({
    code: "unavailable",
    userMessage: expect.stringContaining("newer Floorwalker"),
  });
});

it.each(TRIGGERS)("refuses a database without %s", async (trigger) => {
  await tamper(`DROP TRIGGER ${trigger}`);
  await expect(open()).rejects.toMatchObject({
    code: "unavailable",
    userMessage: expect.stringContaining(trigger),
  });
});

it("waits with a write until a row that another connection changed is its own", async () => {
  const opened = await open();
  await opened.tx((db) => write(db, "shared"));
  const Database = await loadDriver();
  const outsider = new Database(file);
  outsider.exec("BEGIN IMMEDIATE; UPDATE heartbeats SET at = 5");
  const writing = opened.tx((db) =>
    db.update(heartbeats).set({ at: 6 }).where(eq(heartbeats.name, "shared")),
  );
  await sleep(100);
  outsider.exec("COMMIT");
  outsider.close();
  await writing;
  expect(await opened.read.select().from(heartbeats)).toEqual([{ name: "shared", at: 6 }]);
});
