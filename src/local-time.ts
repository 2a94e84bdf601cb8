/** Times are stored in UTC and shown in the team's zone (DESIGN 9). */

const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const LONG_DAY = { day: "numeric", month: "long", year: "numeric" } as const;
const STYLES = {
  time: TIME,
  shortDayAndTime: { ...TIME, weekday: "short", day: "numeric", month: "short" },
  longDay: LONG_DAY,
  longDayAndTime: { ...TIME, ...LONG_DAY },
} as const;

/** Formats are slow to make, and there is one for each zone and style. */
const formats = new Map<string, Intl.DateTimeFormat>();

function format(timeZone: string, style: keyof typeof STYLES): Intl.DateTimeFormat {
  const key = `${timeZone} ${style}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat("en-GB", { timeZone, ...STYLES[style] });
  formats.set(key, made);
  return made;
}

const day = (ms: number, timeZone: string): string => new Date(ms).toLocaleDateString("en-CA", { timeZone });

/** "15:30" if it is the same local day as `now`, else "Sat 21 Nov, 15:30". Ms since the epoch, IANA zone. */
export function shortTime(ms: number, now: number, timeZone: string): string {
  return format(timeZone, day(ms, timeZone) === day(now, timeZone) ? "time" : "shortDayAndTime").format(ms);
}

/** "12 October 2026 at 14:05": ms since the epoch, IANA zone. */
export const longTime = (ms: number, timeZone: string): string =>
  format(timeZone, "longDayAndTime").format(ms);

/** "12 October 2026", of a local day `YYYY-MM-DD`; here without what calendars need, for a process that has to be small. */
export const longDay = (date: string): string =>
  format("UTC", "longDay").format(new Date(`${date}T00:00:00Z`));

const DAY_MINUTES = 24 * 60;

/** "2 minutes", "1 hour", "90 minutes", "7 days": a duration in ms, in words; to the day from two days on. */
export function duration(ms: number): string {
  const minutes = Math.max(1, Math.round(ms / 60_000));
  if (minutes >= 2 * DAY_MINUTES) return `${Math.round(minutes / DAY_MINUTES)} days`;
  if (minutes % 60 === 0) return minutes === 60 ? "1 hour" : `${minutes / 60} hours`;
  return minutes === 1 ? "1 minute" : `${minutes} minutes`;
}

/** Later than this is said, ms: the engine turns four times a second. */
export const LATE_MS = 60_000;

/** What a reminder says of itself that comes late, because the program was down: "" or " (this reminder …)". */
export const lateness = (dueAt: number, now: number): string =>
  now - dueAt > LATE_MS
    ? ` (this reminder comes ${duration(now - dueAt)} late, because Floorwalker was not running)`
    : "";
