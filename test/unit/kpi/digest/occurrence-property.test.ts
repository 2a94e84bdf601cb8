import { expect, it } from "vitest";
import { dueAt, occurrences } from "../../../../src/kpi/digest/schedule/occurrence.ts";
import { seeded } from "../../../support/seeded.ts";

/** All zones and every minute of the day with NIGHTLY set (some hours); else some zones and times. */
const NIGHTLY = process.env["NIGHTLY"] !== undefined;
const ZONES = NIGHTLY ? Infinity : 30;
const TIMES = NIGHTLY ? 1_440 : 40;
const MINUTE = 60_000;
const DAY = 86_400_000;
const FROM = Date.UTC(2026, 0, 1);
const TO = Date.UTC(2028, 0, 1);
/** Hard ones are always among them. */
const ALWAYS = [
  "Europe/London",
  "America/New_York",
  "Australia/Lord_Howe",
  "America/Havana",
  "Africa/Cairo",
  "Africa/Casablanca",
  "Antarctica/Troll",
  "Asia/Gaza",
  "America/Scoresbysund",
];

/** What a clock on the wall of a zone shows, as a text that sorts: by the platform's own formatting, not by ours. */
function wallClock(zone: string): (ms: number) => string {
  const format = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (ms) => format.format(ms);
}

/** Days near which the zone's offset changes. */
function changes(wall: (ms: number) => string): number[] {
  const offset = (ms: number): number => Date.parse(`${wall(ms).replace(" ", "T")}Z`) - ms;
  const found: number[] = [];
  for (let at = FROM; at < TO; at += DAY) if (offset(at) !== offset(at + DAY)) found.push(at);
  return found;
}

it(
  "is due when a clock on the wall first shows the time or later, in any zone, around every change and on other days",
  () => {
    const random = seeded("due in any zone");
    const all = Intl.supportedValuesOf("timeZone");
    const zones = NIGHTLY ? all : [...new Set([...ALWAYS, ...random.shuffle(all).slice(0, ZONES)])];
    const found = { checked: 0, skipped: 0, changes: 0 };
    for (const zone of zones) {
      const wall = wallClock(zone);
      const near = changes(wall);
      found.changes += near.length;
      for (const start of [...near, FROM + random.below(700) * DAY]) {
        const shown: (readonly [string, number])[] = [];
        for (let at = start - DAY; at <= start + 3 * DAY; at += MINUTE) shown.push([wall(at), at]);
        const dates = [...new Set(shown.map(([text]) => text.slice(0, 10)))].slice(1, -2);
        for (const date of dates) {
          const minutes = NIGHTLY
            ? Array.from({ length: TIMES }, (_, n) => n)
            : Array.from({ length: TIMES }, () => random.below(1_440));
          // The first reading that is not before a later time is not before that of an earlier one.
          let reading = 0;
          for (const n of minutes.toSorted((a, b) => a - b)) {
            const at = `${String(Math.floor(n / 60)).padStart(2, "0")}:${String(n % 60).padStart(2, "0")}`;
            const wanted = `${date} ${at}`;
            while ((shown[reading]?.[0] ?? wanted) < wanted) reading += 1;
            const first = shown[reading];
            if (first?.[0] !== wanted) found.skipped += 1;
            expect(new Date(dueAt(date, { at, zone }) ?? NaN).toISOString(), `${zone} ${wanted}`).toBe(
              new Date(first?.[1] ?? 0).toISOString(),
            );
            found.checked += 1;
          }
        }
      }
    }
    console.log(
      `due in any zone: ${zones.length} zones, ${found.changes} changes of offset, ${found.checked} wall times, ${found.skipped} of them skipped by a change`,
    );
    // The hard cases were among them.
    expect(found.changes).toBeGreaterThan(20);
    expect(found.skipped).toBeGreaterThan(10);
  },
  NIGHTLY ? 12 * 3_600_000 : 60_000,
);

it("comes once on each local date of two years, in any zone at any time, however often one looks", () => {
  const random = seeded("once a date");
  const all = Intl.supportedValuesOf("timeZone");
  for (const zone of random.shuffle(all).slice(0, NIGHTLY ? all.length : 12)) {
    const n = random.below(1_440);
    const at = `${String(Math.floor(n / 60)).padStart(2, "0")}:${String(n % 60).padStart(2, "0")}`;
    const wall = wallClock(zone);
    const dates: string[] = [];
    let since = FROM - DAY;
    while (since < TO) {
      const upTo = since + random.between(1, 20 * 1_440) * MINUTE;
      dates.push(
        ...occurrences({ at, zone, days: [1, 2, 3, 4, 5, 6, 7] }, since, upTo).map(({ date }) => date),
      );
      since = upTo;
    }
    const wanted = new Set<string>();
    for (let at6 = FROM; at6 < TO; at6 += DAY / 4) wanted.add(wall(at6).slice(0, 10));
    const inside = dates.filter((date) => date > "2026-01-01" && date < "2027-12-31");
    expect(inside, `${zone} at ${at}`).toEqual(
      [...wanted].filter((date) => date > "2026-01-01" && date < "2027-12-31"),
    );
  }
});
