import type { Definition, Direction, Unit } from "./definition.ts";
import { type Figure, type Why, countedBy } from "./figure.ts";
import { MEASURES } from "./measures.ts";
import type { Rule, Signal } from "./signals/rules.ts";
import { LEAST_FOR_PERCENT, LEAST_FOR_SIGNAL, wilson } from "./small.ts";

const number = (value: number, decimals: number): string =>
  value.toLocaleString("en-GB", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });

/** A value as it is read: "81.9%", "+40", "251.7 s", "£5.58". Never a percent sign on a score (DOMAIN 3, row 38). */
export function valueWords(value: number, unit: Unit): string {
  switch (unit) {
    case "percent":
      return `${number(value, 1)}%`;
    case "points":
      return `${value > 0 ? "+" : value < 0 ? "−" : ""}${number(Math.abs(value), 0)}`;
    case "count":
      return number(value, 0);
    case "seconds":
      return `${number(value, 1)} s`;
    case "minutes":
      return `${number(value, 1)} min`;
    case "hours":
      return `${number(value, 1)} h`;
    case "days":
      return `${number(value, 1)} d`;
    case "pounds":
      return `£${number(value, 2)}`;
    case "per_100":
      return `${number(value, 1)} per 100`;
    case "per_1000":
      return `${number(value, 1)} per 1,000`;
  }
}

/** What a unit is called on an axis. */
export const unitWords: Readonly<Record<Unit, string>> = {
  percent: "%",
  points: "points, −100 to +100",
  count: "number",
  seconds: "seconds",
  minutes: "minutes",
  hours: "hours",
  days: "days",
  per_100: "per 100",
  per_1000: "per 1,000",
  pounds: "£",
};

const WHY: Readonly<Record<Why, string>> = {
  missing: "no reading",
  part: "n/a: read for a part of the day only",
  nothing: "n/a: nothing to count",
  definition: "n/a: measured against another time",
  unfinished: "n/a: not over yet",
};

/** Whether both numbers of a ratio are counts of the same things, so that "7 of 9" says it. */
const isShare = ({ formula, unit }: Pick<Definition, "formula" | "unit">): boolean =>
  formula.kind === "ratio" && unit === "percent";

/** Over how many things a ratio is. */
const casesOf = ({ cases, denominator }: Figure): number | null => cases ?? denominator;

/** Too few to call it a percentage. */
export const isTooFew = (figure: Figure, definition: Pick<Definition, "formula" | "unit">): boolean =>
  isRate(definition) && (casesOf(figure) ?? LEAST_FOR_PERCENT) < LEAST_FOR_PERCENT;

const isRate = ({ formula, unit }: Pick<Definition, "formula" | "unit">): boolean =>
  formula.kind === "ratio" && (unit === "percent" || unit === "points");

/** Whether a change of it could be told from chance at all. */
export const canSignal = (figure: Figure, definition: Pick<Definition, "formula" | "unit">): boolean =>
  figure.value !== null && (!isRate(definition) || (casesOf(figure) ?? 0) >= LEAST_FOR_SIGNAL);

/**
 * "860 of 1,050", "over 1,050", "of 12, 2 still open", "of 37.5 h": what a figure rests on. Never a percentage
 * without it, nor as if it were of all queues where it is of some.
 */
export function countWords(figure: Figure, definition: Pick<Definition, "formula" | "unit">): string {
  const count = restsOn(figure, definition);
  const { queues } = figure;
  if (count === "" || !queues) return count;
  return queues.uneven === true
    ? `${count}, not all queues on all days`
    : `${count} in ${queues.told} of ${queues.of} queues`;
}

function restsOn(figure: Figure, definition: Pick<Definition, "formula" | "unit">): string {
  const { numerator, denominator } = figure;
  if (denominator === null) return "";
  if (definition.formula.kind === "percentile") {
    const open = numerator ?? 0;
    return `of ${number(denominator, 0)}${open > 0 ? `, ${number(open, 0)} still open` : ""}`;
  }
  const counted = countedBy(definition.formula);
  if (counted !== undefined) return `over ${number(figure.cases ?? 0, 0)} ${MEASURES[counted].label}`;
  if (!isCounts(definition)) return `of ${number(denominator / HOUR_MS, 1)} h`;
  if (isShare(definition)) return `${number(numerator ?? 0, 0)} of ${number(denominator, 0)}`;
  return `over ${number(denominator, 0)}`;
}

const HOUR_MS = 3_600_000;

/** Whether what is divided by is a count, not a time. */
const isCounts = ({ formula }: Pick<Definition, "formula">): boolean =>
  formula.kind === "ratio" && !Object.keys(formula.denominator).some((measure) => measure.endsWith("_ms"));

/**
 * A figure in words, with what it rests on: "81.9% (860 of 1,050)", "7 of 9", "70.0% (21 of 30, so
 * between 52% and 83%)", "n/a: nothing to count".
 */
export function figureWords(figure: Figure, definition: Pick<Definition, "formula" | "unit">): string {
  if (figure.value === null) return WHY[figure.why ?? "missing"];
  const count = countWords(figure, definition);
  if (isTooFew(figure, definition)) return `${count}, too few for a percentage`;
  const about = figure.approximate ? "about " : "";
  const value = `${about}${valueWords(figure.value, definition.unit)}`;
  if (count === "") return value;
  return `${value} (${count}${marginWords(figure, definition)})`;
}

/** Between what few cases put a share. */
function marginWords(figure: Figure, definition: Pick<Definition, "formula" | "unit">): string {
  const { numerator, denominator } = figure;
  if (
    !isShare(definition) ||
    figure.cases !== undefined ||
    denominator === null ||
    denominator >= LEAST_FOR_SIGNAL
  )
    return "";
  const interval = wilson(numerator ?? 0, denominator);
  if (!interval) return "";
  return `, so between ${number(interval.lower * 100, 0)}% and ${number(interval.upper * 100, 0)}%`;
}

/** A target in words: "at least 80.0%", "at most 300.0 s", "80.0% to 85.0%"; undefined: none. */
export function targetWords(
  { low, high }: { readonly low: number | null; readonly high: number | null },
  unit: Unit,
): string | undefined {
  if (low !== null && high !== null) return `${valueWords(low, unit)} to ${valueWords(high, unit)}`;
  if (low !== null) return `at least ${valueWords(low, unit)}`;
  return high === null ? undefined : `at most ${valueWords(high, unit)}`;
}

const RULES: Readonly<Record<Rule, string>> = {
  outside: "outside what is usual",
  run: "eight days in a row on one side of what is usual",
  near_limit: "three of four days far from what is usual",
  jump: "a larger jump than usual",
};

/** A change in words: "lower: outside what is usual". */
export const signalWords = ({ rule, way }: Pick<Signal, "rule" | "way">): string =>
  `${way === "up" ? "higher" : "lower"}: ${RULES[rule]}`;

/** Which way is better, in words. */
export const directionWords: Readonly<Record<Direction, string>> = {
  up: "higher is better",
  down: "lower is better",
  band: "too high and too low are both bad",
  context: "neither higher nor lower is better by itself",
};
