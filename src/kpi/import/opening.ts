import { Temporal } from "temporal-polyfill";
import { type Day, addDays, startOf } from "../../local-days.ts";
import type { OpeningHours } from "../queue.ts";

const isOn = ({ days }: OpeningHours, date: string): boolean =>
  days.includes(Temporal.PlainDate.from(date).dayOfWeek);

function at(date: string, clock: string, timeZone: string): number {
  if (clock === "24:00") return startOf(addDays(date, 1), timeZone);
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime: clock }).epochMilliseconds;
}

/** When a queue is open on a local day, ms; hours past midnight belong to the day on which they begin, and show on the next. */
export function openOn(hours: OpeningHours, date: string, timeZone: string): readonly Day[] {
  const isOvernight = hours.to !== "24:00" && hours.to <= hours.from;
  const spans: Day[] = [];
  if (isOvernight && isOn(hours, addDays(date, -1)))
    spans.push({ fromMs: startOf(date, timeZone), toMs: at(date, hours.to, timeZone) });
  if (isOn(hours, date))
    spans.push({
      fromMs: at(date, hours.from, timeZone),
      toMs: isOvernight ? startOf(addDays(date, 1), timeZone) : at(date, hours.to, timeZone),
    });
  return spans;
}

/** How many intervals of so many minutes lie in stretches of time: 46 or 50 half-hours on the days of a clock change. */
export const intervalsIn = (spans: readonly Day[], minutes: number): number =>
  spans.reduce((count, { fromMs, toMs }) => count + Math.ceil((toMs - fromMs) / (minutes * 60_000)), 0);
