import { and, eq, inArray, isNull } from "drizzle-orm";
import {
  kpiDays,
  kpiImports,
  qualityMarks,
  readings,
  surveyAnswers,
} from "../../../db/schema/kpi-imports.ts";
import { payloads } from "../../../db/schema/foundation.ts";
import type { Store } from "../../../db/store.ts";
import type { Clock } from "../../clock.ts";
import type { Module } from "../../engine/index.ts";
import { CHUNK, type Pace, chunk } from "./chunks.ts";
import { failpoint } from "../../failpoint.ts";
import { unfinishedImports } from "./store.ts";

/** What waits for a yes longer than this is discarded, ms. */
const WAITS_MS = 24 * 3_600_000;

/**
 * Takes an import away that does not count, its rows in chunks and itself last: cut off at any point,
 * it can be done again. One that counts is left as it is.
 * @returns whether it was taken away
 */
export async function discardImport(pace: Pace, id: string, now: number): Promise<boolean> {
  const isOurs = await chunk(pace, async (db) => {
    const rows = await db
      .update(kpiImports)
      .set({ doneAt: now })
      .where(and(eq(kpiImports.id, id), isNull(kpiImports.place)))
      .returning({ id: kpiImports.id });
    return rows.length > 0;
  });
  if (!isOurs) return false;
  failpoint("kpi.discarding");
  await deleteRows(pace, readings, id);
  await deleteRows(pace, qualityMarks, id);
  await deleteAnswers(pace, id);
  await deleteDays(pace, id);
  await chunk(pace, (db) =>
    db.delete(kpiImports).where(and(eq(kpiImports.id, id), isNull(kpiImports.place))),
  );
  return true;
}

/** Takes away what an import's days were rolled up to. */
export async function deleteDays(pace: Pace, id: string): Promise<void> {
  for (;;) {
    const dates = await pace.store.read
      .selectDistinct({ date: kpiDays.date })
      .from(kpiDays)
      .where(eq(kpiDays.importId, id))
      .limit(100);
    if (dates.length === 0) return;
    await chunk(pace, (db) =>
      db.delete(kpiDays).where(
        and(
          eq(kpiDays.importId, id),
          inArray(
            kpiDays.date,
            dates.map(({ date }) => date),
          ),
        ),
      ),
    );
    failpoint("kpi.discarding");
  }
}

/** Deletes an import's rows of a table with a running number. */
async function deleteRows(
  pace: Pace,
  table: typeof readings | typeof qualityMarks,
  id: string,
): Promise<void> {
  for (;;) {
    const rows = await pace.store.read
      .select({ seq: table.seq })
      .from(table)
      .where(eq(table.importId, id))
      .limit(CHUNK);
    if (rows.length === 0) return;
    await chunk(pace, (db) =>
      db.delete(table).where(
        inArray(
          table.seq,
          rows.map(({ seq }) => seq),
        ),
      ),
    );
    failpoint("kpi.discarding");
  }
}

/** Survey answers go with the customers' words that belong to them. */
async function deleteAnswers(pace: Pace, id: string): Promise<void> {
  for (;;) {
    const rows = await pace.store.read
      .select({ seq: surveyAnswers.seq, words: surveyAnswers.wordsPayload })
      .from(surveyAnswers)
      .where(eq(surveyAnswers.importId, id))
      .limit(CHUNK);
    if (rows.length === 0) return;
    await chunk(pace, async (db) => {
      await db.delete(surveyAnswers).where(
        inArray(
          surveyAnswers.seq,
          rows.map(({ seq }) => seq),
        ),
      );
      const words = rows.flatMap((row) => row.words ?? []);
      if (words.length > 0) await db.delete(payloads).where(inArray(payloads.id, words));
    });
    failpoint("kpi.discarding");
  }
}

/** The loop waits for this many transactions at most; the rest of a large import goes in the minutes after. */
const CHUNKS_A_MINUTE = 20;
const ENOUGH = new Error("enough for this minute");

/** Once a minute: discards what waited for a yes for a day, and ends discarding that was cut off. */
export const forgetUnconfirmed = (store: Store, clock: Clock): Module => ({
  name: "imports that nobody confirmed",
  every: "minute",
  run: async () => {
    const now = clock.now();
    let chunks = 0;
    const breathe = (): Promise<void> => {
      chunks += 1;
      return chunks < CHUNKS_A_MINUTE ? Promise.resolve() : Promise.reject(ENOUGH);
    };
    try {
      for (const { id } of await unfinishedImports(store.read, now - WAITS_MS))
        await discardImport({ store, breathe }, id, now);
    } catch (error) {
      if (error !== ENOUGH) throw error;
    }
  },
});
