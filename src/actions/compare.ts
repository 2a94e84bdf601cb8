import { binomialAtLeast, binomialAtMost, shareAtLeast, shareAtMost } from "./chance.ts";
import { type Limits, type Signal, signalsIn } from "./limits.ts";

/**
 * Whether something changed after a change was made (DOMAIN 4.5). Two things must agree:
 * - the chart: after the start a day lies outside the limits of the days before it, or eight
 *   days in a row lie on one side of their centre;
 * - chance: counted together, what came after is so unlike what was before that chance alone
 *   does it in less than {@link RARE} of cases.
 * The chart alone would call eight days without a comment a success where there was one a
 * month; the totals alone would call a week's lull one.
 */

/** What the comparison says. */
export type Verdict = "fewer" | "more" | "no_detectable_change" | "too_early";

/** Whole days on either side without which nothing can be said: fewer hold no run of eight. */
export const LEAST_DAYS = 8;
/** Days before the start that a baseline looks back on: whole weeks, so that each weekday counts alike. */
export const BASELINE_DAYS = 28;
/**
 * What chance does less often than this, in either direction, is taken for a change. Stricter
 * than the usual 1 in 20: problems are picked up while they are at their worst, and fall from
 * there by themselves.
 */
export const RARE = 0.01;

/** Days that follow one another. */
export interface DailyFigures {
  /** The first day, `YYYY-MM-DD`. */
  readonly from: string;
  /** One figure per day. */
  readonly figures: readonly number[];
  /** What was counted in all on these days, of which `figures` are a part; null: not known. */
  readonly totals: readonly number[] | null;
}

/** "12 of 480". */
export interface Share {
  readonly n: number;
  readonly of: number;
}

/** What was before, frozen when the change is made. */
export type Baseline =
  ({ readonly kind: "daily"; readonly limits: Limits } & DailyFigures) | ({ readonly kind: "typed" } & Share);

/** What came after, with the verdict; kept as it was at the review. */
export type Result = (
  | ({ readonly kind: "daily"; readonly signals: readonly Signal[] } & DailyFigures)
  | ({ readonly kind: "typed" } & Share)
) & {
  readonly verdict: Verdict;
  /** How often chance alone does at least as much, in either direction; 0 to 1. */
  readonly chance: number;
};

/** All of some days together. */
export const sumOf = (figures: readonly number[]): number => figures.reduce((sum, figure) => sum + figure, 0);

/** The chance of so few, and of so many. */
interface Tails {
  readonly fewer: number;
  readonly more: number;
}

/** Twice the smaller tail: before the figures are seen, nobody knows which way they will go. */
const bothWays = ({ fewer, more }: Tails): number => Math.min(1, 2 * Math.min(fewer, more));

function tailsOf(before: number, after: number, share: number): Tails {
  const all = before + after;
  return { fewer: binomialAtMost(after, all, share), more: binomialAtLeast(after, all, share) };
}

/**
 * By the days; and where it is known what was counted in all, by that too, whichever is less
 * sure: nothing is said less often merely because less is written down.
 */
function tailsOfDays(before: DailyFigures, after: DailyFigures): Tails {
  const counts = [sumOf(before.figures), sumOf(after.figures)] as const;
  const byDays = tailsOf(...counts, after.figures.length / (before.figures.length + after.figures.length));
  const totals = [sumOf(before.totals ?? []), sumOf(after.totals ?? [])] as const;
  if (before.totals === null || after.totals === null || totals[0] + totals[1] === 0) return byDays;
  const byTotals = tailsOf(...counts, totals[1] / (totals[0] + totals[1]));
  return { fewer: Math.max(byDays.fewer, byTotals.fewer), more: Math.max(byDays.more, byTotals.more) };
}

/** Compares the days since the start with the frozen ones before it. */
export function compareDays(before: Baseline & { readonly kind: "daily" }, after: DailyFigures): Result {
  const signals = signalsIn(after.figures, before.limits);
  const short = before.figures.length < LEAST_DAYS || after.figures.length < LEAST_DAYS;
  if (short) return { kind: "daily", ...after, signals, verdict: "too_early", chance: 1 };
  const tails = tailsOfDays(before, after);
  const seen = (point: Signal, run: Signal): boolean => signals.includes(point) || signals.includes(run);
  const verdict =
    seen("point_below", "run_below") && 2 * tails.fewer < RARE
      ? "fewer"
      : seen("point_above", "run_above") && 2 * tails.more < RARE
        ? "more"
        : "no_detectable_change";
  return { kind: "daily", ...after, signals, verdict, chance: bothWays(tails) };
}

/** Compares two figures that were typed: there are no days to draw a chart of, so chance alone decides. */
export function compareShares(before: Share, after: Share): Result {
  const tails = { fewer: shareAtMost(before, after), more: shareAtLeast(before, after) };
  const verdict = 2 * tails.fewer < RARE ? "fewer" : 2 * tails.more < RARE ? "more" : "no_detectable_change";
  return { kind: "typed", ...after, verdict, chance: bothWays(tails) };
}

/** The largest number in a figure that is typed. */
const MOST = 1_000_000;

/** Reads "12 of 480", "12 out of 480" or "12/480": whole numbers, not more than there are, at most a million. */
export function readShare(typed: string): Share | undefined {
  const match = /^(\d{1,7})\s*(?:\/|(?:out\s+)?of)\s*(\d{1,7})$/i.exec(typed.trim().replaceAll(",", ""));
  const [n, of] = [Number(match?.[1] ?? Number.NaN), Number(match?.[2] ?? Number.NaN)];
  return of >= 1 && of <= MOST && n <= of ? { n, of } : undefined;
}
