/** Evidence as values: its kinds and the codes that go with them (DOMAIN 5.1, 6.1). */

/**
 * What a piece of evidence is. There is no kind for what a colleague made, which is context only, nor
 * for a simulation, which is never evidence here.
 */
export const ITEM_KINDS = [
  "work_product",
  "observation",
  "professional_discussion",
  "question_answer",
  "reflective_account",
] as const;
/** One of {@link ITEM_KINDS}. */
export type ItemKind = (typeof ITEM_KINDS)[number];

/** Whether the customer is the organisation's own: internal customers count (DOMAIN 8.29). */
export const RELATIONS = ["external", "internal", "unknown"] as const;
/** Whether they were a customer before. */
export const TENURES = ["new", "existing", "unknown"] as const;
/** Of the situation, never of the person (DOMAIN 8.29). */
export const HANDLINGS = ["easy", "difficult", "unknown"] as const;

/** What became of asking a witness. `gone`: the item was struck through before they answered. */
export const TESTIMONY_STATES = ["asked", "given", "declined", "gone"] as const;

/** In what part somebody signs. */
export const SIGNER_ROLES = ["learner", "witness", "assessor", "verifier"] as const;

/** What an assessor says of a criterion. */
export const DECISIONS = ["met", "not_yet", "more_needed"] as const;

/** What a verifier says of a judgement. */
export const SAMPLE_OUTCOMES = ["agreed", "action_required"] as const;

/** What a learner says of themselves, in the order in which it is shown. */
export const PROFILE_FIELDS = ["role", "workplace", "since", "work"] as const;

/** Where an export stands. */
export const EXPORT_STATES = ["waiting", "making", "made", "sent", "failed"] as const;
