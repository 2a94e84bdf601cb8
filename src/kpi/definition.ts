import type { ContactSample, MeasureName, ReadingSource, Sample } from "./measures.ts";

/** A sum of measures, each taken so many times: `{ answered: 1, abandoned: 1, abandoned_short: -1 }`. */
export type Terms = { readonly [measure in MeasureName]?: number };

/**
 * How a KPI is worked out, always from counts and sums. A ratio is divided last, whatever it is rolled
 * up over (DOMAIN 3.2); a percentile is taken from single things and never combined.
 */
export type Formula =
  | {
      readonly kind: "ratio";
      readonly numerator: Terms;
      readonly denominator: Terms;
      /** The result is taken so many times: 100 for "per 100", 1,000 for "per 1,000". */
      readonly times?: number;
    }
  | { readonly kind: "amount"; readonly of: Terms }
  /** A stock by the mean of what flows out of it in a day: how many days it would last. */
  | { readonly kind: "cover"; readonly stock: MeasureName; readonly flow: MeasureName }
  | { readonly kind: "percentile"; readonly sample: Sample | ContactSample; readonly percentile: number };

/** In what a KPI is shown. `percent` and `points` show a ratio a hundredfold. */
export const UNITS = [
  "percent",
  "points",
  "count",
  "seconds",
  "minutes",
  "hours",
  "days",
  "per_100",
  "per_1000",
  "pounds",
] as const;
/** One of {@link UNITS}. */
export type Unit = (typeof UNITS)[number];

/** Which way is better; `band`: both ends are bad; `context`: neither, so it has no target and no colour. */
export const DIRECTIONS = ["up", "down", "band", "context"] as const;
/** One of {@link DIRECTIONS}. */
export type Direction = (typeof DIRECTIONS)[number];

/** A figure of a KPI: most have one, some are told by two (handling time and what it is made of). */
export interface Definition {
  /** `[a-z][a-z0-9_]{0,31}`. */
  readonly kpi: string;
  /** The number of the catalogue (DOMAIN 3), 1 to 54; undefined: a centre's own. */
  readonly number?: number;
  readonly version: number;
  readonly name: string;
  /** Why anybody would look at it, a sentence. */
  readonly purpose: string;
  readonly formula: Formula;
  readonly unit: Unit;
  readonly direction: Direction;
  /** What is usual in the field and on what that rests. A convention, never a target before somebody agrees to it. */
  readonly usual?: { readonly low?: number; readonly high?: number; readonly basis: string };
  /** What misleads about it, a sentence each. */
  readonly pitfalls: readonly string[];
  readonly sources: readonly ReadingSource[];
  /** Neither an hour nor a day of it means anything by itself: shown over so many days only. */
  readonly overDays?: number;
  /** Told of people by name it does harm: never in a digest (DOMAIN 3.5). */
  readonly private?: boolean;
}
