import { asc, eq } from "drizzle-orm";
import { conditions } from "../../db/schema/foundation.ts";
import type { Read, Tx } from "../../db/store.ts";
import type { Log } from "../log.ts";

/** Something that is wrong now and that an operator has to mend. */
export interface Condition {
  /** What it is about, e.g. `slack` or `slack:C0ESCALATE`. */
  readonly subject: string;
  /** A code such as `channel_archived`. */
  readonly code: string;
  /** What to do about it, in one line, without customer text or tokens. */
  readonly detail: string;
}

/** Notes that something is wrong; logs it once, when it begins or changes. */
export async function raiseCondition(db: Tx, now: number, condition: Condition, log: Log): Promise<void> {
  const [known] = await db.select().from(conditions).where(eq(conditions.subject, condition.subject));
  if (known?.code === condition.code) return;
  await db
    .insert(conditions)
    .values({ ...condition, since: now })
    .onConflictDoUpdate({
      target: conditions.subject,
      set: { code: condition.code, detail: condition.detail, since: now },
    });
  log("warn", condition.detail, { subject: condition.subject, code: condition.code });
}

/** Notes that it is right again, if it was wrong. */
export async function clearCondition(db: Tx, subject: string, log: Log): Promise<void> {
  const gone = await db
    .delete(conditions)
    .where(eq(conditions.subject, subject))
    .returning({ code: conditions.code });
  for (const row of gone) log("info", "right again", { subject, code: row.code });
}

/** Everything that is wrong now, longest first. */
export const allConditions = (db: Read): Promise<(Condition & { since: number })[]> =>
  Promise.resolve(db.select().from(conditions).orderBy(asc(conditions.since)));
