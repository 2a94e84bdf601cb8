import type { IntervalMeasure } from "../measures.ts";
import type { DateOrder } from "./dates.ts";

/** A unit of a time without colons. */
export type TimeUnit = "s" | "ms" | "min";

/** Measures that are added and taken away: what a share is of, or what an average was divided by. */
export interface Whole {
  readonly plus: readonly IntervalMeasure[];
  readonly less?: readonly IntervalMeasure[];
}

/** What a column of an interval file means. */
export type Meaning =
  /** When the interval begins, with or without its time; by which clock, when it ends, how long it is in minutes. */
  | { readonly as: "start" | "end" | "clock" | "minutes" | "queue" }
  | { readonly as: "count"; readonly measure: IntervalMeasure }
  /** A sum of time. */
  | { readonly as: "time"; readonly measure: IntervalMeasure; readonly unit: TimeUnit }
  /** A mean: multiplied back by what it was divided by, and marked as approximate (DOMAIN 3.2). */
  | {
      readonly as: "average";
      readonly measure: IntervalMeasure;
      readonly unit: TimeUnit;
      readonly by: IntervalMeasure;
    }
  /** A percentage: compared where the measure itself is counted, else multiplied back and marked. Refused without its whole. */
  | { readonly as: "share"; readonly measure: IntervalMeasure; readonly of: Whole; readonly label: string }
  /** Within how long an answer is in time, or until when giving up does not count. */
  | { readonly as: "limit"; readonly of: "inTimeMs" | "shortMs"; readonly unit: TimeUnit };

/** Headings that mean the same, as {@link headingKey} makes them; a pattern's group `limit` holds seconds. */
export interface ColumnRule {
  readonly headings: readonly (string | RegExp)[];
  readonly means: Meaning;
  /** Whose seconds a pattern's `limit` gives. */
  readonly limit?: "inTimeMs" | "shortMs";
}

/** How the interval files of one system are read. Changed only together with its version: imports name both. */
export interface Mapping {
  /** `[a-z]+`: what `--vendor` takes. */
  readonly name: string;
  readonly label: string;
  readonly version: number;
  readonly columns: readonly ColumnRule[];
  /** The order of dates with slashes, where the system always writes them so. */
  readonly dates?: DateOrder;
  /** What is to be known about such files, for the report. */
  readonly note?: string;
}

/** A heading without its looks: small letters and digits, one space between, `%` in words. */
export const headingKey = (heading: string): string =>
  heading
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("%", " percent ")
    .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

const count = (measure: IntervalMeasure, ...headings: readonly (string | RegExp)[]): ColumnRule => ({
  headings,
  means: { as: "count", measure },
});
const time = (measure: IntervalMeasure, unit: TimeUnit, ...headings: readonly string[]): ColumnRule => ({
  headings,
  means: { as: "time", measure, unit },
});
const average = (
  measure: IntervalMeasure,
  by: IntervalMeasure,
  unit: TimeUnit,
  ...headings: readonly string[]
): ColumnRule => ({ headings, means: { as: "average", measure, unit, by } });
const share = (
  measure: IntervalMeasure,
  of: Whole,
  label: string,
  ...headings: readonly (string | RegExp)[]
): ColumnRule => ({ headings, means: { as: "share", measure, of, label } });
const part = (
  as: "start" | "end" | "clock" | "minutes" | "queue",
  ...headings: readonly string[]
): ColumnRule => ({
  headings,
  means: { as },
});

/** What mappings are written with. */
export const column = { count, time, average, share, part };
