import type { Span } from "./card.ts";
import type { Token, Work } from "./tokens.ts";

/** A number that may be a secret: one group of figures, or several that stand together. */
export interface Value extends Span {
  readonly digits: string;
  /** Positions of its first and last token. */
  readonly from: number;
  readonly to: number;
}

/** A plain text with everything that the rules about words and values look at. */
export interface Reading {
  readonly plain: string;
  readonly list: readonly Token[];
  readonly ordinary: ReadonlySet<Token>;
  /** Runs of several groups of figures, by their first and by their last token. */
  readonly runsFrom: ReadonlyMap<number, Value>;
  readonly runsTo: ReadonlyMap<number, Value>;
  readonly work: Work;
}

/** Whole runs longer than this are no secret that a word could announce. */
const LONGEST_RUN = 20;

/** Prepares a text: every group of figures is a value, and so is every run of groups that stand together. */
export function reading(
  plain: string,
  list: readonly Token[],
  ordinary: ReadonlySet<Token>,
  work: Work,
): Reading {
  const runsFrom = new Map<number, Value>();
  const runsTo = new Map<number, Value>();
  for (let from = 0; from < list.length; from += 1) {
    const first = list[from];
    if (first?.digits === undefined) continue;
    let digits = first.digits;
    let to = from;
    for (let next = list[to + 1]; next?.digits !== undefined && next.join === "tight"; next = list[to + 1]) {
      work.steps += 1;
      // Beyond the longest run only the length matters, so the text need not grow with it.
      if (digits.length <= LONGEST_RUN) digits += next.digits;
      to += 1;
    }
    if (to > from && digits.length <= LONGEST_RUN) {
      const run = { digits, start: first.start, end: list[to]?.end ?? first.end, from, to };
      runsFrom.set(from, run);
      runsTo.set(to, run);
    }
    from = to;
  }
  return { plain, list, ordinary, runsFrom, runsTo, work };
}

/** The group of figures at a token, and the run that it opens (or closes). */
function valuesAt({ list }: Reading, index: number, runs: ReadonlyMap<number, Value>): Value[] {
  const token = list[index];
  if (token?.digits === undefined) return [];
  const { digits, start, end } = token;
  const run = runs.get(index);
  const single = { digits, start, end, from: index, to: index };
  return run === undefined ? [single] : [single, run];
}

/** A word or phrase that announces a secret: positions of its first and last token. */
export interface Phrase {
  readonly from: number;
  readonly to: number;
}

/** Phrases by their first word. */
type ByFirst = ReadonlyMap<string, readonly (readonly string[])[]>;

/** Every list of phrases is taken apart once: each text that comes in is read with all of them. */
const takenApart = new WeakMap<readonly string[], ByFirst>();

function byFirstWord(wanted: readonly string[]): ByFirst {
  const known = takenApart.get(wanted);
  if (known) return known;
  const byFirst = new Map<string, string[][]>();
  for (const phrase of wanted) {
    const words = phrase.split(" ");
    const first = words[0] ?? "";
    byFirst.set(first, [...(byFirst.get(first) ?? []), words]);
  }
  takenApart.set(wanted, byFirst);
  return byFirst;
}

/** Where any of the phrases stands, in the order of the text. Give the same list each time. */
export function* phrases({ list, work }: Reading, wanted: readonly string[]): Generator<Phrase> {
  const byFirst = byFirstWord(wanted);
  for (const [from, token] of list.entries()) {
    work.steps += 1;
    for (const words of byFirst.get(token.text) ?? []) {
      if (words.every((word, offset) => list[from + offset]?.text === word)) {
        yield { from, to: from + words.length - 1 };
      }
    }
  }
}

/** Words that say what kind of number follows. */
const COUNTED = new Set("order store invoice ticket case parcel item ref reference".split(" "));

/** A customer reference ("C-1042"), an amount ("£250") or part of a date is no secret. */
function harmless({ plain, list, ordinary }: Reading, value: Value, phrase: Phrase): boolean {
  const token = list[value.from];
  if (token !== undefined && value.from === value.to && ordinary.has(token)) return true;
  const before = plain.slice(Math.max(0, value.start - 3), value.start);
  if (/\p{Sc}\s?$/u.test(before)) return true;
  // "order 4021" is what it says, wherever it stands.
  if (value.from > phrase.to + 1 && COUNTED.has(list[value.from - 1]?.text ?? "")) return true;
  return value.from !== phrase.to + 1 && /\p{L}-?$/u.test(before);
}

/** The first number near a phrase that fits: at most so many tokens after it, or before it. */
export function valueNear(
  read: Reading,
  phrase: Phrase,
  reach: { before: number; after: number },
  fits: (digits: string) => boolean,
): Value | undefined {
  const isIt = (value: Value): boolean => {
    read.work.steps += 1;
    return fits(value.digits) && !harmless(read, value, phrase);
  };
  for (let index = phrase.to + 1; index <= phrase.to + reach.after; index += 1) {
    const found = valuesAt(read, index, read.runsFrom).find(isIt);
    if (found !== undefined) return found;
  }
  for (let index = phrase.from - 1; index >= phrase.from - reach.before; index -= 1) {
    const found = valuesAt(read, index, read.runsTo).find(isIt);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** From the first to the last sign of a phrase and its value. */
export function spanOf(read: Reading, phrase: Phrase, value: Span): Span {
  const start = read.list[phrase.from]?.start ?? value.start;
  const end = read.list[phrase.to]?.end ?? value.end;
  return { start: Math.min(start, value.start), end: Math.max(end, value.end) };
}

/** Letters and figures from a position on, without the spaces and dashes between them, and where they end. */
export function compact(read: Reading, start: number, count: number): { text: string; end: number } {
  let text = "";
  let index = start;
  for (let gap = 0; index < read.plain.length && text.length < count && gap < 4; index += 1) {
    const sign = read.plain[index] ?? "";
    read.work.steps += 1;
    if ((sign >= "0" && sign <= "9") || (sign >= "a" && sign <= "z")) {
      text += sign;
      gap = 0;
    } else if (sign === " " || /[\s\-.\ue000\u2010-\u2015]/.test(sign)) gap += 1;
    else break;
  }
  return { text, end: index };
}
