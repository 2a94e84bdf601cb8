/** What few cases can tell (DOMAIN 3.4). Both bounds are ours, not a standard's. */

/** Below this a percentage is not shown at all, only "7 of 9". */
export const LEAST_FOR_PERCENT = 10;
/** Below this it is shown with its counts and its margin, and says nothing of a change. */
export const LEAST_FOR_SIGNAL = 30;

/** The normal deviate of 95 %. */
const Z = 1.959963984540054;

/** Between which shares the true one lies, 95 times in 100 (Wilson's interval); 0 to 1. Undefined of nothing. */
export function wilson(
  successes: number,
  trials: number,
): { readonly lower: number; readonly upper: number } | undefined {
  if (trials === 0) return undefined;
  const share = successes / trials;
  const centre = share + Z ** 2 / (2 * trials);
  const spread = Z * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2));
  const scale = 1 + Z ** 2 / trials;
  return { lower: (centre - spread) / scale, upper: (centre + spread) / scale };
}

/** By how many points a net promoter score may be out, 95 times in 100. Undefined of nothing. */
export function scoreMargin(promoters: number, detractors: number, answers: number): number | undefined {
  if (answers === 0) return undefined;
  const score = (promoters - detractors) / answers;
  const variance = (promoters + detractors) / answers - score ** 2;
  return 100 * Z * Math.sqrt(variance / answers);
}
