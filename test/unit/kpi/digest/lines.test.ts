import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addDays } from "../../../../src/local-days.ts";
import { CATALOGUE } from "../../../../src/kpi/catalogue/index.ts";
import { kpiLines, toFreeze } from "../../../../src/kpi/digest/lines.ts";
import { teamDays } from "../../../../src/kpi/series.ts";
import { readSettings } from "../../../../src/people/index.ts";
import { type ImportFloor, openImportFloor } from "../../../support/kpi-import.ts";

let floor: ImportFloor;
beforeEach(async () => {
  floor = await openImportFloor();
});
afterEach(() => floor.temp.close());

/** 10 % and 12 % abandoned by turns on 20 days, and 17 % on the next: DOMAIN 3.4 by hand gives 11 ± 2.66 × 2. */
const USUAL = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? 100 : 120));
const FIRST = "2026-11-01";
const TODAY = addDays(FIRST, 20);

describe("a day that is compared", () => {
  it("has no part in the limits that it is compared with, which are frozen without it", async () => {
    const rows = [...USUAL, 170].map(
      (abandoned, index) =>
        `${addDays(FIRST, index)} 09:00,30,billing,1000,${1_000 - abandoned},${abandoned},0`,
    );
    await floor.takes(["start,minutes,queue,offered,answered,abandoned,abandoned short", ...rows].join("\n"));
    const { read } = floor.store;
    const days = await teamDays(read, await readSettings(read), "billing", addDays(TODAY, -60), TODAY);
    const definition = CATALOGUE.get("abn_rate");
    if (!definition) throw new Error("no such KPI");
    const lines = await kpiLines(read, [{ definition, target: null }], days, { from: TODAY, until: TODAY });
    expect(lines[0]?.limits).toMatchObject({ points: 20, mean: 11 });
    expect(lines[0]?.limits?.upper).toBeCloseTo(16.32, 6);
    expect(lines[0]?.signals.map(({ date }) => date)).toEqual([TODAY]);
    expect(toFreeze(lines)).toHaveLength(1);
  });
});
