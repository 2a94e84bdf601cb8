import { MEASURES, type MeasureName, isMeasure } from "./measures.ts";

/** What was counted in a stretch of time: measure → whole number. A measure that is not there is not known; it is not zero. */
export type Sums = { readonly [measure in MeasureName]?: number };

/** Queues of a team that tell the same of a day, added up. */
export interface Part {
  readonly sums: Sums;
  /** As in {@link DayReading}. */
  readonly inTimeMs: number | null;
  readonly queues: number;
}

/** What is known of one local day of one queue, or of one team, from one source. */
export interface DayReading {
  readonly sums: Sums;
  /** Measures that some of the day's intervals have and others lack: a rate of them would be of a part of the day. */
  readonly partial: readonly MeasureName[];
  /** Worked out from a rounded average or percentage, so exact to a few units only. */
  readonly approximate: readonly MeasureName[];
  /** Intervals that were read, and those that opening hours lead one to expect; null: no opening hours known. */
  readonly intervals: number;
  readonly expected: number | null;
  /** Within how long an answer counts as in time, and up to when giving up does not count, ms; null: not told, or not the same all day. */
  readonly inTimeMs: number | null;
  readonly shortMs: number | null;
  /**
   * Of a team whose queues do not all tell the same (e-mail knows no 20 seconds): those that do, together. A
   * rate is then of the queues that tell all of it. Absent: all tell the same.
   */
  readonly parts?: readonly Part[];
}

/** A day of a team of which something is known besides its intervals. */
export const withoutIntervals = (sums: Sums): DayReading => ({
  sums,
  partial: [],
  approximate: [],
  intervals: 0,
  expected: null,
  inTimeMs: null,
  shortMs: null,
});

/** One value out of two of a measure. `earlier` lies before `later`, which matters for a stock only. */
function two(measure: MeasureName, earlier: number, later: number): number {
  const { combining } = MEASURES[measure];
  if (combining === "sum") return earlier + later;
  return combining === "max" ? Math.max(earlier, later) : later;
}

/** The measures that are known. */
export const names = (sums: Sums): MeasureName[] => Object.keys(sums).filter(isMeasure);

/**
 * What was counted in several stretches, in the order of time. A measure that one of them lacks is
 * left out of the whole unless `some` says that what there is is to be taken: a sum over a part is
 * not a sum over the whole.
 */
export function combine(stretches: readonly Sums[], some: "all" | "any" = "all"): Sums {
  const result: { [measure in MeasureName]?: number } = {};
  const seen = new Map<MeasureName, number>();
  for (const sums of stretches) {
    for (const measure of names(sums)) {
      const value = sums[measure] ?? 0;
      const before = result[measure];
      result[measure] = before === undefined ? value : two(measure, before, value);
      seen.set(measure, (seen.get(measure) ?? 0) + 1);
    }
  }
  if (some === "any") return result;
  for (const [measure, times] of seen) if (times < stretches.length) delete result[measure];
  return result;
}
