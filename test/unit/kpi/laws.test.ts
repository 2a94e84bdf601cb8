import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CATALOGUE } from "../../../src/kpi/catalogue/index.ts";
import { type DayReading, type Sums, combine } from "../../../src/kpi/day.ts";
import { type Day, figureOf, percentileOf, sampleFigure } from "../../../src/kpi/figure.ts";
import { limitsOf } from "../../../src/kpi/signals/limits.ts";
import { signalsOf } from "../../../src/kpi/signals/rules.ts";
import { seedOf } from "../../support/seeded.ts";

const seed = seedOf("laws.test.ts");
const runs = { seed, numRuns: 500 };
const T = 20_000;

const day = (sums: Sums, more: Partial<DayReading> = {}): DayReading => ({
  sums,
  partial: [],
  approximate: [],
  intervals: 1,
  expected: null,
  inTimeMs: T,
  shortMs: 5_000,
  ...more,
});

const definition = (kpi: string) => {
  const found = CATALOGUE.get(kpi);
  if (!found) throw new Error(kpi);
  return found;
};

/** A stretch with everything that the service level and the handle time need, and a wait and a stock. */
const sums = fc.record({
  offered: fc.nat(2_000),
  answered: fc.nat(2_000),
  answered_in_time: fc.nat(2_000),
  abandoned: fc.nat(500),
  abandoned_short: fc.nat(50),
  longest_wait_ms: fc.nat(10_000_000),
  talk_ms: fc.nat(100_000_000),
  hold_ms: fc.nat(10_000_000),
  after_ms: fc.nat(10_000_000),
  handled: fc.nat(2_000),
  cases_open: fc.nat(300),
});
const KPIS = ["sl", "aht", "offered", "max_wait", "backlog"] as const;

describe("rolling up", () => {
  it("gives the same however the stretches are grouped", () => {
    fc.assert(
      fc.property(fc.array(sums, { minLength: 1, maxLength: 12 }), fc.nat(12), (stretches, cut) => {
        const two = [stretches.slice(0, cut), stretches.slice(cut)].filter((part) => part.length > 0);
        const grouped = combine(two.map((part) => combine(part)));
        expect(grouped).toEqual(combine(stretches));
        for (const kpi of KPIS) {
          const whole = figureOf(
            definition(kpi),
            stretches.map((one) => day(one)),
            T,
          );
          expect(figureOf(definition(kpi), [day(grouped)], T).value).toEqual(whole.value);
        }
      }),
      runs,
    );
  });

  it("of a ratio lies between the smallest and the largest of its parts", () => {
    fc.assert(
      fc.property(fc.array(sums, { minLength: 1, maxLength: 12 }), (stretches) => {
        const parts = stretches.flatMap((one) => {
          const { value } = figureOf(definition("aht"), [day(one)], T);
          return value === null ? [] : [value];
        });
        const whole = figureOf(
          definition("aht"),
          stretches.map((one) => day(one)),
          T,
        ).value;
        // What takes time without a contact handled adds to the time alone.
        const plain = stretches.every((one) => one.handled > 0);
        expect(whole === null).toBe(stretches.every((one) => one.handled === 0));
        expect(!plain || whole === null || whole >= Math.min(...parts) - 1e-6).toBe(true);
        expect(!plain || whole === null || whole <= Math.max(...parts) + 1e-6).toBe(true);
      }),
      runs,
    );
  });

  it("takes the largest wait and the last stock, and adds up neither", () => {
    fc.assert(
      fc.property(fc.array(sums, { minLength: 1, maxLength: 12 }), (stretches) => {
        const days = stretches.map((one) => day(one));
        const waits = stretches.map((one) => one.longest_wait_ms);
        expect(figureOf(definition("max_wait"), days, T).value).toBeCloseTo(Math.max(...waits) / 1_000, 6);
        expect(figureOf(definition("backlog"), days, T).value).toBe(stretches.at(-1)?.cases_open);
      }),
      runs,
    );
  });

  it("does not care for the order of days where nothing is a stock", () => {
    fc.assert(
      fc.property(fc.array(sums, { minLength: 1, maxLength: 12 }), (stretches) => {
        const days = stretches.map((one) => day(one));
        for (const kpi of ["sl", "aht", "offered", "max_wait"])
          expect(figureOf(definition(kpi), days.toReversed(), T)).toEqual(figureOf(definition(kpi), days, T));
      }),
      runs,
    );
  });

  it("leaves out what is missing instead of counting it as zero, and says so", () => {
    fc.assert(
      fc.property(fc.array(fc.option(sums, { nil: undefined }), { maxLength: 12 }), (stretches) => {
        const days: Day[] = stretches.map((one) => (one ? day(one) : undefined));
        const there = days.filter((one) => one !== undefined);
        const figure = figureOf(definition("sl"), days, T);
        expect(figure.value).toEqual(figureOf(definition("sl"), there, T).value);
        expect([figure.days, figure.of]).toEqual([there.length, days.length]);
      }),
      runs,
    );
  });
});

describe("no value", () => {
  const sound: Sums = { answered: 9, answered_in_time: 8, abandoned: 1, abandoned_short: 0 };

  it.each([
    ["nothing to divide by", [day({ ...sound, answered: 0, answered_in_time: 0, abandoned: 0 })], "nothing"],
    ["no reading", [undefined], "missing"],
    ["no days", [], "missing"],
    ["a measure that the file lacks", [day({ answered: 9, answered_in_time: 8, abandoned: 1 })], "missing"],
    ["a part of the day", [day(sound, { partial: ["abandoned"] })], "part"],
    ["another meaning of in time", [day(sound, { inTimeMs: 30_000 })], "definition"],
    ["several meanings in one day", [day(sound, { inTimeMs: null })], "definition"],
  ] as const)("for %s", (_, days, why) => {
    const figure = figureOf(definition("sl"), days, T);
    expect([figure.value, figure.why]).toEqual([null, why]);
  });

  it("leaves a day that means something else by it out of the whole", () => {
    const days = [day(sound), day({ ...sound, answered_in_time: 0 }, { inTimeMs: 30_000 })];
    const figure = figureOf(definition("sl"), days, T);
    expect([figure.value, figure.days, figure.of]).toEqual([80, 1, 2]);
  });

  it("a score is a difference of shares, from -100 to 100", () => {
    const answers = { nps_promoters: 2, nps_detractors: 8, nps_valid: 10 };
    expect(figureOf(definition("nps"), [day(answers)], T).value).toBe(-60);
  });

  it("days of work open are the stock by the mean of a day", () => {
    const days = [day({ cases_open: 40, cases_closed: 6 }), day({ cases_open: 30, cases_closed: 14 })];
    expect(figureOf(definition("backlog_days"), days, T).value).toBe(3);
  });
});

describe("a percentile", () => {
  it("is one of the things, by nearest rank", () => {
    const values = [15, 20, 35, 40, 50];
    expect([30, 40, 50, 90, 100].map((at) => percentileOf(values, at))).toEqual([20, 20, 35, 50, 50]);
    expect(percentileOf([], 50)).toBeUndefined();
  });

  it("counts what is still open with the time so far", () => {
    const minutes = (ms: number, open = false) => ({ ms: ms * 60_000, open });
    const figure = sampleFigure(definition("esc_ack"), [minutes(2), minutes(4), minutes(90, true)], 1);
    expect([figure.value, figure.numerator, figure.denominator]).toEqual([4, 1, 3]);
  });
});

describe("signals", () => {
  const points = (values: readonly number[], weekday: (index: number) => number = () => 1) =>
    values.map((value, index) => ({ date: `day ${index}`, weekday: weekday(index), value }));
  const limits = { mean: 50, range: 10, lower: 23.4, upper: 76.6, rangeLimit: 32.7, points: 20 };
  const rules = (values: readonly number[]) =>
    signalsOf(points(values), limits).map(({ date, rule, way }) => `${date} ${rule} ${way}`);

  it.each([
    ["ordinary variation", [50, 62, 41, 55, 38, 49, 60, 45], []],
    ["a point outside", [50, 55, 77, 52], ["day 2 outside up"]],
    ["seven on one side", [51, 52, 51, 53, 52, 51, 52, 49], []],
    ["eight on one side", [51, 52, 51, 53, 52, 51, 52, 51], ["day 7 run up"]],
    ["two of four near a limit", [50, 70, 50, 70], []],
    ["three of four near a limit", [30, 45, 31, 32], ["day 3 near_limit down"]],
    ["a jump", [33, 50, 33, 66], ["day 3 jump up"]],
  ])("%s", (_, values, expected) => {
    expect(rules(values)).toEqual(expected);
  });

  it("are none in a process that never varies, whatever its fractions are", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        fc.integer({ min: 6, max: 40 }),
        (value, n) => {
          const same = points(Array.from({ length: n }, () => value));
          const found = limitsOf(same, { least: 0, most: 100 });
          expect(found && signalsOf(same, found)).toEqual([]);
        },
      ),
      runs,
    );
  });

  it("are few among chance alone", () => {
    // Limits from the first twenty of a series; about one in thirty of the rest may lie outside by chance.
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 400, max: 600 }), { minLength: 60, maxLength: 60 }),
        (values) => {
          const found = limitsOf(points(values.slice(0, 20)), { least: 0, most: 1_000 });
          const outside = found
            ? signalsOf(points(values.slice(20)), found).filter(({ rule }) => rule === "outside")
            : [];
          expect(outside.length).toBeLessThan(20);
        },
      ),
      runs,
    );
  });

  it("compare Mondays with Mondays where there are six of each", () => {
    const busyMondays = (weeks: number) =>
      points(
        Array.from({ length: weeks * 5 }, (_, index) => (index % 5 === 0 ? 200 : 100) + ((index * 7) % 5)),
        (index) => (index % 5) + 1,
      );
    const told = limitsOf(busyMondays(6), { least: 0, most: Infinity });
    expect(told?.weekdays).toBeDefined();
    expect(told && signalsOf(busyMondays(8), told)).toEqual([]);
    const quietMonday = [{ date: "a quiet Monday", weekday: 1, value: 102 }];
    expect(told && signalsOf(quietMonday, told).map(({ rule }) => rule)).toEqual(["outside"]);
    expect(limitsOf(busyMondays(5), { least: 0, most: Infinity })?.weekdays).toBeUndefined();
  });

  it("have no limits below six points", () => {
    expect(limitsOf(points([1, 2, 3, 4, 5]), { least: 0, most: 10 })).toBeUndefined();
    expect(limitsOf(points([1, 2, 3, 4, 5, 6]), { least: 0, most: 10 })).toBeDefined();
  });
});
