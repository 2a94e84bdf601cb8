/** What a database of evidence refuses by itself, in SQL that both dialects understand. */

/** What is in the database, to be tampered with. */
export interface Guarded {
  /** An item of a learner, by its internal id. */
  readonly item: string;
  /** Numbers of events: of the learner, of somebody else, and of the bot by itself. */
  readonly own: number;
  readonly another: number;
  readonly bot: number;
}

interface Refused {
  readonly what: string;
  readonly sql: (given: Guarded) => string;
  readonly because: string;
  /** The trigger that refuses it. */
  readonly guard: string;
}

const REAL = "evidence rests on what the learner really did";
const KEPT = "evidence is struck through, never deleted";
const FIXED = "what was signed or cited stays as it was";

const source = (item: string, seq: number): string =>
  `INSERT INTO evidence_sources (item_id, seq) VALUES ('${item}', ${seq})`;
const deleted = (table: string): Refused => ({
  what: `deleting from ${table}`,
  sql: () => `DELETE FROM ${table}`,
  because: KEPT,
  guard: `${table}_no_delete`,
});
const changed = (table: string, change: string): Refused => ({
  what: `changing ${table}`,
  sql: () => `UPDATE ${table} SET ${change}`,
  because: FIXED,
  guard: `${table}_no_update`,
});

/** By hand: what nothing may do to evidence. */
export const GUARDED: readonly Refused[] = [
  {
    what: "evidence on what somebody else did",
    sql: ({ item, another }) => source(item, another),
    because: REAL,
    guard: "evidence_sources_real",
  },
  {
    what: "evidence on what the bot did by itself",
    sql: ({ item, bot }) => source(item, bot),
    because: REAL,
    guard: "evidence_sources_real",
  },
  {
    what: "evidence on what never happened",
    sql: ({ item }) => source(item, 999_999),
    because: REAL,
    guard: "evidence_sources_real",
  },
  {
    what: "something simulated in a live journal",
    sql: () =>
      "INSERT INTO journal (id, at, team, actor, role, kind, subject, facts, simulated, payload_digest, prev, hash) SELECT 'forged', at, team, actor, role, kind, subject, facts, NOT simulated, payload_digest, hash, 'forged' FROM journal WHERE seq = 1",
    because: "a live journal holds nothing simulated",
    guard: "journal_of_its_kind",
  },
  {
    what: "making a live database a sandbox",
    sql: () => "UPDATE facility SET mode = 'sandbox'",
    because: "what a database is never changes",
    guard: "facility_no_update",
  },
  {
    what: "forgetting what a database is",
    sql: () => "DELETE FROM facility",
    because: "what a database is never changes",
    guard: "facility_no_delete",
  },
  deleted("evidence_items"),
  deleted("evidence_claims"),
  deleted("evidence_testimonies"),
  deleted("evidence_declarations"),
  deleted("evidence_judgements"),
  deleted("evidence_sources"),
  changed("evidence_declarations", "text = 'I sign anything'"),
  changed("evidence_judgements", "decision = 'met'"),
  changed("evidence_sources", "seq = 1"),
];
