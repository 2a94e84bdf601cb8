/**
 * What is counted. A KPI is a formula over measures; a measure is a count or a sum, never a
 * percentage and never an average (DOMAIN 0.4, principle 5).
 */

/** Where figures come from: interval data, surveys, quality marks, other imported figures, the bot's own record. */
export const READING_SOURCES = ["intervals", "survey", "quality", "figures", "own"] as const;
/** One of {@link READING_SOURCES}. */
export type ReadingSource = (typeof READING_SOURCES)[number];

/** How a measure of several stretches becomes one: added, the largest, or the latest (a stock is never added over days). */
export type Combining = "sum" | "max" | "last";

/** A measure. Times are whole ms, money whole pence, everything else whole numbers. */
export interface Measure {
  readonly label: string;
  readonly unit: "count" | "ms" | "pence";
  readonly combining: Combining;
  readonly source: ReadingSource;
}

const count = (label: string, source: ReadingSource, combining: Combining = "sum"): Measure => ({
  label,
  unit: "count",
  combining,
  source,
});
const ms = (label: string, source: ReadingSource, combining: Combining = "sum"): Measure => ({
  label,
  unit: "ms",
  combining,
  source,
});
const pence = (label: string, source: ReadingSource): Measure => ({
  label,
  unit: "pence",
  combining: "sum",
  source,
});

/** Of each interval, queue and medium (DOMAIN 3.3): the columns of the canonical row. */
export const INTERVAL_MEASURES = {
  offered: count("offered", "intervals"),
  answered: count("answered", "intervals"),
  answered_in_time: count("answered in time", "intervals"),
  abandoned: count("abandoned", "intervals"),
  abandoned_short: count("abandoned at once", "intervals"),
  flow_out: count("left the queue otherwise", "intervals"),
  blocked: count("heard the engaged tone", "intervals"),
  wait_ms: ms("waited before an answer", "intervals"),
  abandoned_wait_ms: ms("waited before giving up", "intervals"),
  longest_wait_ms: ms("longest wait", "intervals", "max"),
  talk_ms: ms("talked", "intervals"),
  hold_ms: ms("on hold", "intervals"),
  held: count("contacts with a hold", "intervals"),
  after_ms: ms("after-contact work", "intervals"),
  handled: count("handled", "intervals"),
  transferred: count("transferred", "intervals"),
  staffed_ms: ms("staffed", "intervals"),
  idle_ms: ms("available and idle", "intervals"),
  forecast_offered: count("forecast to be offered", "intervals"),
  forecast_handle_ms: ms("forecast handling, in all", "intervals"),
} as const satisfies Readonly<Record<string, Measure>>;
/** A measure that interval data hold. */
export type IntervalMeasure = keyof typeof INTERVAL_MEASURES;

/** Worked out for a day from its intervals: what the day's sums cannot tell any more. */
export const FROM_INTERVALS = {
  intervals_counted: count("intervals with enough contacts", "intervals"),
  intervals_in_target: count("of them within the service level", "intervals"),
  forecast_missed_by: count("contacts by which the intervals' forecasts were out", "intervals"),
} as const satisfies Readonly<Record<string, Measure>>;

/** From survey rows. */
export const SURVEY_MEASURES = {
  surveys_sent: count("surveys sent", "survey"),
  surveys_answered: count("surveys answered", "survey"),
  csat_valid: count("answers from 1 to 5", "survey"),
  csat_top: count("answers of 4 or 5", "survey"),
  nps_valid: count("answers from 0 to 10", "survey"),
  nps_promoters: count("answers of 9 or 10", "survey"),
  nps_detractors: count("answers from 0 to 6", "survey"),
  effort_valid: count("answers from 1 to 7", "survey"),
  effort_easy: count("answers from 5 to 7", "survey"),
  resolved_valid: count("answers to: was it resolved?", "survey"),
  resolved_yes: count("of them: yes", "survey"),
} as const satisfies Readonly<Record<string, Measure>>;

/** From quality marks. Points are weight × mark in thousandths. */
export const QUALITY_MEASURES = {
  quality_points: count("points", "quality"),
  quality_possible: count("points possible", "quality"),
  audited: count("contacts audited", "quality"),
  audited_without_critical: count("of them without a critical error", "quality"),
  calibrated_items: count("items scored by several", "quality"),
  calibrated_alike: count("of them scored alike", "quality"),
} as const satisfies Readonly<Record<string, Measure>>;

/** From other systems, a figure for a day and a team. */
export const FIGURE_MEASURES = {
  contacts: count("contacts handled", "figures"),
  paid_ms: ms("paid", "figures"),
  productive_other_ms: ms("other productive work", "figures"),
  unavailable_planned_ms: ms("paid and not available, planned", "figures"),
  unavailable_unplanned_ms: ms("paid and not available, unplanned", "figures"),
  scheduled_ms: ms("scheduled", "figures"),
  adherent_ms: ms("in the scheduled state", "figures"),
  worked_ms: ms("worked", "figures"),
  contracted_ms: ms("contracted", "figures"),
  absent_unplanned_ms: ms("lost, unplanned", "figures"),
  leavers: count("leavers in twelve months", "figures", "last"),
  headcount: count("average headcount in twelve months", "figures", "last"),
  repeat_contacts: count("contacts that repeat", "figures"),
  issues_resolved: count("issues resolved, old enough to tell", "figures"),
  issues_not_repeated: count("of them without another contact", "figures"),
  complaints: count("complaints", "figures"),
  complaints_in_3_days: count("complaints settled in three working days", "figures"),
  complaints_next_day: count("complaints settled by the next working day", "figures"),
  complaints_open: count("complaints open", "figures", "last"),
  ombudsman_decided: count("decided by the ombudsman", "figures"),
  ombudsman_upheld: count("of them upheld", "figures"),
  operating_pence: pence("operating cost", "figures"),
  active_customers: count("active customers", "figures", "last"),
  self_service_sessions: count("self-service sessions", "figures"),
  self_service_contained: count("of them without a contact after", "figures"),
  briefing_audience: count("people on shift to be briefed", "figures"),
  briefing_acknowledged: count("of them who acknowledged in time", "figures"),
} as const satisfies Readonly<Record<string, Measure>>;

/** From the bot's own cases, comments and actions (DOMAIN 3, source B). Stocks are counted at the end of the day. */
export const OWN_MEASURES = {
  cases_raised: count("cases raised", "own"),
  cases_closed: count("cases closed", "own"),
  cases_avoidable: count("of them within the raiser's authority", "own"),
  cases_reopened: count("of them opened again within 14 days", "own"),
  cases_open: count("cases open", "own", "last"),
  due: count("promises and targets due", "own"),
  due_met: count("of them met", "own"),
  breached: count("missed", "own"),
  breached_open: count("missed and still open", "own", "last"),
  feedback_due: count("cases that owe feedback", "own"),
  feedback_given: count("of them with feedback in two working days", "own"),
  promises_due: count("promised calls due", "own"),
  promises_met: count("of them made in time", "own"),
  actions_due: count("actions due", "own"),
  actions_on_time: count("of them done on time", "own"),
  actions_reviewed: count("actions reviewed", "own"),
  actions_effective: count("of them found to work", "own"),
  comments_logged: count("comments logged", "own"),
} as const satisfies Readonly<Record<string, Measure>>;

/** Durations of single things, from which medians and percentiles are taken; these never combine any further. */
export const SAMPLES = {
  take_wait_ms: "from raising to taking, unclaimed ones so far included",
  case_resolution_ms: "from raising to the customer's being told",
  first_reply_ms: "from raising to the first reply of a person",
  case_open_to_end_ms: "from raising to the end",
  theme_lead_ms: "from the first comment of a theme to its alert's confirmation",
} as const;
/** One of {@link SAMPLES}. */
export type Sample = keyof typeof SAMPLES;

/** Durations of single contacts. No file brings them: intervals hold sums, and a percentile cannot be had from sums. */
export const CONTACT_SAMPLES = { contact_wait_ms: "wait of each contact" } as const;
/** One of {@link CONTACT_SAMPLES}. */
export type ContactSample = keyof typeof CONTACT_SAMPLES;

const ALL = {
  ...INTERVAL_MEASURES,
  ...FROM_INTERVALS,
  ...SURVEY_MEASURES,
  ...QUALITY_MEASURES,
  ...FIGURE_MEASURES,
  ...OWN_MEASURES,
};
/** The name of a measure. */
export type MeasureName = keyof typeof ALL;
/** Every measure by its name. */
export const MEASURES: Readonly<Record<MeasureName, Measure>> = ALL;

/** Whether a text names a measure: own properties only, `constructor` is none. */
export const isMeasure = (name: string): name is MeasureName => Object.hasOwn(MEASURES, name);
