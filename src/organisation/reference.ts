import type { Organisation } from "./model.ts";

/** Longest customer reference, in characters. Bounds the work of every match. */
const LONGEST_REFERENCE = 64;
const LONGEST_PATTERN = 200;
/** In how many ways a reference may be read at most: bounds the work of a match that fails. */
const MOST_WAYS = 10_000;

/** What customer references look like where the file does not say. */
export const DEFAULT_REFERENCE = { pattern: "[A-Z]{1,4}-[A-Z0-9]{2,16}", example: "C-1042" } as const;

class Refused extends Error {}

/**
 * Reads a pattern by a small grammar (signs, sets, groups, alternatives, repeats) and counts in how
 * many ways one text could be read by it. Only patterns with few ways are safe to run on anything
 * that people type; what the grammar does not know is refused.
 */
class PatternReader {
  readonly #pattern: string;
  #at = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
  }

  check(): void {
    this.#alternatives();
    if (this.#at < this.#pattern.length)
      throw new Refused("has a closing bracket ')' without an opening one");
  }

  #alternatives(): { ways: number; repeats: boolean } {
    let ways = 0;
    let repeats = false;
    do {
      const part = this.#sequence();
      ways += part.ways;
      repeats ||= part.repeats;
    } while (this.#take("|"));
    if (ways > MOST_WAYS)
      throw new Refused("can be read in too many ways; say exactly how many of each sign");
    return { ways, repeats };
  }

  #sequence(): { ways: number; repeats: boolean } {
    let ways = 1;
    let repeats = false;
    while (this.#at < this.#pattern.length && !"|)".includes(this.#peek())) {
      const unit = this.#unit();
      const repeat = this.#repeat();
      if (repeat !== undefined && unit.repeats) {
        throw new Refused("repeats a group that already repeats something; write the group out instead");
      }
      ways *= repeat === undefined ? unit.ways : repeatedWays(unit.ways, repeat);
      repeats ||= unit.repeats || repeat !== undefined;
    }
    return { ways, repeats };
  }

  #unit(): { ways: number; repeats: boolean } {
    const sign = this.#peek();
    this.#at += 1;
    if (sign === "(") return this.#group();
    if (sign === "[") this.#set();
    else if (sign === "\\") this.#escape();
    else if (sign === "^" || sign === "$")
      throw new Refused(`must not hold ${sign}: the whole reference is compared anyway`);
    else if ("*+?{}]".includes(sign)) throw new Refused(`has a '${sign}' with nothing before it`);
    return { ways: 1, repeats: false };
  }

  #group(): { ways: number; repeats: boolean } {
    if (this.#peek() === "?" && !this.#take("?:"))
      throw new Refused("must not look ahead or behind: '(?' is not read");
    const inner = this.#alternatives();
    if (!this.#take(")")) throw new Refused("has an opening bracket '(' without a closing one");
    return inner;
  }

  #set(): void {
    const end = this.#pattern.indexOf("]", this.#at);
    const body = this.#pattern.slice(this.#at, end);
    if (end < 0 || body === "" || body === "^" || body.includes("\\") || body.includes("[")) {
      throw new Refused("has a set [ ] that is empty, not closed, or holds a [ or a backslash");
    }
    this.#at = end + 1;
  }

  #escape(): void {
    const sign = this.#peek();
    if (!/^[dw]$|^[^A-Za-z0-9]$/.test(sign)) {
      throw new Refused(`holds \\${sign}, which is not read; use sets such as [A-Z] and [0-9]`);
    }
    this.#at += 1;
  }

  /** How often the unit before it may stand: `?`, `*`, `+`, `{2}`, `{2,4}` or `{2,}`. */
  #repeat(): { least: number; most: number } | undefined {
    const found = /^(?:[?*+]|\{(\d{1,3})(,?)(\d{0,3})\})/.exec(this.#pattern.slice(this.#at));
    if (found === null) return undefined;
    this.#at += found[0].length;
    if (found[0] === "?") return { least: 0, most: 1 };
    if (found[0] === "*") return { least: 0, most: LONGEST_REFERENCE };
    if (found[0] === "+") return { least: 1, most: LONGEST_REFERENCE };
    const least = Number(found[1]);
    const open = found[2] === "," && found[3] === "";
    const most = open ? LONGEST_REFERENCE : found[2] === "," ? Number(found[3]) : least;
    if (most < least || most > LONGEST_REFERENCE) {
      throw new Refused(`repeats ${found[0]}: the numbers must rise and may reach ${LONGEST_REFERENCE}`);
    }
    return { least, most };
  }

  #peek(): string {
    return this.#pattern[this.#at] ?? "";
  }

  #take(text: string): boolean {
    if (!this.#pattern.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }
}

function repeatedWays(ways: number, { least, most }: { least: number; most: number }): number {
  let total = 0;
  for (let times = least; times <= most; times += 1) total += ways ** times;
  return total;
}

/** What is wrong with a pattern for customer references, to follow "pattern …", or undefined. */
export function patternProblem(pattern: string): string | undefined {
  if (pattern.length > LONGEST_PATTERN) return `is longer than ${LONGEST_PATTERN} characters`;
  if (!/^[\x20-\x7e]+$/.test(pattern)) return "may hold only plain letters, figures and signs";
  try {
    new PatternReader(pattern).check();
    compile(pattern);
  } catch (error) {
    if (error instanceof Refused) return error.message;
    if (error instanceof SyntaxError)
      return "is not a regular expression; try the default [A-Z]{1,4}-[A-Z0-9]{2,16}";
    throw error;
  }
  return undefined;
}

/** The whole reference must match, in at most 64 characters; the pattern alone could match inside a longer text. */
function compile(pattern: string): RegExp {
  return new RegExp(`^(?=.{1,${LONGEST_REFERENCE}}$)(?:${pattern})$`);
}

/** Tells whether a text is one of this organisation's customer references, in time that its length bounds. */
export function customerReferenceRegex(reference: Organisation["customerReference"]): RegExp {
  return compile(reference.pattern);
}

/** A word without the punctuation around it. */
const bare = (word: string): string => word.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");

/**
 * The first customer reference among the words of a line, as the centre writes it, and the other words.
 * @param pattern see {@link customerReferenceRegex}
 */
export function takeReference(
  words: readonly string[],
  pattern: RegExp,
): { readonly reference: string | undefined; readonly rest: readonly string[] } {
  const at = words.findIndex((word) => /\d/.test(word) && pattern.test(bare(word).toUpperCase()));
  const found = words[at];
  if (found === undefined) return { reference: undefined, rest: words };
  return { reference: bare(found).toUpperCase(), rest: words.toSpliced(at, 1) };
}
