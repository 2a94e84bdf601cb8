import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readings } from "../../../../db/schema/kpi-imports.ts";
import { type ImportFloor, openImportFloor } from "../../../support/kpi-import.ts";

let floor: ImportFloor;
beforeEach(async () => {
  floor = await openImportFloor();
});
afterEach(() => floor.temp.close());

const clock = (minute: number): string =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
const halves = (from: number, to: number): string[] =>
  Array.from({ length: (to - from) / 30 }, (_, index) => clock(from + index * 30));
/** What clocks in London show on 25 October 2026, half-hour by half-hour: 01:00 and 01:30 come twice. */
const AUTUMN = [...halves(0, 120), ...halves(60, 1_440)];
/** On 28 March 2027: 01:00 and 01:30 do not come. */
const SPRING = [...halves(0, 60), ...halves(120, 1_440)];

const fileOf = (date: string, clocks: readonly string[], queue = "orders"): string =>
  `start,queue,offered\n${clocks.map((one, index) => `${date} ${one},${queue},${index}`).join("\n")}\n`;

/** The offered of each interval in the order of time, which must follow one another without a gap. */
async function inOrder(): Promise<(number | null)[]> {
  const rows = (await floor.store.read.select().from(readings)).toSorted((a, b) => a.startsAt - b.startsAt);
  for (const [index, { startsAt }] of rows.entries())
    expect(startsAt).toBe((rows[0]?.startsAt ?? 0) + index * 1_800_000);
  return rows.map(({ offered }) => offered);
}

const counted = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

describe("the days of a clock change", () => {
  it("25 October 2026 has 50 half-hours, told apart by their order", async () => {
    const { lines } = await floor.takes(fileOf("2026-10-25", AUTUMN));
    expect(lines.filter((one) => one.includes("missing"))).toEqual([]);
    expect(await inOrder()).toEqual(counted(50));
    expect((await floor.days()).get("orders 2026-10-25")).toMatchObject({ intervals: 50, expected: 50 });
  });

  it("28 March 2027 has 46", async () => {
    const { lines } = await floor.takes(fileOf("2027-03-28", SPRING));
    expect(lines.filter((one) => one.includes("missing"))).toEqual([]);
    expect(await inOrder()).toEqual(counted(46));
    expect((await floor.days()).get("orders 2027-03-28")).toMatchObject({ intervals: 46, expected: 46 });
  });

  it("a file that goes from the newest to the oldest is told apart as well", async () => {
    const rows = fileOf("2026-10-25", AUTUMN).trimEnd().split("\n");
    await floor.takes(`${[rows[0], ...rows.slice(1).toReversed()].join("\n")}\n`);
    expect(await inOrder()).toEqual(counted(50));
  });

  it("queues that take turns row by row do not confuse it", async () => {
    const one = fileOf("2026-10-25", AUTUMN).trimEnd().split("\n");
    const other = fileOf("2026-10-25", AUTUMN, "billing").trimEnd().split("\n");
    const rows = one.flatMap((row, index) => (index === 0 ? [row] : [row, other[index]]));
    await floor.takes(`${rows.join("\n")}\n`);
    for (const queue of ["orders", "billing"])
      expect((await floor.days()).get(`${queue} 2026-10-25`)?.intervals).toBe(50);
  });

  it("hours are told apart by what comes before and after them", async () => {
    const hours = [0, 60, 60, ...Array.from({ length: 22 }, (_, index) => (index + 2) * 60)].map(clock);
    await floor.takes(fileOf("2026-10-25", hours));
    const rows = (await floor.store.read.select().from(readings)).toSorted((a, b) => a.startsAt - b.startsAt);
    expect(rows.map(({ offered }) => offered)).toEqual(counted(25));
  });

  it.each([
    ["one row for each of the two, as NICE leaves them", halves(0, 1_440), 4],
    ["a half of the second hour is missing", AUTUMN.filter((_, index) => index !== 5), 5],
    [
      "both of a time stand beside each other",
      [...halves(0, 60), "01:00", "01:00", "01:30", "01:30", ...halves(120, 1_440)],
      4,
    ],
    ["only the hour itself, so that nothing shows which way it goes", ["01:00", "01:00"], 2],
  ])("is refused, not guessed: %s", async (_, clocks, line) => {
    const { outcome, lines } = await floor.gives(fileOf("2026-10-25", clocks));
    expect(outcome).toBe("unusable");
    expect(lines[0]).toMatch(
      new RegExp(
        `^Line ${line}: the clocks show 01:[03]0 on Sun 25 Oct 2026 twice, and the rows do not tell which`,
      ),
    );
  });

  it("in UTC nothing of that is a question", async () => {
    await floor.takes(fileOf("2026-10-25", halves(0, 1_440)), { zone: "UTC" });
    expect(await inOrder()).toEqual(counted(48));
    // Local midnight was at 23:00 UTC, so the first two belong to the local day, which has 48 of its 50.
    expect((await floor.days()).get("orders 2026-10-25")).toMatchObject({ intervals: 48, expected: 50 });
  });

  it("a file of another place is put at its own instants, and rolled up by the organisation's days", async () => {
    await floor.takes(fileOf("2026-11-20", halves(0, 1_440)), { zone: "America/New_York" });
    const days = await floor.days();
    // 00:00 in New York is 05:00 in London.
    expect(days.get("orders 2026-11-20")?.intervals).toBe(38);
    expect(days.get("orders 2026-11-21")?.intervals).toBe(10);
  });
});
