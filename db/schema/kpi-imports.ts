import type { DayReading } from "../../src/kpi/day.ts";
import type { Wanted } from "../../src/kpi/import/chat/jobs.ts";
import type { ImportReport } from "../../src/kpi/import/report.ts";
import type { OpeningHours } from "../../src/kpi/queue.ts";
import { READING_SOURCES } from "../../src/kpi/measures.ts";
import { k } from "../kit.ts";
import { payloads } from "./foundation.ts";
import { members, teams } from "./people.ts";

/** Queues of the organisation file. One that left the file is inactive: old readings name it. */
export const queues = k.table(
  "queues",
  {
    id: k.text("id").primaryKey(),
    name: k.text("name").notNull(),
    teamId: k
      .text("team_id")
      .notNull()
      .references(() => teams.id),
    /** "voice", "chat", "email" …: the centre's own word. */
    media: k.text("media").notNull(),
    /** What else other systems call it. */
    aliases: k.json<readonly string[]>("aliases").notNull(),
    /** Null: not known, so nothing can be said to be missing. */
    hours: k.json<OpeningHours>("hours"),
    active: k.bool("active").notNull(),
  },
  (table) => [k.index("queues_team").on(table.teamId, table.active)],
);

/**
 * A file of readings. Its rows are written in chunks and are there for nobody until `place` is
 * set (DESIGN 3); a later place supersedes an earlier one wherever both speak of the same.
 */
export const kpiImports = k.table(
  "kpi_imports",
  {
    id: k.text("id").primaryKey(),
    source: k.code("source", READING_SOURCES).notNull(),
    /** SHA-256 of the file's bytes, hex: the same file twice is the same import. */
    digest: k.text("digest").notNull(),
    fileName: k.text("file_name").notNull(),
    /** Which mapping of columns was used, and which version of it. */
    mapping: k.text("mapping").notNull(),
    mappingVersion: k.int("mapping_version").notNull(),
    timeZone: k.text("time_zone").notNull(),
    /** The member who gave it; null: it came by command line or by HTTP. */
    memberId: k.text("member_id").references(() => members.id),
    via: k.code("via", ["chat", "cli", "http"]).notNull(),
    rows: k.int("rows").notNull(),
    /** The reconciliation report, once everything was read. */
    report: k.json<ImportReport>("report"),
    startedAt: k.at("started_at").notNull(),
    /** When all of it had been written and waited for a yes. */
    stagedAt: k.at("staged_at"),
    /** Its place among those that count, from 1; null: it does not count (yet). */
    place: k.int("place"),
    doneAt: k.at("done_at"),
  },
  (table) => [
    k.uniqueIndex("kpi_imports_place").on(table.place),
    k.index("kpi_imports_digest").on(table.digest),
    k.index("kpi_imports_open").on(table.doneAt, table.startedAt),
  ],
);

/** What somebody asked for in a chat about a file and what takes longer than an answer may. Gone once it is done. */
export const kpiImportJobs = k.table(
  "kpi_import_jobs",
  {
    id: k.text("id").primaryKey(),
    memberId: k
      .text("member_id")
      .notNull()
      .references(() => members.id),
    wanted: k.json<Wanted>("wanted").notNull(),
    askedAt: k.at("asked_at").notNull(),
    /** How often it was begun: one that ends the program every time is given up. */
    begun: k.int("begun").notNull(),
  },
  (table) => [k.index("kpi_import_jobs_turn").on(table.askedAt)],
);

/** One interval of one queue as a file gave it. Null: the file did not say; it is not zero. */
export const readings = k.table(
  "readings",
  {
    seq: k.sequence("seq"),
    importId: k
      .text("import_id")
      .notNull()
      .references(() => kpiImports.id),
    queueId: k
      .text("queue_id")
      .notNull()
      .references(() => queues.id),
    startsAt: k.at("starts_at").notNull(),
    minutes: k.int("minutes").notNull(),
    offered: k.int("offered"),
    answered: k.int("answered"),
    answeredInTime: k.int("answered_in_time"),
    inTimeMs: k.int("in_time_ms"),
    abandoned: k.int("abandoned"),
    abandonedShort: k.int("abandoned_short"),
    shortMs: k.int("short_ms"),
    flowOut: k.int("flow_out"),
    blocked: k.int("blocked"),
    waitMs: k.int("wait_ms"),
    abandonedWaitMs: k.int("abandoned_wait_ms"),
    longestWaitMs: k.int("longest_wait_ms"),
    talkMs: k.int("talk_ms"),
    holdMs: k.int("hold_ms"),
    held: k.int("held"),
    afterMs: k.int("after_ms"),
    handled: k.int("handled"),
    transferred: k.int("transferred"),
    staffedMs: k.int("staffed_ms"),
    idleMs: k.int("idle_ms"),
    forecastOffered: k.int("forecast_offered"),
    forecastHandleMs: k.int("forecast_handle_ms"),
    /** Measures that were worked out from rounded averages; null: none. */
    approximate: k.json<readonly string[]>("approximate"),
  },
  (table) => [
    k.index("readings_interval").on(table.queueId, table.startsAt),
    k.index("readings_import").on(table.importId),
  ],
);

/**
 * Local days, rolled up from what counts once the import counts: what a digest reads, so that
 * thirteen months are some thousand rows. Immutable; the import with the highest place wins.
 */
export const kpiDays = k.table(
  "kpi_days",
  {
    importId: k
      .text("import_id")
      .notNull()
      .references(() => kpiImports.id),
    source: k.code("source", READING_SOURCES).notNull(),
    teamId: k
      .text("team_id")
      .notNull()
      .references(() => teams.id),
    /** "" : the team as a whole. */
    queueId: k.text("queue_id").notNull(),
    /** `YYYY-MM-DD` in the organisation's zone. */
    date: k.text("date").notNull(),
    reading: k.json<DayReading>("reading").notNull(),
  },
  (table) => [
    k.primaryKey({ columns: [table.importId, table.source, table.teamId, table.queueId, table.date] }),
    // The team alone narrows it down: every team's whole has the same empty queue.
    k.index("kpi_days_team").on(table.teamId, table.date, table.queueId),
  ],
);

/** One answer of one survey. What the customer wrote is in `payloads`, read by the guard first. */
export const surveyAnswers = k.table(
  "survey_answers",
  {
    seq: k.sequence("seq"),
    importId: k
      .text("import_id")
      .notNull()
      .references(() => kpiImports.id),
    responseId: k.text("response_id").notNull(),
    teamId: k
      .text("team_id")
      .notNull()
      .references(() => teams.id),
    queueId: k.text("queue_id").references(() => queues.id),
    contactRef: k.text("contact_ref"),
    sentAt: k.at("sent_at"),
    /** Null: sent and not answered. */
    answeredAt: k.at("answered_at"),
    question: k.code("question", ["csat", "nps", "effort", "resolved", "words"]).notNull(),
    score: k.int("score"),
    wordsPayload: k.text("words_payload").references(() => payloads.id),
  },
  (table) => [
    k.index("survey_answers_import").on(table.importId),
    k.index("survey_answers_response").on(table.responseId),
  ],
);

/** One item of one evaluation. Recordings stay where they are; there is a reference to the contact at most. */
export const qualityMarks = k.table(
  "quality_marks",
  {
    seq: k.sequence("seq"),
    importId: k
      .text("import_id")
      .notNull()
      .references(() => kpiImports.id),
    evaluationId: k.text("evaluation_id").notNull(),
    teamId: k
      .text("team_id")
      .notNull()
      .references(() => teams.id),
    contactRef: k.text("contact_ref"),
    evaluator: k.text("evaluator").notNull(),
    formVersion: k.text("form_version").notNull(),
    item: k.text("item").notNull(),
    at: k.at("at").notNull(),
    /** Thousandths. */
    weight: k.int("weight").notNull(),
    /** Thousandths of the full mark; null: the item did not apply, and leaves the denominator. */
    mark: k.int("mark"),
    /** Null: not a critical item. */
    critical: k.code("critical", ["customer", "business", "compliance"]),
    calibrated: k.bool("calibrated").notNull(),
    /** How the contact was chosen: only random ones make a rate. */
    sampling: k.code("sampling", ["random", "targeted"]).notNull(),
  },
  (table) => [
    k.index("quality_marks_import").on(table.importId),
    k.index("quality_marks_evaluation").on(table.evaluationId),
  ],
);
