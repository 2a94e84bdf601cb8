import { describe, expect, it } from "vitest";
import { isStep } from "../../../src/comments/alert.ts";
import { usualWords } from "../../../src/comments/alerts/words.ts";
import type { ThemeRecord } from "../../../src/comments/detect/index.ts";
import { wordsOf } from "../../../src/comments/theme-names.ts";
import { readThemeRef, themeRef } from "../../../src/comments/theme.ts";
import { bars, customersIn, direction, lastHours } from "../../../src/comments/trend.ts";
import { nextMonday } from "../../../src/comments/weekly/schedule.ts";
import { against } from "../../../src/comments/weekly/summary.ts";
import { daysUpTo } from "../../../src/local-days.ts";

const LONDON = "Europe/London";
const HOUR = 3_600_000;

describe("steps at which people are told again", () => {
  it.each([
    [4, 5, false],
    [4, 6, true],
    [5, 7, false],
    [5, 8, true],
    [10, 14, false],
    [10, 15, true],
    [6, 6, false],
  ])("told of %i, now %i: %s", (said, now, step) => {
    expect(isStep(said, now)).toBe(step);
  });
});

describe("a trend", () => {
  it("counts each customer once in each span, and nobody who is not known", () => {
    const now = 10 * HOUR;
    const said = [
      { saidAt: now, customerId: "a" },
      { saidAt: now - 1, customerId: "a" },
      { saidAt: now - 2, customerId: null },
      { saidAt: now - HOUR - 1, customerId: "a" },
      { saidAt: now - HOUR - 1, customerId: "b" },
    ];
    expect(customersIn(said, lastHours(now, 3))).toEqual([0, 2, 1]);
  });

  it.each([
    [[0, 0, 1, 3], "rising"],
    [[3, 1, 0, 0], "falling"],
    [[1, 1, 1, 1], "steady"],
    [[0, 0, 0, 1], "steady"],
    [[10, 10, 12, 12], "steady"],
  ])("%j is %s", (counts, word) => {
    expect(direction(counts)).toBe(word);
  });

  it("is drawn as high as its highest figure", () => {
    expect(bars([0, 1, 2, 4])).toBe("▁▃▅█");
    expect(bars([0, 0])).toBe("▁▁");
  });

  it.each([
    [0.01, "where hardly ever one does"],
    [0.62, "where 0.6 are usual"],
    [12.4, "where 12 are usual"],
  ])("%d is usual: %s", (usual, words) => {
    expect(usualWords(usual)).toBe(words);
  });

  it.each([
    [3, 0, "none the week before"],
    [0, 0, "none the week before either"],
    [3, 3, "as many as the week before"],
    [5, 3, "up from 3"],
    [1, 3, "down from 3"],
  ])("%i against %i: %s", (now, before, words) => {
    expect(against(now, before)).toBe(words);
  });
});

describe("a theme", () => {
  it("is called by the words that enough of its comments have", () => {
    const record = (words: ThemeRecord["words"], size: number): ThemeRecord => ({
      key: "k",
      size,
      last: 1,
      words,
      apart: [],
      pinned: false,
      retired: false,
    });
    const words: ThemeRecord["words"] = [
      ["app", 6, "app", 6],
      ["log", 5, "logged", 3],
      ["updat", 4, "update", 2],
      ["everi", 1, "every", 1],
    ];
    expect(wordsOf(record(words, 6))).toBe("app, logged, update");
    expect(wordsOf(record(words, 40))).toBe("app, logged");
  });

  it.each([
    ["TH-007", "TH-007"],
    ["th 7", "TH-007"],
    ["7", "TH-007"],
    ["1234", "TH-1234"],
    ["0", undefined],
    ["TH-", undefined],
    ["constructor", undefined],
  ])("%s is %s", (typed, ref) => {
    expect(readThemeRef(typed)).toBe(ref);
    expect(themeRef(7)).toBe("TH-007");
  });
});

describe("the Monday of a summary", () => {
  it.each([
    ["a Sunday", "2026-11-22T12:00:00Z", "2026-11-23"],
    ["a Monday before nine", "2026-11-23T08:59:00Z", "2026-11-23"],
    ["a Monday at nine", "2026-11-23T09:00:00Z", "2026-11-30"],
    ["the week of the clock change, in summer time", "2026-10-25T00:30:00Z", "2026-10-26"],
    ["Monday, eight in summer time", "2026-06-01T07:59:00Z", "2026-06-01"],
    ["Monday, nine in summer time", "2026-06-01T08:00:00Z", "2026-06-08"],
  ])("from %s", (_, now, monday) => {
    expect(nextMonday(Date.parse(now), LONDON)).toBe(monday);
  });
});

describe("days up to an instant", () => {
  it("keep the time of day over a clock change", () => {
    const end = Date.parse("2026-03-30T11:00:00+01:00");
    expect(daysUpTo(end, 3, LONDON).map(({ fromMs, toMs }) => (toMs - fromMs) / HOUR)).toEqual([24, 23, 24]);
    expect(daysUpTo(end, 3, LONDON)[0]?.fromMs).toBe(Date.parse("2026-03-27T11:00:00Z"));
    expect(daysUpTo(end, 0, LONDON)).toEqual([]);
  });
});
