import { describe, expect, it } from "vitest";
import { PROBLEMS, readSchedule, scheduleWords } from "../../../../src/kpi/digest/schedule/plain-words.ts";
import { seeded } from "../../../support/seeded.ts";

const understood = (words: string): string => {
  const read = readSchedule(words);
  return read.ok ? `${read.at} ${read.days.join("")} ${read.zone ?? ""}`.trim() : read.why;
};

describe("when a digest comes, in words", () => {
  it.each([
    ["weekdays at 8:30", "08:30 12345"],
    ["Weekdays at 8:30.", "08:30 12345"],
    ["8:30", "08:30 12345"],
    ["at 8", "08:00 12345"],
    ["0830 every day", "08:30 1234567"],
    ["mon wed fri 08:45 in Europe/London", "08:45 135 Europe/London"],
    ["Mon, Wed & Fri at 08.45 (europe/london)", "08:45 135 Europe/London"],
    ["mon/wed/fri 08:45", "08:45 135"],
    ["every day at half past eight", "08:30 1234567"],
    ["daily at quarter to nine", "08:45 1234567"],
    ["at a quarter past nine on working days", "09:15 12345"],
    ["twenty-five to nine on weekdays", "08:35 12345"],
    ["8.30am Monday to Friday", "08:30 12345"],
    ["8.30 a.m. Monday – Friday", "08:30 12345"],
    ["mon-fri at 8am", "08:00 12345"],
    ["Mondays and Thursdays at 5 pm", "17:00 14"],
    ["every monday at noon", "12:00 1"],
    ["weekends at midnight", "00:00 67"],
    ["12am every day", "00:00 1234567"],
    ["12pm every day", "12:00 1234567"],
    ["fri to mon at 9", "09:00 1567"],
    ["every day except sunday at 7:15", "07:15 123456"],
    ["weekdays but not Wednesday, at 08:30", "08:30 1245"],
    ["at eight o'clock in the morning on weekdays", "08:00 12345"],
    ["half past two in the afternoon, tues and thurs", "14:30 24"],
    ["8 thirty on weekdays", "08:30 12345"],
    ["please post the digest each working day at 08:30 London time", "08:30 12345 Europe/London"],
    ["at 9:00 on weekdays in New York", "09:00 12345 America/New_York"],
    ["weekdays at 8:30 UTC", "08:30 12345 UTC"],
    ["23:59 sat", "23:59 6"],
    ["2:30 on Sundays", "02:30 7"],
  ])("reads %j", (words, wanted) => {
    expect(understood(words)).toBe(wanted);
  });

  it.each([
    ["30 8 * * 1-5", "08:30 12345"],
    ["0 9 * * *", "09:00 1234567"],
    ["5 17 * * mon,wed,fri", "17:05 135"],
    ["30 8 * * 0", "08:30 7"],
    ["30 8 * * 7", "08:30 7"],
    ["30 8 * * 1-5/2", "08:30 135"],
    ["30 8 * * */2", "08:30 2467"],
    ["30 8 * * sat-sun", "08:30 67"],
    ["05 08 * * 1", "08:05 1"],
    ["30 8,12 * * *", "several"],
    ["*/5 * * * *", "several"],
    ["0 * * * *", "several"],
    ["0 8-10 * * 1-5", "several"],
    ["0,30 8 * * 1-5", "several"],
    ["30 8 1 * *", "dates"],
    ["30 8 * 12 1", "dates"],
    ["30 8 1-7 * 1", "dates"],
    ["0 30 8 * * 1-5", "unreadable"],
    ["30 8 * *", "unreadable"],
    ["61 8 * * *", "unreadable"],
    ["30 24 * * *", "unreadable"],
    ["30 8 * * 9", "unreadable"],
  ])("reads the cron expression %j", (words, wanted) => {
    expect(understood(words)).toBe(wanted);
  });

  it.each([
    "at 8 and at 12",
    "weekdays at 8 and 12",
    "8:30 and 16:30 every day",
    "at 8, 12 and 4",
    "every hour",
    "hourly on weekdays",
    "every 15 minutes",
    "every half hour",
    "twice a day",
    "three times a day at 8:30",
    "weekdays at 8am and 5pm",
    "at noon and midnight",
  ])("refuses %j: more than one time a day, and says why", (words) => {
    expect(understood(words)).toBe("several");
    expect(PROBLEMS.several).toContain("one digest a day");
  });

  it.each([
    ["", "unreadable"],
    ["fortnightly at 8:30", "unreadable"],
    ["every other monday at 8:30", "unreadable"],
    ["on the first of the month at 8:30", "unreadable"],
    ["wibble", "unreadable"],
    ["constructor 8:30", "unreadable"],
    ["at 8:30 on no day", "unreadable"],
    ["every day except every day at 8:30", "unreadable"],
    ["weekdays", "no_time"],
    ["mon wed fri", "no_time"],
    ["weekdays at 25:30", "impossible"],
    ["weekdays at 8:75", "impossible"],
    ["13pm on weekdays", "impossible"],
    ["weekdays at 8:30 in Europe/Atlantis", "no_zone"],
    ["8:30 Europe/London Europe/Paris", "no_zone"],
  ])("does not guess at %j", (words, why) => {
    expect(understood(words)).toBe(why);
  });

  it("gives examples that it can read itself", () => {
    const examples = /like one of these: (.*)\.$/.exec(PROBLEMS.unreadable)?.[1]?.split(" · ") ?? [];
    expect(examples.map(understood)).toEqual([
      "08:30 12345",
      "08:45 135 Europe/London",
      "08:30 1234567",
      "08:30 12345",
    ]);
  });

  it("says what it understood in words that mean the same when they are typed again", () => {
    const random = seeded("words and back");
    const zones = [...Intl.supportedValuesOf("timeZone"), "UTC"];
    for (let n = 0; n < 500; n += 1) {
      const days = [1, 2, 3, 4, 5, 6, 7].filter(() => random.next() < 0.5);
      if (days.length === 0) continue;
      const at = `${String(random.below(24)).padStart(2, "0")}:${String(random.below(60)).padStart(2, "0")}`;
      const zone = zones[random.below(zones.length)] ?? "UTC";
      const words = scheduleWords({ at, days, zone });
      expect(readSchedule(words), words).toEqual({ ok: true, at, days, zone });
    }
    expect(scheduleWords({ at: "08:30", days: [1, 2, 3, 4, 5], zone: "Europe/London" })).toBe(
      "Monday to Friday at 08:30, Europe/London time",
    );
    expect(scheduleWords({ at: "08:30", days: [1, 3, 5], zone: "UTC" })).toBe(
      "Monday, Wednesday and Friday at 08:30, UTC time",
    );
  });

  it("answers whatever is typed, at once", () => {
    const random = seeded("any words");
    const pieces =
      "at 8 30 : . am pm every day mon - to * / 5 half past noon in Europe London and , except  \u202e 9999 ".split(
        " ",
      );
    for (let n = 0; n < 3_000; n += 1) {
      const words = Array.from(
        { length: random.between(1, 40) },
        () => pieces[random.below(pieces.length)] ?? "",
      )
        .join(random.next() < 0.5 ? " " : "")
        .slice(0, 200);
      const read = readSchedule(words);
      const shown = read.ok ? `${read.at} on ${read.days.length} days` : read.why;
      expect(shown, words).toMatch(
        /^(?:(?:[01]\d|2[0-3]):[0-5]\d on [1-7] days|unreadable|several|dates|no_time|no_zone|impossible)$/,
      );
    }
  });
});
