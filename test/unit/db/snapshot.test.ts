import { setTimeout as sleep } from "node:timers/promises";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { counters } from "../../../db/schema/foundation.ts";
import { outbox } from "../../../db/schema/outbox.ts";
import { type Read, query } from "../../../db/store.ts";
import { journalHead } from "../../../src/journal/index.ts";
import { openEvidenceFloor } from "../../support/evidence-floor.ts";
import { type TempStore, tempStore } from "../../support/temp-store.ts";
import { turnsDuring } from "../../support/turns.ts";

let temp: TempStore;
beforeEach(async () => {
  temp = await tempStore();
});
afterEach(() => temp.close());

const count = (name: string): Promise<unknown> =>
  temp.store.tx((db) => db.insert(counters).values({ name, value: 1 }));
const namesIn = async (db: Read): Promise<string[]> =>
  (await db.select().from(counters)).map(({ name }) => name).toSorted((a, b) => (a < b ? -1 : 1));
const allCounters = query("test_all_counters", (db) => db.select().from(counters));

describe("a snapshot", () => {
  it("is of the moment at which it began, although others write, who need not wait for it", async () => {
    await count("before");
    const seen = await temp.store.snapshot(async (db) => {
      // Nothing was read yet, and still this is after the moment.
      await count("meanwhile");
      const first = await namesIn(db);
      await count("and again");
      return [first, await namesIn(db), (await db.run(allCounters)).map(({ name }) => name)];
    });
    expect(seen).toEqual([["before"], ["before"], ["before"]]);
    expect(await namesIn(temp.store.read)).toEqual(["and again", "before", "meanwhile"]);
  });

  it("lets everybody else have their turn at each query", async () => {
    const turns = await turnsDuring(() =>
      temp.store.snapshot(async (db) => {
        for (let n = 0; n < 20; n += 1) await db.select().from(counters);
        for (let n = 0; n < 20; n += 1) await journalHead(db);
      }),
    );
    expect(turns).toBeGreaterThanOrEqual(40);
  });

  it("reads what is stored as everybody reads it: numbers, switches, lists, nothing at all", async () => {
    const here = await openEvidenceFloor();
    await here.floor.raise("ana", "refund C-2001 wants 20 back");
    const read = async (db: Read) => [
      await db.select().from(outbox).orderBy(outbox.id),
      await db.select({ key: outbox.key }).from(outbox).where(eq(outbox.uncertain, true)),
      await db.$count(outbox),
      await db.selectDistinct({ state: outbox.state }).from(outbox),
      await journalHead(db),
    ];
    const expected = await read(here.store.read);
    expect(expected[0]).not.toEqual([]);
    expect(await here.store.snapshot(read)).toEqual(expected);
    await here.close();
  });

  it("cannot be read once its work has ended", async () => {
    const kept = await temp.store.snapshot((db) => Promise.resolve({ db }));
    await expect(kept.db.select().from(counters)).rejects.toMatchObject({
      cause: expect.objectContaining({ message: expect.stringContaining("after its snapshot ended") }),
    });
    await expect(kept.db.run(allCounters)).rejects.toThrow("after its snapshot ended");
  });

  it("passes on what its work throws", async () => {
    await expect(temp.store.snapshot(() => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
    expect(await temp.store.snapshot(namesIn)).toEqual([]);
  });

  it("is waited for when the database is closed", async () => {
    await count("one");
    let ended = false;
    const reading = temp.store.snapshot(async (db) => {
      await sleep(50);
      const names = await namesIn(db);
      ended = true;
      return names;
    });
    await temp.store.close();
    expect(ended).toBe(true);
    expect(await reading).toEqual(["one"]);
  });
});
