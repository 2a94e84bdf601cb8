import { describe, expect, it } from "vitest";
import { didYouMean, nearest } from "../../src/suggest.ts";

describe("a suggestion", () => {
  it.each([
    ["zzz", ["billing"]],
    ["", ["billing"]],
    ["x".repeat(100_000), ["x".repeat(100_000)]],
    ["billing", []],
  ])("is not made where nothing is near (%#)", (word, known) => {
    expect(nearest(word, known)).toBeUndefined();
    expect(didYouMean(word, known)).toBe("");
  });

  it.each([
    ["biling", "billing"],
    ["bliling", "billing"],
    ["Billing", "billing"],
    ["team_leder", "team_leader"],
    ["saels", "sales"],
  ])("for %s is %s", (word, meant) => {
    expect(nearest(word, ["sales", "team_leader", "billing"])).toBe(meant);
    expect(didYouMean(word, ["sales", "team_leader", "billing"])).toBe(` Did you mean '${meant}'?`);
  });

  it("is the nearest of several", () => {
    expect(nearest("escalatoins", ["escalation", "escalations"])).toBe("escalations");
  });
});
