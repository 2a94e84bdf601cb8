import type { Ids } from "../../../ids.ts";
import { keepText } from "../../../journal/index.ts";
import { findForbiddenIn } from "../../../privacy/guard.ts";
import { inserter } from "../../../../db/insert.ts";
import { surveyAnswers } from "../../../../db/schema/kpi-imports.ts";
import { readNumber } from "../cells.ts";
import { shown } from "../quote.ts";
import { type Cells, type TableKind, type TableRow, readYes } from "../tables/file.ts";

type Question = (typeof surveyAnswers.$inferSelect)["question"];

const insertAnswer = inserter("kpi_answer_insert", surveyAnswers, { omit: ["seq"] });

/** What questions go by in files. */
const QUESTIONS: ReadonlyMap<string, Question> = new Map([
  ["csat", "csat"],
  ["satisfaction", "csat"],
  ["nps", "nps"],
  ["recommend", "nps"],
  ["ces", "effort"],
  ["effort", "effort"],
  ["resolved", "resolved"],
  ["fcr", "resolved"],
  ["words", "words"],
  ["verbatim", "words"],
  ["comment", "words"],
]);

/** The scores of a question (DOMAIN 3, rows 22 and 37 to 39); effort is asked so that 7 is easy. */
const SCALES: Readonly<Record<"csat" | "nps" | "effort", readonly [number, number]>> = {
  csat: [1, 5],
  nps: [0, 10],
  effort: [1, 7],
};

/** The most characters of what one customer wrote. */
const MOST_WORDS = 3_000;

function scoreOf(cells: Cells, question: Question): number | null {
  const cell = cells.get("score");
  if (cell === undefined) return null;
  if (question === "words") {
    cells.wrong('"score" has a value, and the question is one for words');
    return null;
  }
  if (question === "resolved") {
    const answer = readYes(cell);
    if (answer === undefined) cells.wrong(`"score" is ${shown(cell)}; whether it was resolved is yes or no`);
    return answer === true ? 1 : 0;
  }
  const [lowest, highest] = SCALES[question];
  const read = readNumber(cell, cells.decimal);
  const score = "value" in read ? read.value : Number.NaN;
  if (!Number.isInteger(score) || score < lowest || score > highest)
    cells.wrong(
      `"score" is ${shown(cell)}; an answer to ${question} is a whole number from ${lowest} to ${highest}`,
    );
  return score;
}

/** Rows of a survey: one for each question that was asked (DOMAIN 3.3). */
export const surveyKind = (ids: Ids, now: number): TableKind => ({
  source: "survey",
  version: 1,
  shape: {
    label: "Survey answers",
    columns: {
      response_id: ["response id", "response", "survey id"],
      contact_ref: ["contact ref", "contact", "contact id", "interaction id"],
      sent_at: ["sent at", "sent"],
      answered_at: ["answered at", "answered", "completed at"],
      channel: ["channel"],
      q_id: ["q id", "question", "question id"],
      score: ["score", "answer"],
      verbatim: ["verbatim", "words", "comment"],
      team: ["team", "team id"],
      queue: ["queue", "queue name", "queue id"],
    },
    required: ["response_id", "q_id", "answered_at"],
    longest: { verbatim: MOST_WORDS },
  },
  dateColumn: "answered_at",
  warnings: [
    "Effort is taken as asked from 1 (hard) to 7 (easy). An older scale runs the other way: turn its scores round before.",
  ],
  read: (cells) => readAnswer(cells, ids, now),
});

function readAnswer(cells: Cells, ids: Ids, now: number): TableRow {
  const responseId = cells.need("response_id");
  const named = cells.need("q_id");
  const question = QUESTIONS.get(named.toLowerCase());
  if (named !== "" && question === undefined)
    cells.wrong(`"q_id" is ${shown(named)}; questions are csat, nps, ces, resolved and words`);
  const known = question ?? "words";
  const sentAt = cells.time("sent_at") ?? null;
  const answeredAt = cells.time("answered_at") ?? null;
  if (sentAt === null && answeredAt === null)
    cells.wrong("it says neither when it was sent nor when it was answered");
  if (sentAt !== null && answeredAt !== null && answeredAt < sentAt)
    cells.wrong("it was answered before it was sent");
  const score = question === undefined ? null : scoreOf(cells, known);
  const words = cells.get("verbatim");
  if (answeredAt === null && (score !== null || words !== undefined))
    cells.wrong("it has an answer, and does not say when it was answered");
  const contactRef = cells.get("contact_ref");
  const forbidden = findForbiddenIn({
    ...(words && { verbatim: words }),
    ...(contactRef && { contact_ref: contactRef }),
  });
  if (forbidden) cells.wrong(`"${forbidden.field}": ${forbidden.finding.advice}`);
  const { teamId, queueId } = cells.team();
  return {
    teamId,
    queueId,
    key: JSON.stringify([responseId, known]),
    keyWords: () => `the answer of ${shown(responseId)} to ${named}`,
    insert: async (db, importId) => {
      const kept = words === undefined ? undefined : await keepText(db, ids, now, words);
      await insertAnswer(db, {
        importId,
        responseId,
        teamId,
        queueId,
        contactRef: contactRef ?? null,
        sentAt,
        answeredAt,
        question: known,
        score,
        wordsPayload: kept?.id ?? null,
      });
    },
  };
}
