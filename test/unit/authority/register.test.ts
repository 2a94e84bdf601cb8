import { describe, expect, it } from "vitest";
import { type AuthorityRow, boundaryOf, decisionsOf, mayDecide } from "../../../src/authority/index.ts";

const row = (decision: string, level: string, rank: number, limitPence: number | null): AuthorityRow => ({
  decision,
  level,
  rank,
  label: decision === "refund" ? "Refund" : "Payment arrangement",
  limitPence,
  currency: limitPence === null ? null : "GBP",
  ownerTeam: null,
  perCustomerDays: null,
  marks: [],
});
const register = [
  row("refund", "senior", 1, 5_000),
  row("refund", "team_leader", 2, 25_000),
  row("arrangement", "team_leader", 2, null),
];

describe("the authority register", () => {
  // Written by hand: decision, pence, rank of the person → may they decide it?
  const table: readonly (readonly [string, number, number, boolean])[] = [
    ["refund", 1, 0, false], // agents have no row and inherit none from above
    ["refund", 5_000, 1, true], // the limit itself is inside
    ["refund", 5_001, 1, false],
    ["refund", 25_000, 2, true],
    ["refund", 25_001, 2, false],
    ["refund", 25_000, 4, true], // a director has what the nearest lower row grants …
    ["refund", 25_001, 4, false], // … and not a penny more
    ["arrangement", 0, 1, false],
    ["arrangement", 0, 2, true], // yes or no, no amount
    ["goodwill", 1, 4, false], // not in the register: nobody
  ];
  it.each(table)("%s of %i pence by rank %i: %s", (decision, pence, rank, may) => {
    expect(mayDecide(register, decision, pence, { rank, decides: true })).toBe(may);
  });

  it("gives nothing to somebody who never decides, whatever the rank: seniority is not authority", () => {
    expect(mayDecide(register, "refund", 1, { rank: 4, decides: false })).toBe(false);
  });

  it("states a boundary as none, any, or an amount", () => {
    expect(boundaryOf(register, "refund", 0)).toBe("none");
    expect(boundaryOf(register, "arrangement", 3)).toBe("any");
    expect(boundaryOf(register, "refund", 1)).toEqual({ pence: 5_000 });
  });

  it("lists each decision once, by label", () => {
    expect(decisionsOf(register).map((decision) => decision.label)).toEqual([
      "Payment arrangement",
      "Refund",
    ]);
  });
});
