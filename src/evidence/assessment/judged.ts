import { and, asc, eq, inArray } from "drizzle-orm";
import { assessmentPlans, judgements, sampled, samples } from "../../../db/schema/assessment.ts";
import type { Read } from "../../../db/store.ts";
import { readTexts } from "../../journal/index.ts";
import { type JudgedClaim, judgedHash } from "../content-hash.ts";
import type { Plan } from "../coverage/coverage.ts";
import type { Unit } from "../units/shape.ts";
import type { Claim, Item } from "../store.ts";

/** An assessor's judgement, as it is stored. */
export type Judgement = typeof judgements.$inferSelect;

/** All judgements of a learner's unit in this edition, the oldest first. */
export const judgementsOf = (
  db: Read,
  learnerId: string,
  { unit, edition }: Pick<Unit, "unit" | "edition">,
): Promise<Judgement[]> =>
  db
    .select()
    .from(judgements)
    .where(
      and(eq(judgements.learnerId, learnerId), eq(judgements.unit, unit), eq(judgements.edition, edition)),
    )
    .orderBy(asc(judgements.at), asc(judgements.id));

/** That a verifier asks for something to be done about a judgement. */
export interface OpenAction {
  readonly verifierId: string;
  /** What they ask for, in their words. */
  readonly notePayload: string | null;
}

/**
 * What verifiers ask to be done about judgements, by judgement. It is open for as long as the judgement is the
 * newest of its criterion: the assessor settles it by judging again, and nobody else can (DOMAIN 1.2).
 */
export async function openActions(
  db: Read,
  newest: readonly Judgement[],
): Promise<ReadonlyMap<string, OpenAction>> {
  if (newest.length === 0) return new Map();
  const rows = await db
    .select({
      id: sampled.judgementId,
      verifierId: samples.verifierId,
      notePayload: sampled.notePayload,
    })
    .from(sampled)
    .innerJoin(samples, eq(samples.id, sampled.sampleId))
    .where(
      and(
        eq(sampled.outcome, "action_required"),
        inArray(
          sampled.judgementId,
          newest.map(({ id }) => id),
        ),
      ),
    )
    .orderBy(asc(samples.at));
  return new Map(rows.map(({ id, ...action }) => [id, action]));
}

/** The assessor's numbers for a learner's unit, as last set; undefined where ours hold. */
export async function planFor(db: Read, learnerId: string, unit: string): Promise<Plan | undefined> {
  const rows = await db
    .select({ performance: assessmentPlans.performance, knowledge: assessmentPlans.knowledge })
    .from(assessmentPlans)
    .where(and(eq(assessmentPlans.learnerId, learnerId), eq(assessmentPlans.unit, unit)))
    .orderBy(asc(assessmentPlans.at), asc(assessmentPlans.id));
  return rows.at(-1);
}

/** A claim that counts, as a judgement is bound to it. */
export interface StandingClaim extends JudgedClaim {
  readonly id: string;
  readonly unit: string;
  readonly edition: string;
  readonly ref: string;
}

/**
 * Claims as a judgement is bound to them.
 * @param claims none that is struck through; one of an item that is not among `items` is left out
 * @param items by id, none that is struck through
 */
export async function standingClaims(
  db: Read,
  claims: readonly Claim[],
  items: ReadonlyMap<string, Item>,
): Promise<StandingClaim[]> {
  const standing = claims.flatMap((claim) => {
    const item = items.get(claim.itemId);
    return item ? [{ claim, item }] : [];
  });
  const texts = await readTexts(
    db,
    standing.map(({ claim }) => claim.whyPayload),
  );
  return standing.map(({ claim, item }) => ({
    id: claim.id,
    unit: claim.unit,
    edition: claim.edition,
    ref: claim.ref,
    item: item.ref,
    contentHash: item.contentHash,
    why: texts.get(claim.whyPayload) ?? "",
  }));
}

/** Whether what was judged is still what is there, word for word. */
export function isCurrent(
  judgement: Pick<Judgement, "claims" | "contentHash">,
  standing: readonly (JudgedClaim & { readonly id: string })[],
): boolean {
  const judged = standing.filter(({ id }) => judgement.claims.includes(id));
  return judged.length === judgement.claims.length && judgedHash(judged) === judgement.contentHash;
}
