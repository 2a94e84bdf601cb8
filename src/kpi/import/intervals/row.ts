import type { IntervalMeasure } from "../../measures.ts";
import { type Read, readCount, readDuration, readShare } from "../cells.ts";
import { shown } from "../quote.ts";
import type { Bound, ValueColumn } from "./bind.ts";
import type { Conventions } from "./conventions.ts";

/** What a row says of its interval. A measure that is not there is not known; it is not zero. */
export interface Figures {
  readonly values: Readonly<Partial<Record<IntervalMeasure, number>>>;
  readonly inTimeMs: number | null;
  readonly shortMs: number | null;
  /** Worked out from a rounded average or percentage. */
  readonly approximate: readonly IntervalMeasure[];
  /** The system's own percentages, as counts, beside the counts that the file gives. */
  readonly compared: readonly Compared[];
}

/** A percentage of the system's own. */
export interface Compared {
  readonly label: string;
  /** Of how many, how many it means, and how many were counted. */
  readonly of: number;
  readonly theirs: number;
  readonly ours: number;
}

/** What stands for "nothing known" in exports. */
const BLANK = new Set(["", "-", "–", "—", "n/a", "na", "null", "none"]);

/** Whether a cell says nothing. */
export const isBlank = (cell: string): boolean => BLANK.has(cell) || BLANK.has(cell.toLowerCase());

type Values = Partial<Record<IntervalMeasure, number>>;

/** How many a share or an average is of; undefined: not known. */
function sum(
  values: Values,
  plus: readonly IntervalMeasure[],
  less: readonly IntervalMeasure[] = [],
): number | undefined {
  let whole = 0;
  for (const measure of plus) {
    const value = values[measure];
    if (value === undefined) return undefined;
    whole += value;
  }
  for (const measure of less) whole -= values[measure] ?? 0;
  return Math.max(0, whole);
}

/**
 * Reads the figures of a row, each in whole units. `wrong` is told of each cell that cannot be read.
 */
export function readFigures(
  bound: Bound,
  { decimal, scales }: Conventions,
  cells: readonly string[],
  wrong: (message: string) => void,
): Figures {
  const values: Values = {};
  const limits: { inTimeMs?: number; shortMs?: number } = { ...bound.limits };
  const later: ValueColumn[] = [];
  const read = (column: ValueColumn, take: (cell: string) => Read): number | undefined => {
    const cell = (cells[column.at] ?? "").trim();
    if (isBlank(cell)) return undefined;
    const found = take(cell);
    if ("value" in found) return found.value;
    wrong(`${shown(column.heading)} ${found.wrong}`);
    return undefined;
  };
  for (const column of bound.values) {
    const { means } = column;
    if (means.as === "average" || means.as === "share") later.push(column);
    else if (means.as === "count") {
      const value = read(column, (cell) => readCount(cell, decimal));
      if (value !== undefined) values[means.measure] = value;
    } else {
      const value = read(column, (cell) => readDuration(cell, means.unit, decimal));
      if (value === undefined) continue;
      if (means.as === "time") values[means.measure] = Math.round(value);
      else limits[means.of] = Math.round(value);
    }
  }
  const approximate: IntervalMeasure[] = [];
  const compared: Compared[] = [];
  for (const column of later) {
    const { means } = column;
    if (means.as === "average") {
      const by = values[means.by];
      const value = read(column, (cell) => readDuration(cell, means.unit, decimal));
      // A mean of none is blank, and the sum of none is known: nothing.
      if (by === 0) values[means.measure] = 0;
      else if (value !== undefined && by !== undefined) {
        values[means.measure] = Math.round(value * by);
        approximate.push(means.measure);
      }
    } else if (means.as === "share") {
      const of = sum(values, means.of.plus, means.of.less);
      const value = read(column, (cell) => readShare(cell, scales.get(column.at), decimal));
      const counted = values[means.measure];
      if (of === undefined) continue;
      if (counted !== undefined) {
        if (value !== undefined) compared.push({ label: means.label, of, theirs: value * of, ours: counted });
      } else if (of === 0) values[means.measure] = 0;
      else if (value !== undefined) {
        values[means.measure] = Math.round(value * of);
        approximate.push(means.measure);
      }
    }
  }
  return {
    values,
    inTimeMs: limits.inTimeMs ?? null,
    shortMs: limits.shortMs ?? null,
    approximate,
    compared,
  };
}

/** What cannot be true of one interval, each in words. */
export function contradictions({ values }: Figures): readonly string[] {
  const found: string[] = [];
  const more = (part: IntervalMeasure, whole: IntervalMeasure, words: string): void => {
    const [a, b] = [values[part], values[whole]];
    if (a !== undefined && b !== undefined && a > b) found.push(`${words} (${a} of ${b})`);
  };
  more("answered_in_time", "answered", "more were answered in time than were answered");
  more("abandoned_short", "abandoned", "more gave up at once than gave up");
  return found;
}
