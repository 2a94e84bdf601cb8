import { describe, expect, it } from "vitest";
import { plainText, strong, text, userText } from "../../../src/chat/message.ts";
import { duration, shortTime } from "../../../src/local-time.ts";

describe("a message in plain text", () => {
  it("says everything that the card says, and what can be done", () => {
    expect(
      plainText({
        title: [text("ESC-0042")],
        status: { tone: "waiting", text: [text("Waiting")] },
        body: [
          { b: "prose", text: [strong("Need: "), userText("80 <back>")] },
          {
            b: "fields",
            fields: [{ label: "Raised by", value: [{ t: "person", name: "Ana Reyes", userId: "U1" }] }],
          },
          { b: "list", items: [[text("one")], [text("two")]] },
          { b: "image", picture: "kpi:x", alt: "a chart" },
        ],
        buttons: [{ action: "case.take", arg: "1", label: "Take" }],
      }),
    ).toBe(
      "ESC-0042\nWaiting\nNeed: 80 <back>\nRaised by: Ana Reyes\n- one\n- two\n[Image: a chart]\nYou can: Take",
    );
  });
});

describe("times as people read them", () => {
  const noon = Date.UTC(2026, 6, 1, 11, 0);
  it("are in the team's zone, with the day where it is another", () => {
    expect(shortTime(noon, noon, "Europe/London")).toBe("12:00");
    expect(shortTime(Date.UTC(2026, 11, 1, 11, 0), noon, "Europe/London")).toBe("Tue 1 Dec, 11:00");
    // Half past eleven in the evening, UTC, is the next day in London's summer.
    expect(shortTime(Date.UTC(2026, 6, 1, 23, 30), noon, "Europe/London")).toBe("Thu 2 Jul, 00:30");
  });
  it.each([
    [0, "1 minute"],
    [120_000, "2 minutes"],
    [3_600_000, "1 hour"],
    [5_400_000, "90 minutes"],
    [7_200_000, "2 hours"],
    [47 * 3_600_000, "47 hours"],
    [172_800_000, "2 days"],
    [338 * 3_600_000 + 60_000, "14 days"],
  ])("%i ms is %s", (ms, words) => {
    expect(duration(ms)).toBe(words);
  });
});
