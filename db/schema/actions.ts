import { DECISIONS, STATES } from "../../src/actions/action.ts";
import type { Baseline, Result } from "../../src/actions/compare.ts";
import { k } from "../kit.ts";
import { payloads } from "./foundation.ts";
import { members, teams } from "./people.ts";

/** An improvement action, from its plan to what came of it. Free text is in `payloads`. */
export const actions = k.table(
  "actions",
  {
    id: k.text("id").primaryKey(),
    /** "ACT-012". */
    ref: k.text("ref").notNull(),
    teamId: k
      .text("team_id")
      .notNull()
      .references(() => teams.id),
    /** What it is about: a kind that is plugged in, its id and its reference; null: nothing that the bot knows. */
    subjectKind: k.text("subject_kind"),
    subjectId: k.text("subject_id"),
    subjectRef: k.text("subject_ref"),
    /** The action that this one adapts. */
    followsId: k.text("follows_id"),
    state: k.code("state", STATES).notNull(),
    /** Rises with every step; a button or a timer of an older one is stale. */
    generation: k.int("generation").notNull(),
    plannerId: k
      .text("planner_id")
      .notNull()
      .references(() => members.id),
    ownerId: k
      .text("owner_id")
      .notNull()
      .references(() => members.id),
    problemPayload: k
      .text("problem_payload")
      .notNull()
      .references(() => payloads.id),
    /** Null: not known. */
    causePayload: k.text("cause_payload").references(() => payloads.id),
    changePayload: k
      .text("change_payload")
      .notNull()
      .references(() => payloads.id),
    /** What is measured, in a person's own words; null: what the subject counts. */
    measurePayload: k.text("measure_payload").references(() => payloads.id),
    expectedPayload: k.text("expected_payload").references(() => payloads.id),
    /** Local days, `YYYY-MM-DD`, in the organisation's zone. */
    startOn: k.text("start_on").notNull(),
    reviewOn: k.text("review_on").notNull(),
    plannedAt: k.at("planned_at").notNull(),
    startedAt: k.at("started_at"),
    /** Frozen at the start and never computed again. */
    baseline: k.json<Baseline>("baseline"),
    reviewedAt: k.at("reviewed_at"),
    reviewerId: k.text("reviewer_id").references(() => members.id),
    reviewResult: k.json<Result>("review_result"),
    reviewDecision: k.code("review_decision", DECISIONS),
    outcomePayload: k.text("outcome_payload").references(() => payloads.id),
    sideEffectsPayload: k.text("side_effects_payload").references(() => payloads.id),
    dropReasonPayload: k.text("drop_reason_payload").references(() => payloads.id),
    /** "You said, we did": once. */
    toldAt: k.at("told_at"),
    toldPayload: k.text("told_payload").references(() => payloads.id),
    /** When it was reviewed or dropped. */
    endedAt: k.at("ended_at"),
  },
  (table) => [
    k.uniqueIndex("actions_ref").on(table.ref),
    k.index("actions_owner").on(table.ownerId, table.endedAt, table.reviewOn),
    k.index("actions_team_open").on(table.teamId, table.endedAt, table.reviewOn),
    k.index("actions_subject").on(table.subjectKind, table.subjectId),
    k.index("actions_open").on(table.endedAt, table.reviewOn),
  ],
);
