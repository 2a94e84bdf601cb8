import { array, assert, asyncProperty, integer } from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { journal } from "../../../../db/schema/foundation.ts";
import { kpiDays, readings } from "../../../../db/schema/kpi-imports.ts";
import { type ImportFloor, everything, openImportFloor } from "../../../support/kpi-import.ts";
import { randomFrom, seedOf } from "../../../support/seeded.ts";

let floor: ImportFloor;
beforeEach(async () => {
  floor = await openImportFloor();
});
afterEach(() => floor.temp.close());

const HEAD = "start,queue,offered,answered,answered_in_time,abandoned,abandoned_short,max_wait,talk";
const QUEUES = ["billing", "refunds", "orders"];

interface Row {
  readonly start: string;
  readonly queue: string;
  readonly cells: readonly number[];
}

const line = ({ start, queue, cells }: Row): string => [start, queue, ...cells].join(",");
const fileOf = (rows: readonly Row[]): string => `${[HEAD, ...rows.map(line)].join("\n")}\n`;

/** Two days of half-hours of three queues, in UTC. */
function twoDays(seed: number): Row[] {
  const random = randomFrom(seed);
  return Array.from({ length: 96 }, (_, index) => index).flatMap((index) =>
    QUEUES.map((queue) => {
      const answered = random.below(30);
      const abandoned = random.below(5);
      return {
        start: new Date(Date.UTC(2026, 10, 18) + index * 1_800_000).toISOString(),
        queue,
        cells: [
          answered + abandoned,
          answered,
          random.below(answered + 1),
          abandoned,
          random.below(abandoned + 1),
          random.below(300),
          random.below(9_000),
        ],
      };
    }),
  );
}

const sumOf = (rows: readonly Row[], column: number): number =>
  rows.reduce((sum, { cells }) => sum + (cells[column] ?? 0), 0);

describe("roll-up laws", () => {
  it("a day's sums are those of its intervals, a team's those of its queues, and the longest wait is the longest", async () => {
    const rows = twoDays(seedOf("sums"));
    await floor.takes(fileOf(rows));
    const days = await floor.days();
    for (const date of ["2026-11-18", "2026-11-19"]) {
      const of = (...queues: readonly string[]): Row[] =>
        rows.filter(({ start, queue }) => start.startsWith(date) && queues.includes(queue));
      for (const [key, theirs] of [
        ["billing", of("billing")],
        ["refunds", of("refunds")],
        ["orders", of("orders")],
        ["team billing", of("billing", "refunds")],
        ["team orders", of("orders")],
      ] as const)
        expect(days.get(`${key} ${date}`)?.sums, `${key} ${date}`).toMatchObject({
          offered: sumOf(theirs, 0),
          answered: sumOf(theirs, 1),
          answered_in_time: sumOf(theirs, 2),
          abandoned: sumOf(theirs, 3),
          abandoned_short: sumOf(theirs, 4),
          longest_wait_ms: Math.max(...theirs.map(({ cells }) => (cells[5] ?? 0) * 1_000)),
          talk_ms: sumOf(theirs, 6) * 1_000,
        });
    }
  });

  it("a file in any number of parts, in any order, comes to the same days as the whole", async () => {
    const rows = twoDays(seedOf("splits"));
    await floor.takes(fileOf(rows));
    const whole = await floor.days();
    await assert(
      asyncProperty(
        array(integer({ min: 0, max: 2 }), { minLength: rows.length, maxLength: rows.length }),
        async (parts) => {
          const other = await openImportFloor();
          try {
            for (const part of [0, 1, 2]) {
              const some = rows.filter((_, index) => parts[index] === part);
              if (some.length > 0) await other.takes(fileOf(some), { minutes: 30 });
            }
            const days = await other.days();
            expect([...days.keys()].toSorted()).toEqual([...whole.keys()].toSorted());
            for (const [key, reading] of whole) expect(days.get(key), key).toEqual(reading);
          } finally {
            await other.temp.close();
          }
        },
      ),
      { numRuns: 5, seed: seedOf("splits, fast-check") },
    );
  });

  it("a later file takes the place of an earlier one, whose values are kept", async () => {
    const first = twoDays(seedOf("earlier"));
    const second = twoDays(7).slice(30, 90);
    await floor.takes(fileOf(first));
    const { lines } = await floor.takes(fileOf(second));
    const changed = second.filter((row) => {
      const before = first.find(({ start, queue }) => start === row.start && queue === row.queue);
      return before === undefined || line(before) !== line(row);
    });
    const before = first.filter((row) =>
      changed.some(({ start, queue }) => start === row.start && queue === row.queue),
    );
    const n = (value: number): string => value.toLocaleString("en-GB");
    expect(lines).toContain(
      `60 intervals are in already; ${changed.length} would change (there: ${n(sumOf(before, 0))} offered before, ${n(sumOf(changed, 0))} after). The old values are kept beside the new.`,
    );
    const counting = first.map(
      (row) => second.find(({ start, queue }) => start === row.start && queue === row.queue) ?? row,
    );
    const days = await floor.days();
    for (const queue of QUEUES)
      for (const date of ["2026-11-18", "2026-11-19"])
        expect(days.get(`${queue} ${date}`)?.sums.offered, `${queue} ${date}`).toBe(
          sumOf(
            counting.filter((row) => row.queue === queue && row.start.startsWith(date)),
            0,
          ),
        );
    expect(await floor.store.read.select().from(readings)).toHaveLength(first.length + second.length);
  });

  it("the same file again changes nothing, and its event stays the only one", async () => {
    const file = fileOf(twoDays(seedOf("again")));
    await floor.takes(file);
    const before = await everything(floor.store);
    expect(await floor.gives(file)).toMatchObject({ outcome: "already", lines: [] });
    expect(await everything(floor.store)).toEqual(before);
    const events = (await floor.store.read.select().from(journal)).filter(
      ({ kind }) => kind === "kpi.imported",
    );
    expect(events).toHaveLength(1);
    expect(events[0]?.facts).not.toContain("Billing");
  });

  it("a file that was rolled up before another was counted is rolled up again first", async () => {
    const rows = twoDays(seedOf("meanwhile"));
    const ofBilling = rows.filter(({ queue }) => queue === "billing");
    const ofRefunds = rows.filter(({ queue }) => queue === "refunds");
    const early = await floor.gives(fileOf(ofBilling));
    await floor.takes(fileOf(ofRefunds));
    if (early.importId === undefined) throw new Error("not staged");
    await floor.confirms(early.importId);
    const day = (await floor.days()).get("team billing 2026-11-18");
    const both = [...ofBilling, ...ofRefunds].filter(({ start }) => start.startsWith("2026-11-18"));
    expect(day?.sums.offered).toBe(sumOf(both, 0));
  });

  it("the planners' forecast and the telephone's counts of one interval stand beside each other", async () => {
    await floor.takes(
      "start,queue,forecast offered,forecast aht\n2026-11-20 09:00,billing,20,300\n2026-11-20 09:30,billing,10,300\n",
    );
    await floor.takes(
      "DATE,HALF HOUR,SKILL,CALLS count,ABANDONED count\n2026/11/20,09:00,billing,26,1\n2026/11/20,09:30,billing,9,0\n",
    );
    const day = (await floor.days()).get("billing 2026-11-20");
    expect(day?.sums).toMatchObject({
      offered: 35,
      abandoned: 1,
      forecast_offered: 30,
      forecast_handle_ms: 9_000_000,
      forecast_missed_by: 7,
    });
    expect(day?.partial).toEqual([]);
  });

  it("counts intervals with ten contacts or more, and those of them within 80 per cent", async () => {
    await floor.takes(
      "start,queue,offered,answered,answered_in_time,abandoned,abandoned_short\n" +
        "2026-11-20 09:00,billing,9,9,0,0,0\n" +
        "2026-11-20 09:30,billing,10,10,8,0,0\n" +
        "2026-11-20 10:00,billing,11,9,7,2,1\n" +
        "2026-11-20 10:30,billing,11,9,8,2,1\n",
    );
    // 09:00 has too few; 8 of 10; 7 of 9 + 2 - 1 is 70 %; 8 of 10.
    expect((await floor.days()).get("billing 2026-11-20")?.sums).toMatchObject({
      intervals_counted: 3,
      intervals_in_target: 2,
    });
  });

  it("a measure that some intervals lack is named as partial, never filled with zeros", async () => {
    await floor.takes(
      "start,queue,offered,talk\n2026-11-20 09:00,billing,10,60\n2026-11-20 09:30,billing,5,\n2026-11-20 10:00,billing,0,\n",
    );
    const day = (await floor.days()).get("billing 2026-11-20");
    expect(day?.sums).toMatchObject({ offered: 15, talk_ms: 60_000 });
    expect(day?.sums).not.toHaveProperty("hold_ms");
    expect(day?.partial).toEqual(["talk_ms"]);
  });

  it("nothing that only waits for a yes is rolled into what counts", async () => {
    await floor.gives(fileOf(twoDays(seedOf("waiting"))));
    const visible = await floor.store.read.select().from(kpiDays);
    expect(visible.length).toBeGreaterThan(0);
    const rows = twoDays(3).filter(({ queue }) => queue === "refunds");
    await floor.takes(fileOf(rows));
    const day = (await floor.days()).get("team billing 2026-11-18");
    expect(day?.sums.offered).toBe(
      sumOf(
        rows.filter(({ start }) => start.startsWith("2026-11-18")),
        0,
      ),
    );
  });
});
