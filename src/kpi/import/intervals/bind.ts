import { INTERVAL_MEASURES, type IntervalMeasure } from "../../measures.ts";
import { type Problem, problem } from "../file/problem.ts";
import type { Mapping, Meaning } from "../mapping.ts";
import { shown, tellable } from "../quote.ts";
import { type Found, findAll } from "./choose.ts";

/** A column of a file that holds a figure. */
export interface ValueColumn {
  readonly at: number;
  readonly heading: string;
  readonly means: Exclude<Meaning, { as: "start" | "end" | "clock" | "minutes" | "queue" }>;
}

/** A file's headings under a mapping. */
export interface Bound {
  readonly mapping: Mapping;
  readonly headings: readonly string[];
  /** Where the interval's parts stand. */
  readonly parts: Readonly<Partial<Record<"start" | "end" | "clock" | "minutes" | "queue", number>>>;
  readonly values: readonly ValueColumn[];
  /** Limits that the headings themselves name, ms. */
  readonly limits: Readonly<Partial<Record<"inTimeMs" | "shortMs", number>>>;
  /** Headings that mean nothing here. */
  readonly ignored: readonly string[];
  /** What could not be read of what was understood, in sentences. */
  readonly notes: readonly string[];
}

/**
 * Puts a file's headings under a mapping.
 * @param inTimeMs of several columns for several limits, the one for this is taken
 */
export function bind(mapping: Mapping, headings: readonly string[], inTimeMs: number): Bound | Problem {
  const all = findAll(mapping, headings);
  const limited = all.filter(({ rule, limitMs }) => rule.limit === "inTimeMs" && limitMs !== undefined);
  const several = new Set(limited.map(({ limitMs }) => limitMs));
  if (several.size > 1 && !several.has(inTimeMs))
    return problem(
      1,
      `there are columns for several limits, none of them ${inTimeMs / 1_000} seconds, which is this centre's. Leave one of them`,
    );
  const found =
    several.size > 1 ? all.filter((one) => !limited.includes(one) || one.limitMs === inTimeMs) : all;
  const twice = found.find((one, index) => found.findIndex((other) => meansSame(one, other)) < index);
  if (twice) {
    const first = found.find((other) => meansSame(twice, other));
    return problem(
      1,
      `${shown(first?.heading ?? "")} and ${shown(twice.heading)} mean the same. Leave one of them, so that it is clear which counts`,
    );
  }
  const values = found.flatMap(({ at, heading, means }): ValueColumn[] =>
    "measure" in means || means.as === "limit" ? [{ at, heading, means }] : [],
  );
  const settled = settle(values);
  if ("line" in settled) return settled;
  const limits = Object.fromEntries(
    found.flatMap(({ rule, limitMs }) =>
      rule.limit && limitMs !== undefined ? [[rule.limit, limitMs]] : [],
    ),
  );
  const parts = Object.fromEntries(
    found.flatMap(({ at, means }) => ("measure" in means || means.as === "limit" ? [] : [[means.as, at]])),
  );
  const known = new Set(all.map(({ at }) => at));
  const ignored = tellable(headings.filter((_, at) => !known.has(at)));
  return { mapping, headings, parts, limits, ignored, ...settled };
}

const meansSame = (a: Found, b: Found): boolean => {
  if ("measure" in a.means && "measure" in b.means)
    return a.means.as === b.means.as && a.means.measure === b.means.measure;
  if (a.means.as === "limit" && b.means.as === "limit") return a.means.of === b.means.of;
  return a.means.as === b.means.as && !("measure" in a.means) && !("measure" in b.means);
};

/** Leaves out what a count or a sum tells better, and what cannot be multiplied back. */
function settle(values: readonly ValueColumn[]): Pick<Bound, "values" | "notes"> | Problem {
  const notes: string[] = [];
  const plain = new Set<IntervalMeasure>(
    values.flatMap(({ means }) => (means.as === "count" || means.as === "time" ? [means.measure] : [])),
  );
  const kept: ValueColumn[] = [];
  for (const column of values) {
    const { means, heading } = column;
    if (means.as === "average") {
      if (plain.has(means.measure)) continue;
      if (!plain.has(means.by)) {
        notes.push(
          `${shown(heading)} is an average and the file does not count ${INTERVAL_MEASURES[means.by].label}, so it was not read.`,
        );
        continue;
      }
    }
    if (means.as === "share") {
      const missing = [...means.of.plus, ...(means.of.less ?? [])].filter((one) => !plain.has(one));
      if (missing.length > 0) {
        const words = missing.map((one) => INTERVAL_MEASURES[one].label).join(" and ");
        if (!plain.has(means.measure))
          return problem(
            1,
            `${shown(heading)} is a percentage, and the file does not say of how many: it needs ${words} as well. Export the counts; a percentage alone cannot be added up`,
          );
        notes.push(`${shown(heading)} could not be compared: the file does not count ${words}.`);
        continue;
      }
    }
    kept.push(column);
  }
  return { values: kept, notes };
}
