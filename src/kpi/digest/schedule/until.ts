import { Temporal } from "temporal-polyfill";
import { addDays, weekdayOf } from "../../../local-days.ts";
import { dayNamed } from "./days.ts";

const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** A date of the calendar; undefined where there is none. */
function dateOf(year: number, month: number, day: number): string | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: "reject" }).toString();
  } catch {
    return undefined;
  }
}

/** The same date this year, or next year if it has passed. */
function comingDate(today: string, month: number, day: number): string | undefined {
  const year = Number(today.slice(0, 4));
  const date = dateOf(year, month, day);
  return date !== undefined && date < today ? dateOf(year + 1, month, day) : date;
}

/**
 * The local day (`YYYY-MM-DD`) that words name: "friday", "tomorrow", "2026-12-01", "1 December", "1/12",
 * "for two days" counted from today. A weekday is the next of that name. Undefined where they name none.
 */
export function readUntil(typed: string, today: string): string | undefined {
  const words = typed
    .toLowerCase()
    .replaceAll(/\b(?:until|till|up to|to|and|including|the|next|on|end of)\b/g, " ")
    .replaceAll(/[,.]/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  if (words === "today") return today;
  if (words === "tomorrow") return addDays(today, 1);
  const day = dayNamed(words);
  if (day !== undefined) return addDays(today, ((day - weekdayOf(today) + 6) % 7) + 1);
  const [, iso] = /^(\d{4}-\d{2}-\d{2})$/.exec(words) ?? [];
  if (iso !== undefined)
    return dateOf(Number(iso.slice(0, 4)), Number(iso.slice(5, 7)), Number(iso.slice(8)));
  const lasting = /^(?:for )?(a|one|two|three|four|\d{1,3}) (day|week)s?$/.exec(words);
  if (lasting) {
    const count = ["", "one", "two", "three", "four"].indexOf(lasting[1]?.replace(/^a$/, "one") ?? "");
    const days = (count > 0 ? count : Number(lasting[1])) * (lasting[2] === "week" ? 7 : 1);
    return days > 0 ? addDays(today, days - 1) : undefined;
  }
  const figures = /^(\d{1,2})\/(\d{1,2})(?:\/(\d{4}))?$/.exec(words);
  const named = /^(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3})[a-z]*(?: (\d{4}))?$/.exec(words);
  const [, dayOfMonth, monthWord = "", year] = figures ?? named ?? [];
  if (dayOfMonth === undefined) return undefined;
  const month = figures ? Number(monthWord) : MONTHS.indexOf(monthWord) + 1;
  return year === undefined
    ? comingDate(today, month, Number(dayOfMonth))
    : dateOf(Number(year), month, Number(dayOfMonth));
}
