import { and, asc, eq, getTableColumns, gt, isNotNull, or, sql } from "drizzle-orm";
import { kpiImports, surveyAnswers } from "../../../../db/schema/kpi-imports.ts";
import { query } from "../../../../db/store.ts";
import type { RollUp } from "../kind.ts";
import { type DatedKind, rollUpRows } from "../tables/roll-up.ts";
import { type Answer, surveySums } from "./day.ts";

const pageQuery = query("kpi_answers_page", (db) =>
  db
    .select({ ...getTableColumns(surveyAnswers), place: kpiImports.place })
    .from(surveyAnswers)
    .innerJoin(kpiImports, eq(kpiImports.id, surveyAnswers.importId))
    .where(
      and(
        gt(surveyAnswers.seq, sql.placeholder("after")),
        or(isNotNull(kpiImports.place), eq(kpiImports.id, sql.placeholder("import"))),
      ),
    )
    .orderBy(asc(surveyAnswers.seq))
    .limit(sql.placeholder("limit")),
);

const SURVEY: DatedKind<Answer> = {
  source: "survey",
  page: async (db, importId, after, limit) =>
    (await db.run(pageQuery, { import: importId, after, limit })).map(({ place, ...row }) => ({
      row,
      place,
      seq: row.seq,
      importId: row.importId,
    })),
  keyOf: ({ responseId }) => responseId,
  teamOf: ({ teamId }) => teamId,
  queueOf: ({ queueId }) => queueId,
  instantsOf: ({ sentAt, answeredAt }) => [sentAt ?? [], answeredAt ?? []].flat(),
  sums: surveySums,
};

/** Rolls up the days of a survey's answers. */
export const rollUpSurvey: RollUp = (pace, importId, timeZone) =>
  rollUpRows(pace, importId, timeZone, SURVEY);
