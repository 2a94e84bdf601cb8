import { describe, expect, inject, it } from "vitest";
import { importedDays } from "../../src/kpi/readings.ts";
import { type ImportFloor, everything, openImportFloor } from "../support/kpi-import.ts";
import { tempDatabase } from "../support/temp-database.ts";

const missing = inject("noPostgres");

const INTERVALS = (first: number): string =>
  [
    "start,minutes,queue,offered,answered,answered in time,threshold,abandoned",
    `2026-11-20 09:00,30,billing,${first},10,8,20,1`,
    "2026-11-20 09:00,30,refunds,5,5,5,20,0",
    "2026-11-20 09:30,30,refunds,4,2,1,20,2",
  ].join("\n");

const SURVEY = [
  "response_id,contact_ref,sent_at,answered_at,channel,q_id,score,verbatim,queue",
  'r1,c1,2026-11-19 10:00,2026-11-20 09:00,email,csat,5,"the line, was bad",billing',
  "r2,c2,2026-11-19 10:00,2026-11-20 09:30,email,nps,9,,billing",
].join("\n");

const QUALITY = [
  "eval_id,contact_ref,evaluator,form_version,item,weight,mark,na,critical,calibrated,date,team,sampling",
  "e1,c1,qa,v1,greeting,10,1,,,no,2026-11-20,billing,random",
  "e2,c2,qa,v1,id check,20,0,,compliance,no,2026-11-20,billing,random",
].join("\n");

const FIGURES = ["date,team,measure,value", "2026-11-20,billing,contacts,120"].join("\n");

/** Takes a file of each kind and a later one, and gives what counts in the end. */
async function story(floor: ImportFloor) {
  await floor.takes(INTERVALS(12));
  await floor.takes(SURVEY, { kind: "survey" });
  await floor.takes(QUALITY, { kind: "quality" });
  await floor.takes(FIGURES, { kind: "figures" });
  // What a digest reads, beside and between imports and on the very connections that they used.
  const before = await importedDays(floor.store.read, { team: "billing" }, "2026-11-19", "2026-11-20");
  const refused = await floor.gives(INTERVALS(-1));
  await floor.takes(INTERVALS(20));
  await floor.takes(FIGURES.replace("120", "110"), { kind: "figures" });
  const after = await importedDays(floor.store.read, { team: "billing" }, "2026-11-19", "2026-11-20");
  return { before, refused, after, lines: (await floor.gives(INTERVALS(30))).lines };
}

describe.skipIf(missing !== "")("files of figures on PostgreSQL", () => {
  it("count, are read by a digest, superseded and refused", async () => {
    const there = await openImportFloor(await tempDatabase());
    const told = await story(there);
    expect(told.before.get("2026-11-20")?.sums).toMatchObject({
      offered: 21,
      csat_valid: 1,
      contacts: 120,
    });
    expect(told.after.get("2026-11-20")?.sums).toMatchObject({
      offered: 29,
      csat_valid: 1,
      contacts: 110,
    });
    expect(told.refused.lines.join()).toContain("a count cannot be negative");
    const counted = await everything(there.store);
    expect(new Set(counted.imports.map(({ place }) => place))).toEqual(new Set([1, 2, 3, 4, 5, 6, null]));
    await there.temp.close();
  });
});
