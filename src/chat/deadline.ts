import type { Answer } from "./adapter.ts";

/** Slack and Discord give 3 s; at 2 s we say that we are still at it (DESIGN 2). */
export const ANSWER_WITHIN_MS = 2_000;

/** Either the answer, or the promise of one that did not come in time. */
export type Timed =
  | { readonly inTime: true; readonly answer: Answer }
  | { readonly inTime: false; readonly late: Promise<Answer> };

/** Waits for an answer, but not longer than the platform allows. */
export async function inTime(work: Promise<Answer>, withinMs: number = ANSWER_WITHIN_MS): Promise<Timed> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<"late">((resolve) => {
    timer = setTimeout(() => resolve("late"), withinMs);
  });
  const first = await Promise.race([work, timeUp]);
  clearTimeout(timer);
  return first === "late" ? { inTime: false, late: work } : { inTime: true, answer: first };
}

/** What is shown while work goes on past the deadline. */
export const STILL_SAVING =
  "Still saving. You do not need to send it again: the result follows here, only to you.";
