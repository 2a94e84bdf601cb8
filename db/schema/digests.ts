import type { DigestFigures } from "../../src/kpi/digest/figures.ts";
import { k } from "../kit.ts";
import { payloads } from "./foundation.ts";
import { members, teams } from "./people.ts";

/**
 * When a team gets its digest, where somebody set it by command; else the organisation file says. A team
 * has a row as soon as the program has seen that it has a schedule, whoever set it.
 */
export const digestSchedules = k.table("digest_schedules", {
  teamId: k
    .text("team_id")
    .primaryKey()
    .references(() => teams.id),
  /** Local wall time, `HH:MM`; ISO weekdays, 1 is Monday; null: what the file says. */
  at: k.text("at"),
  days: k.json<readonly number[]>("days"),
  zone: k.text("zone"),
  /** ISO weekday of the weekly roll-up; 0: none; null: what the file says. */
  weeklyOn: k.int("weekly_on"),
  /** The last local day on which nothing is posted, `YYYY-MM-DD`; null: not muted. */
  mutedUntil: k.text("muted_until"),
  /** The schedule in force when it was last looked at, as JSON; null: none was. */
  seen: k.text("seen"),
  /** When that came into force: nothing that was due before is caught up with. */
  since: k.at("since").notNull(),
  /** Who last changed something by command; null: nobody yet. */
  changedBy: k.text("changed_by").references(() => members.id),
  generation: k.int("generation").notNull(),
});

/** A digest of a team for a local day: one row, whatever the clocks and the processes did (RELIABILITY 17–19). */
export const digests = k.table(
  "digests",
  {
    id: k.text("id").primaryKey(),
    teamId: k
      .text("team_id")
      .notNull()
      .references(() => teams.id),
    kind: k.code("kind", ["daily", "weekly"]).notNull(),
    /** The local day on which it was due, `YYYY-MM-DD`. */
    date: k.text("date").notNull(),
    dueAt: k.at("due_at").notNull(),
    /** `missed`: too old to be posted when the program came back; `muted`: nobody wanted it. */
    state: k.code("state", ["posted", "missed", "muted"]).notNull(),
    decidedAt: k.at("decided_at").notNull(),
    /** What it says, kept as it was: analyses are about these figures. Null where nothing was posted. */
    figures: k.json<DigestFigures>("figures"),
  },
  (table) => [k.uniqueIndex("digests_once").on(table.teamId, table.kind, table.date)],
);

/** What a leader made of the figures (DOMAIN 4.3), kept with the figures that it was written about. */
export const analyses = k.table(
  "analyses",
  {
    id: k.text("id").primaryKey(),
    teamId: k
      .text("team_id")
      .notNull()
      .references(() => teams.id),
    memberId: k
      .text("member_id")
      .notNull()
      .references(() => members.id),
    digestId: k
      .text("digest_id")
      .notNull()
      .references(() => digests.id),
    /** The KPI that it is about; null: the digest as a whole. */
    kpi: k.text("kpi"),
    at: k.at("at").notNull(),
    findingPayload: k
      .text("finding_payload")
      .notNull()
      .references(() => payloads.id),
    ruledOutPayload: k.text("ruled_out_payload").references(() => payloads.id),
    recommendationPayload: k.text("recommendation_payload").references(() => payloads.id),
    expectedPayload: k.text("expected_payload").references(() => payloads.id),
    ownerId: k.text("owner_id").references(() => members.id),
  },
  (table) => [
    k.index("analyses_team").on(table.teamId, table.at),
    k.index("analyses_member").on(table.memberId, table.at),
  ],
);
