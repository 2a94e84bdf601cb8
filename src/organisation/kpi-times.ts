import { z } from "zod";

/** Weekdays as the file writes them, in the order of ISO: the first is 1. */
export const WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

function isZone(zone: string): boolean {
  try {
    return /^[A-Za-z]/.test(zone) && new Intl.DateTimeFormat("en", { timeZone: zone }).format(0) !== "";
  } catch {
    return false;
  }
}

/** An IANA zone. */
export const zone = z
  .string()
  .refine(isZone, { error: "is not a time zone. Use a name such as Europe/London" });

/** An ISO weekday, 1 is Monday. */
const weekday = z
  .enum(WEEKDAYS, { error: `must be one of ${WEEKDAYS.join(", ")}` })
  .transform((day) => WEEKDAYS.indexOf(day) + 1);

/** Days of the week: each once, in their order. */
export const weekdays = z
  .array(weekday)
  .min(1, { error: "names no day" })
  .max(14, { error: "names more days than a week has" })
  .transform((days) => [...new Set(days)].toSorted((a, b) => a - b));

const TIME = /^([01]?[0-9]|2[0-3]):([0-5][0-9])$/;
const A_TIME = "must be a time of day such as 08:30, from 00:00 to 23:59";

/** A time of day as `HH:MM`; undefined where it is none. */
const asTime = (text: string): string | undefined => (TIME.test(text) ? text.padStart(5, "0") : undefined);

const timeUpTo = (last: "23:59" | "24:00") =>
  z.string().transform((text, context) => {
    const time = text === last ? last : asTime(text);
    if (time !== undefined) return time;
    context.addIssue({ code: "custom", message: A_TIME.replace("23:59", last) });
    return z.NEVER;
  });

/**
 * A time of day of a clock on the wall. One that a clock change skips or repeats is as good as any:
 * what is due then comes at the first instant after the gap, or the first time round.
 */
export const timeOfDay = timeUpTo("23:59");

/** The end of a stretch of a day: 24:00 is the end of the day. */
export const endOfDay = timeUpTo("24:00");

const ONE_A_DAY = "must be one time of day, such as 08:30: a team gets one digest a day, never several";

/** When a digest comes: whoever writes several times, in whatever way, is told that there is one a day. */
const digestTime = z.unknown().transform((written, context) => {
  const text = typeof written === "string" ? written : "";
  const time = asTime(text);
  if (time !== undefined) return time;
  const several = Array.isArray(written) || (text.match(/\d{1,2}:\d{2}/g) ?? []).length > 1;
  context.addIssue({ code: "custom", message: several ? ONE_A_DAY : A_TIME });
  return z.NEVER;
});

const weekly = z
  .enum([...WEEKDAYS, "none"], { error: `must be one of ${WEEKDAYS.join(", ")}, or none` })
  .transform((day) => (day === "none" ? 0 : WEEKDAYS.indexOf(day) + 1));

/** When digests come, or that there are none. */
export const digestShape = z.union(
  [
    z.literal("none"),
    z.strictObject({
      at: digestTime.exactOptional(),
      days: weekdays.exactOptional(),
      zone: zone.exactOptional(),
      weekly: weekly.exactOptional(),
    }),
  ],
  { error: "must be a group of keys (at, days, zone, weekly), or none" },
);

export type DigestInput = z.output<typeof digestShape>;
