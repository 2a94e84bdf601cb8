import { Temporal } from "temporal-polyfill";
import { addDays, startOf } from "../../local-days.ts";

/** What figures are rolled up over. Weeks are ISO weeks: from Monday to Sunday. */
export type PeriodKind = "day" | "week" | "month";

/** A period, from its first local day to its last, both included (`YYYY-MM-DD`). */
export interface Period {
  readonly first: string;
  readonly last: string;
}

/** The period of a kind in which a local day lies. */
export function periodOf(kind: PeriodKind, date: string): Period {
  const day = Temporal.PlainDate.from(date);
  if (kind === "day") return { first: date, last: date };
  if (kind === "month")
    return {
      first: day.with({ day: 1 }).toString(),
      last: day.with({ day: day.daysInMonth }).toString(),
    };
  const monday = day.subtract({ days: day.dayOfWeek - 1 });
  return { first: monday.toString(), last: monday.add({ days: 6 }).toString() };
}

/** The ISO week before that of a local day: what the weekly roll-up of that day is about. */
export const weekBefore = (date: string): Period => periodOf("week", addDays(date, -7));

/** When a period begins and when the one after it does, ms: what lies at `fromMs` belongs to it, what lies at `toMs` does not. */
export const boundsOf = (
  { first, last }: Period,
  timeZone: string,
): { readonly fromMs: number; readonly toMs: number } => ({
  fromMs: startOf(first, timeZone),
  toMs: startOf(addDays(last, 1), timeZone),
});
