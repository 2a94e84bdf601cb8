import { KINDS, STATES, TOLD } from "../../src/escalation/case.ts";
import { SEVERE_TOPICS } from "../../src/comments/settings.ts";
import { k } from "../kit.ts";
import { customers, payloads } from "./foundation.ts";
import { members, teams } from "./people.ts";

/** A case: one escalation from its raising to its end. Free text is in `payloads`. */
export const cases = k.table(
  "cases",
  {
    id: k.text("id").primaryKey(),
    /** "ESC-0042". */
    ref: k.text("ref").notNull(),
    kind: k.code("kind", KINDS).notNull(),
    /** The topic of a restricted case: it goes to named specialists by direct message only; null: an ordinary one. */
    restricted: k.code("restricted", SEVERE_TOPICS),
    /** A decision of the register, or "something_else". */
    issue: k.text("issue").notNull(),
    teamId: k
      .text("team_id")
      .notNull()
      .references(() => teams.id),
    raiserId: k
      .text("raiser_id")
      .notNull()
      .references(() => members.id),
    customerId: k
      .text("customer_id")
      .notNull()
      .references(() => customers.id),
    needPayload: k
      .text("need_payload")
      .notNull()
      .references(() => payloads.id),
    /** What is asked for, integer pence. */
    amountPence: k.int("amount_pence"),
    currency: k.text("currency"),
    waiting: k.code("waiting", ["on_line", "promised", "no"]).notNull(),
    promisedAt: k.at("promised_at"),
    state: k.code("state", STATES).notNull(),
    /** Rises with every change of state or holder; a button of an older one is stale. */
    generation: k.int("generation").notNull(),
    /** How many people have been asked so far. */
    asks: k.int("asks").notNull(),
    holderId: k.text("holder_id").references(() => members.id),
    /** The register's version in force when the case arose (DESIGN 4). */
    authorityVersion: k.int("authority_version").notNull(),
    raisedAt: k.at("raised_at").notNull(),
    takenAt: k.at("taken_at"),
    decidedAt: k.at("decided_at"),
    deciderId: k.text("decider_id").references(() => members.id),
    outcome: k.text("outcome"),
    decidedPayload: k.text("decided_payload").references(() => payloads.id),
    decidedPence: k.int("decided_pence"),
    /** How the customer took it; "raiser_will" until the raiser has told them. */
    told: k.code("told", TOLD),
    informedAt: k.at("informed_at"),
    informedBy: k.text("informed_by").references(() => members.id),
    handedBackAt: k.at("handed_back_at"),
    feedbackPayload: k.text("feedback_payload").references(() => payloads.id),
    /** When the case left the open ones: closed or withdrawn. */
    endedAt: k.at("ended_at"),
  },
  (table) => [
    k.uniqueIndex("cases_ref").on(table.ref),
    k.index("cases_raiser").on(table.raiserId, table.endedAt, table.raisedAt),
    k.index("cases_holder").on(table.holderId, table.endedAt, table.raisedAt),
    k.index("cases_team_open").on(table.teamId, table.endedAt, table.raisedAt),
    k.index("cases_customer_decided").on(table.customerId, table.issue, table.decidedAt),
    k.index("cases_open").on(table.endedAt, table.raisedAt),
  ],
);

/** Who was asked to take a case, in order. */
export const asks = k.table(
  "asks",
  {
    caseId: k
      .text("case_id")
      .notNull()
      .references(() => cases.id),
    n: k.int("n").notNull(),
    memberId: k
      .text("member_id")
      .notNull()
      .references(() => members.id),
    at: k.at("at").notNull(),
    /** Null while the person may still take it because they were asked. */
    endedAt: k.at("ended_at"),
  },
  (table) => [k.primaryKey({ columns: [table.caseId, table.n] })],
);
