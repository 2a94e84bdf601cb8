/** An improvement action as values: its states, and which step leads where (DOMAIN 4.5). */

/**
 * Where an action stands. `planned`: agreed, the change is not made yet; `running`: it is made,
 * and what was before is frozen; `reviewed`: somebody has said what came of it; `dropped`: it
 * was given up, with a reason.
 */
export const STATES = ["planned", "running", "reviewed", "dropped"] as const;
/** One of {@link STATES}. */
export type State = (typeof STATES)[number];

/** As people read them. */
export const STATE_WORDS: Readonly<Record<State, string>> = {
  planned: "Planned",
  running: "Running",
  reviewed: "Reviewed",
  dropped: "Dropped",
};

/** What people and timers do to an action. */
export type Step = "start" | "hand_over" | "tell" | "review" | "drop";

/** Which step leads where. What was changed can also be told once the review is done. */
const NEXT: Readonly<Record<State, Partial<Record<Step, State>>>> = {
  planned: { start: "running", hand_over: "planned", drop: "dropped" },
  running: { hand_over: "running", tell: "running", review: "reviewed", drop: "dropped" },
  reviewed: { tell: "reviewed" },
  dropped: {},
};

/** The state after a step, or undefined where the step makes no sense. */
export const after = (state: State, step: Step): State | undefined => NEXT[state][step];

/** Whether nothing is due any more. */
export const isOver = (state: State): boolean => state === "reviewed" || state === "dropped";

/** What a review decides: it stays, it is changed by an action that follows, or it is undone. */
export const DECISIONS = ["keep", "adapt", "stop"] as const;
/** One of {@link DECISIONS}. */
export type Decision = (typeof DECISIONS)[number];

/** As people read them on the form and on the card. */
export const DECISION_LABELS: Readonly<Record<Decision, string>> = {
  keep: "Keep the change",
  adapt: "Adapt it",
  stop: "Stop it",
};

/** What each decision means, for the form. */
export const DECISION_HINTS: Readonly<Record<Decision, string>> = {
  keep: "It stays as it is.",
  adapt: "Something else is tried: an action that follows begins now.",
  stop: "It is undone, or not gone on with.",
};

/** Longest free text in an action, UTF-16 units. */
export const MOST_TEXT = 1_000;

/** "ACT-012". */
export const actionRef = (number: number): string => `ACT-${String(number).padStart(3, "0")}`;

/** Reads "ACT-12", "act 012" or "12" as a reference; undefined where it is none. */
export function readActionRef(typed: string): string | undefined {
  const match = /^(?:act[-\s]?)?0*(\d{1,9})$/i.exec(typed.trim());
  return match?.[1] === undefined || Number(match[1]) === 0 ? undefined : actionRef(Number(match[1]));
}
