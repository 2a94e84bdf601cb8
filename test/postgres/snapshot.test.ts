import { describe, expect, inject, it } from "vitest";
import { counters } from "../../db/schema/foundation.ts";
import { type Read, query } from "../../db/store.ts";
import { tempDatabase } from "../support/temp-database.ts";

const missing = inject("noPostgres");

const allCounters = query("test_all_counters_pg", (db) => db.select().from(counters));
const namesIn = async (db: Read): Promise<string[]> =>
  (await db.select().from(counters)).map(({ name }) => name).toSorted((a, b) => (a < b ? -1 : 1));

describe.skipIf(missing !== "")("a snapshot of PostgreSQL", () => {
  it("is of the moment at which it began, although others write, and ends with its work", async () => {
    const temp = await tempDatabase();
    const count = (name: string): Promise<unknown> =>
      temp.store.tx((db) => db.insert(counters).values({ name, value: 1 }));
    await count("before");
    const { db: kept, seen } = await temp.store.snapshot(async (db) => {
      // Nothing was read yet, and still this is after the moment.
      await count("meanwhile");
      const first = await namesIn(db);
      await count("and again");
      return { db, seen: [first, await namesIn(db), (await db.run(allCounters)).map(({ name }) => name)] };
    });
    expect(seen).toEqual([["before"], ["before"], ["before"]]);
    expect(await namesIn(temp.store.read)).toEqual(["and again", "before", "meanwhile"]);
    await expect(kept.run(allCounters)).rejects.toThrow("after its snapshot ended");
    await expect(temp.store.snapshot(() => Promise.reject(new Error("mine")))).rejects.toThrow("mine");
    // More than the pool has connections: each is given back.
    for (let n = 0; n < 12; n += 1) expect(await temp.store.snapshot(namesIn)).toHaveLength(3);
    await temp.close();
  });
});
