import { and, asc, desc, eq, isNull } from "drizzle-orm";
import { judgements, sampled, samples } from "../../../../db/schema/assessment.ts";
import type { Read } from "../../../../db/store.ts";
import { notFound, refused } from "../../../errors.ts";
import type { Member } from "../../../people/index.ts";
import { registrationsUnder } from "../../registered.ts";
import type { Judgement } from "../judged.ts";
import { hasPartIn } from "./population.ts";

/** What a verifier says something of, in words for them. */
export const SAMPLED = "judgement in a sample of yours";

/** What of somebody's samples is open and still theirs: whoever verifies a learner no more has no say in it. */
export async function openOf(db: Read, verifierId: string) {
  const theirs = new Set(
    (await registrationsUnder(db, "verifier", verifierId)).map(
      ({ learnerId, unit }) => `${learnerId} ${unit.unit}`,
    ),
  );
  const open = await db
    .select({ sampleId: sampled.sampleId, judgement: judgements })
    .from(sampled)
    .innerJoin(samples, eq(samples.id, sampled.sampleId))
    .innerJoin(judgements, eq(judgements.id, sampled.judgementId))
    .where(and(eq(samples.verifierId, verifierId), isNull(sampled.outcome)))
    .orderBy(desc(samples.at), asc(judgements.at));
  return open.filter(({ judgement }) => theirs.has(`${judgement.learnerId} ${judgement.unit}`));
}

/**
 * A judgement of one of their samples that they have still to say something of.
 * @throws AppError `not_found` where it is in none of their samples, `conflict` where they said it already, `refused` where they had a part in it
 */
export async function openOne(
  db: Read,
  actor: Member,
  sampleId: string,
  judgementId: string,
): Promise<Judgement> {
  const found = (await openOf(db, actor.id)).find(
    (one) => one.sampleId === sampleId && one.judgement.id === judgementId,
  );
  if (!found) throw notFound(SAMPLED, "not in their sample, or done");
  if (await hasPartIn(db, actor, found.judgement)) {
    throw refused(
      "You had a part in this judgement yourself, so somebody else has to sample it. Whoever keeps the organisation file can name another verifier.",
      "own judgement in a sample",
    );
  }
  return found.judgement;
}
