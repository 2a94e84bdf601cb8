import { asc } from "drizzle-orm";
import { loadDriver } from "../../../db/driver.ts";
import { journal } from "../../../db/schema/foundation.ts";
import { kpiDays, kpiImports, readings } from "../../../db/schema/kpi-imports.ts";
import { openStore } from "../../../db/store.ts";
import { verifyJournal } from "../../../src/journal/index.ts";

/**
 * What a database that no program has open says about imports: what counts, what does not, and whether it is whole.
 * @param file the database's path
 */
export async function lookAtImports(file: string) {
  const Database = await loadDriver();
  const raw = new Database(file);
  const integrity = String(raw.pragma("integrity_check", { simple: true }));
  raw.close();
  const store = await openStore({ dialect: "sqlite", file }, { now: 0, existingOnly: true });
  try {
    const made = await store.read.select().from(kpiImports);
    const counting = new Set(made.filter(({ place }) => place !== null).map(({ id }) => id));
    const days = await store.read
      .select()
      .from(kpiDays)
      .orderBy(asc(kpiDays.date), asc(kpiDays.queueId), asc(kpiDays.teamId));
    const rows = await store.read
      .select()
      .from(readings)
      .orderBy(asc(readings.startsAt), asc(readings.queueId));
    const events = (await store.read.select().from(journal)).filter(({ kind }) => kind === "kpi.imported");
    return {
      integrity,
      imports: made.length,
      counting: counting.size,
      events: events.length,
      days: days.filter(({ importId }) => counting.has(importId)),
      rows: rows.filter(({ importId }) => counting.has(importId)).map((row) => ({ ...row, seq: 0 })),
      waiting: rows.filter(({ importId }) => !counting.has(importId)).length,
      journalFaults: (await verifyJournal(store.read)).faults.length,
    };
  } finally {
    await store.close();
  }
}
