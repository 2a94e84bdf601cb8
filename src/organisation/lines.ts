import {
  Composer,
  type CST,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  type YAMLError,
} from "yaml";
import type { Problem } from "./model.ts";

/**
 * The file as text, lists and groups. Every scalar stays the text that was written, so that
 * `no` is not a boolean, a long Discord id loses no digits and 250.00 keeps its decimals.
 */
export type Plain = string | readonly Plain[] | PlainMap;
/** A group of keys; has no prototype, so that no key can reach one. */
export interface PlainMap {
  readonly [key: string]: Plain;
}

/** Where something stands in the file: keys and list positions from the top. */
export type Path = readonly (string | number)[];

/** The file's content, with the line of everything in it. */
export interface Lines {
  /** Undefined where the file cannot be read at all. */
  readonly value: Plain | undefined;
  readonly problems: readonly Problem[];
  /** Keys with nothing after the colon: they count as absent, but may still be misspelt. */
  readonly empty: readonly Path[];
  /** The line of a path, or of what is nearest above it. */
  at(path: Path): { line: number; column: number };
}

/** 5 MB: thousands of people; more is not a staff list. */
const MOST_BYTES = 5 * 1024 * 1024;
/** Deepest useful nesting is 5; beyond 20 something is wrong, and beyond thousands the reader would fail. */
const MOST_DEPTH = 20;

export const isPlainMap = (value: Plain | undefined): value is PlainMap =>
  typeof value === "object" && !Array.isArray(value);
export const isPlainList = (value: Plain | undefined): value is readonly Plain[] => Array.isArray(value);

const keyOf = (path: Path): string => JSON.stringify(path);

/** Plain words for what the YAML reader reports in its own. */
const SYNTAX: Readonly<Record<string, string>> = {
  BAD_ALIAS: "Text that starts with * must be in quotes.",
  BAD_DQ_ESCAPE: 'Inside "double quotes" a backslash must be written twice (\\\\). Or use single quotes.',
  BAD_INDENT: "This line is not indented like the lines around it.",
  BAD_SCALAR_START: "Text that starts with a sign such as @, %, ` or | must be in quotes.",
  BLOCK_AS_IMPLICIT_KEY:
    "Two 'key: value' on one line. Put text that holds ': ' in quotes, or start a new line.",
  BLOCK_IN_FLOW: "A list with dashes cannot stand inside { } or [ ]. Write [one, two].",
  KEY_OVER_1024_CHARS: "A key is too long. Is a colon or a quote missing?",
  MISSING_CHAR: "A closing quote or bracket, a comma or a colon is missing here or just before.",
  MULTILINE_IMPLICIT_KEY: "A key must stand on one line. Is a colon or a quote missing?",
  MULTIPLE_DOCS: "The file must be one document: remove the line '---' and what follows it.",
  TAB_AS_INDENT: "Lines must be indented with spaces, not with tabs.",
  UNEXPECTED_TOKEN: "This is not expected here. Put text that holds any of { } [ ] , : # in quotes.",
};

function syntaxMessage(error: YAMLError): string {
  return SYNTAX[error.code] ?? `The file cannot be read here: ${error.message.split("\n")[0] ?? error.code}`;
}

/**
 * How deep lists and groups stand inside one another. The first pass over a file (tokens) is a
 * loop, the second (nodes) calls itself for each depth: this keeps hostile files from the second.
 */
function deepest(tokens: readonly CST.Token[]): { depth: number; offset: number } {
  let found = { depth: 0, offset: 0 };
  const todo: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    const { token, depth } = next;
    if (depth > found.depth) found = { depth, offset: token.offset };
    if (token.type === "document" && token.value !== undefined) todo.push({ token: token.value, depth });
    if (!("items" in token)) continue;
    for (const item of token.items) {
      for (const part of [item.key, item.value]) {
        if (part !== undefined && part !== null) todo.push({ token: part, depth: depth + 1 });
      }
    }
  }
  return found;
}

const failed = (message: string, line = 1): Lines => ({
  value: undefined,
  problems: [{ line, message }],
  empty: [],
  at: () => ({ line: 1, column: 1 }),
});

/** Reads YAML without ever following an alias, a tag or a prototype. Never throws. */
export function readLines(text: string): Lines {
  if (text.length > MOST_BYTES || Buffer.byteLength(text) > MOST_BYTES) {
    return failed("The file is larger than 5 MB. Is it the right file?");
  }
  const counter = new LineCounter();
  const tokens = [...new Parser(counter.addNewLine).parse(text)];
  const deep = deepest(tokens);
  if (deep.depth > MOST_DEPTH) {
    return failed(
      "Too many lists or groups stand inside one another here.",
      counter.linePos(deep.offset).line,
    );
  }
  return readNodes(tokens, text.length, counter);
}

const startOf = (node: unknown, fallback: number): number =>
  isAlias(node) || isScalar(node) || isMap(node) || isSeq(node) ? (node.range?.[0] ?? fallback) : fallback;

/** Nothing after the colon is the same as no key. */
const written = (value: unknown): string | undefined =>
  typeof value === "string" && value.trim() !== "" ? value : undefined;

function readNodes(tokens: readonly CST.Token[], length: number, counter: LineCounter): Lines {
  // Repeated keys are found below, in linear time and with both lines.
  const composer = new Composer({ schema: "failsafe", uniqueKeys: false, logLevel: "silent" });
  const [document, ...further] = composer.compose(tokens, true, length);
  const positions = new Map<string, number>([[keyOf([]), 0]]);
  const problems: Problem[] = [];
  const empty: Path[] = [];
  const place = (offset: number): { line: number; column: number } => {
    const { line, col } = counter.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const report = (offset: number, message: string): void => {
    problems.push({ ...place(offset), message });
  };
  const at = (path: Path): { line: number; column: number } => {
    for (let length = path.length; length > 0; length -= 1) {
      const offset = positions.get(keyOf(path.slice(0, length)));
      if (offset !== undefined) return place(offset);
    }
    return { line: 1, column: 1 };
  };
  if (document === undefined) return failed("The file is empty.");
  for (const error of [...document.errors, ...document.warnings]) report(error.pos[0], syntaxMessage(error));
  if (further[0] !== undefined) report(further[0].range[0], SYNTAX["MULTIPLE_DOCS"] ?? "");
  if (problems.length > 0) return { value: undefined, problems, empty, at };

  function plain(node: unknown, path: Path, above: number): Plain | undefined {
    const offset = startOf(node, above);
    if (isAlias(node)) report(offset, "References (*name) are not read. Write the value out.");
    if (isScalar(node)) return written(node.value);
    if (isSeq(node)) return node.items.map((item, index) => entry(item, [...path, index], offset) ?? "");
    if (isMap(node)) return group(node.items, path, offset);
    return undefined;
  }

  function entry(node: unknown, path: Path, above: number): Plain | undefined {
    positions.set(keyOf(path), startOf(node, above));
    return plain(node, path, above);
  }

  function group(items: readonly { key: unknown; value: unknown }[], path: Path, above: number): PlainMap {
    const values: Record<string, Plain> = Object.create(null);
    const seen = new Map<string, number>();
    for (const { key, value } of items) {
      const offset = startOf(key, above);
      if (!isScalar(key) || typeof key.value !== "string") {
        report(offset, "A key must be a plain word.");
        continue;
      }
      const name = key.value;
      const earlier = seen.get(name);
      if (name === "__proto__" || name === "<<") {
        report(offset, `The key '${name}' is not allowed.`);
      } else if (earlier !== undefined) {
        report(
          offset,
          `The key '${name}' stands here twice (first on line ${place(earlier).line}). Remove one.`,
        );
      } else {
        seen.set(name, offset);
        positions.set(keyOf([...path, name]), offset);
        const read = plain(value, [...path, name], offset);
        if (read !== undefined) values[name] = read;
        else empty.push([...path, name]);
      }
    }
    return values;
  }

  const value = plain(document.contents, [], 0);
  return { value, problems, empty, at };
}
