import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type DailyFigures,
  RARE,
  compareDays,
  compareShares,
  readShare,
} from "../../../src/actions/compare.ts";
import { usualLimits } from "../../../src/actions/limits.ts";
import { seedOf } from "../../support/seeded.ts";

fc.configureGlobal({ seed: seedOf("compare.test.ts") });

/** So many days with these figures, then zeros. */
const days = (count: number, ...figures: readonly number[]): number[] =>
  Array.from({ length: count }, (_, index) => figures[index] ?? 0);

const before = (figures: readonly number[], totals: readonly number[] | null = null) => ({
  kind: "daily" as const,
  from: "2026-03-01",
  figures,
  totals,
  limits: usualLimits(figures),
});
const since = (figures: readonly number[], totals: readonly number[] | null = null): DailyFigures => ({
  from: "2026-03-30",
  figures,
  totals,
});

describe("the comparison of days", () => {
  it("11 in 14 days, then none in 21, is fewer: chance does it 4 times in 100,000, and twice that both ways", () => {
    const result = compareDays(before(days(14, 1, 0, 2, 1, 0, 1, 1, 2, 0, 1, 1, 0, 1, 0)), since(days(21)));
    expect(result.verdict).toBe("fewer");
    expect(result).toMatchObject({ signals: ["run_below"] });
    expect(result.chance).toBeCloseTo(2 * 0.4 ** 11, 9);
  });

  it("eight days without, after one in 28 days, prove nothing", () => {
    const result = compareDays(before(days(28, 0, 0, 1)), since(days(8)));
    expect(result).toMatchObject({ signals: ["run_below"], verdict: "no_detectable_change", chance: 1 });
  });

  it.each([
    // 7 then 0 in as many days: 2 × (1/2)^7 = 0.0156, not rare enough; 8 then 0: 0.0078.
    [7, "no_detectable_change"],
    [8, "fewer"],
  ])("%i, then none in as many days: %s", (count, verdict) => {
    const figures = days(28, ...Array.from({ length: count }, () => 1));
    expect(compareDays(before(figures), since(days(28))).verdict).toBe(verdict);
  });

  it("a flood after silence is more", () => {
    const result = compareDays(before(days(28)), since(days(14, 2, 3, 2, 1, 2)));
    expect(result.verdict).toBe("more");
    expect(result).toMatchObject({ signals: ["point_above"] });
  });

  it("one day outside the limits among usual ones is a day, not a change", () => {
    const result = compareDays(
      before(days(28, ...Array.from({ length: 28 }, () => 1))),
      since(days(14, 1, 1, 1, 5, 1, 1, 1, 1, 1, 1, 0, 1, 1, 0)),
    );
    expect(result).toMatchObject({ signals: ["point_above"], verdict: "no_detectable_change" });
  });

  it("fewer without a signal on the chart is no change: the days themselves must show it", () => {
    // Mean 1 of 0 and 2 by turns; 8 in 28 days is rare by the totals, but no run and no point shows it.
    const figures = Array.from({ length: 28 }, (_, index) => (index % 2) * 2);
    const result = compareDays(
      before(figures),
      since(days(28, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1)),
    );
    expect(result.chance).toBeLessThan(RARE);
    expect(result).toMatchObject({ signals: [], verdict: "no_detectable_change" });
  });

  it.each([
    ["since the start", 28, 7],
    ["before it", 7, 28],
    ["since, on the day of the start itself", 28, 0],
    ["on neither side", 0, 0],
  ])("too few days %s: too early", (_, left, right) => {
    const result = compareDays(before(days(left, 5, 5, 5, 5)), since(days(right)));
    expect(result.verdict).toBe("too_early");
  });

  it("fewer that goes with less being logged at all is no change", () => {
    const figures = days(28, ...Array.from({ length: 12 }, () => 1));
    const logged = days(28, ...Array.from({ length: 28 }, () => 10));
    const same = compareDays(before(figures, logged), since(days(28), logged));
    expect(same.verdict).toBe("fewer");
    // 12 in 280 comments, then none in 14: (280/294)^12 = 0.56.
    const dried = compareDays(before(figures, logged), since(days(28), days(28, ...days(14).fill(1))));
    expect(dried.verdict).toBe("no_detectable_change");
    expect(dried.chance).toBe(1);
    const silent = compareDays(before(figures, logged), since(days(28), days(28)));
    expect(silent.verdict).toBe("no_detectable_change");
  });

  it("seldom cries wolf: where nothing changed, at most about one comparison in fifty finds something", () => {
    let state = 20_261_122;
    const next = (): number => {
      state = (state * 48_271) % 2_147_483_647;
      return state / 2_147_483_647;
    };
    /** Poisson by multiplication (Knuth). */
    const draw = (mean: number): number => {
      let [count, product] = [0, next()];
      while (product > Math.exp(-mean)) [count, product] = [count + 1, product * next()];
      return count;
    };
    const wrong = Array.from({ length: 2_000 }, (_, round) => {
      const mean = [0.05, 0.3, 1, 4][round % 4] ?? 1;
      const drawn = () => Array.from({ length: 28 }, () => draw(mean));
      return compareDays(before(drawn()), since(drawn())).verdict;
    }).filter((verdict) => verdict !== "no_detectable_change");
    expect(wrong.length).toBeLessThan(40);
  });

  it("always has a verdict and a chance from 0 to 1", () => {
    const figures = fc.array(fc.nat({ max: 50 }), { maxLength: 60 });
    fc.assert(
      fc.property(figures, figures, (left, right) => {
        const { chance, verdict } = compareDays(before(left), since(right));
        expect(chance).toBeGreaterThanOrEqual(0);
        expect(chance).toBeLessThanOrEqual(1);
        expect(["fewer", "more", "no_detectable_change", "too_early"]).toContain(verdict);
      }),
    );
  });
});

describe("the comparison of typed figures", () => {
  it.each([
    [{ n: 48, of: 480 }, { n: 10, of: 500 }, "fewer"],
    [{ n: 10, of: 500 }, { n: 48, of: 480 }, "more"],
    [{ n: 12, of: 480 }, { n: 8, of: 500 }, "no_detectable_change"],
    [{ n: 3, of: 5 }, { n: 0, of: 5 }, "no_detectable_change"],
  ])("%j, then %j: %s", (left, right, verdict) => {
    expect(compareShares(left, right).verdict).toBe(verdict);
  });
});

describe("a figure that is typed", () => {
  it.each([
    ["12 of 480", { n: 12, of: 480 }],
    [" 0 out of 7 ", { n: 0, of: 7 }],
    ["12/480", { n: 12, of: 480 }],
    ["1,200 of 48,000", { n: 1_200, of: 48_000 }],
    ["12", undefined],
    ["13 of 12", undefined],
    ["0 of 0", undefined],
    ["-1 of 5", undefined],
    ["2.5 of 5", undefined],
    ["5 of 1000001", undefined],
    ["twelve of 480", undefined],
    ["", undefined],
  ])("%j is %j", (typed, share) => {
    expect(readShare(typed)).toEqual(share);
  });
});
