import { describe, expect, it } from "vitest";
import { CATALOGUE } from "../../../src/kpi/catalogue/index.ts";
import type { DayReading, Sums } from "../../../src/kpi/day.ts";
import type { Definition, Terms } from "../../../src/kpi/definition.ts";
import { figureOf } from "../../../src/kpi/figure.ts";
import { limitsOf } from "../../../src/kpi/signals/limits.ts";
import { scoreMargin, wilson } from "../../../src/kpi/small.ts";
import { peopleFor, rostered, staffed } from "../../../src/kpi/staffing.ts";

/** The golden numbers of DOMAIN 3.1 to 3.4, copied by hand. */

const day = (sums: Sums): DayReading => ({
  sums,
  partial: [],
  approximate: [],
  intervals: 1,
  expected: null,
  inTimeMs: 20_000,
  shortMs: 5_000,
});

const catalogued = (kpi: string): Definition => {
  const found = CATALOGUE.get(kpi);
  if (!found) throw new Error(`no such KPI: ${kpi}`);
  return found;
};
const valueOf = (kpi: string, ...days: readonly Sums[]): number | null =>
  figureOf(catalogued(kpi), days.map(day), 20_000).value;

describe("service level, one data set, six formulas (DOMAIN 3.1)", () => {
  // 1,000 answered, 860 of them in 20 s; 60 abandoned, 20 of them within 20 s and 10 within 5 s.
  const shown = (numerator: Terms, denominator: Terms): string => {
    const sums = {
      offered: 1_060,
      answered: 1_000,
      answered_in_time: 860,
      abandoned: 60,
      abandoned_short: 10,
      // There is no measure for those who gave up within 20 s; any other name does for the arithmetic.
      flow_out: 20,
    };
    const formula = { kind: "ratio", numerator, denominator } as const;
    return (figureOf({ formula, unit: "percent" }, [day(sums)], 20_000).value ?? 0).toFixed(2);
  };

  it.each([
    ["offered", { answered_in_time: 1 }, { offered: 1 }, "81.13"],
    ["ex_within_T", { answered_in_time: 1 }, { offered: 1, flow_out: -1 }, "82.69"],
    ["ex_short", { answered_in_time: 1 }, { answered: 1, abandoned: 1, abandoned_short: -1 }, "81.90"],
    ["positive", { answered_in_time: 1, flow_out: 1 }, { offered: 1 }, "83.02"],
    ["positive_short", { answered_in_time: 1, abandoned_short: 1 }, { offered: 1 }, "82.08"],
    ["answered_only", { answered_in_time: 1 }, { answered: 1 }, "86.00"],
  ])("%s", (_, numerator, denominator, expected) => {
    expect(shown(numerator, denominator)).toBe(expected);
  });

  it("is the third of them in the catalogue", () => {
    const sums = {
      offered: 1_060,
      answered: 1_000,
      answered_in_time: 860,
      abandoned: 60,
      abandoned_short: 10,
    };
    expect(valueOf("sl", sums)?.toFixed(2)).toBe("81.90");
  });
});

describe("roll-ups (DOMAIN 3.2)", () => {
  it("divides last: 65.38%, not the mean of two percentages", () => {
    const part = (answered: number, inTime: number): Sums => ({
      answered,
      answered_in_time: inTime,
      abandoned: 0,
      abandoned_short: 0,
    });
    // 66.46% of 1,092 and 49.4% of 74, as numbers of contacts; the parts are fractions as the text has them.
    const value = valueOf("sl", part(1_092, 0.6646 * 1_092), part(74, 0.494 * 74));
    expect(value?.toFixed(2)).toBe("65.38");
    expect(((66.46 + 49.4) / 2).toFixed(2)).toBe("57.93");
  });

  it("weighs handle times by contacts: 251.7 s, not 337.3 s", () => {
    const of = (seconds: number, handled: number): Sums => ({
      talk_ms: seconds * handled * 1_000,
      hold_ms: 0,
      after_ms: 0,
      handled,
    });
    expect(valueOf("aht", of(250, 100), of(250, 150), of(249, 100), of(600, 2))?.toFixed(1)).toBe("251.7");
  });
});

describe("limits (DOMAIN 3.4)", () => {
  const DAYS = [82, 79, 84, 80, 77, 83, 81, 78, 85, 80, 79, 82, 81, 76, 84, 80, 83, 79, 81, 82];

  it("of twenty days", () => {
    const points = DAYS.map((value, index) => ({ date: `2026-11-${index + 1}`, weekday: 1, value }));
    const limits = limitsOf(points, { least: 0, most: 100 });
    expect(limits?.mean.toFixed(1)).toBe("80.8");
    expect(limits?.range.toFixed(3)).toBe("3.684");
    expect(limits?.lower.toFixed(1)).toBe("71.0");
    expect(limits?.upper.toFixed(1)).toBe("90.6");
    expect(limits?.rangeLimit.toFixed(2)).toBe("12.05");
  });
});

describe("small numbers (DOMAIN 3.4)", () => {
  it.each([
    [9, 10, "59.6", "98.2"],
    [27, 30, "74.4", "96.5"],
    [270, 300, "86.1", "92.9"],
  ])("%d of %d lies between", (successes, trials, lower, upper) => {
    const interval = wilson(successes, trials);
    expect(((interval?.lower ?? 0) * 100).toFixed(1)).toBe(lower);
    expect(((interval?.upper ?? 0) * 100).toFixed(1)).toBe(upper);
  });

  it.each([
    [25, 31],
    [100, 16],
    [400, 8],
  ])("a score of +40 from %d answers is out by as much as %d points", (answers, points) => {
    const margin = scoreMargin(answers * 0.6, answers * 0.2, answers);
    expect(Math.round(margin ?? 0)).toBe(points);
  });
});

describe("people on the queue (DOMAIN 3.4 and row 16)", () => {
  const busy = { contacts: 120, intervalMs: 1_800_000, handleMs: 240_000, inTimeMs: 20_000 };

  it("one fewer than needed costs more than ten points", () => {
    const short = staffed(busy, 19);
    expect(((short?.serviceLevel ?? 0) * 100).toFixed(1)).toBe("70.9");
    expect(((short?.averageWaitMs ?? 0) / 1_000).toFixed(1)).toBe("29.9");
    const enough = staffed(busy, 20);
    expect(enough?.waiting.toFixed(4)).toBe("0.2561");
    expect(((enough?.serviceLevel ?? 0) * 100).toFixed(2)).toBe("81.65");
    expect(((enough?.averageWaitMs ?? 0) / 1_000).toFixed(1)).toBe("15.4");
    expect(enough?.occupancy).toBe(0.8);
  });

  it("finds how many are needed, and how many go on the rota", () => {
    expect(peopleFor(busy, 0.8).people).toBe(20);
    expect(rostered(20, 0.3)).toBe(29);
    const other = staffed({ ...busy, contacts: 100, handleMs: 300_000 }, 21);
    expect(((other?.serviceLevel ?? 0) * 100).toFixed(1)).toBe("82.6");
    expect(((other?.averageWaitMs ?? 0) / 1_000).toFixed(1)).toBe("16.0");
    expect(((other?.occupancy ?? 0) * 100).toFixed(1)).toBe("79.4");
  });

  it("says nothing of a queue that would grow for ever", () => {
    expect(staffed(busy, 16)).toBeUndefined();
    expect(staffed(busy, 0)).toBeUndefined();
  });
});
