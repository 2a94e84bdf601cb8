import type { IntervalMeasure } from "../../measures.ts";
import type { StoredReading } from "../store.ts";
import { type IntervalFigures, MEASURE_NAMES } from "./day-sum.ts";

/** What a file takes the place of. */
export interface Superseding {
  rows: number;
  changed: number;
  offeredBefore: number;
  offeredAfter: number;
}

const QUARTER = 15 * 60_000;

/** The quarters of an hour that an interval covers: intervals of any length are compared by these. */
const quartersOf = ({ startsAt, minutes }: Pick<StoredReading, "startsAt" | "minutes">): number[] =>
  Array.from({ length: minutes / 15 }, (_, index) => startsAt / QUARTER + index);

const isSame = (a: StoredReading, b: StoredReading): boolean =>
  a.minutes === b.minutes && MEASURE_NAMES.every((measure) => a[measure] === b[measure]);

const isMeasure = (name: string): name is IntervalMeasure => MEASURE_NAMES.some((one) => one === name);

function figuresOf(row: StoredReading, isFree: (measure: IntervalMeasure) => boolean): IntervalFigures {
  const values: Partial<Record<IntervalMeasure, number>> = {};
  for (const measure of MEASURE_NAMES) {
    const value = row[measure];
    if (value !== null && isFree(measure)) values[measure] = value;
  }
  return {
    startsAt: row.startsAt,
    values,
    inTimeMs: row.inTimeMs,
    shortMs: row.shortMs,
    approximate: (row.approximate ?? []).filter(isMeasure).filter((measure) => values[measure] !== undefined),
  };
}

/**
 * What counts of a queue's day: of one system the newest file wins, interval by interval; of several
 * systems (the telephone's counts, the planners' forecast) each measure is taken from the newest that
 * tells it. Nothing is deleted: what was superseded stays where it is.
 * @param rows of that day, in the order of time; `place` null is the file in question, newer than all
 * @param superseding told what the file in question takes the place of
 */
export function effective(
  rows: readonly StoredReading[],
  superseding?: Superseding,
): readonly IntervalFigures[] {
  const [first] = rows;
  if (first === undefined || rows.every(({ importId }) => importId === first.importId))
    return rows.map((row) => figuresOf(row, () => true));
  const newestFirst = rows.toSorted(
    (a, b) => (b.place ?? Number.POSITIVE_INFINITY) - (a.place ?? Number.POSITIVE_INFINITY) || 0,
  );
  const bySystem = new Map<string, Map<number, StoredReading>>();
  const told = new Map<number, Set<IntervalMeasure>>();
  const merged = new Map<string, IntervalFigures>();
  const replaced = new Set<number>();
  for (const row of newestFirst) {
    const quarters = quartersOf(row);
    const system = bySystem.get(row.mapping) ?? new Map<number, StoredReading>();
    bySystem.set(row.mapping, system);
    const newer = quarters.map((quarter) => system.get(quarter)).find((one) => one !== undefined);
    if (newer) {
      // What an older file superseded itself is history.
      const isNews = newer.place === null && !quarters.some((quarter) => replaced.has(quarter));
      if (superseding && isNews) note(superseding, row, newer);
      for (const quarter of quarters) replaced.add(quarter);
      for (const quarter of quarters) if (!system.has(quarter)) system.set(quarter, row);
      continue;
    }
    for (const quarter of quarters) system.set(quarter, row);
    const figures = figuresOf(row, (measure) => !quarters.some((quarter) => told.get(quarter)?.has(measure)));
    for (const quarter of quarters) {
      const measures = told.get(quarter) ?? new Set<IntervalMeasure>();
      for (const measure of MEASURE_NAMES) if (row[measure] !== null) measures.add(measure);
      told.set(quarter, measures);
    }
    const key = `${row.startsAt} ${row.minutes}`;
    const other = merged.get(key);
    merged.set(key, other ? join(other, figures) : figures);
  }
  return [...merged.values()].toSorted((a, b) => a.startsAt - b.startsAt);
}

/** Figures of one interval from two systems; where a measure is told by both, the older one's was left out already. */
const join = (newer: IntervalFigures, older: IntervalFigures): IntervalFigures => ({
  startsAt: newer.startsAt,
  values: { ...older.values, ...newer.values },
  inTimeMs: newer.values.answered_in_time === undefined ? older.inTimeMs : newer.inTimeMs,
  shortMs: newer.values.abandoned_short === undefined ? older.shortMs : newer.shortMs,
  approximate: [...newer.approximate, ...older.approximate],
});

function note(superseding: Superseding, before: StoredReading, after: StoredReading): void {
  superseding.rows += 1;
  if (isSame(before, after)) return;
  superseding.changed += 1;
  superseding.offeredBefore += before.offered ?? 0;
  superseding.offeredAfter += after.offered ?? 0;
}
