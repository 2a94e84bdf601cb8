import { type Limits, type Point, TO_LIMIT, adjusted } from "./limits.ts";

/** What tells a change from what always happens (DOMAIN 3.4). */
export type Rule =
  /** A point outside the limits. */
  | "outside"
  /** Eight in a row on one side of the mean. */
  | "run"
  /** Three of four nearer a limit than the mean. */
  | "near_limit"
  /** A jump from one day to the next that is larger than jumps are. */
  | "jump";

/** A change at a day, and which way it goes. */
export interface Signal {
  readonly date: string;
  readonly rule: Rule;
  readonly way: "up" | "down";
}

const RUN = 8;
const WINDOW = 4;
const OF_WINDOW = 3;

/** Sums of fractions differ in their last digits; such a difference is no change. */
const SAME = 1e-9;

/** Which side of a value another lies on: -1, 0 or 1. */
const side = (value: number, from: number, apart: number): number => {
  const difference = value - from;
  const tolerance = SAME * Math.max(1, Math.abs(from));
  return Math.abs(difference) <= apart + tolerance ? 0 : Math.sign(difference);
};

function ruleAt(values: readonly number[], index: number, limits: Limits): Rule | undefined {
  const { mean, lower, upper, range, rangeLimit } = limits;
  const value = values[index] ?? mean;
  if (side(value, upper, 0) > 0 || side(value, lower, 0) < 0) return "outside";
  const last = (count: number, apart: number): number[] =>
    values.slice(Math.max(0, index - count + 1), index + 1).map((each) => side(each, mean, apart));
  const run = last(RUN, 0);
  if (run.length === RUN && run[0] !== 0 && run.every((each) => each === run[0])) return "run";
  // Nearer a limit than the mean: further out than half the way, which clipping a limit does not change.
  const near = last(WINDOW, (TO_LIMIT * range) / 2);
  const end = near.at(-1) ?? 0;
  if (end !== 0 && near.filter((each) => each === end).length >= OF_WINDOW) return "near_limit";
  const before = values[index - 1];
  // Back from a day that stood out is back to usual, not another change.
  if (before === undefined || side(before, upper, 0) > 0 || side(before, lower, 0) < 0) return undefined;
  return side(value, before, rangeLimit) === 0 ? undefined : "jump";
}

/** Points are judged in their order; a day without a value is simply not among them. */
export function signalsOf(points: readonly Point[], limits: Limits): readonly Signal[] {
  const values = points.map((point) => adjusted(point, limits));
  return points.flatMap(({ date }, index): Signal[] => {
    const rule = ruleAt(values, index, limits);
    if (rule === undefined) return [];
    const from = rule === "jump" ? (values[index - 1] ?? limits.mean) : limits.mean;
    return [{ date, rule, way: (values[index] ?? from) > from ? "up" : "down" }];
  });
}
