import { dayWords } from "../../local-days.ts";
import type { Problem } from "./file/problem.ts";
import { MEASURES, type MeasureName, isMeasure } from "../measures.ts";
import type { ImportReport } from "./report.ts";

/** A report and a list of problems in words: the same at the terminal, in a chat and over HTTP. */

const n = (value: number): string => value.toLocaleString("en-GB");
const plural = (value: number, one: string, many = `${one}s`): string =>
  `${n(value)} ${value === 1 ? one : many}`;
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** Days and gaps that are told one by one. */
const MOST_DAYS = 7;
const MOST_LISTED = 5;

const shownDays = (report: ImportReport): string =>
  report.firstDate === report.lastDate
    ? dayWords(report.firstDate)
    : `${dayWords(report.firstDate)} to ${dayWords(report.lastDate)}`;

/** A total with its unit: "1,204 offered", "31 h 20 min talked". */
function amount(measure: MeasureName, value: number): string {
  const { label, unit } = MEASURES[measure];
  if (unit === "pence") return `${label}: £${n(value / 100)}`;
  if (unit === "count") return `${n(value)} ${label}`;
  const minutes = Math.round(value / 60_000);
  return `${label}: ${minutes < 60 ? `${minutes} min` : `${n(Math.floor(minutes / 60))} h ${minutes % 60} min`}`;
}

const totals = (sums: ImportReport["sums"], most: number): string =>
  Object.entries(sums)
    .flatMap(([measure, value]) =>
      isMeasure(measure) && MEASURES[measure].combining !== "last" ? [[measure, value] as const] : [],
    )
    .slice(0, most)
    .map(([measure, value]) => amount(measure, value))
    .join(", ");

function cut(items: readonly string[], most: number, all: number): string {
  return `${items.slice(0, most).join("; ")}${all > most ? `; and ${n(all - most)} more` : ""}`;
}

/** Counts at the end of a report: totals over everything that can be told in a line. */
const MOST_TOTALS = 6;

/**
 * What a file holds and what would change, a sentence or two a line.
 * @param nameOf a queue's name by its id
 */
export function reportLines(report: ImportReport, nameOf: (queueId: string) => string): readonly string[] {
  const { superseded, days, missing, differences } = report;
  const lines = [
    `${plural(report.rows, "row")}${report.minutes === null ? "" : ` of ${report.minutes} minutes each`}, ${shownDays(report)}.`,
  ];
  if (report.queues.length > 0)
    lines.push(
      `${plural(report.queues.length, "queue")}: ${cut(report.queues.map(nameOf), 12, report.queues.length)}.`,
    );
  lines.push(`In all: ${totals(report.sums, MOST_TOTALS)}.`);
  if (report.leftOut > 0) {
    const where = cut(report.leftOutLines.map(String), 10, report.leftOut).replaceAll("; ", ", ");
    lines.push(
      `${plural(report.leftOut, "row was", "rows were")} left out (totals, or nothing in them): line ${where}.`,
    );
  }
  const told = days.length > MOST_DAYS ? days.slice(-MOST_DAYS) : days;
  for (const day of told)
    lines.push(`  ${dayWords(day.date)}: ${plural(day.rows, "row")}, ${totals(day.sums, 3)}`);
  const more = days.length - told.length + report.moreDays;
  if (more > 0) lines.push(`  … and ${plural(more, "more day")}.`);
  if (report.missingIntervals > 0)
    lines.push(
      `${plural(report.missingIntervals, "interval")} within opening hours ${report.missingIntervals === 1 ? "is" : "are"} missing: ${cut(
        missing.map((one) => `${nameOf(one.queueId)} ${n(one.intervals)} on ${dayWords(one.date)}`),
        MOST_LISTED,
        missing.length,
      )}. Missing is not zero: rates of these days are of a part of the day.`,
    );
  if (superseded.rows > 0) lines.push(supersededWords(report));
  if (differences.length > 0)
    lines.push(
      `The system's own percentages differ from its counts: ${cut(
        differences.map(
          (one) =>
            `${nameOf(one.queueId)}, ${dayWords(one.date)}: ${one.label} ${percent(one.theirs)} there, ${percent(one.ours)} by the counts`,
        ),
        MOST_LISTED,
        differences.length + report.moreDifferences,
      )}. The counts are what is used.`,
    );
  if (report.ignored.length > 0)
    lines.push(
      `Not read: ${cut(
        report.ignored.map((one) => `"${one}"`),
        12,
        report.ignored.length,
      )}.`,
    );
  return [...lines, ...report.warnings.map((one) => `Note: ${one}`)];
}

function supersededWords({ superseded, minutes }: ImportReport): string {
  const { rows, changed, offeredBefore, offeredAfter } = superseded;
  const what = plural(rows, minutes === null ? "row" : "interval");
  if (changed === 0)
    return `${what} ${rows === 1 ? "is" : "are"} in already and say${rows === 1 ? "s" : ""} the same.`;
  const by = minutes === null ? "" : ` (there: ${n(offeredBefore)} offered before, ${n(offeredAfter)} after)`;
  return `${what} ${rows === 1 ? "is" : "are"} in already; ${n(changed)} would change${by}. The old values are kept beside the new.`;
}

/** Problems that are told one by one. */
const MOST_TOLD = 20;

const ended = (sentence: string): string => (/[.?!]$/.test(sentence) ? sentence : `${sentence}.`);

/** "Line 7: …", or the message alone where it is about the whole file. */
const problemLine = ({ line, message }: Problem): string =>
  ended(line === 0 ? `The file: ${message}` : `Line ${n(line)}: ${message}`);

/** What is wrong with a file, a line each, and that nothing of it was taken. */
export function problemLines(problems: readonly Problem[], count: number): readonly string[] {
  const shown = problems.slice(0, MOST_TOLD).map(problemLine);
  return [
    ...shown,
    ...(count > shown.length ? [`… and ${n(count - shown.length)} more.`] : []),
    `${count === 1 ? "This has" : "These have"} to be put right first: nothing was imported.`,
  ];
}
