import { isCron, readCron } from "./cron.ts";
import { readClocks } from "./clock.ts";
import { dayNamed, dayNames, readDays } from "./days.ts";
import { readZone } from "./zone.ts";
import type { WallTimes } from "./occurrence.ts";

/** Why something cannot be a schedule of a digest. */
export type Why = "unreadable" | "several" | "dates" | "no_time" | "no_zone" | "impossible";

/** What was understood, with the zone if one was named. */
export type Understood =
  | {
      readonly ok: true;
      readonly at: string;
      readonly days: readonly number[];
      readonly zone: string | undefined;
    }
  | { readonly ok: false; readonly why: Why };

const EXAMPLES =
  "weekdays at 8:30 · mon wed fri 08:45 in Europe/London · every day at half past eight · 30 8 * * 1-5";

/** What to tell the person. A digest comes once a day, whatever is asked for (RELIABILITY 17: one per local date). */
export const PROBLEMS: Readonly<Record<Why, string>> = {
  unreadable: `Floorwalker cannot read that. Write when the digest should come like one of these: ${EXAMPLES}.`,
  no_time: `That names no time of day. Write it like one of these: ${EXAMPLES}.`,
  no_zone:
    "That names a time zone that Floorwalker does not know, or two. Use one name such as Europe/London.",
  impossible: `No clock has that time. Write it like one of these: ${EXAMPLES}.`,
  dates:
    "A digest comes on weekdays, not on dates: in a cron expression the third and the fourth field must be *. For example: 30 8 * * 1-5.",
  several:
    "A team gets one digest a day, so it can have one time only: its figures are those of whole days and would say the same twice, and what comes often is not read. Choose one time, for example: weekdays at 8:30.",
};

const problem = (why: Why): Understood => ({ ok: false, why });

/** Minutes of the day as `HH:MM`. */
const asTime = (minutes: number): string =>
  `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;

/**
 * Understands when a digest should come, in plain words or as a cron expression of five fields. A time
 * without "am" or "pm" is as on a clock of 24 hours; without days, working days are meant: it is
 * shown back in words before anything is saved.
 */
export function readSchedule(typed: string): Understood {
  if (isCron(typed)) {
    const cron = readCron(typed);
    if (cron.ok) return { ok: true, at: cron.at, days: cron.days, zone: undefined };
    return problem(cron.why);
  }
  const tidy = typed
    .toLowerCase()
    .replaceAll(/[‐-―]/g, "-")
    .replaceAll(/[’`]/g, "'")
    .replaceAll("&", " and ")
    // "mon/wed/fri" is no zone.
    .replaceAll(/\b([a-z]{3,9})\/(?=([a-z]{3,9})\b)/g, (whole: string, one: string, next: string) =>
      dayNamed(one) !== undefined && dayNamed(next) !== undefined ? `${one} ` : whole,
    )
    .replaceAll(/\s+/g, " ")
    .replace(/[.!]+$/, "")
    .trim();
  const zones = readZone(tidy);
  if (zones.impossible) return problem("no_zone");
  const clocks = readClocks(zones.rest);
  if (clocks.often || clocks.times.length > 1) return problem("several");
  if (clocks.impossible) return problem("impossible");
  const days = readDays(clocks.rest.replaceAll(/\s+/g, " "));
  if (!days) return problem("unreadable");
  const [minutes] = clocks.times;
  if (minutes === undefined) return problem(tidy === "" ? "unreadable" : "no_time");
  return { ok: true, at: asTime(minutes), days, zone: zones.zone };
}

/** A schedule in words: "Monday to Friday at 08:30, Europe/London time". */
export const scheduleWords = ({ at, days, zone }: WallTimes): string =>
  `${dayNames(days)} at ${at}, ${zone} time`;
