import { Temporal } from "temporal-polyfill";
import { localDate, startOf } from "../../../local-days.ts";
import type { DigestTimes } from "../../settings.ts";

/** A digest is posted on so many local days, as a schedule says. */
export type WallTimes = Pick<DigestTimes, "at" | "days" | "zone">;

/** One digest of a schedule: the local day (`YYYY-MM-DD`) that it is for, which is its key, and when it is due, ms. */
export interface Occurrence {
  readonly date: string;
  readonly dueAt: number;
}

/** Nothing that was due longer ago is asked about: a program that was away for months lists no months of misses. */
export const LOOK_BACK_DAYS = 31;

/** Whether a local day was there at all: Apia went to bed on 29 December 2011 and woke up on the 31st. */
const wasThere = (date: string, zone: string): boolean => localDate(startOf(date, zone), zone) === date;

/**
 * When a wall time of a local day is, ms. Of a time that a clock change skips, the first instant after
 * the gap; of one that it repeats, the first. (Temporal's own "compatible" moves a skipped time on by the
 * gap's length, and node-cron leaves it out: RELIABILITY T5.) Undefined for a day that was never there.
 */
export function dueAt(date: string, { at, zone }: Pick<DigestTimes, "at" | "zone">): number | undefined {
  const wanted = Temporal.PlainDateTime.from(`${date}T${at}`);
  const found = wanted.toZonedDateTime(zone, { disambiguation: "earlier" });
  if (found.toPlainDateTime().equals(wanted)) return found.epochMilliseconds;
  if (!wasThere(date, zone)) return undefined;
  // In a gap "earlier" gives an instant before it, so that the next change is the gap's end.
  return (found.getTimeZoneTransition("next") ?? found).epochMilliseconds;
}

/** The digests of a schedule on the local days from one on, forward or back, as far as {@link LOOK_BACK_DAYS}. */
function* on(times: WallTimes, from: string, step: -1 | 1): Generator<Occurrence> {
  if (times.days.length === 0) return;
  let day = Temporal.PlainDate.from(from);
  for (let n = 0; n <= LOOK_BACK_DAYS; n += 1, day = day.add({ days: step })) {
    if (!times.days.includes(day.dayOfWeek)) continue;
    const date = day.toString();
    const due = dueAt(date, times);
    if (due !== undefined) yield { date, dueAt: due };
  }
}

/** The newest digest that was due by an instant (ms), of the last 31 days. */
export function newestOf(times: WallTimes, upTo: number): Occurrence | undefined {
  for (const one of on(times, localDate(upTo, times.zone), -1)) if (one.dueAt <= upTo) return one;
  return undefined;
}

/**
 * The digests of a schedule with `since` < due ≤ `upTo` (ms), oldest first, of the last 31 days. By its
 * key there is one for each local day, whatever the clocks do.
 * @param after only those of later local days
 */
export function occurrences(
  times: WallTimes,
  since: number,
  upTo: number,
  after: string | null = null,
): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (const one of on(times, localDate(upTo, times.zone), -1)) {
    if (one.dueAt <= since || (after !== null && one.date <= after)) break;
    if (one.dueAt <= upTo) found.push(one);
  }
  return found.toReversed();
}

/** The next three digests of a schedule, for showing it before it is saved. */
export function nextThree(times: WallTimes, now: number): readonly Occurrence[] {
  const found: Occurrence[] = [];
  for (const one of on(times, localDate(now, times.zone), 1)) {
    if (one.dueAt > now) found.push(one);
    if (found.length === 3) break;
  }
  return found;
}

/** When the weekly roll-up comes: at the same time of day, on its own weekday, whether or not there is a digest that day. */
export const weeklyTimes = (times: DigestTimes): WallTimes => ({
  ...times,
  days: times.weeklyOn === 0 ? [] : [times.weeklyOn],
});
