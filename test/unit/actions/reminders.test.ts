import { describe, expect, it } from "vitest";
import { nextReminder, stageAt } from "../../../src/actions/reminders.ts";

const LONDON = "Europe/London";
const at = (iso: string): number => Date.parse(iso);

/** All reminders of a review from a time on, as they follow one another. */
function following(reviewOn: string, from: string, count: number): string[] {
  const found: string[] = [];
  let now = at(from);
  for (let n = 0; n < count; n += 1) {
    const next = nextReminder(reviewOn, now, LONDON);
    found.push(`${new Date(next.at).toISOString().slice(0, 16)} ${next.stage}`);
    now = next.at;
  }
  return found;
}

describe("the reminders of a review", () => {
  it("come the working day before, on the day, two days after, and then every week", () => {
    expect(following("2026-12-07", "2026-11-09T10:00:00Z", 6)).toEqual([
      "2026-12-04T09:00 before",
      "2026-12-07T09:00 today",
      "2026-12-09T09:00 overdue",
      "2026-12-16T09:00 overdue",
      "2026-12-23T09:00 overdue",
      "2026-12-30T09:00 overdue",
    ]);
  });

  it("come at nine by the centre's clock on both sides of a clock change", () => {
    expect(following("2026-03-30", "2026-03-01T10:00:00Z", 3)).toEqual([
      "2026-03-27T09:00 before",
      "2026-03-30T08:00 today",
      "2026-04-01T08:00 overdue",
    ]);
  });

  it("leave out what is past already", () => {
    expect(following("2026-12-07", "2026-12-07T08:59:59Z", 1)).toEqual(["2026-12-07T09:00 today"]);
    expect(following("2026-12-07", "2026-12-07T09:00:00Z", 1)).toEqual(["2026-12-09T09:00 overdue"]);
    expect(following("2026-12-07", "2027-03-01T12:00:00Z", 1)).toEqual(["2027-03-03T09:00 overdue"]);
  });

  it("say where the review stands, however late they are", () => {
    const stage = (now: string) => stageAt("2026-12-07", at(now), LONDON);
    expect(stage("2026-12-04T08:59:59Z")).toBeUndefined();
    expect(stage("2026-12-04T09:00:00Z")).toBe("before");
    expect(stage("2026-12-07T09:00:00Z")).toBe("today");
    expect(stage("2026-12-09T08:59:00Z")).toBe("today");
    expect(stage("2026-12-09T09:00:00Z")).toBe("overdue");
    expect(stage("2027-12-09T09:00:00Z")).toBe("overdue");
  });
});
