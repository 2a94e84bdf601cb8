import type { Platform } from "../../src/chat/event.ts";
import type { CommentSettings } from "../../src/comments/settings.ts";
import type { KpiSettings } from "../../src/kpi/settings.ts";
import type { DecisionMark } from "../../src/authority/register.ts";
import { k } from "../kit.ts";

/** The organisation as it was last applied; one row. */
export const organisations = k.table("organisations", {
  id: k.text("id").primaryKey(),
  name: k.text("name").notNull(),
  timezone: k.text("timezone").notNull(),
  customerPattern: k.text("customer_pattern").notNull(),
  customerExample: k.text("customer_example").notNull(),
  /** Platform → the workspace or guild whose events are accepted. */
  workspaces: k.json<Partial<Record<Platform, string>>>("workspaces").notNull(),
  /** Lowest first. */
  levels: k.json<readonly string[]>("levels").notNull(),
  takeWithinWaitingMs: k.int("take_within_waiting_ms").notNull(),
  takeWithinOtherwiseMs: k.int("take_within_otherwise_ms").notNull(),
  quietAfterWaitingMs: k.int("quiet_after_waiting_ms").notNull(),
  quietAfterOtherwiseMs: k.int("quiet_after_otherwise_ms").notNull(),
  /** Null in a database from before there were comments: the defaults hold until the file is applied again. */
  comments: k.json<CommentSettings>("comments"),
  /** Null in a database from before there were KPIs: the defaults hold until the file is applied again. */
  kpi: k.json<KpiSettings>("kpi"),
  /** The version of the authority register in force. */
  authorityVersion: k.int("authority_version").notNull(),
  /** The file as it was applied, for showing what the next one changes. */
  source: k.text("source").notNull(),
  appliedAt: k.at("applied_at").notNull(),
});

/** Teams. One that left the file is inactive, not deleted: old cases name it. */
export const teams = k.table("teams", {
  id: k.text("id").primaryKey(),
  name: k.text("name").notNull(),
  active: k.bool("active").notNull(),
});

/** Which channel a team uses for what, per platform. */
export const teamChannels = k.table(
  "team_channels",
  {
    teamId: k
      .text("team_id")
      .notNull()
      .references(() => teams.id),
    purpose: k.code("purpose", ["escalations", "alerts", "digest"]).notNull(),
    platform: k.code("platform", ["slack", "discord", "console"]).notNull(),
    channel: k.text("channel").notNull(),
  },
  (table) => [k.primaryKey({ columns: [table.teamId, table.purpose, table.platform] })],
);

/** People. One who left the file is inactive: their past stays theirs. */
export const members = k.table(
  "members",
  {
    id: k.text("id").primaryKey(),
    name: k.text("name").notNull(),
    /** Null: serves the whole centre. */
    homeTeam: k.text("home_team").references(() => teams.id),
    level: k.text("level").notNull(),
    /** Place of the level in the ladder, 0 = lowest. */
    rank: k.int("rank").notNull(),
    roles: k.json<readonly string[]>("roles").notNull(),
    /** False: never decides, whatever the level (seniority is not authority). */
    decides: k.bool("decides").notNull(),
    active: k.bool("active").notNull(),
    away: k.bool("away").notNull(),
    /** Where they last acted: that is where a direct message goes. */
    lastPlatform: k.code("last_platform", ["slack", "discord", "console"]),
    /** Asked and not yet answered; kept in the transactions that change it. */
    asked: k.int("asked").notNull(),
    /** Cases held. */
    holding: k.int("holding").notNull(),
    lastTakenAt: k.at("last_taken_at"),
  },
  (table) => [k.index("members_rank").on(table.active, table.rank)],
);

/** A column that names a member. */
export const memberId = (name: string) => k.text(name).references(() => members.id);

/** Teams that a member serves: the home team and those they cover. */
export const memberTeams = k.table(
  "member_teams",
  {
    memberId: k
      .text("member_id")
      .notNull()
      .references(() => members.id),
    teamId: k
      .text("team_id")
      .notNull()
      .references(() => teams.id),
  },
  (table) => [k.primaryKey({ columns: [table.memberId, table.teamId] })],
);

/** Chat accounts. A person is a platform's user id, never a display name. */
export const identities = k.table(
  "identities",
  {
    platform: k.code("platform", ["slack", "discord", "console"]).notNull(),
    user: k.text("user").notNull(),
    memberId: k
      .text("member_id")
      .notNull()
      .references(() => members.id),
  },
  (table) => [
    k.primaryKey({ columns: [table.platform, table.user] }),
    k.index("identities_member").on(table.memberId),
  ],
);

/** The register of who may decide what, by version: a case keeps the version it arose under. */
export const authority = k.table(
  "authority",
  {
    version: k.int("version").notNull(),
    decision: k.text("decision").notNull(),
    level: k.text("level").notNull(),
    rank: k.int("rank").notNull(),
    label: k.text("label").notNull(),
    /** Integer pence; null: the decision has no amount. */
    limitPence: k.int("limit_pence"),
    currency: k.text("currency"),
    /** The team that owns this decision; null: the raiser's own. */
    ownerTeam: k.text("owner_team"),
    /** Limits are cumulative per customer over so many days; null: per case. */
    perCustomerDays: k.int("per_customer_days"),
    /** What cases of this decision are, for evidence: codes; null in a version from before there were any. */
    marks: k.json<readonly DecisionMark[]>("marks"),
  },
  (table) => [k.primaryKey({ columns: [table.version, table.decision, table.level] })],
);
