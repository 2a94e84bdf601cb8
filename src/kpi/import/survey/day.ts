import type { surveyAnswers } from "../../../../db/schema/kpi-imports.ts";
import type { Sums } from "../../day.ts";

/** An answer, as it is kept. */
export type Answer = typeof surveyAnswers.$inferSelect;

const within = (score: number | null, lowest: number, highest: number): boolean =>
  score !== null && score >= lowest && score <= highest;

/**
 * What the answers of a day come to. A survey counts as sent and answered on the day on which it was
 * sent, so that the two can be divided; a score counts on the day on which it was given.
 * @param isOn whether an instant (ms) lies on that day
 */
export function surveySums(answers: readonly Answer[], isOn: (at: number) => boolean): Sums {
  const sent = new Map<string, boolean>();
  for (const { responseId, sentAt, answeredAt } of answers)
    if (sentAt !== null && isOn(sentAt))
      sent.set(responseId, answeredAt !== null || sent.get(responseId) === true);
  const given = answers.filter(({ answeredAt }) => answeredAt !== null && isOn(answeredAt));
  const count = (question: Answer["question"], lowest: number, highest: number): number =>
    given.filter((one) => one.question === question && within(one.score, lowest, highest)).length;
  return {
    ...(sent.size > 0 && {
      surveys_sent: sent.size,
      surveys_answered: [...sent.values()].filter(Boolean).length,
    }),
    ...asked(given, "csat", { csat_valid: count("csat", 1, 5), csat_top: count("csat", 4, 5) }),
    ...asked(given, "nps", {
      nps_valid: count("nps", 0, 10),
      nps_promoters: count("nps", 9, 10),
      nps_detractors: count("nps", 0, 6),
    }),
    ...asked(given, "effort", { effort_valid: count("effort", 1, 7), effort_easy: count("effort", 5, 7) }),
    ...asked(given, "resolved", {
      resolved_valid: count("resolved", 0, 1),
      resolved_yes: count("resolved", 1, 1),
    }),
  };
}

/** A question that nobody answered that day has no counts: not asked is not zero. */
const asked = (given: readonly Answer[], question: Answer["question"], sums: Sums): Sums =>
  given.some((one) => one.question === question && one.score !== null) ? sums : {};
