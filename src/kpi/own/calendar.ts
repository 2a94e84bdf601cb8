import { addDays, daysBetween, startOf, weekdayOf } from "../../local-days.ts";
import { Remembered } from "../../remembered.ts";
import { type OwnDay, endedBy } from "./spread.ts";

/** Days kept in mind: years of them, in several zones. Every team's digest asks for the same ones. */
const firstInstants = new Remembered<number>(20_000);

/** The first instant of a local day, ms, worked out once. */
const firstInstant = (date: string, timeZone: string): number =>
  firstInstants.of(`${date} ${timeZone}`, () => startOf(date, timeZone));

/** Local days that follow one another, both ends included. */
export function calendar(first: string, last: string, timeZone: string): readonly OwnDay[] {
  const days: OwnDay[] = [];
  let fromMs = firstInstant(first, timeZone);
  for (let date = first, left = daysBetween(first, last); left >= 0; left -= 1) {
    const next = addDays(date, 1);
    const toMs = firstInstant(next, timeZone);
    days.push({ date, fromMs, toMs });
    [date, fromMs] = [next, toMs];
  }
  return days;
}

/** Days after which a working day of a week comes at the latest. */
const MOST_WEEKEND = 3;

/**
 * When the second working day after the day of an instant ends: the last instant of it, ms; undefined
 * where the instant, or that end, lies outside the days given. Public holidays are not known here.
 * @param days that follow one another
 */
export function twoWorkingDaysAfter(days: readonly OwnDay[]): (at: number) => number | undefined {
  const first = days[0] === undefined ? 1 : weekdayOf(days[0].date);
  const works = (index: number): boolean => ((first - 1 + index) % 7) + 1 <= 5;
  const nextWorking = (index: number): number => {
    let next = index + 1;
    for (let step = 1; step < MOST_WEEKEND && !works(next); step += 1) next += 1;
    return next;
  };
  const ends = days.map((_, index) => days[nextWorking(nextWorking(index))]?.toMs);
  return (at) => {
    const index = endedBy(days, at);
    const end = at < (days[index]?.fromMs ?? Infinity) ? undefined : ends[index];
    return end === undefined ? undefined : end - 1;
  };
}
