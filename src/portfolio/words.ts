import type { Portfolio, PortfolioCriterion, PortfolioItem } from "./model.ts";

export { longDay as dayText, longTime as timeText } from "../local-time.ts";

type Judgement = PortfolioCriterion["judgements"][number];
type Declaration = PortfolioItem["declarations"][number];
type Customer = NonNullable<PortfolioItem["customer"]>;

/** What kinds of evidence are called (DOMAIN 5.1). */
export const KINDS: Readonly<Record<PortfolioItem["kind"], string>> = {
  work_product: "Work product",
  observation: "Observation",
  witness_testimony: "Witness testimony",
  professional_discussion: "Professional discussion",
  question_answer: "Question and answer",
  reflective_account: "Reflective account",
};

/** What an assessor can decide. */
export const DECISIONS: Readonly<Record<Judgement["decision"], string>> = {
  met: "Met",
  not_yet: "Not yet met",
  more_needed: "More evidence needed",
};

/** What an internal verifier can say of a judgement. */
export const OUTCOMES: Readonly<Record<NonNullable<Judgement["sampled"]>["outcome"], string>> = {
  agreed: "Agreed",
  action_required: "Action required",
};

/** What stands beside an item that happened before the learner was registered for the unit. */
export const BEFORE_REGISTRATION = "from before the registration: for the assessor to say whether it counts";

/** Whoever signs, as the forms of the units call them. */
export const ROLES: Readonly<Record<Declaration["role"], string>> = {
  learner: "Candidate",
  witness: "Witness",
  assessor: "Assessor",
  verifier: "Internal verifier",
};

/** A customer in one line, without who they are: "Customer 3: external, new; the situation was easy (…)". */
export function customerText({ label, relation, tenure, handling, handlingReason }: Customer): string {
  const kind = relation === "unknown" ? "" : `${relation}, `;
  const since = tenure === "unknown" ? "new or existing not said" : tenure;
  const reason = handlingReason === null ? "" : ` (${handlingReason})`;
  return `${label}: ${kind}${since}; the situation was ${handling === "unknown" ? "not rated" : handling}${reason}`;
}

/** What stands on every page of a specimen. */
export const SPECIMEN = "SPECIMEN: made of practice data. Nothing in it is evidence.";

/** What a portfolio is called. */
export const titleOf = (portfolio: Portfolio): string => `Portfolio of evidence: ${portfolio.learner.name}`;
