import { describe, expect, it } from "vitest";
import { type Period, boundsOf, periodOf, weekBefore } from "../../../../src/kpi/digest/periods.ts";
import { addDays, localDate } from "../../../../src/local-days.ts";
import { combine } from "../../../../src/kpi/day.ts";
import { seeded } from "../../../support/seeded.ts";

const NIGHTLY = process.env["NIGHTLY"] !== undefined;
const ZONES = NIGHTLY
  ? Intl.supportedValuesOf("timeZone")
  : ["Europe/London", "Australia/Lord_Howe", "America/Havana", "Pacific/Apia"];
const KINDS = ["day", "week", "month"] as const;
/** Ten years: three leap days (2020, 2024, 2028), two weeks numbered 53 (2020, 2026). */
const FIRST = "2020-01-01";
const LAST = "2029-12-31";

/** All periods that touch the ten years, each from the day after the one before. */
function* periodsOf(kind: (typeof KINDS)[number]): Generator<Period> {
  let first = FIRST;
  while (first <= LAST) {
    const period = periodOf(kind, first);
    if (period.last < first || (first > FIRST && period.first !== first))
      throw new Error(`the ${kind} of ${first} is ${JSON.stringify(period)}`);
    yield period;
    first = addDays(period.last, 1);
  }
}

describe.each(ZONES)("periods in %s", (zone) => {
  it.each(KINDS)("are a partition of ten years by %s: each ends where the next begins", (kind) => {
    let count = 0;
    let before: number | undefined;
    for (const period of periodsOf(kind)) {
      const { fromMs, toMs } = boundsOf(period, zone);
      expect(fromMs, JSON.stringify(period)).toBe(before ?? fromMs);
      expect(toMs).toBeGreaterThan(fromMs);
      before = toMs;
      count += 1;
    }
    // 3,653 days; 522 weeks touch them, from Mon 30 Dec 2019 to Mon 31 Dec 2029; 120 months.
    expect(count).toBe({ day: 3_653, week: 523, month: 120 }[kind]);
  });

  it("have each instant in the one whose days hold its local date", () => {
    const random = seeded(`instants in ${zone}`);
    for (let n = 0; n < 300; n += 1) {
      const at = Date.UTC(2020, 0, 2) + random.below(3_640 * 24 * 60) * 60_000;
      const date = localDate(at, zone);
      for (const kind of KINDS) {
        const period = periodOf(kind, date);
        const { fromMs, toMs } = boundsOf(period, zone);
        expect(period.first <= date && date <= period.last).toBe(true);
        expect(fromMs <= at && at < toMs, `${new Date(at).toISOString()} in ${JSON.stringify(period)}`).toBe(
          true,
        );
      }
    }
  });
});

describe("periods", () => {
  it.each([
    ["a leap day", "month", "2028-02-29", "2028-02-01", "2028-02-29"],
    ["no leap day", "month", "2026-02-03", "2026-02-01", "2026-02-28"],
    ["week 53 of 2026", "week", "2026-12-31", "2026-12-28", "2027-01-03"],
    ["week 53 of 2026, in the next year", "week", "2027-01-03", "2026-12-28", "2027-01-03"],
    ["week 1 of 2027", "week", "2027-01-04", "2027-01-04", "2027-01-10"],
    ["a week over a leap day", "week", "2024-02-29", "2024-02-26", "2024-03-03"],
    ["a day", "day", "2026-10-25", "2026-10-25", "2026-10-25"],
  ] as const)("%s", (_, kind, date, first, last) => {
    expect(periodOf(kind, date)).toEqual({ first, last });
  });

  it("of a roll-up are the week before, whichever day it comes on", () => {
    expect(weekBefore("2026-11-23")).toEqual({ first: "2026-11-16", last: "2026-11-22" });
    expect(weekBefore("2026-11-29")).toEqual({ first: "2026-11-16", last: "2026-11-22" });
    expect(weekBefore("2027-01-04")).toEqual({ first: "2026-12-28", last: "2027-01-03" });
  });

  it("add up: a month's sums are those of its days, and the years' those of the weeks between them", () => {
    const random = seeded("sums");
    const byDay = new Map<string, { offered: number; longest_wait_ms: number }>();
    for (let date = FIRST; date <= LAST; date = addDays(date, 1))
      byDay.set(date, { offered: random.below(1_000), longest_wait_ms: random.below(100_000) });
    const total = (kind: (typeof KINDS)[number]): { offered: number; longest: number; days: number } => {
      let offered = 0;
      let longest = 0;
      let days = 0;
      for (const period of periodsOf(kind)) {
        const readings = [];
        for (let date = period.first; date <= period.last; date = addDays(date, 1)) {
          const reading = byDay.get(date);
          if (reading) readings.push(reading);
        }
        const sums = combine(readings);
        offered += sums.offered ?? 0;
        longest = Math.max(longest, sums.longest_wait_ms ?? 0);
        days += readings.length;
      }
      return { offered, longest, days };
    };
    const wanted = {
      offered: [...byDay.values()].reduce((sum, one) => sum + one.offered, 0),
      longest: Math.max(...[...byDay.values()].map((one) => one.longest_wait_ms)),
      days: 3_653,
    };
    for (const kind of KINDS) expect(total(kind), kind).toEqual(wanted);
  });
});
