import { describe, expect, it } from "vitest";
import { longDay, longTime, shortTime } from "../../src/local-time.ts";

/** 12 October 2026, 13:05 UTC: British Summer Time, an hour ahead. */
const AT = Date.UTC(2026, 9, 12, 13, 5);

describe("times as people read them", () => {
  it("are of the centre's zone, and have a day where it is another", () => {
    expect(shortTime(AT, AT + 3_600_000, "Europe/London")).toBe("14:05");
    expect(shortTime(AT, AT + 86_400_000, "Europe/London")).toMatch(/^Mon,? 12 Oct,? 14:05$/);
    expect(longTime(AT, "Europe/London")).toBe("12 October 2026 at 14:05");
    expect(longTime(AT, "Asia/Tokyo")).toBe("12 October 2026 at 22:05");
  });

  it.each([
    ["2026-10-12", "12 October 2026"],
    // The days on which the clocks change.
    ["2026-03-29", "29 March 2026"],
    ["2026-10-25", "25 October 2026"],
  ])("%s is %s, whatever the zone", (day, words) => {
    expect(longDay(day)).toBe(words);
  });
});
