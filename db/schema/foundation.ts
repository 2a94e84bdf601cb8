import { k } from "../kit.ts";

/** What this database is; written once when it is created (DESIGN 7: live or sandbox, never changed). */
export const facility = k.table("facility", {
  id: k.text("id").primaryKey(),
  mode: k.code("mode", ["live", "sandbox"]).notNull(),
  createdAt: k.at("created_at").notNull(),
});

/** Events that were already handled and single-use forms that were redeemed. */
export const seen = k.table(
  "seen",
  { key: k.text("key").primaryKey(), at: k.at("at").notNull() },
  (table) => [k.index("seen_at").on(table.at)],
);

/** Free text, apart from everything else, so that it can be erased without breaking the journal. */
export const payloads = k.table("payloads", {
  id: k.text("id").primaryKey(),
  /** Null once erased. */
  text: k.text("text"),
  /** Null once erased: without it the digest cannot be guessed back. */
  salt: k.text("salt"),
  /** SHA-256(salt ‖ text), hex. */
  digest: k.text("digest").notNull(),
  at: k.at("at").notNull(),
});

/** A column that names a text in `payloads`. */
export const payloadId = (name: string) => k.text(name).references(() => payloads.id);

/** Customers by internal id. The reference is the centre's own and can be erased. */
export const customers = k.table(
  "customers",
  {
    id: k.text("id").primaryKey(),
    ref: k.text("ref"),
    createdAt: k.at("created_at").notNull(),
  },
  (table) => [k.uniqueIndex("customers_ref").on(table.ref)],
);

/** Running numbers, such as the case number. */
export const counters = k.table("counters", {
  name: k.text("name").primaryKey(),
  value: k.int("value").notNull(),
});

/** The append-only, hash-chained record. UPDATE and DELETE are refused by trigger. */
export const journal = k.table(
  "journal",
  {
    seq: k.sequence("seq"),
    id: k.text("id").notNull(),
    /** Ms since the epoch, UTC. */
    at: k.at("at").notNull(),
    team: k.text("team"),
    /** Member id, or "system". */
    actor: k.text("actor").notNull(),
    /** The actor's part in it: raiser, resolver, asked … */
    role: k.text("role").notNull(),
    kind: k.text("kind").notNull(),
    subject: k.text("subject").notNull(),
    /** Canonical JSON (RFC 8785): ids and codes, no free text. */
    facts: k.text("facts").notNull(),
    simulated: k.bool("simulated").notNull(),
    /** The digest of the payload that belongs to the event, if any. */
    payloadDigest: k.text("payload_digest"),
    prev: k.text("prev").notNull(),
    hash: k.text("hash").notNull(),
  },
  (table) => [
    k.uniqueIndex("journal_id").on(table.id),
    k.index("journal_subject").on(table.subject, table.seq),
    k.index("journal_actor").on(table.actor, table.seq),
  ],
);

/** Timers. A row whose generation is no longer its subject's does nothing. */
export const dueActions = k.table(
  "due_actions",
  {
    id: k.text("id").primaryKey(),
    dueAt: k.at("due_at").notNull(),
    kind: k.text("kind").notNull(),
    subject: k.text("subject").notNull(),
    generation: k.text("generation").notNull(),
    /** Null while waiting. */
    doneAt: k.at("done_at"),
    outcome: k.code("outcome", ["acted", "stale", "failed"]),
    attempts: k.int("attempts").notNull(),
  },
  (table) => [
    k.index("due_actions_due").on(table.doneAt, table.dueAt),
    k.index("due_actions_subject").on(table.subject, table.doneAt),
  ],
);

/** What is wrong right now, for `floorwalker doctor`. Gone when it is right again. */
export const conditions = k.table("conditions", {
  subject: k.text("subject").primaryKey(),
  code: k.text("code").notNull(),
  detail: k.text("detail").notNull(),
  since: k.at("since").notNull(),
});

/** When each part of the running process last showed that it is alive. */
export const heartbeats = k.table("heartbeats", {
  name: k.text("name").primaryKey(),
  at: k.at("at").notNull(),
});

/** What only one process may do at a time, and until when it may without asking again. */
export const leases = k.table("leases", {
  name: k.text("name").primaryKey(),
  /** An identifier that the process made up when it started. */
  holder: k.text("holder").notNull(),
  until: k.at("until").notNull(),
});
