import { Temporal } from "temporal-polyfill";
import { type Problem, problem } from "./file/problem.ts";
import { shown } from "./quote.ts";

/** In what order a date with slashes or dots names its parts: `dmy` as in Europe, `mdy` as in the USA. */
export type DateOrder = "dmy" | "mdy";

/** When something was, as a file writes it: an instant (ms since the epoch), or the hands of a clock on a wall. */
export type Moment =
  | { readonly instant: number }
  | {
      /** `YYYY-MM-DD`. */
      readonly date: string;
      /** Minutes since midnight by that clock. */
      readonly minute: number;
    };

/** Nobody brings figures from before: the year is mistyped, and every day since would be looked at. */
const EARLIEST = Date.UTC(2000, 0, 1);
/** How far ahead a forecast may go, ms: two years. */
const AHEAD_MS = 2 * 366 * 86_400_000;

/**
 * Why something cannot have been at a time, to be read after what it is; undefined: it can.
 * @param at ms since the epoch
 * @param now the same
 * @param isForecast whether it may lie in the future
 */
export function untimely(at: number, now: number, isForecast = false): string | undefined {
  if (at < EARLIEST) return "lies before the year 2000";
  if (at > now && !isForecast) return "lies in the future";
  return at > now + AHEAD_MS ? "lies more than two years ahead" : undefined;
}

const ISO =
  /^(?<date>\d{4}-\d{2}-\d{2})(?:[T ](?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2})(?:[.,]\d+)?)?)?\s*(?<offset>Z|[+-]\d{2}:?\d{2})?$/i;
const PARTS =
  /^(?<a>\d{1,2})[/.-](?<b>\d{1,2})[/.-](?<year>\d{4}|\d{2})(?:,?[T ]+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?\s*(?<half>[ap]\.?m\.?)?)?$/i;
const RUN = /^(?<a>\d{2})(?<b>\d{2})(?<year>\d{4})$/;
const BACKWARDS =
  /^(?<year>\d{4})[/.]?(?<month>\d{2})[/.]?(?<day>\d{2})(?:[T ]+(?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?)?$/;
const CLOCK = /^(?<hour>\d{1,2}):?(?<minute>\d{2})(?::(?<second>\d{2})(?:\.\d+)?)?\s*(?<half>[ap]\.?m\.?)?$/i;

type Groups = Readonly<Record<string, string | undefined>>;

/** Minutes since midnight; undefined: no time of a day. */
function minuteOf({ hour = "0", minute = "0", second = "0", half }: Groups): number | undefined {
  const hours = Number(hour);
  if (Number(minute) > 59 || Number(second) > 59) return undefined;
  if (half === undefined) return hours <= 23 ? hours * 60 + Number(minute) : undefined;
  if (hours < 1 || hours > 12) return undefined;
  return ((hours % 12) + (half.toLowerCase().startsWith("p") ? 12 : 0)) * 60 + Number(minute);
}

const two = (part: string): string => part.padStart(2, "0");

function isoDate(year: string, month: string, day: string): string | undefined {
  const date = `${year.length === 2 ? `20${year}` : year}-${two(month)}-${two(day)}`;
  try {
    return Temporal.PlainDate.from(date, { overflow: "reject" }).toString();
  } catch {
    return undefined;
  }
}

/** The order that the dates of a file show; undefined: none of them has a day after the twelfth. */
export function orderOf(cells: Iterable<string>): DateOrder | "both" | undefined {
  let order: DateOrder | undefined;
  for (const cell of cells) {
    const found = (PARTS.exec(cell) ?? RUN.exec(cell))?.groups;
    const one = Number(found?.["a"]) > 12 ? "dmy" : Number(found?.["b"]) > 12 ? "mdy" : undefined;
    if (one !== undefined && order !== undefined && one !== order) return "both";
    order ??= one;
  }
  return order;
}

/** Whether a cell holds a date whose order has to be known. */
export const needsOrder = (cell: string): boolean =>
  PARTS.test(cell) || (RUN.test(cell) && !/^(?:19|20)\d{6}$/.test(cell));

/** A date with or without a time, in ISO or in a vendor's shape; undefined: it cannot be read. */
export function readMoment(cell: string, order: DateOrder | undefined): Moment | undefined {
  // The Genesys API names an interval by both its ends.
  const text =
    /^\d{4}-/.test(cell) && cell.includes("/") && cell.includes("T") ? (cell.split("/")[0] ?? "") : cell;
  const iso = ISO.exec(text)?.groups;
  if (iso) return ofIso(iso);
  const backwards = BACKWARDS.exec(text)?.groups;
  const parts = PARTS.exec(text)?.groups ?? RUN.exec(text)?.groups;
  if (backwards && !(parts && order !== undefined && RUN.test(text) && !/^(?:19|20)/.test(text))) {
    const date = isoDate(backwards["year"] ?? "", backwards["month"] ?? "", backwards["day"] ?? "");
    return momentOf(date, minuteOf(backwards));
  }
  if (!parts || order === undefined) return undefined;
  const { a = "", b = "", year = "" } = parts;
  return momentOf(order === "dmy" ? isoDate(year, b, a) : isoDate(year, a, b), minuteOf(parts));
}

const momentOf = (date: string | undefined, minute: number | undefined): Moment | undefined =>
  date === undefined || minute === undefined ? undefined : { date, minute };

function ofIso(groups: Groups): Moment | undefined {
  const [year = "", month = "", day = ""] = (groups["date"] ?? "").split("-");
  const moment = momentOf(isoDate(year, month, day), minuteOf(groups));
  const { offset } = groups;
  if (offset === undefined || moment === undefined || !("date" in moment)) return moment;
  const [, sign = "+", hours = "0", minutes = "0"] = /^([+-])(\d{2}):?(\d{2})$/.exec(offset) ?? [];
  const shift = (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
  return { instant: Date.parse(`${moment.date}T00:00Z`) + (moment.minute - shift) * 60_000 };
}

/** The time of a day by itself: `01:30`, `0130`, `1:30 PM`; minutes since midnight. */
export function readClock(cell: string): number | undefined {
  const found = CLOCK.exec(cell)?.groups;
  return found ? minuteOf(found) : undefined;
}

/**
 * The order of a file's dates: what it was told, else what they show, else refused.
 * @param line where the first such date stands
 */
export function settleOrder(
  cells: readonly string[],
  told: DateOrder | undefined,
  line: number,
): DateOrder | undefined | Problem {
  const dates = cells.filter(needsOrder);
  if (dates.length === 0) return undefined;
  const seen = orderOf(dates);
  if (seen === "both")
    return problem(
      line,
      "some dates name the day first and others the month. Export it again with dates like 2026-11-21",
    );
  if (seen !== undefined && told !== undefined && seen !== told)
    return problem(
      line,
      `its dates are ${seen === "dmy" ? "day before month" : "month before day"}, and you said otherwise`,
    );
  if (seen === undefined && told === undefined)
    return problem(
      line,
      `${shown(dates[0] ?? "")} could name the day or the month first, and no date in the file shows which. Say so: day first (dmy) or month first (mdy)`,
    );
  return seen ?? told;
}
