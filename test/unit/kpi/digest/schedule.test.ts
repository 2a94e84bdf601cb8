import { describe, expect, it } from "vitest";
import { decodeTimes, encodeTimes } from "../../../../src/kpi/digest/schedule/code.ts";
import { lateNote } from "../../../../src/kpi/digest/schedule/tell.ts";
import { readUntil } from "../../../../src/kpi/digest/schedule/until.ts";
import type { Slot } from "../../../../src/kpi/digest/schedule/due.ts";
import { AppError } from "../../../../src/errors.ts";

describe("the last day of a mute", () => {
  // Sunday, 22 November 2026.
  it.each([
    ["until friday", "2026-11-27"],
    ["friday", "2026-11-27"],
    ["until Sunday", "2026-11-29"],
    ["until monday", "2026-11-23"],
    ["tomorrow", "2026-11-23"],
    ["until today", "2026-11-22"],
    ["until 2026-12-01", "2026-12-01"],
    ["until 1 December", "2026-12-01"],
    ["until 1st of December 2026", "2026-12-01"],
    ["until 1 Jan", "2027-01-01"],
    ["until 1/12", "2026-12-01"],
    ["until 01/12/2026", "2026-12-01"],
    ["for a week", "2026-11-28"],
    ["for 3 days", "2026-11-24"],
    ["for two weeks", "2026-12-05"],
  ])("%j", (words, wanted) => {
    expect(readUntil(words, "2026-11-22")).toBe(wanted);
  });

  it.each([
    "",
    "until 31 February",
    "until 2026-13-01",
    "until the cows come home",
    "until 32/1",
    "for 0 days",
    "until 1 Smarch",
  ])("is not guessed from %j", (words) => {
    expect(readUntil(words, "2026-11-22")).toBeUndefined();
  });
});

describe("a schedule in a button", () => {
  it("comes back as it was, and fits the shortest limit", () => {
    const times = {
      at: "08:30",
      days: [1, 2, 3, 4, 5, 6, 7],
      zone: "America/Argentina/ComodRivadavia",
      weeklyOn: 7,
    };
    const team = `t${"x".repeat(31)}`;
    const code = encodeTimes(team, times);
    expect(decodeTimes(code)).toEqual({ team, times });
    expect("digest.save".length + code.length).toBeLessThanOrEqual(90);
    expect(decodeTimes(encodeTimes("billing", null))).toEqual({ team: "billing", times: null });
  });

  it.each([
    "",
    "billing",
    "billing 2430 1f 1 Europe/London",
    "billing 0830 00 1 Europe/London",
    "billing 0830 ff 1 Europe/London",
    "billing 0830 1f 8 Europe/London",
    "billing 0830 1f 1 Europe/Atlantis",
    "Billing 0830 1f 1 UTC",
    "billing 0830 1f 1 UTC x",
  ])("is refused where it was tampered with: %j", (code) => {
    expect(() => decodeTimes(code)).toThrow(AppError);
  });
});

describe("what a digest says of itself", () => {
  const slot = (date: string, kind: Slot["kind"] = "daily"): Slot => ({ kind, date, dueAt: 0 });
  const HOUR = 3_600_000;
  it.each([
    [0, [], ""],
    [60_000, [], ""],
    [120_000, [], "This digest comes 2 minutes late."],
    [6 * HOUR, [], "This digest comes 6 hours late."],
    [0, [slot("2026-11-20")], "1 digest was missed: that of Fri 20 Nov 2026."],
    [
      2 * HOUR,
      [slot("2026-11-19"), slot("2026-11-20")],
      "This digest comes 2 hours late. 2 digests were missed: those of Thu 19 Nov 2026 and Fri 20 Nov 2026.",
    ],
    [
      0,
      ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19"].map((date) => slot(date)),
      "4 digests were missed: the first that of Mon 16 Nov 2026, the last that of Thu 19 Nov 2026.",
    ],
    [0, [slot("2026-11-16", "weekly")], "1 weekly roll-up was missed: that of Mon 16 Nov 2026."],
  ])("%i ms late, %j missed", (lateMs, missed, wanted) => {
    expect(lateNote(lateMs, missed)).toBe(wanted);
  });
});
