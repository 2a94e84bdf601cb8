/** The triggers that keep the record and what rests on it; a database without them is refused. */
export const TRIGGERS = [
  "facility_no_delete",
  "facility_no_update",
  "journal_no_delete",
  "journal_no_update",
  "journal_of_its_kind",
  "evidence_claims_no_delete",
  "evidence_declarations_no_delete",
  "evidence_declarations_no_update",
  "evidence_items_no_delete",
  "evidence_judgements_no_delete",
  "evidence_judgements_no_update",
  "evidence_sources_no_delete",
  "evidence_sources_no_update",
  "evidence_sources_real",
  "evidence_testimonies_no_delete",
] as const;

/** Those that a database has not, of those that it must have. */
export const missingTriggers = (there: readonly unknown[]): string[] =>
  TRIGGERS.filter((trigger) => !there.includes(trigger));
