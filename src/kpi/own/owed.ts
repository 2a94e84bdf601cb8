import type { OwnCase, TakenCase } from "./cases.ts";

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

/**
 * What is owed in a case, and whether it was done:
 * - that somebody takes it, in the time that the organisation's file gives, which runs on the clock
 *   on the wall: the bot knows no service hours;
 * - that the customer is told by when they were promised a call;
 * - that its raiser gets feedback by the end of the second working day after the decision
 *   (DOMAIN 2.5), for approvals and cases taken over.
 * What was withdrawn before it fell due was never due.
 * @param takeWithinMs how long a taking may take, ms
 * @param feedbackDue when the second working day after an instant ends, ms; undefined: on none of the days that are counted
 */
export function owedIn(
  one: TakenCase,
  takeWithinMs: number,
  feedbackDue: (at: number) => number | undefined,
): readonly Owed[] {
  const untilEnd = { endedAt: one.endedAt };
  const owed: Owed[] = [
    { kind: "taking", dueAt: one.raisedAt + takeWithinMs, doneAt: one.firstTakenAt, ...untilEnd },
  ];
  if (one.promisedAt !== null)
    owed.push({ kind: "promise", dueAt: one.promisedAt, doneAt: one.informedAt, ...untilEnd });
  const wordBy = one.decidedAt === null ? undefined : feedbackDue(one.decidedAt);
  if (wordBy !== undefined && WITH_FEEDBACK.includes(one.kind))
    owed.push({
      kind: "feedback",
      dueAt: wordBy,
      // Handed back without a word is handed back, but no feedback.
      doneAt: one.feedbackPayload === null ? null : one.handedBackAt,
      // It is owed all the more once the case is closed.
      endedAt: null,
    });
  return owed.filter(({ dueAt, doneAt, endedAt }) => doneAt !== null || endedAt === null || endedAt >= dueAt);
}

/** Whether it was done in time. */
export const isMet = ({ dueAt, doneAt }: Owed): boolean => doneAt !== null && doneAt <= dueAt;
