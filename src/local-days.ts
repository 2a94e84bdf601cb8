import { Temporal } from "temporal-polyfill";

/** A local day: from its first instant to the first of the next, ms since the epoch. 23 or 25 hours at a clock change. */
export interface Day {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Local days are kept as `YYYY-MM-DD`: such texts are in order when they are sorted, and a clock change cannot move them. */

const plain = (date: string): Temporal.PlainDate => Temporal.PlainDate.from(date);

/** The local day of an instant (ms since the epoch) in an IANA zone. */
export const localDate = (ms: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone).toPlainDate().toString();

/** The first instant of a local day, ms; not always midnight, where the clock change skips it. */
export const startOf = (date: string, timeZone: string): number =>
  plain(date).toZonedDateTime(timeZone).epochMilliseconds;

/** Nine in the morning of a local day, ms: when people are reminded. */
export const nineOn = (date: string, timeZone: string): number =>
  plain(date).toZonedDateTime({ timeZone, plainTime: "09:00" }).epochMilliseconds;

/** A day so many days later; earlier if negative. */
export const addDays = (date: string, days: number): string => plain(date).add({ days }).toString();

/** Days from one day to another; negative if it lies before. */
export const daysBetween = (from: string, to: string): number => plain(from).until(plain(to)).days;

/** The last day before this one that is no Saturday or Sunday. Public holidays are not known here. */
export function workingDayBefore(date: string): string {
  const before = plain(date).subtract({ days: 1 });
  return before.subtract({ days: Math.max(0, before.dayOfWeek - 5) }).toString();
}

/** So many days that follow one another, from `first` on, as stretches of time. */
export const daysFrom = (first: string, count: number, timeZone: string): readonly Day[] =>
  Array.from({ length: Math.max(0, count) }, (_, index) => ({
    fromMs: startOf(addDays(first, index), timeZone),
    toMs: startOf(addDays(first, index + 1), timeZone),
  }));

/** "Fri 4 Dec 2026". Whether the weekday has a comma depends on the version of the locale's data, so it has none. */
export const dayWords = (date: string): string =>
  plain(date)
    .toLocaleString("en-GB", { weekday: "short", day: "numeric", month: "short", year: "numeric" })
    .replace(",", "");

/** "4 December 2026". */
export const longDate = (date: string): string =>
  plain(date).toLocaleString("en-GB", { day: "numeric", month: "long", year: "numeric" });

/** So many days that follow one another and end at an instant (ms): each from the same time of day to the next. */
export function daysUpTo(ms: number, count: number, timeZone: string): readonly Day[] {
  const end = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(timeZone);
  const before = (days: number): number => end.subtract({ days }).epochMilliseconds;
  return Array.from({ length: count }, (_, index) => ({
    fromMs: before(count - index),
    toMs: before(count - index - 1),
  }));
}

/** The weekday of a local day as ISO counts: 1 is Monday, 7 Sunday. */
export const weekdayOf = (date: string): number => plain(date).dayOfWeek;
