import { and, eq } from "drizzle-orm";
import { learners } from "../../db/schema/evidence.ts";
import type { Tx } from "../../db/store.ts";
import { type Facts, type Journal, SYSTEM } from "../journal/index.ts";
import type { Organisation, Registration } from "./model.ts";

type Row = typeof learners.$inferSelect;

const keyOf = ({ memberId, unit }: Pick<Row, "memberId" | "unit">): string =>
  JSON.stringify([memberId, unit]);

const rowOf = ({ person, unit, edition, assessor, verifier, from }: Registration): Row => ({
  memberId: person,
  unit,
  edition: edition ?? null,
  assessorId: assessor,
  verifierId: verifier,
  fromOn: from,
  active: true,
});

/** Who had which part, and what was counted; `was_` is what it was until now. */
const factsOf = ({ edition, assessorId, verifierId, fromOn }: Row, prefix: "" | "was_" = ""): Facts => ({
  [`${prefix}edition`]: edition,
  [`${prefix}assessor`]: assessorId,
  [`${prefix}verifier`]: verifierId,
  [`${prefix}from`]: fromOn,
});

const isSame = (one: Row, other: Row): boolean =>
  JSON.stringify(factsOf(one)) === JSON.stringify(factsOf(other));

/**
 * Writes who is registered for what. A registration that left the file is inactive, not deleted: what was claimed for
 * it stays. Every change is on record by learner and unit, with what it was until then, so that it can be shown who
 * was whose assessor and verifier on any day.
 */
export async function writeLearners(
  db: Tx,
  journal: Journal,
  organisation: Organisation,
  now: number,
): Promise<void> {
  const before = new Map((await db.select().from(learners)).map((row) => [keyOf(row), row]));
  const after = organisation.learners.map(rowOf);
  const record = (kind: string, { memberId, unit }: Row, facts: Facts): Promise<void> =>
    journal.record(db, now, {
      team: null,
      actor: SYSTEM,
      role: "operator",
      kind,
      subject: memberId,
      facts: { learner: memberId, unit, ...facts },
    });
  for (const row of after) {
    const was = before.get(keyOf(row));
    if (was?.active && isSame(was, row)) continue;
    await db
      .insert(learners)
      .values(row)
      .onConflictDoUpdate({ target: [learners.memberId, learners.unit], set: row });
    if (was?.active) await record("registration.changed", row, { ...factsOf(row), ...factsOf(was, "was_") });
    else await record("registration.begun", row, factsOf(row));
  }
  const named = new Set(after.map(keyOf));
  for (const was of before.values()) {
    if (!was.active || named.has(keyOf(was))) continue;
    await db
      .update(learners)
      .set({ active: false })
      .where(and(eq(learners.memberId, was.memberId), eq(learners.unit, was.unit)));
    await record("registration.ended", was, factsOf(was, "was_"));
  }
}
