import { FEELINGS, ORIGINS, SOURCES } from "../../src/comments/comment.ts";
import type { AlertRecord, Burst, Clock, ThemeRecord } from "../../src/comments/detect/index.ts";
import { ALERT_STATES } from "../../src/comments/alert.ts";
import { SEVERE_TOPICS } from "../../src/comments/settings.ts";
import { type DetectorOrder, THEME_STATES } from "../../src/comments/theme.ts";
import { k } from "../kit.ts";
import { cases } from "./escalation.ts";
import { customers, payloads } from "./foundation.ts";
import { members, teams } from "./people.ts";

/**
 * A batch of comments, such as a survey's answers. Its comments are written in chunks and
 * are there for nobody until `doneAt` is set (DESIGN 3).
 */
export const commentImports = k.table(
  "comment_imports",
  {
    id: k.text("id").primaryKey(),
    teamId: k
      .text("team_id")
      .notNull()
      .references(() => teams.id),
    /** SHA-256 of the file, hex: the same file twice is the same batch. */
    digest: k.text("digest").notNull(),
    /** How many comments were in it. */
    size: k.int("size").notNull(),
    startedAt: k.at("started_at").notNull(),
    doneAt: k.at("done_at"),
    /** When the detector had heard all of it. */
    heardAt: k.at("heard_at"),
  },
  (table) => [k.uniqueIndex("comment_imports_digest").on(table.teamId, table.digest)],
);

/** What customers say the same of. A number and words; what belongs to it is in `comments`. */
export const themes = k.table(
  "themes",
  {
    id: k.text("id").primaryKey(),
    /** "TH-007". */
    ref: k.text("ref").notNull(),
    teamId: k
      .text("team_id")
      .notNull()
      .references(() => teams.id),
    /** The detector's name for it: the comment with which it began. */
    key: k.text("theme_key").notNull(),
    /** What the detector knows of it. */
    record: k.json<ThemeRecord>("record").notNull(),
    /** Whether the detector has set it aside: its record is not needed for a restart. */
    retired: k.bool("retired").notNull(),
    /** The name that a person gave it; until then it is called by its words. */
    namePayload: k.text("name_payload").references(() => payloads.id),
    state: k.code("state", THEME_STATES).notNull(),
    /** Why it was declined, or where it is known. */
    reasonPayload: k.text("reason_payload").references(() => payloads.id),
    ownerId: k.text("owner_id").references(() => members.id),
    /** When a person last said what is to become of it. */
    decidedAt: k.at("decided_at"),
    mutedUntil: k.at("muted_until"),
    /** The theme into which a person, or the detector, merged it. */
    mergedInto: k.text("merged_into"),
    createdAt: k.at("created_at").notNull(),
    /** When a comment of it was last said. */
    lastAt: k.at("last_at").notNull(),
    /** Rises when a person decides about it; a button of an older one is stale. */
    generation: k.int("generation").notNull(),
  },
  (table) => [
    k.uniqueIndex("themes_ref").on(table.ref),
    k.uniqueIndex("themes_key").on(table.key),
    k.index("themes_recent").on(table.teamId, table.mergedInto, table.lastAt),
    k.index("themes_in_use").on(table.teamId, table.retired),
    k.index("themes_owner").on(table.ownerId, table.state),
  ],
);

/** What a customer said, in an agent's words. Free text is in `payloads`. */
export const comments = k.table(
  "comments",
  {
    seq: k.sequence("seq"),
    id: k.text("id").notNull(),
    teamId: k
      .text("team_id")
      .notNull()
      .references(() => teams.id),
    /** Who logged it; null: it came with a batch. */
    agentId: k.text("agent_id").references(() => members.id),
    /** Null: not known. It then counts as no customer. */
    customerId: k.text("customer_id").references(() => customers.id),
    textPayload: k
      .text("text_payload")
      .notNull()
      .references(() => payloads.id),
    /** A product or process of the centre's own list. */
    about: k.text("about"),
    /** Said at the customer's own wish, or because they were asked; cannot be inferred later (DOMAIN 4.4). */
    origin: k.code("origin", ORIGINS).notNull(),
    feeling: k.code("feeling", FEELINGS),
    /** What was said to the customer in reply. */
    replyPayload: k.text("reply_payload").references(() => payloads.id),
    caseId: k.text("case_id").references(() => cases.id),
    /** A topic of which a single comment is enough; it is then quoted to nobody but who logged it. */
    severe: k.code("severe", SEVERE_TOPICS),
    /** The restricted case that its agent raised out of it. */
    noticeId: k.text("notice_id").references(() => cases.id),
    source: k.code("source", SOURCES).notNull(),
    importId: k.text("import_id").references(() => commentImports.id),
    /** When it was recorded. */
    at: k.at("at").notNull(),
    /** When the customer said it. */
    saidAt: k.at("said_at").notNull(),
    /** The order in which the team's detector heard it; null: not yet. */
    heard: k.int("heard"),
    themeId: k.text("theme_id").references(() => themes.id),
    /** When its agent took it back; it then counts for nothing. */
    struckAt: k.at("struck_at"),
  },
  (table) => [
    k.uniqueIndex("comments_id").on(table.id),
    k.index("comments_heard").on(table.teamId, table.heard),
    k.index("comments_unheard").on(table.heard, table.importId, table.seq),
    k.index("comments_agent").on(table.agentId, table.saidAt),
    k.index("comments_theme").on(table.themeId, table.saidAt),
    k.index("comments_team").on(table.teamId, table.saidAt),
    k.index("comments_about").on(table.teamId, table.about, table.saidAt),
  ],
);

/** A proposal that several customers say the same thing more than is usual, with its proof. */
export const alerts = k.table(
  "alerts",
  {
    id: k.text("id").primaryKey(),
    /** The detector's name for it: the comment that raised it. */
    key: k.text("alert_key").notNull(),
    teamId: k
      .text("team_id")
      .notNull()
      .references(() => teams.id),
    themeId: k
      .text("theme_id")
      .notNull()
      .references(() => themes.id),
    state: k.code("state", ALERT_STATES).notNull(),
    raisedAt: k.at("raised_at").notNull(),
    /** When its newest comment was said. */
    lastAt: k.at("last_at").notNull(),
    /** Distinct customers in it. */
    customers: k.int("customers").notNull(),
    /** How many there were when people were last told: they are told at steps. */
    saidCustomers: k.int("said_customers").notNull(),
    /** Whether the detector was still learning what is usual. */
    learning: k.bool("learning").notNull(),
    /** What the detector found when it last grew: members with scores, words, window, what is usual. */
    burst: k.json<Burst>("burst").notNull(),
    /** What the detector knows of it, while it is inside the window. */
    record: k.json<AlertRecord>("record").notNull(),
    /** Whether it is still inside the window. */
    live: k.bool("live").notNull(),
    /** Rises when a person decides; a button of an older one is stale. */
    generation: k.int("generation").notNull(),
    deciderId: k.text("decider_id").references(() => members.id),
    decidedAt: k.at("decided_at"),
    /** What was told to others. */
    wordingPayload: k.text("wording_payload").references(() => payloads.id),
  },
  (table) => [
    k.uniqueIndex("alerts_key").on(table.key),
    k.index("alerts_team").on(table.teamId, table.live, table.lastAt),
    k.index("alerts_theme").on(table.themeId, table.raisedAt),
  ],
);

/** A team's detector: how much it heard, and its sense of time. */
export const detectors = k.table("detectors", {
  teamId: k
    .text("team_id")
    .primaryKey()
    .references(() => teams.id),
  clock: k.json<Clock>("clock").notNull(),
});

/** What people decided, for a team's detector to obey in this order. */
export const detectorOrders = k.table(
  "detector_orders",
  {
    seq: k.sequence("seq"),
    teamId: k
      .text("team_id")
      .notNull()
      .references(() => teams.id),
    what: k.json<DetectorOrder>("what").notNull(),
    doneAt: k.at("done_at"),
  },
  (table) => [k.index("detector_orders_open").on(table.doneAt, table.seq)],
);
