import { type DayReading, type Part, type Sums, combine } from "./day.ts";
import type { Definition, Formula, Terms, Unit } from "./definition.ts";
import { type MeasureName, isMeasure } from "./measures.ts";

/** Why there is no value. */
export type Why =
  /** No reading says it. */
  | "missing"
  /** Readings have it for a part of the day only. */
  | "part"
  /** Nothing to divide by: n/a, never 0% and never 100% (DOMAIN 3.2). */
  | "nothing"
  /** Readings mean another thing by it: answered within another time. */
  | "definition"
  /** The stretch is not over. */
  | "unfinished";

/** A KPI over some stretch, with what it was worked out from. */
export interface Figure {
  /** In the KPI's unit; null: see `why`. */
  readonly value: number | null;
  readonly why: Why | null;
  /** Of a ratio: what was divided by what, in the measures' own units. Of a percentile: how many single things there were. */
  readonly numerator: number | null;
  readonly denominator: number | null;
  /** Over how many things the denominator was summed, where it is no count of things itself; see {@link countedBy}. */
  readonly cases?: number;
  /** Days that took part, of those asked for. */
  readonly days: number;
  readonly of: number;
  /** Worked out from rounded averages. */
  readonly approximate: boolean;
  /** Where not all queues tell what it takes, on some day at least: how many do, of how many. */
  readonly queues?: Queues;
}

/** How many queues tell what a figure takes, on the last of its days on which not all do. */
interface Queues {
  readonly told: number;
  readonly of: number;
  /** It is not so on each of its days: the numbers are of that one alone. */
  readonly uneven?: true;
}

/** A single thing that took so long; one that is still open has taken so long so far. */
export interface Duration {
  readonly ms: number;
  readonly open: boolean;
}

/** One local day with everything known of it; undefined where nothing is. */
export type Day = DayReading | undefined;

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** What a value in a measure's unit (ms, pence, a count) is in the KPI's. */
const SCALE: Readonly<Record<Unit, number>> = {
  percent: 100,
  points: 100,
  count: 1,
  seconds: 1 / 1_000,
  minutes: 1 / MINUTE_MS,
  hours: 1 / HOUR_MS,
  days: 1,
  per_100: 1,
  per_1000: 1,
  pounds: 1 / 100,
};

/** The measures of a formula. */
export function measuresOf(formula: Formula): readonly MeasureName[] {
  if (formula.kind === "percentile") return [];
  if (formula.kind === "cover") return [formula.stock, formula.flow];
  const terms = formula.kind === "amount" ? [formula.of] : [formula.numerator, formula.denominator];
  return [...new Set(terms.flatMap((each) => Object.keys(each).filter(isMeasure)))];
}

/** What says how many things a sum is of: points tell nothing of how many contacts were listened to. */
const COUNTED_BY: Readonly<Partial<Record<MeasureName, MeasureName>>> = { quality_possible: "audited" };

/** The measure that says how many things a ratio rests on, where its denominator does not. */
export const countedBy = (formula: Formula): MeasureName | undefined =>
  formula.kind === "ratio"
    ? Object.keys(formula.denominator)
        .filter(isMeasure)
        .flatMap((measure) => COUNTED_BY[measure] ?? [])[0]
    : undefined;

const total = (terms: Terms, sums: Sums): number =>
  Object.entries(terms).reduce(
    (sum, [measure, times]) => sum + (isMeasure(measure) ? (sums[measure] ?? 0) * times : 0),
    0,
  );

const none = (why: Why, of: number, days = 0): Figure => ({
  value: null,
  why,
  numerator: null,
  denominator: null,
  days,
  of,
  approximate: false,
});

/** What keeps a day from taking part; undefined: nothing. */
function flaw(day: Day, measures: readonly MeasureName[], inTimeMs: number): Why | undefined {
  if (!day) return "missing";
  if (measures.some((measure) => day.partial.includes(measure))) return "part";
  if (measures.some((measure) => day.sums[measure] === undefined)) return "missing";
  // Answered within 20 seconds and within 30 are two things, and their sum is neither.
  if (measures.includes("answered_in_time") && day.inTimeMs !== inTimeMs) return "definition";
  return undefined;
}

/** What takes part of a day. */
interface Sound {
  readonly sums: Sums;
  readonly queues?: Queues;
}

const countQueues = (parts: readonly Part[]): number => parts.reduce((sum, { queues }) => sum + queues, 0);

/**
 * Of a day on which not all queues tell what a rate takes: those that do. A sum is not helped by that: it
 * would be of a part, and look like the whole.
 */
function partly(
  { kind }: Formula,
  day: Day,
  measures: readonly MeasureName[],
  inTimeMs: number,
): Sound | undefined {
  if (kind !== "ratio" || !day?.parts) return undefined;
  const told = day.parts.filter(
    (part) =>
      measures.every((measure) => part.sums[measure] !== undefined) &&
      (!measures.includes("answered_in_time") || part.inTimeMs === inTimeMs),
  );
  if (told.length === 0) return undefined;
  return {
    sums: combine(told.map(({ sums }) => sums)),
    queues: { told: countQueues(told), of: countQueues(day.parts) },
  };
}

/** Of how many queues a figure of several days is. A day that all queues tell is another than one that some do. */
function queuesOf(sound: readonly Sound[]): Queues | undefined {
  const last = sound.findLast(({ queues }) => queues)?.queues;
  if (!last) return undefined;
  const isEven = sound.every(({ queues }) => queues?.told === last.told && queues.of === last.of);
  return isEven ? last : { ...last, uneven: true };
}

/**
 * A KPI over local days that follow one another, earliest first: counts are added up, and divided last.
 * Days that lack what it needs do not take part, and are said to be missing; they are not zero.
 * @param inTimeMs within how long an answer counts as in time here, ms
 */
export function figureOf(
  { formula, unit }: Pick<Definition, "formula" | "unit">,
  days: readonly Day[],
  inTimeMs: number,
): Figure {
  if (formula.kind === "percentile") return none("missing", days.length);
  const measures = measuresOf(formula);
  const flaws = days.map((day) => flaw(day, measures, inTimeMs));
  const taking = days.map((day, index): Sound | undefined =>
    flaws[index] === undefined ? day : partly(formula, day, measures, inTimeMs),
  );
  const sound = taking.filter((one) => one !== undefined);
  if (sound.length === 0)
    return none(flaws.find((each) => each !== undefined && each !== "missing") ?? "missing", days.length);
  const sums = combine(
    sound.map((one) => one.sums),
    "any",
  );
  const approximate = days.some(
    (day, index) => taking[index] && day?.approximate.some((measure) => measures.includes(measure)),
  );
  const queues = queuesOf(sound);
  const counted = countedBy(formula);
  const about = {
    ...(counted === undefined ? {} : { cases: sums[counted] ?? 0 }),
    days: sound.length,
    of: days.length,
    approximate,
    ...(queues && { queues }),
  };
  const whole = (numerator: number, denominator: number, times = 1): Figure =>
    denominator === 0
      ? { ...none("nothing", days.length, sound.length), numerator, denominator }
      : {
          value: (numerator / denominator) * times * SCALE[unit],
          why: null,
          numerator,
          denominator,
          ...about,
        };
  if (formula.kind === "ratio")
    return whole(total(formula.numerator, sums), total(formula.denominator, sums), formula.times);
  if (formula.kind === "cover")
    return whole(sums[formula.stock] ?? 0, (sums[formula.flow] ?? 0) / sound.length);
  const value = total(formula.of, sums);
  return { value: value * SCALE[unit], why: null, numerator: value, denominator: null, ...about };
}

/** The value at a rank, by nearest rank; undefined of nothing. Medians and percentiles are taken from single things alone. */
export function percentileOf(values: readonly number[], percentile: number): number | undefined {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percentile / 100) * sorted.length) - 1)];
}

/** A percentile over single things. Those still open count with the time so far: what is not done yet is no short wait. */
export function sampleFigure(
  { formula, unit }: Pick<Definition, "formula" | "unit">,
  things: readonly Duration[],
  days: number,
): Figure {
  if (formula.kind !== "percentile") throw new TypeError("not a percentile");
  const ms = percentileOf(
    things.map((thing) => thing.ms),
    formula.percentile,
  );
  if (ms === undefined) return { ...none("nothing", days, days), denominator: 0 };
  const open = things.filter((thing) => thing.open).length;
  return {
    value: ms * SCALE[unit],
    why: null,
    numerator: open,
    denominator: things.length,
    days,
    of: days,
    approximate: false,
  };
}
