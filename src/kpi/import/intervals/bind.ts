import { INTERVAL_MEASURES, type IntervalMeasure } from "../../measures.ts";
import { type Problem, problem } from "../file/problem.ts";
import { type ColumnRule, type Mapping, type Meaning, type TimeUnit, headingKey } from "../mapping.ts";

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

interface Found {
  readonly at: number;
  readonly heading: string;
  readonly rule: ColumnRule;
  readonly means: Meaning;
  readonly limitMs: number | undefined;
}

const UNITS: readonly { readonly end: RegExp; readonly unit: TimeUnit }[] = [
  { end: / (?:ms|milliseconds)$/, unit: "ms" },
  { end: / (?:s|sec|secs|seconds)$/, unit: "s" },
  { end: / (?:min|mins|minutes)$/, unit: "min" },
];

function ruleFor(
  mapping: Mapping,
  key: string,
): { rule: ColumnRule; limitMs: number | undefined } | undefined {
  for (const rule of mapping.columns) {
    for (const one of rule.headings) {
      if (one === key) return { rule, limitMs: undefined };
      const found = typeof one === "string" ? null : one.exec(key);
      const limit = found?.groups?.["limit"];
      if (found) return { rule, limitMs: limit === undefined ? undefined : Number(limit) * 1_000 };
    }
  }
  return undefined;
}

/** What a heading means under a mapping; "Avg Talk (s)" is "Avg Talk" in seconds. */
function find(mapping: Mapping, heading: string, at: number): Found | undefined {
  const key = headingKey(heading);
  const exact = ruleFor(mapping, key);
  if (exact) return { at, heading, ...exact, means: exact.rule.means };
  for (const { end, unit } of UNITS) {
    const found = end.test(key) ? ruleFor(mapping, key.replace(end, "")) : undefined;
    if (found && "unit" in found.rule.means)
      return { at, heading, ...found, means: { ...found.rule.means, unit } };
  }
  return undefined;
}

const findAll = (mapping: Mapping, headings: readonly string[]): Found[] =>
  headings.flatMap((heading, at) => find(mapping, heading.trim(), at) ?? []);

const isUsable = (found: readonly Found[]): boolean =>
  ["start", "queue"].every((part) => found.some(({ means }) => means.as === part)) &&
  found.some(({ means }) => "measure" in means);

/** Whether headings are those of an interval file under any mapping. */
export const areKnown = (mappings: readonly Mapping[], headings: readonly string[]): boolean =>
  mappings.some((mapping) => isUsable(findAll(mapping, headings)));

/** The mapping that understands most of a file's headings. The one named, where one was. */
export function chooseMapping(
  mappings: readonly Mapping[],
  headings: readonly string[],
  vendor: string | undefined,
): Mapping | Problem {
  const seen = headings.map((one) => `"${one.trim().slice(0, 40)}"`).join(", ");
  if (vendor !== undefined) {
    const named = mappings.find(({ name }) => name === vendor);
    if (named && isUsable(findAll(named, headings))) return named;
    return named
      ? problem(
          1,
          `the headings are not those of ${named.label}: it needs when an interval starts, the queue, and a figure. Found: ${seen}`,
        )
      : problem(
          0,
          `there is no mapping "${vendor}". There are ${mappings.map(({ name }) => name).join(", ")}`,
        );
  }
  const ranked = mappings
    .map((mapping) => ({ mapping, found: findAll(mapping, headings) }))
    .filter(({ found }) => isUsable(found))
    .toSorted((a, b) => b.found.length - a.found.length);
  const [best, next] = ranked;
  if (!best)
    return problem(
      1,
      `the headings are not those of a system that is known, nor our own: when an interval starts, the queue, and at least one count are needed. Found: ${seen}`,
    );
  // What reads alike under two mappings may mean different units, so it is asked for.
  const rival = next?.found.length === best.found.length ? next.mapping : undefined;
  if (rival === undefined || isSame(best.found, next?.found ?? [])) return best.mapping;
  return problem(
    1,
    `the headings could be those of ${best.mapping.label} or of ${rival.label}. Say which (${best.mapping.name} or ${rival.name})`,
  );
}

const isSame = (a: readonly Found[], b: readonly Found[]): boolean =>
  JSON.stringify(a.map(({ at, means }) => [at, means])) ===
  JSON.stringify(b.map(({ at, means }) => [at, means]));

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
      `"${first?.heading}" and "${twice.heading}" mean the same. Leave one of them, so that it is clear which counts`,
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
  const ignored = headings.filter((heading, at) => !known.has(at) && heading.trim() !== "");
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
          `"${heading}" is an average and the file does not count ${INTERVAL_MEASURES[means.by].label}, so it was not read.`,
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
            `"${heading}" is a percentage, and the file does not say of how many: it needs ${words} as well. Export the counts; a percentage alone cannot be added up`,
          );
        notes.push(`"${heading}" could not be compared: the file does not count ${words}.`);
        continue;
      }
    }
    kept.push(column);
  }
  return { values: kept, notes };
}
