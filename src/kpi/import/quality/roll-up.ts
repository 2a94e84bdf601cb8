import { asc, eq, getTableColumns } from "drizzle-orm";
import { kpiImports, qualityMarks } from "../../../../db/schema/kpi-imports.ts";
import type { RollUp } from "../kind.ts";
import { type DatedKind, rollUpRows } from "../tables/roll-up.ts";
import { rowsOf } from "../tables/rows.ts";
import { type Mark, qualitySums } from "./day.ts";

const QUALITY: DatedKind<Mark> = {
  source: "quality",
  rows: rowsOf("kpi_marks", { seq: qualityMarks.seq, key: qualityMarks.evaluationId }, (db, where) =>
    db
      .select({ ...getTableColumns(qualityMarks), place: kpiImports.place })
      .from(qualityMarks)
      .innerJoin(kpiImports, eq(kpiImports.id, qualityMarks.importId))
      .where(where)
      .orderBy(asc(qualityMarks.seq)),
  ),
  keyOf: ({ evaluationId }) => evaluationId,
  queueOf: () => null,
  instantsOf: ({ at }) => [at],
  sums: qualitySums,
};

/** Rolls up the days of quality marks. */
export const rollUpQuality: RollUp = (pace, importId, timeZone) =>
  rollUpRows(pace, importId, timeZone, QUALITY);
