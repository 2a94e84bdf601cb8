import type { DayReading } from "../../day.ts";
import { INTERVAL_MEASURES, type IntervalMeasure, type MeasureName } from "../../measures.ts";

/** An interval counts towards "within the service level" from so many contacts on: one caller would be all or nothing. */
const ENOUGH_OFFERED = 10;
/** The share within the service level that an interval is to reach. */
const IN_TARGET = 0.8;

/** The measures of an interval, in the order of its columns. */
export const MEASURE_NAMES: readonly IntervalMeasure[] = [
  "offered",
  "answered",
  "answered_in_time",
  "abandoned",
  "abandoned_short",
  "flow_out",
  "blocked",
  "wait_ms",
  "abandoned_wait_ms",
  "longest_wait_ms",
  "talk_ms",
  "hold_ms",
  "held",
  "after_ms",
  "handled",
  "transferred",
  "staffed_ms",
  "idle_ms",
  "forecast_offered",
  "forecast_handle_ms",
];

/** What was expected, not what happened. */
export const FORECAST: ReadonlySet<IntervalMeasure> = new Set(["forecast_offered", "forecast_handle_ms"]);

/** An interval as a day takes it in. */
export interface IntervalFigures {
  readonly startsAt: number;
  readonly values: Readonly<Partial<Record<IntervalMeasure, number>>>;
  readonly inTimeMs: number | null;
  readonly shortMs: number | null;
  readonly approximate: readonly IntervalMeasure[];
}

/** Limits of a day's intervals: "none" yet, one value, or null where they differ or are not told. */
type Limit = "none" | number | null;

const together = (known: Limit, next: number | null): Limit =>
  known === "none" || known === next ? next : null;

/** Adds up the intervals of one queue on one local day. */
export class DaySum {
  readonly #sums: Partial<Record<MeasureName, number>> = {};
  /** Intervals that tell a measure, or in which nobody came, so that there is nothing to tell. */
  readonly #times = new Map<IntervalMeasure, number>();
  readonly #approximate = new Set<MeasureName>();
  /** Intervals with figures of what happened; a forecast alone is none. */
  #intervals = 0;
  #forecasts = 0;
  #open = 0;
  #inTimeMs: Limit = "none";
  #shortMs: Limit = "none";

  /** @param isOpen whether the interval lies within opening hours, as far as these are known */
  add({ values, inTimeMs, shortMs, approximate }: IntervalFigures, isOpen: boolean): void {
    const happened = MEASURE_NAMES.some((measure) => !FORECAST.has(measure) && values[measure] !== undefined);
    if (happened) this.#intervals += 1;
    if (happened && isOpen) this.#open += 1;
    if (values.forecast_offered !== undefined) this.#forecasts += 1;
    for (const measure of MEASURE_NAMES) {
      const value = values[measure];
      if (value !== undefined || (values.offered === 0 && !FORECAST.has(measure)))
        this.#times.set(measure, (this.#times.get(measure) ?? 0) + 1);
      if (value === undefined) continue;
      const before = this.#sums[measure];
      const { combining } = INTERVAL_MEASURES[measure];
      this.#sums[measure] =
        before === undefined ? value : combining === "max" ? Math.max(before, value) : before + value;
    }
    for (const measure of approximate) this.#approximate.add(measure);
    if (values.answered_in_time !== undefined) this.#inTimeMs = together(this.#inTimeMs, inTimeMs);
    if (values.abandoned_short !== undefined) this.#shortMs = together(this.#shortMs, shortMs);
    this.#compare(values);
  }

  /** What the day's sums cannot tell any more. */
  #compare(values: IntervalFigures["values"]): void {
    const { offered, answered, answered_in_time: inTime, abandoned, abandoned_short: short = 0 } = values;
    const count = (measure: MeasureName, by: number): void => {
      this.#sums[measure] = (this.#sums[measure] ?? 0) + by;
    };
    if (offered !== undefined && answered !== undefined && inTime !== undefined && abandoned !== undefined) {
      const whole = answered + abandoned - short;
      const counts = offered >= ENOUGH_OFFERED && whole > 0;
      count("intervals_counted", counts ? 1 : 0);
      count("intervals_in_target", counts && inTime / whole >= IN_TARGET ? 1 : 0);
    }
    if (offered !== undefined && values.forecast_offered !== undefined)
      count("forecast_missed_by", Math.abs(values.forecast_offered - offered));
  }

  /**
   * The day.
   * @param expected intervals that opening hours lead one to expect; null: none are known
   */
  reading(expected: number | null): DayReading {
    const partial = [...this.#times].flatMap(([measure, times]) => {
      const all = FORECAST.has(measure) ? this.#forecasts : this.#intervals;
      return this.#sums[measure] !== undefined && times < all ? [measure] : [];
    });
    return {
      sums: this.#sums,
      partial,
      approximate: [...this.#approximate],
      intervals: expected === null ? this.#intervals : this.#open,
      expected,
      inTimeMs: this.#inTimeMs === "none" ? null : this.#inTimeMs,
      shortMs: this.#shortMs === "none" ? null : this.#shortMs,
    };
  }
}
