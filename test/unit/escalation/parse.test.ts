import { assert, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import type { Decision } from "../../../src/authority/index.ts";
import { understand } from "../../../src/escalation/parse.ts";

const decision = (id: string, label: string, currency: string | null): Decision => ({
  id,
  label,
  currency,
  ownerTeam: null,
  perCustomerDays: null,
  marks: [],
});
const decisions = [
  decision("refund", "Refund", "GBP"),
  decision("late_fee", "Late fee waiver", "GBP"),
  decision("payment_arrangement", "Payment arrangement", null),
];
const customer = /^C-[0-9]{4,8}$/;
const read = (line: string) => understand(line, decisions, customer);

describe("what is understood behind /escalate", () => {
  it.each([
    ["", {}],
    [
      "refund C-1042 wants 80 back for a late order",
      { issue: "refund", customer: "C-1042", amount: "80", need: "wants 80 back for a late order" },
    ],
    [
      "Refund c-1042, wants £80.50 back",
      { issue: "refund", customer: "C-1042", amount: "£80.50", need: "wants £80.50 back" },
    ],
    ["late fee C-1042 first time", { issue: "late_fee", customer: "C-1042", need: "first time" }],
    ["late_fee_waiver", { need: "late_fee_waiver" }],
    ["late fee waiver C-1042", { issue: "late_fee", customer: "C-1042" }],
    ["takeover C-1042 shouting", { kind: "takeover", customer: "C-1042", need: "shouting" }],
    ["take-over C-1042", { kind: "takeover", customer: "C-1042" }],
    ["advice how do I unlock an account", { kind: "advice", need: "how do I unlock an account" }],
    [
      "payment arrangement C-1042 over 60 days",
      { issue: "payment_arrangement", customer: "C-1042", need: "over 60 days" },
    ],
    ["wants a refund of 80", { need: "wants a refund of 80" }],
    ["refund wants 80.555", { issue: "refund", need: "wants 80.555" }],
    ["refund -5", { issue: "refund", need: "-5" }],
    ["refund take care of C-99999999999", { issue: "refund", need: "take care of C-99999999999" }],
  ])("%j", (line, understood) => {
    expect(read(line)).toEqual(understood);
  });

  it("never throws, whatever is typed", () => {
    assert(
      property(string({ unit: "binary", maxLength: 300 }), (line) => {
        expect(() => read(line)).not.toThrow();
      }),
      { numRuns: 2_000 },
    );
  });
});
