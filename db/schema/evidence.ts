import {
  EXPORT_STATES,
  HANDLINGS,
  ITEM_KINDS,
  PROFILE_FIELDS,
  RELATIONS,
  SIGNER_ROLES,
  TENURES,
  TESTIMONY_STATES,
} from "../../src/evidence/item.ts";
import { k } from "../kit.ts";
import { customers, journal, payloadId } from "./foundation.ts";
import { memberId, teams } from "./people.ts";

/** Who is registered for which unit, from the organisation file; one who left the file is inactive, not deleted. */
export const learners = k.table(
  "learners",
  {
    memberId: memberId("member_id").notNull(),
    unit: k.text("unit").notNull(),
    /** Null: the edition that ships with the program. */
    edition: k.text("edition"),
    assessorId: memberId("assessor_id").notNull(),
    verifierId: memberId("verifier_id").notNull(),
    /** The first local day that counts, `YYYY-MM-DD`. */
    fromOn: k.text("from_on").notNull(),
    active: k.bool("active").notNull(),
  },
  (table) => [
    k.primaryKey({ columns: [table.memberId, table.unit] }),
    k.index("learners_assessor").on(table.assessorId, table.active),
    k.index("learners_verifier").on(table.verifierId, table.active),
  ],
);

/** That a learner agreed to have what they did shown to them as evidence, and when they took it back. */
export const consents = k.table(
  "evidence_consents",
  {
    id: k.text("id").primaryKey(),
    memberId: memberId("member_id").notNull(),
    /** The version of the words that they agreed to. */
    version: k.text("version").notNull(),
    at: k.at("at").notNull(),
    withdrawnAt: k.at("withdrawn_at"),
  },
  (table) => [k.index("evidence_consents_member").on(table.memberId, table.at)],
);

/** What learners say of themselves, a row for each thing. Another text takes the place of the one before, which is erased. */
export const profiles = k.table(
  "evidence_profiles",
  {
    memberId: memberId("member_id").notNull(),
    field: k.code("field", PROFILE_FIELDS).notNull(),
    payloadId: payloadId("payload_id").notNull(),
    at: k.at("at").notNull(),
  },
  (table) => [k.primaryKey({ columns: [table.memberId, table.field] })],
);

/** Unit files that the centre loaded, beside those that ship with the program. */
export const units = k.table(
  "evidence_units",
  {
    unit: k.text("unit").notNull(),
    edition: k.text("edition").notNull(),
    source: k.text("source").notNull(),
    loadedAt: k.at("loaded_at").notNull(),
  },
  (table) => [k.primaryKey({ columns: [table.unit, table.edition] })],
);

/** A piece of evidence in somebody's portfolio. Free text is in `payloads`. Never deleted: struck through. */
export const items = k.table(
  "evidence_items",
  {
    id: k.text("id").primaryKey(),
    /** "E001", counted for each learner; kept by what is struck through. */
    ref: k.text("ref").notNull(),
    learnerId: memberId("learner_id").notNull(),
    kind: k.code("kind", ITEM_KINDS).notNull(),
    /** Who wrote it: the learner, or an assessor. */
    makerId: memberId("maker_id").notNull(),
    titlePayload: payloadId("title_payload").notNull(),
    /** The local day on which it happened, `YYYY-MM-DD`. */
    occurredOn: k.text("occurred_on").notNull(),
    recordedAt: k.at("recorded_at").notNull(),
    teamId: k.text("team_id").references(() => teams.id),
    /** Null: no customer was involved, or none is known. */
    customerId: k.text("customer_id").references(() => customers.id),
    relation: k.code("relation", RELATIONS).notNull(),
    tenure: k.code("tenure", TENURES).notNull(),
    handling: k.code("handling", HANDLINGS).notNull(),
    /** Null: all of it is here. */
    whereSystem: k.text("where_system"),
    wherePayload: payloadId("where_payload"),
    viewedBy: memberId("viewed_by"),
    viewedAt: k.at("viewed_at"),
    /** Help that the learner had, in their words; null: none. Declared when it is shared. */
    assistancePayload: payloadId("assistance_payload"),
    /** Null while it is the learner's alone. */
    sharedAt: k.at("shared_at"),
    struckAt: k.at("struck_at"),
    struckPayload: payloadId("struck_payload"),
    /** Of what it says; what is signed names it. */
    contentHash: k.text("content_hash").notNull(),
    /** Rises with every change; a button or a form of an older one is stale. */
    generation: k.int("generation").notNull(),
  },
  (table) => [
    k.uniqueIndex("evidence_items_ref").on(table.learnerId, table.ref),
    k.index("evidence_items_shared").on(table.learnerId, table.sharedAt),
  ],
);

/** What an item says, in order. */
export const itemTexts = k.table(
  "evidence_texts",
  {
    itemId: k
      .text("item_id")
      .notNull()
      .references(() => items.id),
    n: k.int("n").notNull(),
    label: k.text("label").notNull(),
    payloadId: payloadId("payload_id").notNull(),
  },
  (table) => [k.primaryKey({ columns: [table.itemId, table.n] })],
);

/**
 * The journal's events that an item rests on. A trigger refuses what is simulated in a live database,
 * what the bot did by itself, and what somebody else than the learner did.
 */
export const itemSources = k.table(
  "evidence_sources",
  {
    itemId: k
      .text("item_id")
      .notNull()
      .references(() => items.id),
    seq: k
      .int("seq")
      .notNull()
      .references(() => journal.seq),
  },
  (table) => [
    k.primaryKey({ columns: [table.itemId, table.seq] }),
    k.index("evidence_sources_seq").on(table.seq),
  ],
);

/** That an item is put forward for a criterion. Never deleted: struck through. */
export const claims = k.table(
  "evidence_claims",
  {
    id: k.text("id").primaryKey(),
    itemId: k
      .text("item_id")
      .notNull()
      .references(() => items.id),
    learnerId: memberId("learner_id").notNull(),
    unit: k.text("unit").notNull(),
    /** Another edition is another unit: its numbers may mean other things (DOMAIN 8.32). */
    edition: k.text("edition").notNull(),
    ref: k.text("ref").notNull(),
    /** Ids of the criterion's parts. */
    parts: k.json<readonly string[]>("parts").notNull(),
    /** Why it meets this, in the claimant's words. */
    whyPayload: payloadId("why_payload").notNull(),
    /** The learner; for an observation or a discussion, the assessor who judged these criteria by it. */
    claimedBy: memberId("claimed_by").notNull(),
    /** Whether the bot had suggested it. */
    suggested: k.bool("suggested").notNull(),
    at: k.at("at").notNull(),
    struckAt: k.at("struck_at"),
    /** Why the learner took it back, in their words. */
    struckPayload: payloadId("struck_payload"),
  },
  (table) => [
    k.index("evidence_claims_item").on(table.itemId),
    k.index("evidence_claims_criterion").on(table.learnerId, table.unit, table.ref),
  ],
);

/** Suggestions that a learner does not want, by event and criterion. */
export const dismissals = k.table(
  "evidence_dismissals",
  {
    learnerId: memberId("learner_id").notNull(),
    seq: k.int("seq").notNull(),
    at: k.at("at").notNull(),
  },
  (table) => [k.primaryKey({ columns: [table.learnerId, table.seq] })],
);

/** What a witness was asked to say about an item, and said in their own words. */
export const testimonies = k.table(
  "evidence_testimonies",
  {
    id: k.text("id").primaryKey(),
    itemId: k
      .text("item_id")
      .notNull()
      .references(() => items.id),
    learnerId: memberId("learner_id").notNull(),
    witnessId: memberId("witness_id").notNull(),
    askedBy: memberId("asked_by").notNull(),
    askedAt: k.at("asked_at").notNull(),
    state: k.code("state", TESTIMONY_STATES).notNull(),
    /** A code of the declared relationship; null until answered. */
    relationship: k.text("relationship"),
    competencePayload: payloadId("competence_payload"),
    wordsPayload: payloadId("words_payload"),
    answeredAt: k.at("answered_at"),
    generation: k.int("generation").notNull(),
  },
  (table) => [
    k.uniqueIndex("evidence_testimonies_witness").on(table.itemId, table.witnessId),
    k.index("evidence_testimonies_asked").on(table.witnessId, table.state),
  ],
);

/** What somebody signed: exactly this text, about exactly this content. */
export const declarations = k.table(
  "evidence_declarations",
  {
    id: k.text("id").primaryKey(),
    /** `item`, `testimony`, `judgement` or `unit`. */
    subjectKind: k.text("subject_kind").notNull(),
    subjectId: k.text("subject_id").notNull(),
    memberId: memberId("member_id").notNull(),
    role: k.code("role", SIGNER_ROLES).notNull(),
    /** The words that were shown. */
    text: k.text("text").notNull(),
    contentHash: k.text("content_hash").notNull(),
    at: k.at("at").notNull(),
  },
  (table) => [k.index("evidence_declarations_subject").on(table.subjectKind, table.subjectId)],
);

/** Portfolios that were asked for in a chat. */
export const exports = k.table(
  "evidence_exports",
  {
    id: k.text("id").primaryKey(),
    learnerId: memberId("learner_id").notNull(),
    askedBy: memberId("asked_by").notNull(),
    platform: k.code("platform", ["slack", "discord", "console"]).notNull(),
    state: k.code("state", EXPORT_STATES).notNull(),
    /** How often it was begun. */
    attempts: k.int("attempts").notNull(),
    askedAt: k.at("asked_at").notNull(),
    doneAt: k.at("done_at"),
    /** SHA-256 of the ZIP, hex, and its size in bytes, once it is made. */
    digest: k.text("digest"),
    bytes: k.int("bytes"),
  },
  (table) => [k.index("evidence_exports_state").on(table.state, table.askedAt)],
);
