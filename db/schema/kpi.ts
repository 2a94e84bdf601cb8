import type { Formula, Unit } from "../../src/kpi/definition.ts";
import type { Limits } from "../../src/kpi/signals/limits.ts";
import { k } from "../kit.ts";
import { payloads } from "./foundation.ts";
import { members, teams } from "./people.ts";

/** A centre's own KPIs, and its changes to those of the catalogue: a version each, none ever changed. */
export const kpiDefinitions = k.table(
  "kpi_definitions",
  {
    kpi: k.text("kpi").notNull(),
    version: k.int("version").notNull(),
    name: k.text("name").notNull(),
    purpose: k.text("purpose").notNull(),
    formula: k.json<Formula>("formula").notNull(),
    unit: k.json<Unit>("unit").notNull(),
    direction: k.code("direction", ["up", "down", "band", "context"]).notNull(),
    ownerId: k
      .text("owner_id")
      .notNull()
      .references(() => members.id),
    definedBy: k
      .text("defined_by")
      .notNull()
      .references(() => members.id),
    definedAt: k.at("defined_at").notNull(),
  },
  (table) => [k.primaryKey({ columns: [table.kpi, table.version] })],
);

/** A KPI that a team is to be measured by, with its target from a day on; in force once everybody named has agreed (`H12E:PC7`). */
export const kpiTargets = k.table(
  "kpi_targets",
  {
    id: k.text("id").primaryKey(),
    kpi: k.text("kpi").notNull(),
    /** The version of the KPI's definition that was agreed to. */
    version: k.int("version").notNull(),
    teamId: k
      .text("team_id")
      .notNull()
      .references(() => teams.id),
    /** Thousandths of the unit in which it is shown; both null: measured without a target. */
    low: k.int("low"),
    high: k.int("high"),
    /** Local days, `YYYY-MM-DD`; `toDate` is the last, null: until another is agreed. */
    fromDate: k.text("from_date").notNull(),
    toDate: k.text("to_date"),
    /** Why this target: a standard, a contract, the team's own past. */
    basisPayload: k
      .text("basis_payload")
      .notNull()
      .references(() => payloads.id),
    ownerId: k
      .text("owner_id")
      .notNull()
      .references(() => members.id),
    proposedBy: k
      .text("proposed_by")
      .notNull()
      .references(() => members.id),
    proposedAt: k.at("proposed_at").notNull(),
    state: k.code("state", ["proposed", "agreed", "declined", "withdrawn", "ended"]).notNull(),
    agreedAt: k.at("agreed_at"),
    /** Rises with every change; a button of an older one is stale. */
    generation: k.int("generation").notNull(),
  },
  (table) => [k.index("kpi_targets_team").on(table.teamId, table.state, table.kpi)],
);

/** Who is asked to agree to a target, and what they said. */
export const kpiAgreements = k.table(
  "kpi_agreements",
  {
    targetId: k
      .text("target_id")
      .notNull()
      .references(() => kpiTargets.id),
    memberId: k
      .text("member_id")
      .notNull()
      .references(() => members.id),
    /** Null: has not answered yet. */
    answer: k.code("answer", ["agreed", "declined"]),
    reasonPayload: k.text("reason_payload").references(() => payloads.id),
    at: k.at("at"),
  },
  (table) => [k.primaryKey({ columns: [table.targetId, table.memberId] })],
);

/** Frozen limits of what a KPI of a team usually does. The newest counts; each is a recorded decision. */
export const kpiBaselines = k.table(
  "kpi_baselines",
  {
    id: k.text("id").primaryKey(),
    kpi: k.text("kpi").notNull(),
    version: k.int("version").notNull(),
    teamId: k
      .text("team_id")
      .notNull()
      .references(() => teams.id),
    limits: k.json<Limits>("limits").notNull(),
    /** Local days that it was worked out from. */
    fromDate: k.text("from_date").notNull(),
    toDate: k.text("to_date").notNull(),
    /** Null: frozen by the bot when there were enough points. */
    setBy: k.text("set_by").references(() => members.id),
    reasonPayload: k.text("reason_payload").references(() => payloads.id),
    setAt: k.at("set_at").notNull(),
  },
  (table) => [k.index("kpi_baselines_team").on(table.teamId, table.kpi, table.setAt)],
);
