/** From values to px, top down. */
export interface Scale {
  readonly min: number;
  readonly max: number;
  /** Between two lines of the grid. */
  readonly step: number;
  readonly y: (value: number) => number;
}

/** About so many lines of a grid. */
const LINES = 5;

/** Steps that people can count in: 1, 2 or 5 with noughts. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = rough / power;
  // A quarter of a hundred is counted in easily; a quarter of ten is not.
  const quarter = power >= 10 && factor > 2 && factor <= 2.5;
  return (factor <= 1 ? 1 : factor <= 2 ? 2 : quarter ? 2.5 : factor <= 5 ? 5 : 10) * power;
}

/** Without the noise of binary fractions, which would show on an axis. */
const clean = (value: number): number => Number(value.toPrecision(12));

/**
 * A scale that holds every value with some room around them.
 * @param top px
 * @param height px
 * @param most what no value can be above; the scale does not go there either, unless one is
 */
export function scaleFor(values: readonly number[], top: number, height: number, most: number): Scale {
  const given = values.filter((value) => Number.isFinite(value));
  const low = given.length > 0 ? Math.min(...given) : 0;
  const high = given.length > 0 ? Math.max(...given) : 1;
  // All alike: the line runs through the middle.
  const span = high - low || Math.abs(high) * 0.2 || 1;
  const step = roundStep((span * 1.1) / LINES);
  const below = Math.floor(clean((low - span * 0.06) / step)) * step;
  // Nothing that is counted or timed goes below nought, so no room is left there.
  const min = clean(low >= 0 ? Math.max(0, below) : below);
  const above = clean(Math.ceil(clean((high + span * 0.06) / step)) * step);
  const max = high <= most ? Math.min(above, most) : above;
  return { min, max, step: clean(step), y: (value) => top + ((max - value) / (max - min)) * height };
}

/**
 * A scale without a grid, in which the values fill the height but for a little.
 * @param top px
 * @param height px
 */
export function tightScale(values: readonly number[], top: number, height: number): Omit<Scale, "step"> {
  const low = values.length > 0 ? Math.min(...values) : 0;
  const high = values.length > 0 ? Math.max(...values) : 1;
  const room = (high - low || Math.abs(high) || 1) * 0.08;
  const [min, max] = [low - room, high + room];
  return { min, max, y: (value) => top + ((max - value) / (max - min)) * height };
}
