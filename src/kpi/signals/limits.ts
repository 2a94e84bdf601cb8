/** What a process usually does: the limits of an XmR chart (DOMAIN 3.4), frozen once they rest on enough points. */
export interface Limits {
  readonly mean: number;
  /** The mean of the moving ranges. */
  readonly range: number;
  readonly lower: number;
  readonly upper: number;
  /** A moving range above this is a signal too. */
  readonly rangeLimit: number;
  readonly points: number;
  /**
   * By how much each weekday (ISO, 1 is Monday) usually differs from the mean; what is compared is the
   * rest. Absent: not enough of each weekday to tell, or no difference worth telling.
   */
  readonly weekdays?: Readonly<Record<string, number>>;
}

/** A value of a local day; `weekday` is ISO's, 1 is Monday. */
export interface Point {
  readonly date: string;
  readonly weekday: number;
  readonly value: number;
}

/** Where a value can lie at all: a share neither below 0 nor above 100. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/** Fewer points than this show no limits at all; with fewer than {@link SETTLED} they are provisional. */
export const FEWEST = 6;
/** From so many points on limits are settled, and frozen. */
export const SETTLED = 20;
/** So many of each weekday that occurs, before weekdays are told apart. */
const EACH_WEEKDAY = 6;

/** How many mean moving ranges lie between the mean and a limit: Wheeler's constant for ranges of two, 3 / 1.128. */
export const TO_LIMIT = 2.66;
/** The same for the ranges themselves. */
const TO_RANGE_LIMIT = 3.27;

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** By how much each weekday differs from the mean of all; undefined where it cannot be told yet. */
function weekdayDifferences(points: readonly Point[]): Readonly<Record<string, number>> | undefined {
  const by = new Map<number, number[]>();
  for (const { weekday, value } of points) by.set(weekday, [...(by.get(weekday) ?? []), value]);
  if (by.size < 2 || [...by.values()].some((values) => values.length < EACH_WEEKDAY)) return undefined;
  const overall = mean(points.map(({ value }) => value));
  return Object.fromEntries([...by].map(([weekday, values]) => [weekday, mean(values) - overall]));
}

/** A value without what its weekday explains. */
export const adjusted = ({ weekday, value }: Point, { weekdays }: Pick<Limits, "weekdays">): number =>
  value - (weekdays?.[weekday] ?? 0);

const ranges = (values: readonly number[]): number[] =>
  values.slice(1).map((value, index) => Math.abs(value - (values[index] ?? value)));

function limitsFrom(points: readonly Point[], weekdays: Limits["weekdays"], { least, most }: Bounds): Limits {
  const values = points.map((point) => adjusted(point, weekdays ? { weekdays } : {}));
  const centre = mean(values);
  const range = mean(ranges(values));
  return {
    mean: centre,
    range,
    // What a weekday explains is taken off first, so the rest may well lie beyond what a value can be.
    lower: Math.max(weekdays ? -Infinity : least, centre - TO_LIMIT * range),
    upper: Math.min(weekdays ? Infinity : most, centre + TO_LIMIT * range),
    rangeLimit: TO_RANGE_LIMIT * range,
    points: points.length,
    ...(weekdays ? { weekdays } : {}),
  };
}

/**
 * The limits of some points, earliest first; undefined below {@link FEWEST}. Mondays are compared with
 * Mondays where there are enough of each weekday and it narrows the limits: else every Monday would signal.
 */
export function limitsOf(points: readonly Point[], bounds: Bounds): Limits | undefined {
  if (points.length < FEWEST) return undefined;
  const plain = limitsFrom(points, undefined, bounds);
  const weekdays = weekdayDifferences(points);
  if (!weekdays) return plain;
  const byWeekday = limitsFrom(points, weekdays, bounds);
  return byWeekday.range < plain.range ? byWeekday : plain;
}

/** What is usual on a day of the week. */
export interface Usual {
  readonly lower: number;
  readonly mean: number;
  readonly upper: number;
}

/** The limits as they are for a value of some weekday: what is usual on a Monday is not what is usual on a Sunday. */
export function usualOn(limits: Limits, weekday: number, { least, most }: Bounds): Usual {
  const apart = limits.weekdays?.[weekday] ?? 0;
  return {
    lower: Math.max(least, limits.lower + apart),
    mean: limits.mean + apart,
    upper: Math.min(most, limits.upper + apart),
  };
}
