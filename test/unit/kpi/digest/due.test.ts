import { describe, expect, it } from "vitest";
import {
  type Decided,
  type Decision,
  type DigestKind,
  decide,
} from "../../../../src/kpi/digest/schedule/due.ts";
import type { DigestTimes } from "../../../../src/kpi/settings.ts";
import { seeded } from "../../../support/seeded.ts";

const TIMES: DigestTimes = { at: "08:30", days: [1, 2, 3, 4, 5], zone: "Europe/London", weeklyOn: 0 };
const NONE: Decided = { daily: null, weekly: null };
const at = (iso: string): number => Date.parse(`${iso}Z`);
const SINCE = at("2026-11-01T00:00");

const dates = ({ post, missed, muted }: Decision) => ({
  post: post.map((one) => `${one.kind} ${one.date} +${Math.round(one.lateMs / 60_000)}`),
  missed: missed.map(({ date }) => date),
  muted: muted.map(({ date }) => date),
});
const decided = (
  now: string,
  known: Partial<Decided> = {},
  more: Partial<Parameters<typeof decide>[0]> = {},
) =>
  dates(
    decide({
      times: TIMES,
      since: SINCE,
      mutedUntil: null,
      decided: { ...NONE, ...known },
      now: at(now),
      ...more,
    }),
  );

const NOTHING = { post: [], missed: [], muted: [] };

describe("what to do now", () => {
  // 23 November 2026 is a Monday.
  it.each([
    ["a millisecond early", "2026-11-23T08:29:59.999", { daily: "2026-11-20" }, NOTHING],
    ["on time", "2026-11-23T08:30", { daily: "2026-11-20" }, { ...NOTHING, post: ["daily 2026-11-23 +0"] }],
    ["decided already", "2026-11-23T08:31", { daily: "2026-11-23" }, NOTHING],
    [
      "two minutes late",
      "2026-11-23T08:32",
      { daily: "2026-11-20" },
      { ...NOTHING, post: ["daily 2026-11-23 +2"] },
    ],
    [
      "six hours late",
      "2026-11-23T14:30",
      { daily: "2026-11-20" },
      { ...NOTHING, post: ["daily 2026-11-23 +360"] },
    ],
    [
      "away for three days",
      "2026-11-26T10:30",
      { daily: "2026-11-23" },
      { post: ["daily 2026-11-26 +120"], missed: ["2026-11-24", "2026-11-25"], muted: [] },
    ],
    [
      "away over Friday, back on Sunday",
      "2026-11-22T12:00",
      { daily: "2026-11-18" },
      { post: [], missed: ["2026-11-19", "2026-11-20"], muted: [] },
    ],
    [
      "a day late to the millisecond",
      "2026-11-21T08:30",
      { daily: "2026-11-19" },
      { post: [], missed: ["2026-11-20"], muted: [] },
    ],
    [
      "a day late less a millisecond",
      "2026-11-21T08:29:59.999",
      { daily: "2026-11-19" },
      { ...NOTHING, post: ["daily 2026-11-20 +1440"] },
    ],
  ])("%s", (_, now, known, wanted) => {
    expect(decided(now, known)).toEqual(wanted);
  });

  it("never catches up with what lay before the schedule", () => {
    expect(decided("2026-11-23T09:00", {}, { since: at("2026-11-23T08:30") })).toEqual(NOTHING);
    expect(decided("2026-11-24T08:30", {}, { since: at("2026-11-23T08:31") }).missed).toEqual([]);
    expect(decided("2026-11-23T08:30", {}, { since: at("2026-11-23T08:29") }).post).toHaveLength(1);
  });

  it("posts nothing on a muted day, the last included, and does not make up for it", () => {
    expect(decided("2026-11-23T08:30", { daily: "2026-11-20" }, { mutedUntil: "2026-11-23" })).toEqual({
      ...NOTHING,
      muted: ["2026-11-23"],
    });
    expect(decided("2026-11-24T08:30", { daily: "2026-11-20" }, { mutedUntil: "2026-11-23" })).toEqual({
      post: ["daily 2026-11-24 +0"],
      missed: [],
      muted: ["2026-11-23"],
    });
  });

  it("posts the weekly roll-up beside the digest, and counts its misses apart", () => {
    const times = { ...TIMES, weeklyOn: 1 };
    const known = { daily: "2026-11-20", weekly: "2026-11-16" };
    expect(decided("2026-11-23T08:30", known, { times })).toEqual({
      post: ["daily 2026-11-23 +0", "weekly 2026-11-23 +0"],
      missed: [],
      muted: [],
    });
    expect(decided("2026-11-25T09:30", { ...known, daily: "2026-11-24" }, { times })).toEqual({
      post: ["daily 2026-11-25 +60"],
      missed: ["2026-11-23"],
      muted: [],
    });
  });

  it("asks about 31 days at most", () => {
    const { missed } = decide({
      times: { ...TIMES, days: [1, 2, 3, 4, 5, 6, 7] },
      since: at("2026-01-01T00:00"),
      mutedUntil: null,
      decided: NONE,
      now: at("2026-11-23T09:00"),
    });
    expect([missed[0]?.date, missed.at(-1)?.date]).toEqual(["2026-10-23", "2026-11-22"]);
  });
});

/** Lives through a clock's readings, keeping what was decided as the database does. */
function live(readings: readonly number[], times: DigestTimes = { ...TIMES, days: [1, 2, 3, 4, 5, 6, 7] }) {
  const kept: { kind: DigestKind; date: string; dueAt: number }[] = [];
  const posted: { date: string; dueAt: number; now: number }[] = [];
  for (const now of readings) {
    const newest = (kind: DigestKind): string | null =>
      kept
        .filter((one) => one.kind === kind && one.dueAt <= now)
        .map(({ date }) => date)
        .toSorted()
        .at(-1) ?? null;
    const decision = decide({
      times,
      since: SINCE,
      mutedUntil: null,
      decided: { daily: newest("daily"), weekly: newest("weekly") },
      now,
    });
    for (const one of [...decision.missed, ...decision.muted]) kept.push(one);
    for (const one of decision.post) {
      // The database has one row for a day: whoever comes second does nothing.
      if (kept.some(({ kind, date }) => kind === one.kind && date === one.date)) continue;
      kept.push(one);
      posted.push({ date: one.date, dueAt: one.dueAt, now });
    }
  }
  return { posted, once: new Set(posted.map(({ date }) => date)).size === posted.length };
}

describe("a clock that jumps", () => {
  it("makes nothing due twice or early, whatever it does", () => {
    const random = seeded("clock jumps");
    const jumps = [-7_200_000, -1_000, 10_800_000, -86_400_000, 28_800_000, 3 * 86_400_000, -3 * 86_400_000];
    for (let run = 0; run < 20; run += 1) {
      let now = at("2026-11-20T06:00");
      const readings: number[] = [];
      for (let step = 0; step < 150; step += 1) {
        now += 60_000 * random.between(1, 60);
        if (random.next() < 0.1) now += jumps[random.below(jumps.length)] ?? 0;
        readings.push(now);
      }
      const { posted, once } = live(readings);
      expect(once, JSON.stringify(posted)).toBe(true);
      for (const one of posted) expect(one.now).toBeGreaterThanOrEqual(one.dueAt);
      expect(posted.length).toBeGreaterThan(0);
    }
  });
});
