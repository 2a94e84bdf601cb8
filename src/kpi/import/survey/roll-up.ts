import { asc, eq, getTableColumns } from "drizzle-orm";
import { kpiImports, surveyAnswers } from "../../../../db/schema/kpi-imports.ts";
import type { RollUp } from "../kind.ts";
import { type DatedKind, rollUpRows } from "../tables/roll-up.ts";
import { rowsOf } from "../tables/rows.ts";
import { type Answer, surveySums } from "./day.ts";

const SURVEY: DatedKind<Answer> = {
  source: "survey",
  rows: rowsOf("kpi_answers", { seq: surveyAnswers.seq, key: surveyAnswers.responseId }, (db, where) =>
    db
      .select({ ...getTableColumns(surveyAnswers), place: kpiImports.place })
      .from(surveyAnswers)
      .innerJoin(kpiImports, eq(kpiImports.id, surveyAnswers.importId))
      .where(where)
      .orderBy(asc(surveyAnswers.seq)),
  ),
  keyOf: ({ responseId }) => responseId,
  queueOf: ({ queueId }) => queueId,
  instantsOf: ({ sentAt, answeredAt }) => [sentAt ?? [], answeredAt ?? []].flat(),
  sums: surveySums,
};

/** Rolls up the days of a survey's answers. */
export const rollUpSurvey: RollUp = (pace, importId, timeZone) =>
  rollUpRows(pace, importId, timeZone, SURVEY);
