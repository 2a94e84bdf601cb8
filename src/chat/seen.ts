import { lt, sql } from "drizzle-orm";
import { seen } from "../../db/schema/foundation.ts";
import { type Tx, query } from "../../db/store.ts";

const markQuery = query("seen_mark", (db) =>
  db
    .insert(seen)
    .values({ key: sql`${sql.placeholder("key")}`, at: sql`${sql.placeholder("at")}` })
    .onConflictDoNothing()
    .returning({ key: seen.key }),
);

/**
 * Marks an event as handled or a form as redeemed, in the transaction of its effect.
 * @returns false if it already was
 */
export const firstTime = async (db: Tx, key: string, at: number): Promise<boolean> =>
  (await db.run(markQuery, { key, at })).length === 1;

/**
 * How long markers are kept, ms: seven days. Slack delivers up to four times within minutes,
 * but an operator may replay a day's log; a case outlives its forms by less than this.
 */
export const KEEP_MARKERS_MS = 7 * 24 * 3_600_000;

/** Forgets old markers. */
export async function forgetMarkers(db: Tx, now: number): Promise<void> {
  await db.delete(seen).where(lt(seen.at, now - KEEP_MARKERS_MS));
}
