import { and, desc, eq, isNull } from "drizzle-orm";
import { consents } from "../../db/schema/evidence.ts";
import type { Read } from "../../db/store.ts";
import type { Member } from "../people/index.ts";
import type { Work } from "../work.ts";

/** Of the words that somebody agrees to; see `join.ts`. Other words need another, and asking again. */
export const CONSENT_VERSION = "2026-11";

/** Since when somebody takes part, ms since the epoch; undefined where they do not (any more). */
export async function joinedAt(db: Read, memberId: string): Promise<number | undefined> {
  const [row] = await db
    .select({ at: consents.at })
    .from(consents)
    .where(
      and(
        eq(consents.memberId, memberId),
        isNull(consents.withdrawnAt),
        eq(consents.version, CONSENT_VERSION),
      ),
    )
    .orderBy(desc(consents.at))
    .limit(1);
  return row?.at;
}

/** Records that somebody takes part. Again changes nothing. */
export async function recordConsent(work: Work, actor: Member, units: readonly string[]): Promise<void> {
  const { db, ids, now, journal } = work;
  if ((await joinedAt(db, actor.id)) !== undefined) return;
  await db
    .insert(consents)
    .values({ id: ids.next(), memberId: actor.id, version: CONSENT_VERSION, at: now, withdrawnAt: null });
  await journal.record(db, now, {
    team: actor.homeTeam,
    actor: actor.id,
    role: "learner",
    kind: "evidence.joined",
    subject: actor.id,
    facts: { version: CONSENT_VERSION, units: [...units] },
  });
}

/** Records that somebody takes part no more. */
export async function withdrawConsent(work: Work, actor: Member, erased: number): Promise<void> {
  const { db, now, journal } = work;
  await db
    .update(consents)
    .set({ withdrawnAt: now })
    .where(and(eq(consents.memberId, actor.id), isNull(consents.withdrawnAt)));
  await journal.record(db, now, {
    team: actor.homeTeam,
    actor: actor.id,
    role: "learner",
    kind: "evidence.left",
    subject: actor.id,
    facts: { erased },
  });
}
