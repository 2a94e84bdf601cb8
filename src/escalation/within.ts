import { type AuthorityRow, type Decision, boundaryOf, mayDecide } from "../authority/index.ts";
import type { Member } from "../people/index.ts";
import type { Kind, Outcome } from "./case.ts";

/** Advice leaves the decision to who asked, and a notice asks for none: nobody chose between options. */
export const DECIDED_KINDS: readonly Kind[] = ["approval", "takeover", "refer"];

/** What somebody decided, as far as their authority for it goes. */
interface Decided {
  readonly kind: Kind;
  readonly outcome: Outcome;
  /** What was given, pence; null: nothing that has an amount. */
  readonly amountPence: number | null;
  /** What counts against the same limit already, pence. */
  readonly givenPence: number;
  readonly decision: Decision | undefined;
  readonly register: readonly AuthorityRow[];
}

/**
 * Whether a decision was within the decider's authority, by the register in force for the case (`CC15:1.1`);
 * undefined where it cannot tell: the issue is none of its decisions, or nothing was decided. Where nothing was
 * given, whoever may give something, or say yes or no, was within it.
 */
export function withinAuthority(
  { kind, outcome, amountPence, givenPence, decision, register }: Decided,
  decider: Pick<Member, "rank" | "decides">,
): boolean | undefined {
  if (!decision || !DECIDED_KINDS.includes(kind) || outcome === "passed_on") return undefined;
  if (amountPence !== null) return mayDecide(register, decision.id, amountPence + givenPence, decider);
  return decider.decides && boundaryOf(register, decision.id, decider.rank) !== "none";
}
