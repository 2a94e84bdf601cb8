import { asc, eq, inArray } from "drizzle-orm";
import { sampled, samples } from "../../../db/schema/assessment.ts";
import type { Read } from "../../../db/store.ts";
import { readInChunks } from "../../chunks.ts";

/** That a verifier drew a judgement, and what they said of it. */
export interface Check {
  readonly judgementId: string;
  readonly verifierId: string;
  readonly outcome: "agreed" | "action_required" | null;
  readonly notePayload: string | null;
  /** A local day; null until they have said something. */
  readonly sampledOn: string | null;
}

/** What verifiers said of judgements, in the order in which these were drawn. */
export const checksOf = (db: Read, judgementIds: readonly string[]): Promise<Check[]> =>
  readInChunks(judgementIds, (some) =>
    db
      .select({
        judgementId: sampled.judgementId,
        verifierId: samples.verifierId,
        outcome: sampled.outcome,
        notePayload: sampled.notePayload,
        sampledOn: sampled.sampledOn,
      })
      .from(sampled)
      .innerJoin(samples, eq(samples.id, sampled.sampleId))
      .where(inArray(sampled.judgementId, [...some]))
      .orderBy(asc(samples.at), asc(samples.id)),
  );
