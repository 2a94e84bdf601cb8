import type { z } from "zod";
import { isPlainList, isPlainMap, type Lines, type Path, type Plain, type PlainMap } from "./lines.ts";
import type { Problem } from "./model.ts";
import { keysOf } from "./shapes.ts";
import { didYouMean } from "../suggest.ts";

/** More than anyone reads at once; a file with more is another kind of file. */
const MOST_PROBLEMS = 1000;

/** What was written, short and on one line, to be shown back. */
export function shown(value: string): string {
  const line = value.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ");
  return `'${line.length > 40 ? `${line.slice(0, 40)}…` : line}'`;
}

/** "people[3] 'bob'": an entry of a list by its place, and by its id where it has one. */
function entryLabel(path: Path, root: Plain | undefined): string {
  const [section, index] = path;
  if (typeof index !== "number") return path.join(".");
  const list = isPlainMap(root) ? root[String(section)] : undefined;
  const entry = isPlainList(list) ? list[index] : undefined;
  const id = isPlainMap(entry) ? (entry["id"] ?? entry["decision"] ?? entry["person"]) : undefined;
  return `${String(section)}[${index}]${typeof id === "string" ? ` ${shown(id)}` : ""}`;
}

function lookUp(value: Plain | undefined, path: readonly PropertyKey[]): Plain | undefined {
  let here = value;
  for (const step of path) {
    if (isPlainList(here)) here = here[Number(step)];
    else here = isPlainMap(here) ? here[String(step)] : undefined;
  }
  return here;
}

/** Collects problems and puts each on its line. */
export class Report {
  readonly #lines: Lines;
  readonly #problems: Problem[];
  /** Keys without a value, by the entry they are in. */
  readonly #empty = new Map<string, Path[]>();

  constructor(lines: Lines) {
    this.#lines = lines;
    for (const path of lines.empty) {
      const entry = String(path.slice(0, typeof path[1] === "number" ? 2 : 1));
      const others = this.#empty.get(entry);
      if (others === undefined) this.#empty.set(entry, [path]);
      else others.push(path);
    }
    this.#problems = [...lines.problems];
  }

  /** The line where something stands. */
  lineOf(path: Path): number {
    return this.#lines.at(path).line;
  }

  /** Adds a sentence about an entry or a section; `path` may point deeper, for the line. */
  add(path: Path, sentence: string, entry: Path = path): void {
    const label = entryLabel(entry, this.#lines.value);
    this.#problems.push({
      ...this.#lines.at(path),
      message: label === "" ? sentence : `${label}: ${sentence}`,
    });
  }

  /** Checks one entry by its shape; every key that is wrong becomes a problem of its own. */
  check<Shape extends z.ZodType>(shape: Shape, value: Plain, entry: Path): z.output<Shape> | undefined {
    for (const path of this.#empty.get(String(entry)) ?? []) {
      if (path.length === entry.length) continue; // the section itself is empty: as if it were not there
      const known = keysOf(shape, path.slice(entry.length, -1));
      const key = String(path.at(-1));
      if (known.length > 0 && !known.includes(key)) this.#unknownKey(path.slice(0, -1), key, known, entry);
    }
    const parsed = shape.safeParse(value);
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues.flatMap(meant)) {
      const inside = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
      if (issue.code === "unrecognized_keys") {
        const known = keysOf(shape, inside);
        for (const key of issue.keys) this.#unknownKey([...entry, ...inside], key, known, entry);
      } else {
        const written = lookUp(value, inside);
        this.add([...entry, ...inside], sentenceOf(issue, inside, written), entry);
      }
    }
    return undefined;
  }

  /** The sections of the file: no others are known. */
  checkSections(top: PlainMap, known: readonly string[]): void {
    const empty = this.#lines.empty.filter((path) => path.length === 1).map(String);
    for (const key of [...Object.keys(top), ...empty]) {
      if (!known.includes(key)) this.#unknownKey([], key, known, []);
    }
  }

  #unknownKey(group: Path, key: string, known: readonly string[], entry: Path): void {
    const where = group.slice(entry.length).join(".");
    // Inside { } a comma starts a new key, so 1,250.00 is read as 1 and a key '250.00'.
    const hint = /^[0-9][0-9.]*$/.test(key)
      ? " If it belongs to an amount, write the amount without a comma."
      : didYouMean(key, known) || ` The keys here are ${known.join(", ")}.`;
    this.add(
      [...group, key],
      `there is no key ${shown(key)}${where === "" ? "" : ` in ${where}`}.${hint}`,
      entry,
    );
  }

  get failed(): boolean {
    return this.#problems.length > 0;
  }

  /** Everything found so far, in the order of the file. */
  list(): Problem[] {
    const sorted = this.#problems.toSorted((a, b) => a.line - b.line || (a.column ?? 0) - (b.column ?? 0));
    const first = sorted.slice(0, MOST_PROBLEMS);
    const next = sorted[MOST_PROBLEMS];
    if (next === undefined) return first;
    const message = `… and ${sorted.length - MOST_PROBLEMS} more problems from here on.`;
    return [...first, { line: next.line, message }];
  }
}

/** Whether what stands there is of another kind altogether, rather than wrong inside. */
const ofAnotherKind = ({ code, path }: z.core.$ZodIssue): boolean =>
  path.length === 0 && (code === "invalid_type" || code === "invalid_value");

/** Where a group or a word may stand and a group does, what is wrong is what is wrong inside it. */
function meant(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== "invalid_union") return [issue];
  const inside = issue.errors.find((found) => !found.some(ofAnotherKind));
  return inside?.map((found) => ({ ...found, path: [...issue.path, ...found.path] })) ?? [issue];
}

function sentenceOf(issue: z.core.$ZodIssue, inside: Path, written: Plain | undefined): string {
  const field = inside.map((step) => (typeof step === "number" ? `[${step}]` : `.${step}`)).join("");
  const name = field.replace(/^\./, "");
  if (written === undefined) return name === "" ? "is missing." : `${name} is missing.`;
  if (issue.code === "invalid_type") {
    const kinds: Readonly<Record<string, string>> = {
      array: "a list: [one, two]",
      object: "a group of keys",
    };
    const kind = kinds[issue.expected] ?? "one plain value";
    return `${name === "" ? "this entry" : name} must be ${kind}.`;
  }
  const value = typeof written === "string" ? `${shown(written)} ` : "";
  return `${name === "" ? "" : `${name} `}${value}${issue.message}.`;
}
