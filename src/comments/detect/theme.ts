import type { Segment } from "./text.ts";
import type { ThemeRecord, ThemeWord } from "./types.ts";

/** How many of its words a theme remembers. */
const MOST_WORDS = 24;

/** A theme in memory. */
export interface Theme {
  readonly key: string;
  size: number;
  last: number;
  words: Map<string, { count: number; form: string; lead: number }>;
  readonly apart: Set<string>;
  pinned: boolean;
  /** How much it shares with the text whose words are being looked up; otherwise {@link NOT_MET}. */
  shares: number;
}

/** A theme that no word of a text has led to. */
export const NOT_MET = -1;

export const newTheme = (key: string): Theme => ({
  key,
  size: 0,
  last: 0,
  words: new Map(),
  apart: new Set(),
  pinned: false,
  shares: NOT_MET,
});

export const themeFrom = ({ key, size, last, words, apart, pinned }: ThemeRecord): Theme => ({
  key,
  size,
  last,
  words: new Map(words.map(([stem, count, form, lead]) => [stem, { count, form, lead }])),
  apart: new Set(apart),
  pinned,
  shares: NOT_MET,
});

export const recordOf = (theme: Theme, retired = false): ThemeRecord => ({
  key: theme.key,
  size: theme.size,
  last: theme.last,
  words: [...theme.words].map(([stem, { count, form, lead }]): ThemeWord => [stem, count, form, lead]),
  apart: [...theme.apart],
  pinned: theme.pinned,
  retired,
});

/** Takes in a comment's words: each stem once. */
export function takeIn(theme: Theme, segments: Iterable<Segment>): void {
  theme.size += 1;
  for (const [stem, form] of formsOf(segments)) {
    const word = theme.words.get(stem);
    if (word === undefined) theme.words.set(stem, { count: 1, form, lead: 1 });
    else {
      word.count += 1;
      vote(word, form, 1);
    }
  }
  keepStrongest(theme);
}

/** Takes out a comment's words, as far as they are remembered. */
export function takeOut(theme: Theme, segments: Iterable<Segment>): void {
  theme.size = Math.max(0, theme.size - 1);
  for (const [stem, form] of formsOf(segments)) {
    const word = theme.words.get(stem);
    if (word === undefined) continue;
    word.count -= 1;
    if (word.form === form) {
      word.lead -= 1;
      // The form may have been this comment's alone: nothing of it stays.
      if (word.lead <= 0) Object.assign(word, { form: stem, lead: 0 });
    }
    if (word.count <= 0) theme.words.delete(stem);
  }
  keepStrongest(theme);
}

/** Takes in all of another theme. */
export function takeInTheme(into: Theme, from: Theme): void {
  into.size += from.size;
  into.last = Math.max(into.last, from.last);
  for (const [stem, { count, form, lead }] of from.words) {
    const word = into.words.get(stem);
    if (word === undefined) into.words.set(stem, { count, form, lead });
    else {
      word.count += count;
      vote(word, form, lead);
    }
  }
  keepStrongest(into);
}

/** The first form of each stem of a comment. */
export function formsOf(segments: Iterable<Segment>): Map<string, string> {
  const forms = new Map<string, string>();
  for (const { words } of segments)
    for (const { stem, form } of words) if (!forms.has(stem)) forms.set(stem, form);
  return forms;
}

/** The form that most people use, by one counter: one that leads loses its lead before it is replaced. */
function vote(word: { form: string; lead: number }, form: string, votes: number): void {
  if (word.form === form) word.lead += votes;
  else if (word.lead >= votes) word.lead -= votes;
  else Object.assign(word, { form, lead: votes - word.lead });
}

function keepStrongest(theme: Theme): void {
  const sorted = [...theme.words].toSorted(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1));
  theme.words = new Map(sorted.slice(0, MOST_WORDS));
}
