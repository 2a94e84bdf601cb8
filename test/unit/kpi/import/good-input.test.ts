import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ImportFloor, openImportFloor } from "../../../support/kpi-import.ts";
import { kpiImports, readings } from "../../../../db/schema/kpi-imports.ts";

let floor: ImportFloor;
beforeEach(async () => {
  floor = await openImportFloor();
});
afterEach(() => floor.temp.close());

/** The rows that are stored, by start and queue. */
const stored = async () =>
  (await floor.store.read.select().from(readings))
    .map((row) => ({ ...row, at: new Date(row.startsAt).toISOString().slice(0, 16) }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1));

const TWO = "2026-11-20 09:00,billing,10,9\n2026-11-20 09:30,billing,1200,11\n";
const HEAD = "start,queue,offered,answered\n";

describe("what people's programs write is read as they meant it", () => {
  it.each<[string, string | Uint8Array]>([
    ["commas", HEAD + TWO],
    ["semicolons", (HEAD + TWO).replaceAll(",", ";")],
    ["tabs", (HEAD + TWO).replaceAll(",", "\t")],
    ["bars", (HEAD + TWO).replaceAll(",", "|")],
    ["a line that says what separates", `sep=;\r\n${(HEAD + TWO).replaceAll(",", ";")}`],
    ["a mark of UTF-8", `\ufeff${HEAD}${TWO}`],
    [
      "UTF-16, little end first",
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(HEAD + TWO, "utf16le")]),
    ],
    [
      "UTF-16, big end first",
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(HEAD + TWO, "utf16le").swap16()]),
    ],
    ["Windows line ends and no last one", (HEAD + TWO).trimEnd().replaceAll("\n", "\r\n")],
    ["quotation marks around everything", (HEAD + TWO).replaceAll(/[^,\n]+/g, (cell) => `"${cell}"`)],
    ["thousands with a comma", HEAD + TWO.replace("1200", '"1,200"')],
    [
      "thousands with a point, decimals elsewhere with a comma",
      (HEAD + TWO.replace("1200", "1.200")).replaceAll(",", ";"),
    ],
    ["thousands with a space", HEAD + TWO.replace("1200", "1 200")],
    ["the queue's other name, in other capitals", HEAD + TWO.replaceAll("billing", "q_bill")],
    ["the queue's name with more spaces", HEAD + TWO.replaceAll("billing", "  billing   CALLS ")],
    ["days first", HEAD + TWO.replaceAll("2026-11-20", "20/11/2026")],
    [
      "months first, with a half of the day",
      HEAD + TWO.replaceAll(/2026-11-20 09:(\d\d)/g, "11/20/2026 9:$1 AM"),
    ],
    ["instants", HEAD + TWO.replaceAll(/2026-11-20 (\S{5})/g, "2026-11-20T$1:00Z")],
    [
      "instants of another place",
      HEAD + TWO.replaceAll(/2026-11-20 09:(\d\d)/g, "2026-11-20T11:$1:00+02:00"),
    ],
  ])("%s", async (_, file) => {
    const { lines } = await floor.takes(file);
    expect(lines[0]).toBe("2 rows of 30 minutes each, Fri 20 Nov 2026.");
    expect(
      (await stored()).map(({ at, queueId, offered, answered }) => [at, queueId, offered, answered]),
    ).toEqual([
      ["2026-11-20T09:00", "billing", 10, 9],
      ["2026-11-20T09:30", "billing", 1200, 11],
    ]);
  });

  it("Windows-1252, where it is not UTF-8", async () => {
    await floor.takes(Buffer.from(`${HEAD}${TWO.replaceAll("billing", "Café")}`, "latin1"));
    expect((await stored()).map(({ queueId }) => queueId)).toEqual(["orders", "orders"]);
  });

  it("times as clocks show them, as seconds and as milliseconds, and blank is not zero", async () => {
    await floor.takes(
      "start,queue,offered,talk,hold (ms),acw,max wait\n" +
        "2026-11-20 09:00,billing,10,01:02:03,1500,02:05,\n" +
        "2026-11-20 09:30,billing,10,90.5,0,-,7\n",
    );
    expect(
      (await stored()).map(({ talkMs, holdMs, afterMs, longestWaitMs }) => [
        talkMs,
        holdMs,
        afterMs,
        longestWaitMs,
      ]),
    ).toEqual([
      [3_723_000, 1_500, 125_000, null],
      [90_500, 0, null, 7_000],
    ]);
  });

  it("leaves totals and empty rows out, and says on which lines", async () => {
    const { lines } = await floor.takes(
      `${HEAD}${TWO}Total,,1210,20\nSummary,All,1210,20\n2026-11-20 10:00,All queues,7,7\n,,,\n2026-11-20 10:30,billing,,\n`,
    );
    expect(lines).toContain("5 rows were left out (totals, or nothing in them): line 4, 5, 6, 7, 8.");
    expect(await stored()).toHaveLength(2);
  });

  it("multiplies averages back by their own count, and marks what came of it", async () => {
    const { lines } = await floor.takes(
      "start,queue,offered,answered,abandoned,handled,asa,avg talk\n" +
        "2026-11-20 09:00,billing,10,9,1,8,20.5,300\n" +
        "2026-11-20 09:30,billing,3,0,3,0,,\n",
    );
    expect((await stored()).map(({ waitMs, talkMs, approximate }) => [waitMs, talkMs, approximate])).toEqual([
      [184_500, 2_400_000, ["wait_ms", "talk_ms"]],
      [0, 0, null],
    ]);
    expect(lines).toContain(
      'Note: Multiplied back from averages, so exact to rounding only: "asa", "avg talk".',
    );
    expect((await floor.days()).get("billing 2026-11-20")?.approximate).toEqual(["wait_ms", "talk_ms"]);
  });

  it("multiplies a percentage back by its whole where nothing counts it, whichever way it is written", async () => {
    // DOMAIN 3.1: 860 of 1000 answered + 60 abandoned - 10 at once is 81.90 %.
    for (const share of ["81.9%", "81.9 %", "0.819", '"81,9%"']) {
      const answer = await floor.takes(
        `start,queue,answered,abandoned,abandoned_short,service level\n2026-11-20 09:00,billing,1000,60,10,${share}\n2026-11-20 09:30,billing,0,0,0,\n`,
      );
      expect(answer.lines.at(-1)).toBe(
        'Note: "service level" is a percentage, and nothing counts answered in time: multiplied back, so it is approximate.',
      );
    }
    const rows = await stored();
    expect(
      rows.filter(({ answered }) => answered === 1000).map(({ answeredInTime }) => answeredInTime),
    ).toEqual([860, 860, 860, 860]);
    expect(rows.filter(({ answered }) => answered === 0).map(({ answeredInTime }) => answeredInTime)).toEqual(
      [0, 0, 0, 0],
    );
  });

  it("compares the system's own percentage with the counts, and never takes it over", async () => {
    const { lines } = await floor.takes(
      "start,queue,answered,answered_in_time,abandoned,abandoned_short,service level %\n" +
        "2026-11-20 09:00,billing,1000,860,60,10,86.0%\n2026-11-20 09:30,billing,1000,860,60,10,86.0%\n",
    );
    expect(lines).toContain(
      "The system's own percentages differ from its counts: Billing Calls, Fri 20 Nov 2026: service level 86.0 % there, 81.9 % by the counts. The counts are what is used.",
    );
    expect((await floor.days()).get("billing 2026-11-20")?.sums.answered_in_time).toBe(1_720);
  });

  it("says where more were answered than offered: in an interval a note, over a day a warning", async () => {
    const { lines } = await floor.takes(
      `${HEAD}2026-11-19 09:00,billing,5,7\n2026-11-19 09:30,billing,5,2\n2026-11-20 09:00,billing,5,7\n2026-11-20 09:30,billing,5,5\n`,
    );
    expect(lines.slice(-2)).toEqual([
      "Note: In 2 intervals more were answered than offered. Systems often credit a contact to a later interval; the sums of a day are what counts.",
      "Note: More were answered than offered over the whole day on Fri 20 Nov 2026: that is no matter of intervals any more. Look before you say yes.",
    ]);
  });

  it("says what is missing inside opening hours", async () => {
    const { lines } = await floor.takes(
      `${HEAD}2026-11-20 09:00,refunds,5,5\n2026-11-20 09:30,refunds,5,5\n2026-11-21 09:30,refunds,5,5\n`,
    );
    expect(lines).toContain(
      "18 intervals within opening hours are missing: Refunds 18 on Fri 20 Nov 2026. Missing is not zero: rates of these days are of a part of the day.",
    );
    const days = await floor.days();
    expect(days.get("refunds 2026-11-20")).toMatchObject({ intervals: 2, expected: 20 });
    expect(days.get("refunds 2026-11-21")).toMatchObject({ intervals: 0, expected: 0, sums: { offered: 5 } });
  });
});

describe("files of known systems are recognised by their headings", () => {
  it.each([
    [
      "genesys",
      '"Interval Start","Interval End","Media Type","Queue Name","Offer","Answer","Abandon","Short Abandons","Flow-Out","ASA","Service Level %","Avg Talk","Avg Hold","Avg ACW","Handle","Transfer"\n' +
        "2026-11-20T09:00:00.000Z,2026-11-20T09:30:00.000Z,voice,Billing Calls,10,8,2,1,0,20000,80%,180000,1000,30000,8,1\n" +
        "2026-11-20T09:30:00.000Z,2026-11-20T10:00:00.000Z,voice,Billing Calls,4,4,0,0,0,10000,100%,180000,0,30000,4,0\n",
      {
        offered: 14,
        answered: 12,
        abandoned: 2,
        abandoned_short: 1,
        answered_in_time: 12,
        wait_ms: 200_000,
        talk_ms: 2_160_000,
        after_ms: 360_000,
        handled: 12,
      },
    ],
    [
      "amazon",
      "Queue,StartInterval,EndInterval,Contacts queued,Contacts answered,Contacts handled,Contacts abandoned,Contacts answered in 20 seconds,Contacts abandoned in 5 seconds,Average queue answer time,After contact work time,Service level 20\n" +
        "Billing Calls,2026-11-20T09:00:00Z,2026-11-20T09:30:00Z,10,8,8,2,6,1,00:00:20,00:04:00,60%\n" +
        "Billing Calls,2026-11-20T09:30:00Z,2026-11-20T10:00:00Z,4,4,4,0,4,0,00:00:10,00:02:00,100%\n",
      {
        offered: 14,
        answered: 12,
        abandoned: 2,
        abandoned_short: 1,
        answered_in_time: 10,
        wait_ms: 200_000,
        after_ms: 360_000,
        handled: 12,
      },
    ],
    [
      "nice",
      "Date|Period|Skill_Name|Offered_Cnt|Answered_Cnt|Abandon_Cnt|ACW_Seconds|ACD_Time|InSLA_Cnt\n" +
        "11202026|0900|Billing Calls|10|8|2|240|1440|6\n11202026|0930|Billing Calls|4|4|0|120|720|4\n",
      {
        offered: 14,
        answered: 12,
        abandoned: 2,
        answered_in_time: 10,
        talk_ms: 2_160_000,
        after_ms: 360_000,
      },
    ],
    [
      "five9",
      "DATE,HALF HOUR,SKILL,CALLS count,ANSWERED count,SERVICE LEVEL count,SPEED OF ANSWER,ABANDONED count,TALK TIME\n" +
        "2026/11/20,09:00,Billing Calls,10,8,6,00:02:40,2,00:24:00\n2026/11/20,09:30,Billing Calls,4,4,4,00:00:40,0,00:12:00\n",
      { offered: 14, answered: 12, abandoned: 2, answered_in_time: 10, wait_ms: 200_000, talk_ms: 2_160_000 },
    ],
  ])("%s", async (vendor, file, sums) => {
    const answer = await floor.takes(file);
    expect(answer.lines[0]).toBe("2 rows of 30 minutes each, Fri 20 Nov 2026.");
    expect(
      await floor.store.read
        .select({ mapping: kpiImports.mapping, version: kpiImports.mappingVersion })
        .from(kpiImports),
    ).toEqual([{ mapping: vendor, version: 1 }]);
    expect((await floor.days()).get("billing 2026-11-20")?.sums).toMatchObject(sums);
  });
});
