import { and, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import { inserter } from "../../../db/insert.ts";
import { alerts, comments } from "../../../db/schema/comments.ts";
import { type Read, type Tx, query } from "../../../db/store.ts";
import type { Comment } from "../store.ts";

/** An alert as it is stored. */
export type Alert = typeof alerts.$inferSelect;

const insertRow = inserter("alert_insert", alerts);
const byKey = query("alert_by_key", (db) =>
  db
    .select()
    .from(alerts)
    .where(eq(alerts.key, sql.placeholder("key"))),
);
const byId = query("alert_by_id", (db) =>
  db
    .select()
    .from(alerts)
    .where(eq(alerts.id, sql.placeholder("id"))),
);

/** Stores a new alert. */
export const insertAlert = (db: Tx, row: Alert): Promise<void> => insertRow(db, row);

/** An alert by its internal id. */
export const findAlert = async (db: Read, id: string): Promise<Alert | undefined> =>
  (await db.run(byId, { id }))[0];

/** An alert by the detector's key. */
export const findAlertByKey = async (db: Read, key: string): Promise<Alert | undefined> =>
  (await db.run(byKey, { key }))[0];

/** Writes that an alert has grown; that is nobody's decision, so its buttons stay good. */
export async function growAlert(db: Tx, alert: Alert, change: Partial<Alert>): Promise<Alert> {
  await db.update(alerts).set(change).where(eq(alerts.id, alert.id));
  return { ...alert, ...change };
}

/**
 * Writes a person's decision, if the alert still is what they saw. One of two wins.
 * @returns the alert as it is now, or undefined if somebody was faster
 */
export async function decideAlert(db: Tx, seen: Alert, change: Partial<Alert>): Promise<Alert | undefined> {
  const [changed] = await db
    .update(alerts)
    .set({ ...change, generation: seen.generation + 1 })
    .where(and(eq(alerts.id, seen.id), eq(alerts.generation, seen.generation)))
    .returning();
  return changed;
}

/** The alerts about a theme, newest first. */
export const alertsOf = (db: Read, themeId: string, most: number): Promise<Alert[]> =>
  Promise.resolve(
    db.select().from(alerts).where(eq(alerts.themeId, themeId)).orderBy(desc(alerts.raisedAt)).limit(most),
  );

/** The comments in an alert, oldest first; what was taken back is in none. */
export async function commentsIn(db: Read, alert: Pick<Alert, "record">): Promise<Comment[]> {
  const ids = alert.record.members;
  if (ids.length === 0) return [];
  const rows = await db
    .select()
    .from(comments)
    .where(and(inArray(comments.id, [...ids]), isNull(comments.struckAt)));
  return rows.toSorted((a, b) => a.saidAt - b.saidAt || a.seq - b.seq);
}
