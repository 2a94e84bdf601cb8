import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { calendar, twoWorkingDaysAfter } from "../../../../src/kpi/own/calendar.ts";
import { seedOf } from "../../../support/seeded.ts";
import { at } from "./support.ts";

const LONDON = "Europe/London";
const HOUR = 3_600_000;
const seed = seedOf("calendar.test.ts");

describe("local days that follow one another", () => {
  it("have 25 and 23 hours when the clocks change, and meet without a gap", () => {
    const hours = (first: string, last: string): number[] =>
      calendar(first, last, LONDON).map(({ fromMs, toMs }) => (toMs - fromMs) / HOUR);
    expect(hours("2026-10-24", "2026-10-26")).toEqual([24, 25, 24]);
    expect(hours("2027-03-27", "2027-03-29")).toEqual([24, 23, 24]);
    const year = calendar("2026-01-01", "2026-12-31", LONDON);
    expect(year).toHaveLength(365);
    for (const [index, day] of year.slice(1).entries()) expect(day.fromMs).toBe(year[index]?.toMs);
  });
});

describe("the end of the second working day", () => {
  const dueAfter = twoWorkingDaysAfter(calendar("2026-10-16", "2026-10-30", LONDON));
  const lastInstantOf = (midnight: string): number => at(midnight) - 1;

  // By hand: the 23rd is a Friday, and the clocks go back on Sunday the 25th.
  it.each([
    ["a Monday", "2026-10-19T00:00+01:00", "2026-10-22T00:00+01:00"],
    ["a Wednesday", "2026-10-21T23:59+01:00", "2026-10-24T00:00+01:00"],
    ["a Thursday", "2026-10-22T12:00+01:00", "2026-10-27T00:00+00:00"],
    ["a Friday", "2026-10-23T12:00+01:00", "2026-10-28T00:00+00:00"],
    ["a Saturday", "2026-10-24T12:00+01:00", "2026-10-28T00:00+00:00"],
    ["a Sunday, in its 25th hour", "2026-10-25T23:30+00:00", "2026-10-28T00:00+00:00"],
  ])("after %s", (_day, decided, midnight) => {
    expect(dueAfter(at(decided))).toBe(lastInstantOf(midnight));
  });

  it("is not known before the first day, nor where it lies after the last", () => {
    expect(dueAfter(at("2026-10-15T23:59+01:00"))).toBeUndefined();
    expect(dueAfter(at("2026-10-29T12:00+00:00"))).toBeUndefined();
    expect(dueAfter(at("2026-11-02T12:00+00:00"))).toBeUndefined();
    expect(twoWorkingDaysAfter([])(0)).toBeUndefined();
  });

  it("is two to four days later, on a working day, whatever the day", () => {
    const days = calendar("2026-01-01", "2027-12-31", LONDON);
    const due = twoWorkingDaysAfter(days);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: days.length - 8 }), fc.nat(23 * HOUR - 1), (index, within) => {
        const end = due((days[index]?.fromMs ?? 0) + within);
        const dueDay = days.findIndex(({ toMs }) => toMs - 1 === end);
        const weekday = new Date(`${days[dueDay]?.date}T12:00Z`).getUTCDay();
        expect([2, 3, 4]).toContain(dueDay - index);
        expect([1, 2, 3, 4, 5]).toContain(weekday);
      }),
      { seed },
    );
  });
});
