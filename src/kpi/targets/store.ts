import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { inserter } from "../../../db/insert.ts";
import { kpiAgreements, kpiTargets } from "../../../db/schema/kpi.ts";
import { type Read, type Tx, query } from "../../../db/store.ts";
import { conflict } from "../../errors.ts";
import type { Target } from "../digest/figures.ts";

/** A target as it is kept. */
export type TargetRow = typeof kpiTargets.$inferSelect;
/** What somebody who was asked has said. */
export type Agreement = typeof kpiAgreements.$inferSelect;

const insertTargetRow = inserter("kpi_target_insert", kpiTargets);
const insertAgreementRow = inserter("kpi_agreement_insert", kpiAgreements);

/** Keeps a proposal, and who is asked about it. */
export async function insertProposal(db: Tx, row: TargetRow, asked: readonly string[]): Promise<void> {
  await insertTargetRow(db, row);
  for (const memberId of asked)
    await insertAgreementRow(db, { targetId: row.id, memberId, answer: null, reasonPayload: null, at: null });
}

const ofTeam = query("kpi_targets_of_team", (db) =>
  db
    .select()
    .from(kpiTargets)
    .where(
      and(eq(kpiTargets.teamId, sql.placeholder("team")), inArray(kpiTargets.state, ["agreed", "ended"])),
    )
    .orderBy(asc(kpiTargets.fromDate), asc(kpiTargets.agreedAt), asc(kpiTargets.id)),
);

/** What a team had agreed to be measured by on a local day: of several about one KPI the latest. */
export async function targetsOn(db: Read, team: string, date: string): Promise<readonly TargetRow[]> {
  const rows = (await db.run(ofTeam, { team })).filter(
    ({ fromDate, toDate }) => fromDate <= date && (toDate === null || toDate >= date),
  );
  return [...new Map(rows.map((row) => [row.kpi, row] as const)).values()];
}

/** A target by its id. */
export async function findTarget(db: Read, id: string): Promise<TargetRow | undefined> {
  const [row] = await db.select().from(kpiTargets).where(eq(kpiTargets.id, id));
  return row;
}

/** Targets of a team that are agreed, or wait for an answer. */
export const openTargets = (db: Read, team: string): Promise<TargetRow[]> =>
  Promise.resolve(
    db
      .select()
      .from(kpiTargets)
      .where(and(eq(kpiTargets.teamId, team), inArray(kpiTargets.state, ["agreed", "proposed"])))
      .orderBy(asc(kpiTargets.kpi), asc(kpiTargets.fromDate)),
  );

/** What everybody who was asked has said, by member id. */
export const agreementsOf = (db: Read, targetId: string): Promise<Agreement[]> =>
  Promise.resolve(
    db
      .select()
      .from(kpiAgreements)
      .where(eq(kpiAgreements.targetId, targetId))
      .orderBy(asc(kpiAgreements.memberId)),
  );

/**
 * Changes a target if it still is what the caller saw.
 * @returns the target as it is now
 * @throws AppError `conflict` if somebody was faster
 */
export async function changeTarget(db: Tx, seen: TargetRow, change: Partial<TargetRow>): Promise<TargetRow> {
  const [changed] = await db
    .update(kpiTargets)
    .set({ ...change, generation: seen.generation + 1 })
    .where(and(eq(kpiTargets.id, seen.id), eq(kpiTargets.generation, seen.generation)))
    .returning();
  if (!changed) throw conflict("Somebody was faster; look again.", "target changed meanwhile");
  return changed;
}

/** Keeps an answer. */
export const answerAgreement = async (
  db: Tx,
  targetId: string,
  memberId: string,
  answer: Pick<Agreement, "answer" | "reasonPayload" | "at">,
): Promise<void> => {
  await db
    .update(kpiAgreements)
    .set(answer)
    .where(and(eq(kpiAgreements.targetId, targetId), eq(kpiAgreements.memberId, memberId)));
};

/** Thousandths as they are kept, in the KPI's unit. */
export const inUnit = ({ low, high }: Pick<TargetRow, "low" | "high">): Target => ({
  low: low === null ? null : low / 1_000,
  high: high === null ? null : high / 1_000,
});
