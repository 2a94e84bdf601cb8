import { describe, expect, it } from "vitest";
import type { AuthorityRow, Decision } from "../../../src/authority/index.ts";
import { withinAuthority } from "../../../src/escalation/within.ts";

const row = (decision: string, rank: number, limitPence: number | null): AuthorityRow => ({
  decision,
  level: `level ${rank}`,
  rank,
  label: decision,
  limitPence,
  currency: limitPence === null ? null : "GBP",
  ownerTeam: null,
  perCustomerDays: null,
  marks: [],
});
/** From rank 1 up to £50, from rank 2 up to £200; whoever has rank 2 identifies customers by another way. */
const register = [row("refund", 1, 5_000), row("refund", 2, 20_000), row("identify", 2, null)];
const decisionOf = (id: string): Decision => ({
  id,
  label: id,
  currency: id === "refund" ? "GBP" : null,
  ownerTeam: null,
  perCustomerDays: null,
  marks: [],
});

describe("whether a decision was within the decider's authority", () => {
  // By hand: kind, outcome, decision, amount, given before, rank, whether they decide at all.
  it.each([
    ["approval", "approved", "refund", 5_000, 0, 1, true, true],
    ["approval", "approved", "refund", 5_001, 0, 1, true, false],
    ["approval", "approved", "refund", 4_000, 2_000, 1, true, false],
    ["approval", "refused", "refund", null, 0, 1, true, true],
    ["takeover", "resolved", "identify", null, 0, 2, true, true],
    ["takeover", "resolved", "identify", null, 0, 1, true, false],
    ["takeover", "not_resolved", "identify", null, 0, 2, false, false],
    ["refer", "resolved", "refund", null, 0, 0, true, false],
    ["takeover", "resolved", undefined, null, 0, 3, true, undefined],
    ["refer", "passed_on", "identify", null, 0, 2, true, undefined],
    ["advice", "advised", "identify", null, 0, 2, true, undefined],
    ["notify", "acted", "identify", null, 0, 2, true, undefined],
  ] as const)(
    "%s, %s, %s, %s pence after %s, rank %s, decides %s: %s",
    (kind, outcome, decision, amountPence, givenPence, rank, decides, expected) => {
      const one = {
        kind,
        outcome,
        amountPence,
        givenPence,
        register,
        decision: decision === undefined ? undefined : decisionOf(decision),
      };
      expect(withinAuthority(one, { rank, decides })).toBe(expected);
    },
  );
});
