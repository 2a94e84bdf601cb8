import { stemmer } from "stemmer";
import { cut } from "../chat/cut.ts";
import { type Phrases, SEVERE_PHRASES } from "./severe-words.ts";
import { type CommentSettings, SEVERE_TOPICS, type SevereTopic } from "./settings.ts";

/** Why a comment may be severe: the topic, and the words of the comment that say so. */
export interface Severity {
  readonly topic: SevereTopic;
  /** As they were written, on one line, at most 60 UTF-16 units. */
  readonly words: string;
}

/** Beyond these a text is read no further: its cost is bounded. */
const MOST_CHARACTERS = 10_000;
const LONGEST_WORD = 40;
/** How many words may stand where a phrase has `…`. */
const GAP = 4;
const MOST_SHOWN = 60;

interface Word {
  /** As it is written, behind the `=` that marks it so in a phrase. */
  readonly exact: string;
  readonly stem: string;
  /** Where it stands in the text. */
  readonly start: number;
  readonly end: number;
  /** Whether a new sentence begins with it: a phrase does not go on over a full stop. */
  readonly first: boolean;
}

type Piece =
  | { readonly gap: true }
  | {
      readonly gap: false;
      /** Forms behind `=`, stems without it. */
      readonly any: ReadonlySet<string>;
      readonly optional: boolean;
    };
type Phrase = readonly Piece[];
/** Phrases by what their first word can be. A Map: `constructor` is a word like any other. */
type Index = ReadonlyMap<string, readonly Phrase[]>;

/**
 * A word, or one sign of a script that puts no spaces between words: there a phrase is found
 * sign by sign. Signs without width belong to the word: they must not hide it.
 */
const TOKEN =
  /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]|[\p{L}\p{M}\p{N}\u00ad\u200b-\u200d'’]+/gu;
const INVISIBLE = /[\u00ad\u200b-\u200d]/g;
const BREAK = /[.!?。！？]|\n\s*\n/;
const ASCII = /^[a-z]+$/;
/** Nothing to fold but capitals. */
const PLAIN = /^[A-Za-z0-9]+$/;

/** "customer's" → customer, "I'm" → i, "don't" stays a word of its own. */
function formOf(written: string): string {
  if (PLAIN.test(written)) return written.slice(0, LONGEST_WORD).toLowerCase();
  const word = written.normalize("NFKC").replaceAll(INVISIBLE, "").replaceAll("’", "'").toLowerCase();
  const bare = word.replaceAll(/^'+|'+$/g, "").slice(0, LONGEST_WORD);
  return bare.endsWith("n't") ? bare : bare.replace(/'.*$/, "");
}

const stemOf = (form: string): string => (ASCII.test(form) ? stemmer(form) : form);

function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let before = 0;
  for (const { 0: written, index } of text.slice(0, MOST_CHARACTERS).matchAll(TOKEN)) {
    const form = formOf(written);
    if (form === "") continue;
    const end = index + written.length;
    const between = text.slice(before, index);
    const first = between !== " " && BREAK.test(between);
    words.push({ exact: `=${form}`, stem: stemOf(form), start: index, end, first });
    before = end;
  }
  return words;
}

const keyOf = (word: string): string => (word.startsWith("=") ? word : stemOf(word));

function pieceOf(written: string): Piece {
  if (written === "…") return { gap: true };
  const optional = written.endsWith("?");
  const words = (optional ? written.slice(0, -1) : written).split("/");
  return { gap: false, any: new Set(words.map(keyOf)), optional };
}

const isWord = (piece: Piece, word: Word): boolean =>
  !piece.gap && (piece.any.has(word.stem) || piece.any.has(word.exact));

function indexOf(phrases: Iterable<Phrase>): Index {
  const index = new Map<string, Phrase[]>();
  for (const phrase of phrases) {
    const [first] = phrase;
    if (!first || first.gap) continue;
    for (const key of first.any) {
      const known = index.get(key);
      if (known) known.push(phrase);
      else index.set(key, [phrase]);
    }
  }
  return index;
}

const compiled = (phrases: readonly string[]): Index =>
  indexOf(phrases.map((phrase) => phrase.split(" ").map(pieceOf)));

const builtIn = (topic: SevereTopic): { readonly [list in keyof Phrases]: Index } => ({
  severe: compiled(SEVERE_PHRASES[topic].severe),
  harmless: compiled(SEVERE_PHRASES[topic].harmless),
});
const BUILT_IN = {
  safety: builtIn("safety"),
  discrimination: builtIn("discrimination"),
  law: builtIn("law"),
};

/** What any built-in severe phrase can begin with. Most comments hold none of it, and are done with there. */
const SEVERE_STARTS: ReadonlySet<string> = new Set(
  SEVERE_TOPICS.flatMap((topic) => [...BUILT_IN[topic].severe.keys()]),
);

/** A centre's own words: taken as they are, whatever signs are in them. */
const ownIndex = (phrases: readonly string[]): Index =>
  indexOf(
    phrases.map((phrase) =>
      wordsOf(phrase).map(({ stem }) => ({ gap: false, any: new Set([stem]), optional: false })),
    ),
  );

/** Which words a phrase takes if it begins at a word; undefined if it does not. */
function taken(words: readonly Word[], at: number, phrase: Phrase, piece = 0): readonly number[] | undefined {
  const wanted = phrase[piece];
  if (wanted === undefined) return [];
  if (wanted.gap) {
    for (let skipped = 0; skipped <= GAP; skipped += 1) {
      const rest = taken(words, at + skipped, phrase, piece + 1);
      if (rest) return rest;
      if (words[at + skipped]?.first !== false) return undefined;
    }
    return undefined;
  }
  const word = words[at];
  if (word && (piece === 0 || !word.first) && isWord(wanted, word)) {
    const rest = taken(words, at + 1, phrase, piece + 1);
    if (rest) return [at, ...rest];
  }
  return wanted.optional ? taken(words, at, phrase, piece + 1) : undefined;
}

const NO_PHRASES: readonly Phrase[] = [];

/** Every place where a phrase stands: the words that it takes there. */
function* found(words: readonly Word[], index: Index): Generator<readonly number[]> {
  for (const [at, word] of words.entries()) {
    for (const phrases of [index.get(word.stem), index.get(word.exact)]) {
      for (const phrase of phrases ?? NO_PHRASES) {
        const place = taken(words, at, phrase);
        if (place) yield place;
      }
    }
  }
}

function firstOf(
  places: Iterable<readonly number[]>,
  counts: (place: readonly number[]) => boolean = () => true,
): readonly number[] | undefined {
  for (const place of places) if (counts(place)) return place;
  return undefined;
}

function shown(text: string, words: readonly Word[], place: readonly number[]): string {
  const start = words[place[0] ?? 0]?.start ?? 0;
  const end = words[place.at(-1) ?? 0]?.end ?? start;
  return cut(text.slice(start, end).replaceAll(/\s+/g, " "), MOST_SHOWN);
}

/**
 * Whether a comment says something of which a single one is enough (DOMAIN 4.4), or undefined.
 * Only words are compared: what it finds is an offer to whoever wrote the comment, never a
 * judgement. The centre's own words count however harmless their surroundings are. Where
 * several topics are named, the first of {@link SEVERE_TOPICS}; pure, and linear in the text.
 */
export function severityOf(
  text: string,
  settings: Pick<CommentSettings, "severeWords">,
): Severity | undefined {
  const words = wordsOf(text);
  const mayBeSevere = words.some(({ stem, exact }) => SEVERE_STARTS.has(stem) || SEVERE_STARTS.has(exact));
  for (const topic of SEVERE_TOPICS) {
    const ownWords = settings.severeWords[topic] ?? [];
    if (!mayBeSevere && ownWords.length === 0) continue;
    const { severe, harmless } = BUILT_IN[topic];
    const own = ownIndex(ownWords);
    // Most comments hold no severe word at all: what would excuse one is looked for only then.
    let dismissed: ReadonlySet<number> | undefined;
    const counts = (place: readonly number[]): boolean => {
      dismissed ??= new Set([...found(words, harmless)].flat());
      return !place.some((at) => dismissed?.has(at));
    };
    const place = firstOf(found(words, own)) ?? firstOf(found(words, severe), counts);
    if (place) return { topic, words: shown(text, words, place) };
  }
  return undefined;
}
