import { addDays, daysBetween, localDate, nineOn, workingDayBefore } from "../local-days.ts";

/** Why somebody is reminded of a review: it is due tomorrow or today, or it should have been done. */
export type Stage = "before" | "today" | "overdue";

/** Days after the review date until whoever leads the owner is told too. */
const OVERDUE_AFTER_DAYS = 2;
/** And from then on, days between reminders. */
const THEN_EVERY_DAYS = 7;

/** A reminder: when, in ms, and why. */
export interface Reminder {
  readonly at: number;
  readonly stage: Stage;
}

/** The reminders of a review as far as the week after `until`, in order: each at nine in the morning. */
function reminders(reviewOn: string, until: number, timeZone: string): readonly Reminder[] {
  const first = addDays(reviewOn, OVERDUE_AFTER_DAYS);
  const weeks = Math.max(0, Math.ceil(daysBetween(first, localDate(until, timeZone)) / THEN_EVERY_DAYS)) + 1;
  const at = (date: string, stage: Stage): Reminder => ({ at: nineOn(date, timeZone), stage });
  return [
    at(workingDayBefore(reviewOn), "before"),
    at(reviewOn, "today"),
    ...Array.from({ length: weeks + 1 }, (_, week) => at(addDays(first, week * THEN_EVERY_DAYS), "overdue")),
  ];
}

/** The first reminder that is still to come at `now` (ms). There always is one: nothing is forgotten. */
export function nextReminder(reviewOn: string, now: number, timeZone: string): Reminder {
  const next = reminders(reviewOn, now, timeZone).find((one) => one.at > now);
  if (!next) throw new Error("a review without a next reminder");
  return next;
}

/** Where a review stands at `now`; undefined while it is too soon to remind anybody. */
export const stageAt = (reviewOn: string, now: number, timeZone: string): Stage | undefined =>
  reminders(reviewOn, now, timeZone).findLast((one) => one.at <= now)?.stage;
