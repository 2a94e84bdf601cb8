import type { qualityMarks } from "../../../../db/schema/kpi-imports.ts";
import type { Sums } from "../../day.ts";

/** A mark, as it is kept. */
export type Mark = typeof qualityMarks.$inferSelect;

/** A full mark, thousandths. */
const FULL = 1_000;

/**
 * What the marks of a day come to (DOMAIN 3, rows 41 to 43, and 4.1). Points are of random samples only;
 * items that did not apply leave the denominator; a critical error shows apart, whatever the rest is.
 */
export function qualitySums(marks: readonly Mark[]): Sums {
  const random = marks.filter(({ sampling, calibrated }) => sampling === "random" && !calibrated);
  const applicable = random.flatMap(({ weight, mark }) => (mark === null ? [] : [{ weight, mark }]));
  const audited = new Set(random.map(({ evaluationId }) => evaluationId));
  const failed = new Set(
    random
      .filter(({ critical, mark }) => critical !== null && mark !== null && mark < FULL)
      .map(({ evaluationId }) => evaluationId),
  );
  const several = scoredBySeveral(marks.filter(({ calibrated }) => calibrated));
  return {
    ...(audited.size > 0 && {
      quality_points: applicable.reduce(
        (sum, { weight, mark }) => sum + Math.round((weight * mark) / FULL),
        0,
      ),
      quality_possible: applicable.reduce((sum, { weight }) => sum + weight, 0),
      audited: audited.size,
      audited_without_critical: audited.size - failed.size,
    }),
    ...(several.length > 0 && {
      calibrated_items: several.length,
      calibrated_alike: several.filter((each) => each.every(({ mark }) => mark === each[0]?.mark)).length,
    }),
  };
}

/** The marks of each item of each contact that more than one person scored. */
function scoredBySeveral(marks: readonly Mark[]): readonly (readonly Mark[])[] {
  const groups = new Map<string, Mark[]>();
  for (const mark of marks) {
    const key = JSON.stringify([mark.contactRef ?? mark.evaluationId, mark.formVersion, mark.item]);
    const group = groups.get(key);
    if (group) group.push(mark);
    else groups.set(key, [mark]);
  }
  return [...groups.values()].filter((group) => new Set(group.map(({ evaluator }) => evaluator)).size > 1);
}
