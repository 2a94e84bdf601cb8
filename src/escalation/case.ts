/** The case as values: its kinds, its states, and which step leads where (DOMAIN 2.1, 2.5). */

/** The five outcomes of one command. */
export const KINDS = ["advice", "approval", "takeover", "refer", "notify"] as const;
/** One of {@link KINDS}. */
export type Kind = (typeof KINDS)[number];

/** As people read them on the form. */
export const KIND_LABELS: Readonly<Record<Kind, string>> = {
  advice: "Advice",
  approval: "Approval",
  takeover: "Take over",
  refer: "Refer",
  notify: "Notify",
};

/** What each kind means, for the form. */
export const KIND_HINTS: Readonly<Record<Kind, string>> = {
  advice: "How do I …? You keep the customer.",
  approval: "May I …? Somebody decides, you tell the customer.",
  takeover: "Somebody else deals with the customer.",
  refer: "It belongs to another team.",
  notify: "Somebody has to know.",
};

/** Where a case stands. `handed_back` waits for the customer to be told; `closed` and `withdrawn` are the end. */
export const STATES = [
  "raised",
  "acknowledged",
  "decided",
  "customer_informed",
  "handed_back",
  "closed",
  "withdrawn",
] as const;
/** One of {@link STATES}. */
export type State = (typeof STATES)[number];

/** What people and timers do to a case. */
export type Step = "take" | "release" | "decide" | "decide_informed" | "inform" | "hand_back" | "withdraw";

/**
 * Which step leads where. Handing back and telling the customer may come in either order;
 * a case is closed when both have happened, because "closed" alone proves neither (DOMAIN 8.5).
 */
const NEXT: Readonly<Record<State, Partial<Record<Step, State>>>> = {
  raised: { take: "acknowledged", withdraw: "withdrawn" },
  acknowledged: {
    release: "raised",
    decide: "decided",
    decide_informed: "customer_informed",
    withdraw: "withdrawn",
  },
  decided: { inform: "customer_informed", hand_back: "handed_back" },
  customer_informed: { hand_back: "closed" },
  handed_back: { inform: "closed" },
  closed: {},
  withdrawn: {},
};

/** The state after a step, or undefined where the step makes no sense. */
export const after = (state: State, step: Step): State | undefined => NEXT[state][step];

/** Whether a case is over. */
export const isOver = (state: State): boolean => state === "closed" || state === "withdrawn";

/** Whether the customer waits: on the line now, or promised a call, or not. */
export type Waiting = "on_line" | "promised" | "no";

/** How the customer took it; `raiser_will`: not told yet, the raiser is to tell and record it. */
export const TOLD = ["accepted", "not_accepted", "unknown", "raiser_will"] as const;
/** One of {@link TOLD}. */
export type Told = (typeof TOLD)[number];

/** As people read them on the form. */
export const TOLD_LABELS: Readonly<Record<Told, string>> = {
  accepted: "Told, and accepts it",
  not_accepted: "Told, and does not accept it",
  unknown: "Told; how they took it is unknown",
  raiser_will: "The raiser will tell them",
};

/** What can be decided, by kind; the first is the usual one. */
export const OUTCOMES: Readonly<Record<Kind, readonly Outcome[]>> = {
  advice: ["advised", "passed_on"],
  approval: ["approved", "approved_in_part", "refused"],
  takeover: ["resolved", "resolved_in_part", "not_resolved"],
  refer: ["resolved", "passed_on", "not_resolved"],
  notify: ["noted", "acted", "passed_on"],
};
/** What was decided, as a code. */
export type Outcome =
  | "advised"
  | "approved"
  | "approved_in_part"
  | "refused"
  | "resolved"
  | "resolved_in_part"
  | "not_resolved"
  | "noted"
  | "acted"
  | "passed_on";

/** As people read them. */
export const OUTCOME_LABELS: Readonly<Record<Outcome, string>> = {
  advised: "Advice given",
  approved: "Approved",
  approved_in_part: "Approved in part",
  refused: "Refused",
  resolved: "Resolved",
  resolved_in_part: "Resolved in part",
  not_resolved: "Not resolved",
  noted: "Noted",
  acted: "Acted on",
  passed_on: "Passed on",
};

/** Outcomes that give the customer something, so that an amount belongs to them. */
export const GIVING: readonly Outcome[] = ["approved", "approved_in_part", "resolved", "resolved_in_part"];

/** The issue type for what the register does not name. */
export const SOMETHING_ELSE = "something_else";

/** Longest free text in a case, UTF-16 units. */
export const MOST_TEXT = 1_000;

/** Crockford's letters and figures, without those that are taken for one another. */
const RANDOM_REF = /^(?=.*[A-Z])[0-9A-HJKMNP-TV-Z]{6}$/;

/**
 * "ESC-R7K2Q9" from a random id: the reference of a restricted case. It says nothing of when
 * it was raised, and the others' counter has no gap that would tell of it (DOMAIN 7.7).
 * @param random as `ids.next()` gives it; undefined where it could be taken for a number
 */
export function restrictedRef(random: string): string | undefined {
  const signs = random.slice(0, 6).toUpperCase();
  return RANDOM_REF.test(signs) ? `ESC-${signs}` : undefined;
}

/** "ESC-0042". */
export const caseRef = (number: number): string => `ESC-${String(number).padStart(4, "0")}`;

/** Reads "ESC-42", "esc 0042", "42" or "esc-r7k2q9" as a case reference; undefined where it is none. */
export function readCaseRef(typed: string): string | undefined {
  const match = /^(?:esc[-\s]?)?(?:0*(\d{1,9})|([0-9a-z]{6}))$/i.exec(typed.trim());
  if (match?.[1] !== undefined) return caseRef(Number(match[1]));
  // As Crockford's letters are read: what looks alike is the same.
  const signs = match?.[2]?.toLowerCase().replaceAll("o", "0").replaceAll(/[il]/g, "1");
  return signs === undefined ? undefined : restrictedRef(signs);
}
