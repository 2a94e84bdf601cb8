import { describe, expect, it } from "vitest";
import {
  addDays,
  dayWords,
  daysBetween,
  daysFrom,
  localDate,
  nineOn,
  startOf,
  workingDayBefore,
} from "../../src/local-days.ts";

const LONDON = "Europe/London";
const HOUR = 3_600_000;
const at = (iso: string): number => Date.parse(iso);

describe("local days", () => {
  it("are those of the centre, not of the machine", () => {
    expect(localDate(at("2026-07-01T23:30:00Z"), LONDON)).toBe("2026-07-02");
    expect(localDate(at("2026-12-01T23:30:00Z"), LONDON)).toBe("2026-12-01");
  });

  it("have 23 hours when the clocks go forward, and 25 when they go back", () => {
    const lengths = (first: string) =>
      daysFrom(first, 3, LONDON).map((day) => (day.toMs - day.fromMs) / HOUR);
    expect(lengths("2026-03-28")).toEqual([24, 23, 24]);
    expect(lengths("2026-10-24")).toEqual([24, 25, 24]);
  });

  it("follow one another without a gap, and there may be none", () => {
    const days = daysFrom("2026-03-20", 28, LONDON);
    expect(days.slice(1).every((day, index) => day.fromMs === days[index]?.toMs)).toBe(true);
    expect(daysFrom("2026-03-20", 0, LONDON)).toEqual([]);
    expect(daysFrom("2026-03-20", -3, LONDON)).toEqual([]);
  });

  it("begin later where the clock change skips midnight", () => {
    expect(startOf("2026-04-24", "Africa/Cairo")).toBe(at("2026-04-23T22:00:00Z"));
  });

  it("have nine in the morning at nine, whatever the clocks do", () => {
    expect(nineOn("2026-03-28", LONDON)).toBe(at("2026-03-28T09:00:00Z"));
    expect(nineOn("2026-03-29", LONDON)).toBe(at("2026-03-29T08:00:00Z"));
  });

  it("are counted by the calendar", () => {
    expect(addDays("2026-02-27", 2)).toBe("2026-03-01");
    expect(daysBetween("2026-03-28", "2026-03-30")).toBe(2);
    expect(daysBetween("2026-03-30", "2026-03-28")).toBe(-2);
    expect(daysBetween("2026-01-31", "2026-12-31")).toBe(334);
    expect(dayWords("2026-12-04")).toBe("Fri 4 Dec 2026");
  });

  it.each([
    ["2026-12-07", "2026-12-04", "Monday"],
    ["2026-12-06", "2026-12-04", "Sunday"],
    ["2026-12-05", "2026-12-04", "Saturday"],
    ["2026-12-04", "2026-12-03", "Friday"],
    ["2026-12-01", "2026-11-30", "Tuesday"],
  ])("before %s the last working day is %s (%s)", (date, before) => {
    expect(workingDayBefore(date)).toBe(before);
  });
});
