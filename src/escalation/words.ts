import type { Inline } from "../chat/message.ts";
import { text } from "../chat/message.ts";
import { SEVERE_LABELS } from "../comments/settings.ts";
import { shortTime } from "../local-time.ts";
import { formatMoney } from "../money.ts";
import { KIND_LABELS, SOMETHING_ELSE, type State } from "./case.ts";
import type { Hole, Reason } from "./routing.ts";
import type { Case } from "./store.ts";
import type { Situation } from "./who.ts";

/** How a case's parts read; one place for each wording. */

/** "Refund", "Something else"; of a restricted case its topic, "Safety". */
export const issueLabel = ({ decision, case: one }: Pick<Situation, "decision" | "case">): string =>
  one.restricted === null ? (decision?.label ?? "Something else") : SEVERE_LABELS[one.restricted];

/** An amount of a case, or undefined where it has none. */
export const amountOf = (pence: number | null, currency: string | null): string | undefined =>
  pence === null || currency === null ? undefined : formatMoney(pence, currency);

/** "ESC-0042 · Approval · Refund · £80.00". */
export function caseTitle(situation: Situation): Inline[] {
  const { case: one } = situation;
  const parts = [
    one.ref,
    KIND_LABELS[one.kind],
    issueLabel(situation),
    amountOf(one.amountPence, one.currency),
  ];
  return [text(parts.filter((part) => part !== undefined).join(" · "))];
}

/** "Customer on the line now", "Promised a call by 15:30", or undefined. */
export function waitingWords(one: Case, now: number, timeZone: string): string | undefined {
  if (one.waiting === "on_line") return "Customer on the line now";
  if (one.waiting === "promised" && one.promisedAt !== null)
    return `Promised a call by ${shortTime(one.promisedAt, now, timeZone)}`;
  return undefined;
}

/** Why somebody was asked, following "because you". */
export function reasonWords(reason: Reason, situation: Situation, currency: string | null): string {
  if (reason.why === "owner") return `serve the team that owns ${issueLabel(situation)}`;
  if (reason.why === "specialist") return `are named for ${issueLabel(situation).toLowerCase()}`;
  if (reason.why === "highest")
    return `are of the highest level that serves the team, and nobody is named for ${issueLabel(situation).toLowerCase()}`;
  if (reason.why === "level_above") return "are the first level above the person who asked";
  const limit = amountOf(reason.limitPence, currency);
  return limit === undefined
    ? `may decide ${issueLabel(situation)}`
    : `may decide ${issueLabel(situation)} up to ${limit}`;
}

/** Why nobody can be asked, and what happens now. */
export const holeWords = (hole: Hole | undefined, situation: Situation): string =>
  hole === "all_away"
    ? `Everybody who can take it is away (/away). It stays in the channel, and they are asked as soon as somebody is back.`
    : situation.audience
      ? "Nobody else serves your team. Whoever keeps the organisation file has to name somebody."
      : situation.case.issue === SOMETHING_ELSE
        ? "Nobody above you serves this team. Whoever keeps the organisation file has to name somebody."
        : `Nobody who serves this team may decide ${issueLabel(situation)} for this amount. Whoever keeps the organisation file has to name somebody.`;

/** A state in a word or two. */
export const STATE_WORDS: Readonly<Record<State, string>> = {
  raised: "Waiting for somebody to take it",
  acknowledged: "Taken",
  decided: "Decided",
  customer_informed: "Decided, and the customer knows",
  handed_back: "Handed back; the customer is still to be told",
  closed: "Closed",
  withdrawn: "Withdrawn",
};

const either = new Intl.ListFormat("en-GB", { type: "disjunction" });
/** "Priya Shah, Sam Whitfield or Helen Achebe". */
export const anyOf = (names: readonly string[]): string => either.format(names);
