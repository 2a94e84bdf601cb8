/** What is usual for a day: control-chart limits from the days of a baseline. */
export interface Limits {
  /** The mean. */
  readonly centre: number;
  readonly lower: number;
  readonly upper: number;
}

/** A day outside the limits, or {@link RUN} in a row on one side of the centre. */
export type Signal = "point_below" | "point_above" | "run_below" | "run_above";

/** So many days in a row on one side of the centre are a shift (DOMAIN 3.4). */
export const RUN = 8;

const mean = (figures: readonly number[]): number =>
  figures.length === 0 ? 0 : figures.reduce((sum, figure) => sum + figure, 0) / figures.length;

/** XmR chart: mean ± 2.66 × the mean of the moving ranges (DOMAIN 3.4). What the days themselves varied by. */
export function xmrLimits(figures: readonly number[]): Limits {
  const centre = mean(figures);
  const ranges = figures.slice(1).map((figure, index) => Math.abs(figure - (figures[index] ?? figure)));
  const reach = 2.66 * mean(ranges);
  return { centre, lower: centre - reach, upper: centre + reach };
}

/** c-chart: mean ± 3 × its square root. What counts of rare events vary by at the least. */
export function countLimits(figures: readonly number[]): Limits {
  const centre = mean(figures);
  const reach = 3 * Math.sqrt(centre);
  return { centre, lower: centre - reach, upper: centre + reach };
}

/**
 * The wider of both, and never below nothing: the c-chart knows no weekdays and no bursts,
 * the XmR chart underrates how seldom events vary when they are rare. To miss a change is the
 * smaller harm: the next review finds it.
 */
export function usualLimits(figures: readonly number[]): Limits {
  const [moving, counted] = [xmrLimits(figures), countLimits(figures)];
  return {
    centre: counted.centre,
    lower: Math.max(0, Math.min(moving.lower, counted.lower)),
    upper: Math.max(moving.upper, counted.upper),
  };
}

/** The longest run of figures for which something holds. */
function longestRun(figures: readonly number[], holds: (figure: number) => boolean): number {
  let [longest, current] = [0, 0];
  for (const figure of figures) {
    current = holds(figure) ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}

/** What stands out in some days. A day exactly on the centre ends a run; one exactly on a limit is inside. */
export function signalsIn(figures: readonly number[], limits: Limits): readonly Signal[] {
  const { centre, lower, upper } = limits;
  const found: readonly (readonly [Signal, boolean])[] = [
    ["point_below", figures.some((figure) => figure < lower)],
    ["point_above", figures.some((figure) => figure > upper)],
    ["run_below", longestRun(figures, (figure) => figure < centre) >= RUN],
    ["run_above", longestRun(figures, (figure) => figure > centre) >= RUN],
  ];
  return found.flatMap(([signal, there]) => (there ? [signal] : []));
}
