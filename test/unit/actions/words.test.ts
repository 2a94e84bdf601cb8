import { describe, expect, it } from "vitest";
import { compareDays, compareShares } from "../../../src/actions/compare.ts";
import { usualLimits } from "../../../src/actions/limits.ts";
import {
  caveats,
  comparisonText,
  figureWords,
  usualWords,
  verdictSentence,
} from "../../../src/actions/words.ts";

const daily = (figures: readonly number[], totals: readonly number[] | null = null) => ({
  kind: "daily" as const,
  from: "2026-03-01",
  figures,
  totals,
  limits: usualLimits(figures),
});
const zeros = (count: number): number[] => Array.from({ length: count }, () => 0);
const ELEVEN = [1, 0, 2, 1, 0, 1, 1, 2, 0, 1, 1, 0, 1, 0];

describe("a comparison in words", () => {
  it("says what was, what is, what that means, and what it does not prove", () => {
    const before = daily(ELEVEN);
    const words = comparisonText(
      before,
      compareDays(before, { from: "2026-03-16", figures: zeros(21), totals: null }),
      "customers a day who say it",
      undefined,
    );
    expect(words.split("\n")).toEqual([
      "Before: 11 in 14 days (0.79 a day). Since: 0 in 21 days (0 a day). Counted: customers a day who say it.",
      "Fewer than before. That is outside what chance explains: it would do as much less than once in 1,000 times.",
      "A difference alone does not show that the change made it: what flares up by itself also dies down by itself.",
    ]);
  });

  it("calls no detectable change an honest result, with the odds", () => {
    const before = daily([...ELEVEN, ...ELEVEN]);
    const result = compareDays(before, { from: "2026-03-30", figures: ELEVEN, totals: null });
    expect(verdictSentence(result)).toBe(
      "No detectable change: chance alone would do at least as much more often than not. That is an honest result. Either the change did little, or there is too little to see it by.",
    );
  });

  it("says that there are too few days, on which side, and how many", () => {
    const before = daily(ELEVEN);
    const result = compareDays(before, { from: "2026-03-16", figures: [0, 0, 1], totals: null });
    expect(verdictSentence(result)).toBe("Too early to tell.");
    expect(caveats(before, result, undefined)[0]).toBe(
      "The whole days since the start are fewer than 8 (3), too few to compare.",
    );
  });

  it("tells how much was logged in all, where that is known", () => {
    const before = daily(
      ELEVEN,
      ELEVEN.map(() => 10),
    );
    const result = compareDays(before, { from: "2026-03-16", figures: zeros(10), totals: zeros(10).fill(2) });
    expect(caveats(before, result, "comments logged in all")).toContain(
      "Comments logged in all: before 140 in 14 days (10 a day), since 20 in 10 days (2 a day).",
    );
  });

  it("tells of a day that stood out, although nothing changed", () => {
    const before = daily(zeros(28).fill(1));
    const result = compareDays(before, {
      from: "2026-03-30",
      figures: [1, 1, 1, 6, 1, 1, 1, 0, 1],
      totals: null,
    });
    expect(result.verdict).toBe("no_detectable_change");
    expect(caveats(before, result, undefined)).toContain(
      "On at least one day since the start there were more than is usual.",
    );
  });

  it("leaves how typed figures were counted to whoever typed them", () => {
    const before = { kind: "typed", n: 48, of: 480 } as const;
    const result = compareShares(before, { n: 10, of: 500 });
    expect(figureWords(before)).toBe("48 of 480 (10%)");
    expect(figureWords({ kind: "typed", n: 2, of: 9 })).toBe("2 of 9");
    expect(caveats(before, result, undefined)).toEqual([
      "Both figures were typed by hand; whether they were counted alike only you can tell.",
    ]);
  });

  it("says what is usual for a day", () => {
    expect(usualWords(daily([9, 9, 9, 9]))).toBe("up to 18 a day");
    expect(usualWords(daily([80, 80, 81, 79]))).toBe("54 to 106 a day");
    expect(usualWords(daily([]))).toBeUndefined();
    expect(usualWords({ kind: "typed", n: 1, of: 2 })).toBeUndefined();
  });
});
