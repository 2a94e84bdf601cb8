import { DECISIONS, SAMPLE_OUTCOMES } from "../../src/evidence/item.ts";
import type { SufficiencyNumbers } from "../../src/evidence/units/shape.ts";
import { k } from "../kit.ts";
import { payloadId } from "./foundation.ts";
import { memberId } from "./people.ts";

/** An assessor's judgement of one criterion, on what was claimed for it then. Never changed: a later one stands beside it. */
export const judgements = k.table(
  "evidence_judgements",
  {
    id: k.text("id").primaryKey(),
    learnerId: memberId("learner_id").notNull(),
    unit: k.text("unit").notNull(),
    edition: k.text("edition").notNull(),
    ref: k.text("ref").notNull(),
    assessorId: memberId("assessor_id").notNull(),
    decision: k.code("decision", DECISIONS).notNull(),
    reasonsPayload: payloadId("reasons_payload").notNull(),
    feedbackPayload: payloadId("feedback_payload"),
    /** Ids of the claims that were judged. */
    claims: k.json<readonly string[]>("claims").notNull(),
    contentHash: k.text("content_hash").notNull(),
    at: k.at("at").notNull(),
  },
  (table) => [
    k.index("evidence_judgements_criterion").on(table.learnerId, table.unit, table.ref, table.at),
    k.index("evidence_judgements_assessor").on(table.assessorId, table.at),
  ],
);

/** An assessor's own numbers for what is sufficient, by learner and unit; the newest holds. */
export const assessmentPlans = k.table(
  "evidence_plans",
  {
    id: k.text("id").primaryKey(),
    learnerId: memberId("learner_id").notNull(),
    unit: k.text("unit").notNull(),
    assessorId: memberId("assessor_id").notNull(),
    performance: k.json<SufficiencyNumbers>("performance").notNull(),
    knowledge: k.json<SufficiencyNumbers>("knowledge").notNull(),
    notePayload: payloadId("note_payload"),
    at: k.at("at").notNull(),
  },
  (table) => [k.index("evidence_plans_learner").on(table.learnerId, table.unit, table.at)],
);

/** A verifier's sample of judgements: the same seed draws the same from the same. */
export const samples = k.table(
  "evidence_samples",
  {
    id: k.text("id").primaryKey(),
    verifierId: memberId("verifier_id").notNull(),
    unit: k.text("unit").notNull(),
    seed: k.text("seed").notNull(),
    /** How much of each part of it was wanted, percent. */
    percent: k.int("percent").notNull(),
    /** Ids of the judgements that it was drawn from, in the order in which they were drawn from. */
    population: k.json<readonly string[]>("population").notNull(),
    at: k.at("at").notNull(),
  },
  (table) => [k.index("evidence_samples_verifier").on(table.verifierId, table.at)],
);

/** A judgement in a sample, and what the verifier says of it. */
export const sampled = k.table(
  "evidence_sampled",
  {
    sampleId: k
      .text("sample_id")
      .notNull()
      .references(() => samples.id),
    judgementId: k
      .text("judgement_id")
      .notNull()
      .references(() => judgements.id),
    outcome: k.code("outcome", SAMPLE_OUTCOMES),
    notePayload: payloadId("note_payload"),
    /** The local day on which it was sampled, `YYYY-MM-DD`. */
    sampledOn: k.text("sampled_on"),
  },
  (table) => [
    k.primaryKey({ columns: [table.sampleId, table.judgementId] }),
    k.index("evidence_sampled_judgement").on(table.judgementId),
  ],
);
