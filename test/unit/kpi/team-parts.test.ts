import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { CATALOGUE } from "../../../src/kpi/catalogue/index.ts";
import type { DayReading, Sums } from "../../../src/kpi/day.ts";
import { figureOf } from "../../../src/kpi/figure.ts";
import { teamDay } from "../../../src/kpi/import/team-day.ts";
import { importedDays } from "../../../src/kpi/readings.ts";
import { figureWords } from "../../../src/kpi/words.ts";
import { type ImportFloor, openImportFloor } from "../../support/kpi-import.ts";
import { seedOf } from "../../support/seeded.ts";

const runs = { seed: seedOf("team-parts.test.ts"), numRuns: 500 };
const DATE = "2026-11-20";

const definition = (kpi: string) => {
  const found = CATALOGUE.get(kpi);
  if (!found) throw new Error(kpi);
  return found;
};

let floor: ImportFloor;
beforeEach(async () => {
  floor = await openImportFloor();
});
afterEach(() => floor.temp.close());

/** A KPI of the team in words, as a digest says it. */
async function said(kpi: string, inTimeS = 20): Promise<string> {
  const days = await importedDays(floor.store.read, { team: "billing" }, DATE, DATE);
  return figureWords(figureOf(definition(kpi), [days.get(DATE)], inTimeS * 1_000), definition(kpi));
}

const HEAD =
  "start,minutes,queue,offered,answered,answered in time,threshold,abandoned,abandoned short,talk,hold,acw,handled";

describe("a team whose queues do not all tell the same", () => {
  it("has the rates of those that tell them, and says of how many", async () => {
    await floor.takes(
      [
        HEAD,
        `${DATE} 09:00,30,billing,100,90,72,20,10,0,9000,0,0,90`,
        // As an e-mail queue: nobody waits on a line, and nobody hangs up.
        `${DATE} 09:00,30,refunds,50,50,,,,,10000,0,0,50`,
      ].join("\n"),
    );
    expect(await said("sl")).toBe("72.0% (72 of 100 in 1 of 2 queues)");
    expect(await said("abn_rate")).toBe("10.0% (10 of 100 in 1 of 2 queues)");
    // What both tell is of both.
    expect(await said("aht")).toBe("135.7 s (over 140)");
    expect(await said("offered")).toBe("150");
  });

  it("has the service level of the time that was agreed, where queues promise different times", async () => {
    await floor.takes(
      [
        HEAD,
        `${DATE} 09:00,30,billing,100,90,72,20,10,0,9000,0,0,90`,
        `${DATE} 09:00,30,refunds,50,50,45,60,0,0,10000,0,0,50`,
      ].join("\n"),
    );
    expect(await said("sl", 20)).toBe("72.0% (72 of 100 in 1 of 2 queues)");
    expect(await said("sl", 60)).toBe("90.0% (45 of 50 in 1 of 2 queues)");
    expect(await said("sl", 30)).toBe("n/a: measured against another time");
    expect(await said("abn_rate")).toBe("6.7% (10 of 150)");
  });

  it("is not made less by a queue in which nobody came", async () => {
    await floor.takes(
      [
        HEAD,
        `${DATE} 09:00,30,billing,100,90,72,20,10,0,9000,0,0,90`,
        `${DATE} 09:00,30,refunds,0,0,,,,,0,0,0,0`,
      ].join("\n"),
    );
    expect(await said("sl")).toBe("72.0% (72 of 100)");
  });
});

describe("several days of a team whose queues do not all tell the same", () => {
  const WEEK = ["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"];
  const billing = (date: string): string => `${date} 09:00,30,billing,100,90,72,20,10,0,9000,0,0,90`;
  const told = (date: string): string => `${date} 09:00,30,refunds,50,50,45,20,0,0,10000,0,0,50`;
  const untold = (date: string): string => `${date} 09:00,30,refunds,50,50,,,,,10000,0,0,50`;

  /** The service level of the week, Sunday to Saturday, of which five days are read; in some of them refunds tell no times. */
  async function saidOfWeek(partial: readonly string[]): Promise<string> {
    const rows = WEEK.flatMap((date) => [billing(date), (partial.includes(date) ? untold : told)(date)]);
    await floor.takes([HEAD, ...rows].join("\n"));
    const week = ["2026-11-15", ...WEEK, "2026-11-21"];
    const days = await importedDays(floor.store.read, { team: "billing" }, "2026-11-15", "2026-11-21");
    const figure = figureOf(
      definition("sl"),
      week.map((date) => days.get(date)),
      20_000,
    );
    return figureWords(figure, definition("sl"));
  }

  it.each([
    ["no day", [], "78.0% (585 of 750)"],
    ["the first day", ["2026-11-16"], "77.1% (540 of 700, not all queues on all days)"],
    ["the last day", ["2026-11-20"], "77.1% (540 of 700, not all queues on all days)"],
    ["two days", ["2026-11-16", "2026-11-18"], "76.2% (495 of 650, not all queues on all days)"],
    ["every day", WEEK, "72.0% (360 of 500 in 1 of 2 queues)"],
  ])("says of how many it is where they lack something on %s", async (_, partial, words) => {
    expect(await saidOfWeek(partial)).toBe(words);
  });

  it("gives no number of queues that is another from day to day", () => {
    const reading = (sums: Sums) => ({
      sums,
      partial: [],
      approximate: [],
      intervals: 1,
      expected: null,
      inTimeMs: null,
      shortMs: null,
    });
    const tells = reading({ offered: 100, abandoned: 5, abandoned_short: 0 });
    const lacks = reading({ offered: 50 });
    const oneOfTwo = teamDay([tells, lacks]);
    const oneOfThree = teamDay([tells, lacks, lacks]);
    const twoOfThree = teamDay([tells, tells, lacks]);
    const saidOver = (...days: readonly DayReading[]): string =>
      figureWords(figureOf(definition("abn_rate"), days, 20_000), definition("abn_rate"));
    expect(saidOver(oneOfTwo, oneOfTwo)).toBe("5.0% (10 of 200 in 1 of 2 queues)");
    expect(saidOver(oneOfTwo, oneOfThree)).toBe("5.0% (10 of 200, not all queues on all days)");
    expect(saidOver(oneOfThree, twoOfThree)).toBe("5.0% (15 of 300, not all queues on all days)");
  });
});

describe("the law of it", () => {
  const tells = fc.record({
    offered: fc.integer({ min: 30, max: 500 }),
    abandoned: fc.option(fc.nat(100), { nil: undefined }),
    abandoned_short: fc.nat(20),
    inTimeMs: fc.constantFrom(20_000, 60_000, null),
  });
  it("a rate is of the sums of the queues that tell it, however many tell it and in whatever order", () => {
    fc.assert(
      fc.property(fc.array(tells, { minLength: 1, maxLength: 8 }), (queues) => {
        const readings = queues.map(({ inTimeMs, abandoned, ...sums }) => ({
          sums: { ...sums, ...(abandoned !== undefined && { abandoned }) },
          partial: [],
          approximate: [],
          intervals: 1,
          expected: null,
          inTimeMs,
          shortMs: null,
        }));
        const telling = queues.filter(({ abandoned }) => abandoned !== undefined);
        const sum = (pick: (queue: (typeof queues)[number]) => number): number =>
          telling.reduce((total, queue) => total + pick(queue), 0);
        const figure = figureOf(definition("abn_rate"), [teamDay(readings)], 20_000);
        const isTold = telling.length > 0;
        expect(figure.value === null).toBe(!isTold);
        expect(figure).toMatchObject({
          numerator: isTold ? sum(({ abandoned, abandoned_short: short }) => (abandoned ?? 0) - short) : null,
          denominator: isTold ? sum(({ offered, abandoned_short: short }) => offered - short) : null,
        });
        expect(figure.queues).toEqual(
          !isTold || telling.length === queues.length
            ? undefined
            : { told: telling.length, of: queues.length },
        );
        const turned = figureOf(definition("abn_rate"), [teamDay(readings.toReversed())], 20_000);
        expect(turned).toEqual(figure);
      }),
      runs,
    );
  });
});
