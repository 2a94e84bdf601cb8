import { afterEach, describe, expect, it } from "vitest";
import {
  dueAt,
  newestOf,
  nextThree,
  occurrences,
  weeklyTimes,
} from "../../../../src/kpi/digest/schedule/occurrence.ts";
import type { DigestTimes } from "../../../../src/kpi/settings.ts";

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7];
const times = (at: string, zone: string, days = EVERY_DAY): DigestTimes => ({ at, zone, days, weeklyOn: 0 });
const utc = (ms: number | undefined): string =>
  ms === undefined ? "never" : new Date(ms).toISOString().slice(0, 16);

const WALL = ["00:00", "00:30", "01:30", "02:15", "02:30", "09:00"] as const;

/**
 * By hand, from the zones' rules: when each wall time is due on the day of a change (UTC). A skipped one is
 * due at the end of the gap, a repeated one the first time (RELIABILITY 17).
 */
const TABLE: readonly (readonly [zone: string, date: string, ...due: readonly string[]])[] = [
  // London forward: 01:00Z, 01:00 becomes 02:00.
  [
    "Europe/London",
    "2026-03-29",
    "2026-03-29T00:00",
    "2026-03-29T00:30",
    "2026-03-29T01:00",
    "2026-03-29T01:15",
    "2026-03-29T01:30",
    "2026-03-29T08:00",
  ],
  [
    "Europe/London",
    "2027-03-28",
    "2027-03-28T00:00",
    "2027-03-28T00:30",
    "2027-03-28T01:00",
    "2027-03-28T01:15",
    "2027-03-28T01:30",
    "2027-03-28T08:00",
  ],
  // London back: 01:00Z, 02:00 becomes 01:00.
  [
    "Europe/London",
    "2026-10-25",
    "2026-10-24T23:00",
    "2026-10-24T23:30",
    "2026-10-25T00:30",
    "2026-10-25T02:15",
    "2026-10-25T02:30",
    "2026-10-25T09:00",
  ],
  [
    "Europe/London",
    "2027-10-31",
    "2027-10-30T23:00",
    "2027-10-30T23:30",
    "2027-10-31T00:30",
    "2027-10-31T02:15",
    "2027-10-31T02:30",
    "2027-10-31T09:00",
  ],
  // New York forward: 07:00Z, 02:00 becomes 03:00.
  [
    "America/New_York",
    "2026-03-08",
    "2026-03-08T05:00",
    "2026-03-08T05:30",
    "2026-03-08T06:30",
    "2026-03-08T07:00",
    "2026-03-08T07:00",
    "2026-03-08T13:00",
  ],
  [
    "America/New_York",
    "2027-03-14",
    "2027-03-14T05:00",
    "2027-03-14T05:30",
    "2027-03-14T06:30",
    "2027-03-14T07:00",
    "2027-03-14T07:00",
    "2027-03-14T13:00",
  ],
  // New York back: 06:00Z, 02:00 becomes 01:00.
  [
    "America/New_York",
    "2026-11-01",
    "2026-11-01T04:00",
    "2026-11-01T04:30",
    "2026-11-01T05:30",
    "2026-11-01T07:15",
    "2026-11-01T07:30",
    "2026-11-01T14:00",
  ],
  [
    "America/New_York",
    "2027-11-07",
    "2027-11-07T04:00",
    "2027-11-07T04:30",
    "2027-11-07T05:30",
    "2027-11-07T07:15",
    "2027-11-07T07:30",
    "2027-11-07T14:00",
  ],
  // Lord Howe back by half an hour: 15:00Z the day before, 02:00 becomes 01:30.
  [
    "Australia/Lord_Howe",
    "2026-04-05",
    "2026-04-04T13:00",
    "2026-04-04T13:30",
    "2026-04-04T14:30",
    "2026-04-04T15:45",
    "2026-04-04T16:00",
    "2026-04-04T22:30",
  ],
  [
    "Australia/Lord_Howe",
    "2027-04-04",
    "2027-04-03T13:00",
    "2027-04-03T13:30",
    "2027-04-03T14:30",
    "2027-04-03T15:45",
    "2027-04-03T16:00",
    "2027-04-03T22:30",
  ],
  // Lord Howe forward by half an hour: 15:30Z the day before, 02:00 becomes 02:30.
  [
    "Australia/Lord_Howe",
    "2026-10-04",
    "2026-10-03T13:30",
    "2026-10-03T14:00",
    "2026-10-03T15:00",
    "2026-10-03T15:30",
    "2026-10-03T15:30",
    "2026-10-03T22:00",
  ],
  [
    "Australia/Lord_Howe",
    "2027-10-03",
    "2027-10-02T13:30",
    "2027-10-02T14:00",
    "2027-10-02T15:00",
    "2027-10-02T15:30",
    "2027-10-02T15:30",
    "2027-10-02T22:00",
  ],
  // Havana forward: 05:00Z, midnight becomes 01:00.
  [
    "America/Havana",
    "2026-03-08",
    "2026-03-08T05:00",
    "2026-03-08T05:00",
    "2026-03-08T05:30",
    "2026-03-08T06:15",
    "2026-03-08T06:30",
    "2026-03-08T13:00",
  ],
  [
    "America/Havana",
    "2027-03-14",
    "2027-03-14T05:00",
    "2027-03-14T05:00",
    "2027-03-14T05:30",
    "2027-03-14T06:15",
    "2027-03-14T06:30",
    "2027-03-14T13:00",
  ],
  // Havana back: 05:00Z, 01:00 becomes midnight.
  [
    "America/Havana",
    "2026-11-01",
    "2026-11-01T04:00",
    "2026-11-01T04:30",
    "2026-11-01T06:30",
    "2026-11-01T07:15",
    "2026-11-01T07:30",
    "2026-11-01T14:00",
  ],
  [
    "America/Havana",
    "2027-11-07",
    "2027-11-07T04:00",
    "2027-11-07T04:30",
    "2027-11-07T06:30",
    "2027-11-07T07:15",
    "2027-11-07T07:30",
    "2027-11-07T14:00",
  ],
  // Cairo forward: 22:00Z the day before, midnight becomes 01:00.
  [
    "Africa/Cairo",
    "2026-04-24",
    "2026-04-23T22:00",
    "2026-04-23T22:00",
    "2026-04-23T22:30",
    "2026-04-23T23:15",
    "2026-04-23T23:30",
    "2026-04-24T06:00",
  ],
  [
    "Africa/Cairo",
    "2027-04-30",
    "2027-04-29T22:00",
    "2027-04-29T22:00",
    "2027-04-29T22:30",
    "2027-04-29T23:15",
    "2027-04-29T23:30",
    "2027-04-30T06:00",
  ],
  // Cairo back: 21:00Z, midnight becomes 23:00 of the day that was ending.
  [
    "Africa/Cairo",
    "2026-10-29",
    "2026-10-28T21:00",
    "2026-10-28T21:30",
    "2026-10-28T22:30",
    "2026-10-28T23:15",
    "2026-10-28T23:30",
    "2026-10-29T06:00",
  ],
  [
    "Africa/Cairo",
    "2026-10-30",
    "2026-10-29T22:00",
    "2026-10-29T22:30",
    "2026-10-29T23:30",
    "2026-10-30T00:15",
    "2026-10-30T00:30",
    "2026-10-30T07:00",
  ],
  [
    "Africa/Cairo",
    "2027-10-28",
    "2027-10-27T21:00",
    "2027-10-27T21:30",
    "2027-10-27T22:30",
    "2027-10-27T23:15",
    "2027-10-27T23:30",
    "2027-10-28T06:00",
  ],
  [
    "Africa/Cairo",
    "2027-10-29",
    "2027-10-28T22:00",
    "2027-10-28T22:30",
    "2027-10-28T23:30",
    "2027-10-29T00:15",
    "2027-10-29T00:30",
    "2027-10-29T07:00",
  ],
  [
    "UTC",
    "2026-03-29",
    "2026-03-29T00:00",
    "2026-03-29T00:30",
    "2026-03-29T01:30",
    "2026-03-29T02:15",
    "2026-03-29T02:30",
    "2026-03-29T09:00",
  ],
  [
    "UTC",
    "2026-10-25",
    "2026-10-25T00:00",
    "2026-10-25T00:30",
    "2026-10-25T01:30",
    "2026-10-25T02:15",
    "2026-10-25T02:30",
    "2026-10-25T09:00",
  ],
];

const before = process.env["TZ"];
afterEach(() => {
  if (before === undefined) delete process.env["TZ"];
  else process.env["TZ"] = before;
});

describe.each([
  ["UTC", 0],
  ["Europe/London", 0],
  ["America/New_York", 300],
])("in a process that runs in %s", (host, offset) => {
  it.each(TABLE)("%s, %s: each wall time is due when the table says", (zone, date, ...due) => {
    process.env["TZ"] = host;
    expect(new Date(Date.UTC(2026, 0, 1)).getTimezoneOffset(), "the process's zone took").toBe(offset);
    expect(WALL.map((at) => utc(dueAt(date, times(at, zone))))).toEqual(due);
  });

  // The host's zone is nothing to Temporal, so that one time in each zone shows it.
  const walls = host === "UTC" ? WALL : (["02:15"] as const);
  it.each(
    [...new Set(TABLE.map(([zone]) => zone))].flatMap((zone) => walls.map((at) => [zone, at] as const)),
  )("%s at %s: once on every local date of two years, in order", (zone, at) => {
    process.env["TZ"] = host;
    const start = Date.UTC(2025, 11, 31, 12);
    const dates: string[] = [];
    const instants: number[] = [];
    // As a program sees it that looks now and then, never twice the same stretch.
    for (let from = start; from < Date.UTC(2028, 0, 1); from += 9.5 * 86_400_000)
      for (const one of occurrences(times(at, zone), from, from + 9.5 * 86_400_000)) {
        dates.push(one.date);
        instants.push(one.dueAt);
      }
    const wanted = Array.from({ length: 730 }, (_, n) =>
      new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10),
    );
    expect(dates.filter((date) => date.startsWith("2026") || date.startsWith("2027"))).toEqual(wanted);
    expect(instants).toEqual(instants.toSorted((a, b) => a - b));
  });
});

describe("a schedule", () => {
  it("has no digest for a day that Apia never had", () => {
    const found = occurrences(
      times("08:30", "Pacific/Apia"),
      Date.UTC(2011, 11, 28, 20),
      Date.UTC(2012, 0, 1, 20),
    );
    expect(found.map(({ date }) => date)).toEqual(["2011-12-29", "2011-12-31", "2012-01-01", "2012-01-02"]);
    expect(found.map((one) => utc(one.dueAt))).toEqual([
      "2011-12-29T18:30",
      "2011-12-30T18:30",
      "2011-12-31T18:30",
      "2012-01-01T18:30",
    ]);
  });

  it("has no instant for a time of a day that was never there", () => {
    expect(utc(dueAt("2011-12-30", times("08:30", "Pacific/Apia")))).toBe("never");
    expect(utc(dueAt("2011-12-31", times("00:00", "Pacific/Apia")))).toBe("2011-12-30T10:00");
  });

  it("gives a repeated time the first time round, also at 23:30 in Cairo", () => {
    expect(utc(dueAt("2026-10-29", times("23:30", "Africa/Cairo")))).toBe("2026-10-29T20:30");
  });

  it("counts what is due at an instant as due, and not again from it on", () => {
    const due = Date.UTC(2026, 10, 23, 8, 30);
    const dates = (since: number, upTo: number) =>
      occurrences(times("08:30", "Europe/London"), since, upTo).map(({ date }) => date);
    expect(dates(due - 60_000, due - 1)).toEqual([]);
    expect(dates(due - 60_000, due)).toEqual(["2026-11-23"]);
    expect(dates(due, due + 60_000)).toEqual([]);
  });

  it("looks back 31 days and no further", () => {
    const now = Date.UTC(2026, 10, 23, 12);
    const found = occurrences(times("08:30", "Europe/London"), 0, now);
    expect([found[0]?.date, found.at(-1)?.date, found.length]).toEqual(["2026-10-23", "2026-11-23", 32]);
    expect(newestOf(times("08:30", "Europe/London"), now)?.date).toBe("2026-11-23");
  });

  it("shows the next three, over a weekend and a clock change", () => {
    const friday = Date.UTC(2027, 2, 26, 8, 30);
    expect(
      nextThree(times("08:30", "Europe/London", [1, 2, 3, 4, 5]), friday).map((one) => [
        one.date,
        utc(one.dueAt),
      ]),
    ).toEqual([
      ["2027-03-29", "2027-03-29T07:30"],
      ["2027-03-30", "2027-03-30T07:30"],
      ["2027-03-31", "2027-03-31T07:30"],
    ]);
  });

  it("has its weekly roll-up on its own day, whether or not there is a digest then", () => {
    const weekly = weeklyTimes({ ...times("08:30", "Europe/London", [1, 2, 3, 4, 5]), weeklyOn: 7 });
    const sunday = Date.UTC(2026, 10, 29, 8, 30);
    expect(occurrences(weekly, sunday - 7 * 86_400_000, sunday)).toEqual([
      { date: "2026-11-29", dueAt: sunday },
    ]);
    expect(nextThree(weeklyTimes(times("08:30", "UTC")), sunday)).toEqual([]);
  });
});
