import { describe, expect, it } from "vitest";
import { byTeam, channelsOf, levelName, type Person } from "../../../../adapters/console/directory.ts";
import { maySee, whyNot } from "../../../../adapters/console/place.ts";
import { timesIn } from "../../../../adapters/console/time.ts";
import { initials } from "../../../../adapters/console/view/avatar.tsx";
import { directory } from "../../../support/console/stub.ts";

const person = (id: string): Person => {
  const found = directory.people.find((each) => each.id === id);
  if (!found) throw new Error(`The stub has no ${id}`);
  return found;
};

describe("who sees what", () => {
  it("shows a person the channels of their team only", () => {
    expect(channelsOf(directory, person("ana")).map((channel) => channel.id)).toEqual([
      "escalations",
      "billing",
    ]);
    expect(channelsOf(directory, person("dev")).map((channel) => channel.id)).toEqual(["deliveries"]);
    expect(maySee(directory, person("dev"), "escalations")).toBe(false);
  });

  it("shows every channel to people across teams, and a covered team's to whoever covers it", () => {
    expect(channelsOf(directory, person("eva"))).toHaveLength(3);
    const covering = { ...person("dev"), covers: ["Billing"] };
    expect(channelsOf(directory, covering)).toHaveLength(3);
  });

  it("shows direct messages to their owner alone", () => {
    expect(maySee(directory, person("ana"), "dm:ana")).toBe(true);
    expect(maySee(directory, person("eva"), "dm:ana")).toBe(false);
  });

  it("says which of channel and person is unknown", () => {
    expect(whyNot(directory, "nowhere")).toBe("channel_not_found");
    expect(whyNot(directory, "dm:nobody")).toBe("user_not_found");
    expect(whyNot(directory, "dm:ana")).toBeUndefined();
  });
});

describe("names and times", () => {
  it("groups people by team, those across teams last", () => {
    expect(byTeam(directory.people).map((group) => group.team)).toEqual([
      "Billing",
      "Deliveries",
      "Across teams",
    ]);
  });

  it("makes initials of whatever a name is", () => {
    expect(initials("Ana Maria Ruiz")).toBe("AR");
    expect(initials("Élodie")).toBe("É");
    expect(initials("李 小龙")).toBe("李小");
    expect(initials("<script>")).toBe("?");
    expect(initials("")).toBe("?");
  });

  it("writes levels as people read them", () => {
    expect(levelName({ ...person("ana"), level: "team_leader" })).toBe("Team leader");
  });

  it("shows times in the organisation's zone, on both sides of a clock change", () => {
    const times = timesIn("Europe/London", () => Date.UTC(2026, 5, 15, 12));
    expect(times.time(Date.UTC(2026, 5, 15, 9, 5))).toBe("10:05");
    expect(times.time(Date.UTC(2026, 0, 15, 0, 5))).toBe("00:05");
    expect(times.wall(Date.UTC(2026, 5, 15, 9, 5))).toBe("2026-06-15T10:05");
    expect(times.day(Date.UTC(2026, 5, 14, 23, 30))).toBe("Today");
    expect(times.day(Date.UTC(2026, 5, 14, 22, 30))).toBe("Yesterday");
    expect(times.day(Date.UTC(2026, 5, 1, 12))).toBe("Monday 1 June");
  });
});
