import { RAISERS } from "./centre.ts";

/** Customers that the cases are about. */
const CUSTOMERS = 2_000;
const KINDS = ["approval", "advice", "approval", "takeover"] as const;
const ISSUES = ["refund", "goodwill", "fee_waiver"] as const;

/** What somebody enters to raise a case. */
export interface Entered {
  /** The Slack account of whoever raises it. */
  readonly user: string;
  readonly customer: string;
  readonly amount: string;
  readonly kind: string;
  readonly issue: string;
  readonly need: string;
}

/** The nth case of a load: every one differs, and all loads have the same ones. */
export const caseOf = (n: number): Entered => ({
  user: RAISERS[n % RAISERS.length] ?? "",
  customer: `C-${1000 + (n % CUSTOMERS)}`,
  amount: String(5 + (n % 40)),
  kind: KINDS[n % KINDS.length] ?? "",
  issue: ISSUES[n % ISSUES.length] ?? "",
  need: `Order came ${2 + (n % 9)} days late and the customer asks for money back.`,
});
