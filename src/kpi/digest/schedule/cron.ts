import { validate } from "node-cron";

/** A schedule as a cron expression says it, or why it cannot be one of a digest. */
export type CronSchedule =
  | { readonly ok: true; readonly at: string; readonly days: readonly number[] }
  | { readonly ok: false; readonly why: "unreadable" | "several" | "dates" };

/** What looks like a cron expression, right or wrong: at least four fields of which three begin it that no words would. */
const LOOKS_SO = /^[\d*?,/-]+(?:\s+[\d*?,/-]+){2}(?:\s+\S+){1,3}$/;

/** Whether a text is meant as a cron expression. */
export const isCron = (text: string): boolean => LOOKS_SO.test(text.trim());

const NAMES = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

/** The number of a weekday as cron counts: 0 and 7 are Sunday. */
function cronDay(word: string): number {
  const named = NAMES.indexOf(word.slice(0, 3));
  return named >= 0 ? named : Number(word);
}

/** The ISO weekdays of a field that node-cron has found to be right. */
function daysOf(field: string): readonly number[] {
  const days = new Set<number>();
  for (const part of field.split(",")) {
    const [span = "*", step = "1"] = part.split("/");
    const [first = "*", last] = span.split("-");
    const from = first === "*" ? 0 : cronDay(first);
    const to = first === "*" ? 6 : last === undefined ? (part.includes("/") ? 6 : from) : cronDay(last);
    for (let day = from; day <= (to < from ? to + 7 : to); day += Number(step))
      days.add(day % 7 === 0 ? 7 : day % 7);
  }
  return [...days].toSorted((a, b) => a - b);
}

/** Reads a cron expression of five fields: one minute, one hour, any date, weekdays. */
export function readCron(text: string): CronSchedule {
  const fields = text.trim().toLowerCase().split(/\s+/);
  const [minute = "", hour = "", date = "", month = "", days = ""] = fields;
  if (fields.length !== 5 || !validate(fields.join(" "))) return { ok: false, why: "unreadable" };
  if (date !== "*" || month !== "*") return { ok: false, why: "dates" };
  if (!/^\d+$/.test(minute) || !/^\d+$/.test(hour)) return { ok: false, why: "several" };
  return {
    ok: true,
    at: `${hour.padStart(2, "0").slice(-2)}:${minute.padStart(2, "0").slice(-2)}`,
    days: daysOf(days),
  };
}
