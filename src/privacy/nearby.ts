import type { Span } from "./card.ts";
import { joinOf, type Token, type Work } from "./tokens.ts";

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
  /** Numbers by their first and by their last token. */
  readonly startingAt: ReadonlyMap<number, readonly Value[]>;
  readonly endingAt: ReadonlyMap<number, readonly Value[]>;
  readonly work: Work;
}

function put(map: Map<number, Value[]>, key: number, value: Value): void {
  const there = map.get(key);
  if (there === undefined) map.set(key, [value]);
  else there.push(value);
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
  const startingAt = new Map<number, Value[]>();
  const endingAt = new Map<number, Value[]>();
  const add = (value: Value): void => {
    put(startingAt, value.from, value);
    put(endingAt, value.to, value);
  };
  let run: Value | undefined;
  const close = (): void => {
    if (run !== undefined && run.to > run.from && run.digits.length <= LONGEST_RUN) add(run);
    run = undefined;
  };
  for (const [index, { digits, start, end }] of list.entries()) {
    work.steps += 1;
    if (digits === undefined) {
      close();
      continue;
    }
    add({ digits, start, end, from: index, to: index });
    const joined: boolean = run !== undefined && joinOf(plain.slice(run.end, start)) === "tight";
    if (!joined || run === undefined) close();
    // Beyond the longest run only the length matters, so the text need not grow with it.
    const before: string = run?.digits.slice(0, LONGEST_RUN) ?? "";
    run = { digits: before + digits, start: run?.start ?? start, end, from: run?.from ?? index, to: index };
  }
  close();
  return { plain, list, ordinary, startingAt, endingAt, work };
}

/** A word or phrase that announces a secret: positions of its first and last token. */
export interface Phrase {
  readonly from: number;
  readonly to: number;
}

/** Where any of the phrases stands, in the order of the text. */
export function* phrases({ list, work }: Reading, wanted: readonly string[]): Generator<Phrase> {
  const byFirst = new Map<string, string[][]>();
  for (const phrase of wanted) {
    const words = phrase.split(" ");
    byFirst.set(words[0] ?? "", [...(byFirst.get(words[0] ?? "") ?? []), words]);
  }
  for (const [from, token] of list.entries()) {
    work.steps += 1;
    for (const words of byFirst.get(token.text) ?? []) {
      if (words.every((word, offset) => list[from + offset]?.text === word)) {
        yield { from, to: from + words.length - 1 };
      }
    }
  }
}

/** A customer reference ("C-1042"), an amount ("£250") or part of a date is no secret. */
function harmless({ plain, list, ordinary }: Reading, value: Value, phrase: Phrase): boolean {
  const token = list[value.from];
  if (token !== undefined && value.from === value.to && ordinary.has(token)) return true;
  const before = plain.slice(Math.max(0, value.start - 3), value.start);
  if (/\p{Sc}\s?$/u.test(before)) return true;
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
    const found = read.startingAt.get(index)?.find(isIt);
    if (found !== undefined) return found;
  }
  for (let index = phrase.from - 1; index >= phrase.from - reach.before; index -= 1) {
    const found = read.endingAt.get(index)?.find(isIt);
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
    if (/[a-z0-9]/.test(sign)) {
      text += sign;
      gap = 0;
    } else if (/[\s\-.\ue000\u2010-\u2015]/.test(sign)) gap += 1;
    else break;
  }
  return { text, end: index };
}
