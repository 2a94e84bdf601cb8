import { type Problem, problem } from "../file/problem.ts";
import { type ColumnRule, type Mapping, type Meaning, type TimeUnit, headingKey } from "../mapping.ts";
import { headingList } from "../quote.ts";

/** A heading that a mapping knows. */
export interface Found {
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

/** The headings that a mapping knows. */
export const findAll = (mapping: Mapping, headings: readonly string[]): Found[] =>
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
  const seen = headingList(headings);
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
