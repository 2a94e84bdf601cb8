import { addDays, localDate, startOf, weekdayOf } from "../../local-days.ts";
import type { OwnCase } from "./cases.ts";

/** A case with what else has to be known of it to count it. */
export interface Counted extends OwnCase {
  /** When somebody first took it, ms; null: nobody has. */
  readonly firstTakenAt: number | null;
}

/** Something that is owed by a time. */
export interface Owed {
  readonly kind: "taking" | "promise" | "feedback";
  /** The last instant at which it is in time, ms. */
  readonly dueAt: number;
  /** When it was done, ms; null: it was not. */
  readonly doneAt: number | null;
  /** When it was no longer owed, done or not, ms; null: it still is. */
  readonly endedAt: number | null;
}

/** Kinds of case whose raiser learns from the answer, and is owed a word on it (DOMAIN 3, row 32). */
const WITH_FEEDBACK: readonly OwnCase["kind"][] = ["approval", "takeover"];
const FEEDBACK_DAYS = 2;

/** The working day so many after a local day. Public holidays are not known here. */
function workingDayAfter(date: string, count: number): string {
  let day = date;
  for (let left = count; left > 0;) {
    day = addDays(day, 1);
    if (weekdayOf(day) <= 5) left -= 1;
  }
  return day;
}

/**
 * What is owed in a case, and whether it was done:
 * - that somebody takes it, in the time that the organisation's file gives, which runs on the clock
 *   on the wall: the bot knows no service hours;
 * - that the customer is told by when they were promised a call;
 * - that its raiser gets feedback by the end of the second working day after the decision
 *   (DOMAIN 2.5), for approvals and cases taken over.
 * What was withdrawn before it fell due was never due.
 * @param takeWithinMs how long a taking may take, ms
 * @param timeZone in which working days begin
 */
export function owedIn(one: Counted, takeWithinMs: number, timeZone: string): readonly Owed[] {
  const untilEnd = { endedAt: one.endedAt };
  const owed: Owed[] = [
    { kind: "taking", dueAt: one.raisedAt + takeWithinMs, doneAt: one.firstTakenAt, ...untilEnd },
  ];
  if (one.promisedAt !== null)
    owed.push({ kind: "promise", dueAt: one.promisedAt, doneAt: one.informedAt, ...untilEnd });
  if (one.decidedAt !== null && WITH_FEEDBACK.includes(one.kind)) {
    const last = workingDayAfter(localDate(one.decidedAt, timeZone), FEEDBACK_DAYS);
    owed.push({
      kind: "feedback",
      dueAt: startOf(addDays(last, 1), timeZone) - 1,
      // Handed back without a word is handed back, but no feedback.
      doneAt: one.feedbackPayload === null ? null : one.handedBackAt,
      // It is owed all the more once the case is closed.
      endedAt: null,
    });
  }
  return owed.filter(({ dueAt, doneAt, endedAt }) => doneAt !== null || endedAt === null || endedAt >= dueAt);
}

/** Whether it was done in time. */
export const isMet = ({ dueAt, doneAt }: Owed): boolean => doneAt !== null && doneAt <= dueAt;
