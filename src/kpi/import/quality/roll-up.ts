import { and, asc, eq, getTableColumns, gt, isNotNull, or, sql } from "drizzle-orm";
import { kpiImports, qualityMarks } from "../../../../db/schema/kpi-imports.ts";
import { query } from "../../../../db/store.ts";
import type { RollUp } from "../kind.ts";
import { type DatedKind, rollUpRows } from "../tables/roll-up.ts";
import { type Mark, qualitySums } from "./day.ts";

const pageQuery = query("kpi_marks_page", (db) =>
  db
    .select({ ...getTableColumns(qualityMarks), place: kpiImports.place })
    .from(qualityMarks)
    .innerJoin(kpiImports, eq(kpiImports.id, qualityMarks.importId))
    .where(
      and(
        gt(qualityMarks.seq, sql.placeholder("after")),
        or(isNotNull(kpiImports.place), eq(kpiImports.id, sql.placeholder("import"))),
      ),
    )
    .orderBy(asc(qualityMarks.seq))
    .limit(sql.placeholder("limit")),
);

const QUALITY: DatedKind<Mark> = {
  source: "quality",
  page: async (db, importId, after, limit) =>
    (await db.run(pageQuery, { import: importId, after, limit })).map(({ place, ...row }) => ({
      row,
      place,
      seq: row.seq,
      importId: row.importId,
    })),
  keyOf: ({ evaluationId }) => evaluationId,
  teamOf: ({ teamId }) => teamId,
  queueOf: () => null,
  instantsOf: ({ at }) => [at],
  sums: qualitySums,
};

/** Rolls up the days of quality marks. */
export const rollUpQuality: RollUp = (pace, importId, timeZone) =>
  rollUpRows(pace, importId, timeZone, QUALITY);
