import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ImportFloor, everything, openImportFloor } from "../../../support/kpi-import.ts";

let floor: ImportFloor;
beforeAll(async () => {
  floor = await openImportFloor();
});
afterAll(() => floor.temp.close());

const HEAD = "interval_start,queue,offered,answered,answered_in_time,abandoned,abandoned_short";
const GOOD = "2026-11-20 09:00,billing,10,9,8,1,0";
const NEXT = "2026-11-20 09:30,billing,12,11,9,1,1";
const file = (...lines: readonly string[]): string => `${[HEAD, GOOD, NEXT, ...lines].join("\n")}\n`;

/** What is told about a file that cannot be used, without its last line, which is always the same. */
async function told(
  bytes: string | Uint8Array,
  more: Parameters<ImportFloor["gives"]>[1] = {},
): Promise<string[]> {
  const { outcome, lines } = await floor.gives(bytes, more);
  expect(outcome).toBe("unusable");
  expect(lines.at(-1)).toMatch(/^(This has|These have) to be put right first: nothing was imported\.$/);
  expect(await everything(floor.store)).toEqual({ imports: [], readings: [], days: [] });
  return lines.slice(0, -1);
}

describe("a file that cannot be used is refused with its lines, and nothing of it is stored", () => {
  it.each([
    [
      "a negative count",
      "2026-11-20 10:00,billing,-3,0,0,0,0",
      'Line 4: "offered" is "-3": a count cannot be negative.',
    ],
    [
      "a count that is none",
      "2026-11-20 10:00,billing,ten,0,0,0,0",
      'Line 4: "offered" is "ten", which is not a number.',
    ],
    [
      "half a contact",
      "2026-11-20 10:00,billing,3.5,0,0,0,0",
      'Line 4: "offered" is "3.5": a count is a whole number.',
    ],
    [
      "more in time than answered",
      "2026-11-20 10:00,billing,10,5,6,0,0",
      "Line 4: more were answered in time than were answered (6 of 5).",
    ],
    [
      "more who gave up at once than gave up",
      "2026-11-20 10:00,billing,10,5,4,1,2",
      "Line 4: more gave up at once than gave up (2 of 1).",
    ],
    [
      "an unknown queue",
      "2026-11-20 10:00,biling,10,5,4,1,0",
      "Line 4: there is no queue \"biling\". Did you mean 'billing'? Queues and their other names (also_called) are in the organisation file.",
    ],
    ["no queue", "2026-11-20 10:00,,10,5,4,1,0", "Line 4: it names no queue."],
    [
      "a date that is none",
      "2026-02-30 10:00,billing,10,5,4,1,0",
      'Line 4: "2026-02-30 10:00" is no date that can be read; write it as 2026-11-21 09:30.',
    ],
    [
      "the future",
      "2031-01-01 10:00,billing,10,5,4,1,0",
      "Line 4: it lies in the future, and is no forecast.",
    ],
    [
      "a year of another millennium",
      "1026-11-20 10:00,billing,10,5,4,1,0",
      "Line 4: it lies before the year 2000.",
    ],
    [
      "the same interval again",
      "2026-11-20 09:30,BILLING CALLS,10,5,4,1,0",
      "Line 4: this interval of Billing Calls was on line 3 already.",
    ],
    [
      "a cell too many",
      "2026-11-20 10:00,billing,10,5,4,1,0,7\n2026-11-20 10:30,billing,1,1,1,0,0",
      "Line 4: has 8 columns where the headings have 7.",
    ],
    [
      "a last row that was cut off",
      "2026-11-20 10:00,billing,10,5",
      "Line 4: has 4 columns where the headings have 7: it is the last one, so the file seems to have been cut off. Get it again.",
    ],
    [
      "a quotation mark that is never closed",
      '2026-11-20 10:00,"billing,10,5,4,1,0',
      "Line 4: cannot be read as CSV from here on: a quotation mark is not closed, or stands inside a word. If the file was cut off on its way, get it again.",
    ],
    [
      "several things at once",
      "2026-11-20 10:00,nowhere,x,-5,4,1,0",
      'Line 4: there is no queue "nowhere". Queues and their other names (also_called) are in the organisation file; "offered" is "x", which is not a number; "answered" is "-5": a count cannot be negative.',
    ],
    [
      "a time that the clocks skip",
      "2027-03-28 01:30,billing,10,5,4,1,0",
      "Line 4: there is no 01:30 on Sun 28 Mar 2027 in Europe/London: the clocks go forward over it. Is the time zone right?",
    ],
    [
      "one row for the hour that comes twice",
      "2026-10-25 01:30,billing,10,5,4,1,0",
      "Line 4: the clocks show 01:30 on Sun 25 Oct 2026 twice, and the rows do not tell which of the two is which. Export that day in UTC, or with both hours in the order in which they passed.",
    ],
    [
      "an interval of an odd length",
      "2026-11-20 09:40,billing,10,5,4,1,0",
      "The file: the intervals seem to be 10 minutes long; 15, 30 or 60 minutes are understood.",
    ],
    [
      "a decimal comma among decimal points",
      '2026-11-20 10:00,billing,"10,5",5,4,1,0\n2026-11-20 10:30,billing,10.5,5,4,1,0',
      "Line 1: some numbers have a decimal comma and others a decimal point. Export the file again in one language.",
    ],
  ])("%s", async (_, line, message) => {
    expect(await told(file(line))).toEqual([message]);
  });

  it("a forecast for a year that is mistyped", async () => {
    const forecast = (date: string): string =>
      `start,minutes,queue,forecast\n2027-06-02 09:00,30,billing,10\n${date} 09:00,30,billing,10\n`;
    expect(await told(forecast("2072-06-03"))).toEqual(["Line 3: it lies more than two years ahead."]);
    const other = await openImportFloor();
    expect((await other.gives(forecast("2028-06-02"))).outcome).toBe("staged");
    await other.temp.close();
  });

  it("lists every bad row with its line, in the order of the file, and counts those beyond", async () => {
    const rows = Array.from(
      { length: 30 },
      (_, index) => `2026-11-${index < 9 ? "19" : "18"} bad,billing,${index},1,1,0,0`,
    );
    const lines = await told(file(...rows));
    expect(lines).toHaveLength(21);
    expect(lines[0]).toMatch(/^Line 4: /);
    expect(lines[19]).toMatch(/^Line 23: /);
    expect(lines[20]).toBe("… and 10 more.");
  });

  it("counts the lines of cells that go over several", async () => {
    const text = `${HEAD},remark\n${GOOD},"a\nb\nc"\n2026-11-20 10:00,nowhere,1,1,1,0,0,\n`;
    expect((await told(text))[0]).toMatch(/^Line 5: there is no queue "nowhere"/);
  });

  it.each([
    [
      "a zip",
      [0x50, 0x4b, 0x03, 0x04, 0x14, 0],
      /^The file: this is an Excel workbook or another zip file, not a CSV file, whatever its name says/,
    ],
    ["an old workbook", [0xd0, 0xcf, 0x11, 0xe0, 0xa1], /Excel workbook of the old kind/],
    ["a PDF", [...Buffer.from("%PDF-1.7\n")], /this is a PDF/],
    ["a web page", [...Buffer.from("<html><table>")], /this is a web page or XML/],
    ["nothing", [], /^The file: it is empty/],
    ["spaces", [0x20, 0x0a], /^The file: it is empty/],
    ["NUL characters", [0x61, 0x2c, 0x62, 0x0a, 0x00, 0x01], /^Line 2: holds NUL characters/],
  ])("%s that is called .csv", async (_, bytes, message) => {
    expect((await told(Uint8Array.from(bytes)))[0]).toMatch(message);
  });

  it("a file that is UTF-8 in one line and Windows-1252 in another, with the line where it changes", async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${HEAD}\n2026-11-20 09:00,Café,10,9,8,1,0\n`, "utf8"),
      Buffer.from("2026-11-20 09:30,Café,10,9,8,1,0\n", "latin1"),
    ]);
    expect(await told(bytes)).toEqual([
      'Line 3: some lines are written in UTF-8 and others in another encoding; this is where it changes. Open it in your spreadsheet, save it as "CSV UTF-8", and give that file.',
    ]);
  });

  it("a file that says that it is UTF-8 and is not", async () => {
    const bytes = Buffer.concat([
      Buffer.from([0xef, 0xbb, 0xbf]),
      Buffer.from(`${HEAD}\n2026-11-20 09:30,Café,10,9,8,1,0\n`, "latin1"),
    ]);
    expect((await told(bytes))[0]).toMatch(/^Line 2: some lines are written in UTF-8/);
  });

  it("a file of UTF-16 that was cut in the middle of a character", async () => {
    const whole = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(file(), "utf16le")]);
    expect((await told(whole.subarray(0, -1)))[0]).toMatch(/the characters are broken from about here on/);
  });

  it("a delimiter that does not separate, or two that do", async () => {
    expect((await told(file().replaceAll(",", "#")))[0]).toMatch(
      /^Line 1: there are no columns: cells must be separated by/,
    );
    expect((await told("a,b;c,d\n1,2;3,4\n"))[0]).toMatch(
      /^Line 1: cells could be separated by commas or by semicolons/,
    );
  });

  it("a file larger than may come this way, which is not read to its end", async () => {
    expect(await told(file(...Array.from({ length: 30_000 }, () => GOOD)), { mostBytes: 1_048_576 })).toEqual(
      ["The file: it is larger than 1 MB. Split it, for example by month; each part is imported by itself."],
    );
  });

  it.each([
    [
      "no heading that is known",
      "colour,size\nred,3\n",
      /^Line 1: the headings are not those of a system that is known/,
    ],
    [
      "two headings for one thing",
      "start,queue,offered,Offered\n2026-11-20 09:00,billing,1,2\n",
      /^Line 1: "offered" and "Offered" mean the same\. Leave one of them/,
    ],
    [
      "a percentage without that of which it is one",
      "start,queue,offered,service level\n2026-11-20 09:00,billing,10,81.9%\n",
      /^Line 1: "service level" is a percentage, and the file does not say of how many: it needs answered and abandoned and abandoned at once as well/,
    ],
    [
      "dates that could be either way round",
      "start,queue,offered\n05/10/2026 09:00,billing,10\n05/10/2026 09:30,billing,10\n",
      /^Line 2: "05\/10\/2026 09:00" could name the day or the month first/,
    ],
    [
      "dates of both orders",
      "start,queue,offered\n25/10/2026 09:00,billing,10\n10/25/2026 09:30,billing,10\n",
      /^Line 2: some dates name the day first and others the month/,
    ],
    [
      "a single interval",
      "start,queue,offered\n2026-11-20 09:00,billing,10\n",
      /^The file: it cannot be told how long an interval is/,
    ],
    [
      "rows of whole days",
      "start,queue,offered\n2026-11-19,billing,10\n2026-11-20,billing,10\n",
      /^The file: the rows are a day or more apart/,
    ],
    [
      "intervals of two lengths",
      "start,end,queue,offered\n2026-11-20 09:00,2026-11-20 09:30,billing,10\n2026-11-20 09:30,2026-11-20 10:30,billing,10\n",
      /^Line 3: this interval is 60 minutes long, and the one on line 2 30/,
    ],
  ])("%s", async (_, text, message) => {
    expect((await told(text))[0]).toMatch(message);
  });

  it("a system or a zone that nobody knows", async () => {
    expect((await told(file(), { vendor: "avaya" }))[0]).toBe(
      'The file: there is no mapping "avaya". There are genesys, amazon, nice, five9, generic.',
    );
    await expect(floor.gives(file(), { zone: "London" })).rejects.toThrow("unknown time zone");
  });
});
