import { describe, expect, it } from "vitest";
import { countLimits, signalsIn, usualLimits, xmrLimits } from "../../../src/actions/limits.ts";

describe("what is usual", () => {
  it("on an XmR chart, against the published example", () => {
    const figures = [82, 79, 84, 80, 77, 83, 81, 78, 85, 80, 79, 82, 81, 76, 84, 80, 83, 79, 81, 82];
    const { centre, lower, upper } = xmrLimits(figures);
    expect(centre).toBeCloseTo(80.8, 5);
    expect(lower).toBeCloseTo(71, 1);
    expect(upper).toBeCloseTo(90.6, 1);
  });

  it("on a c-chart: the mean and three times its root", () => {
    expect(countLimits([3, 5, 4, 4])).toEqual({ centre: 4, lower: -2, upper: 10 });
  });

  it("is the wider of both, and never below nothing", () => {
    // Mean 2, ranges 4, 4, 4: 2 ± 10.64 against 2 ± 4.24.
    const wild = usualLimits([0, 4, 0, 4]);
    expect(wild.lower).toBe(0);
    expect(wild.upper).toBeCloseTo(12.64, 5);
    // Always 9: no ranges, but counts vary: 9 ± 9.
    expect(usualLimits([9, 9, 9, 9])).toEqual({ centre: 9, lower: 0, upper: 18 });
    expect(usualLimits([])).toEqual({ centre: 0, lower: 0, upper: 0 });
  });
});

describe("what stands out", () => {
  const limits = { centre: 4, lower: 1, upper: 10 };
  it.each([
    ["nothing", [3, 5, 4, 6], []],
    ["a day on a limit is inside", [1, 10], []],
    ["a day below", [4, 0, 4], ["point_below"]],
    ["a day above", [4, 11, 4], ["point_above"]],
    ["seven in a row", [3, 3, 3, 3, 3, 3, 3, 5], []],
    ["eight in a row below", [5, 3, 3, 3, 3, 3, 3, 3, 3], ["run_below"]],
    ["eight in a row above", [5, 5, 5, 5, 5, 5, 5, 5], ["run_above"]],
    ["a day on the centre ends the run", [5, 5, 5, 5, 4, 5, 5, 5, 5], []],
    ["no days", [], []],
  ])("%s", (_, figures, signals) => {
    expect(signalsIn(figures, limits)).toEqual(signals);
  });
});
