/** What the comparison says. */
export const VERDICTS = ["fewer", "more", "no_detectable_change", "too_early"] as const;
/** One of {@link VERDICTS}. */
export type Verdict = (typeof VERDICTS)[number];

/** What was before, frozen when the change is made. */
export type Baseline =
  | {
      readonly kind: "daily";
      /** The first day, `YYYY-MM-DD`. */
      readonly from: string;
      /** One figure per day. */
      readonly figures: readonly number[];
      /** What was logged in all on these days; null where nobody can tell. */
      readonly totals: readonly number[] | null;
      readonly limits: Limits;
    }
  | { readonly kind: "typed"; readonly figure: Share };

/** What is usual for a day. */
export interface Limits {
  readonly centre: number;
  readonly lower: number;
  readonly upper: number;
}

/** "12 of 480". */
export interface Share {
  readonly n: number;
  readonly of: number;
}

/** What came after, and what the comparison says; kept as it was at the review. */
export type Result =
  | {
      readonly kind: "daily";
      readonly from: string;
      readonly figures: readonly number[];
      readonly totals: readonly number[] | null;
      readonly verdict: Verdict;
      /** Of what made the verdict: see the comparison. */
      readonly signals: readonly Signal[];
      /** How often chance alone does at least this much, in either direction; 0 to 1. */
      readonly chance: number;
    }
  | {
      readonly kind: "typed";
      readonly figure: Share;
      readonly verdict: Verdict;
      readonly chance: number;
    };

/** A day outside the limits, or eight in a row on one side of what is usual. */
export type Signal = "point_below" | "point_above" | "run_below" | "run_above";
