import { stemmer } from "stemmer";
import { Remembered } from "../../remembered.ts";
import { UNTOLD } from "./phrase-words.ts";

/** A word that counts: its stem, and the form that people wrote. */
export interface Word {
  readonly stem: string;
  readonly form: string;
}

/** A stretch of a comment between full stops, colons and the like. */
export interface Segment {
  /** All its words, function words too: the same for two that are the same word for word. */
  readonly wording: string;
  readonly words: readonly Word[];
}

/** Beyond these a comment says nothing new: its cost is bounded. */
const MOST_CHARACTERS = 10_000;
const MOST_WORDS = 400;
const LONGEST_WORD = 40;

const BREAK = /[.!?;:\n\r。！？；：]+|\s[-–—]\s/u;
const TOKEN = /[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}]+)*/gu;
/** Scripts that put no spaces between words. */
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]+/gu;
const ASCII = /^[a-z]+$/;

/** A comment as segments of words. Empty where nothing is said: emoji, function words. */
export function segmentsOf(text: string): Segment[] {
  const plain = text
    .slice(0, MOST_CHARACTERS)
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[’‘`´]/g, "'");
  const segments: Segment[] = [];
  let left = MOST_WORDS;
  for (const part of plain.split(BREAK)) {
    const tokens = (part.match(TOKEN) ?? []).flatMap(expanded).slice(0, left);
    if (tokens.length === 0) continue;
    left -= tokens.length;
    segments.push({ wording: tokens.join(" "), words: tokens.flatMap(wordOf) });
  }
  return segments;
}

/** "can't" → can, not; "customer's" → customer; 東京都 → 東京, 京都. */
function expanded(token: string): string[] {
  const long = token.slice(0, LONGEST_WORD);
  const apostrophe = long.indexOf("'");
  if (apostrophe > 0) {
    const word = long.slice(0, apostrophe);
    return long.endsWith("n't")
      ? [long === "can't" ? "can" : long === "won't" ? "will" : word.slice(0, -1), "not"]
      : [word];
  }
  return ASCII.test(long) ? [long] : pairsOfUnspaced(long);
}

function pairsOfUnspaced(token: string): string[] {
  const runs = token.match(UNSPACED);
  if (runs === null) return [token];
  return [
    ...token.split(UNSPACED).filter((rest) => rest !== ""),
    ...runs.flatMap((run) => {
      const letters = Array.from(run);
      return letters.length < 2 ? letters : letters.slice(1).map((letter, at) => `${letters[at]}${letter}`);
    }),
  ];
}

function wordOf(token: string): Word[] {
  if (UNTOLD.has(token)) return [];
  const stem = stemOf(token);
  return stem === "" ? [] : [{ stem, form: token }];
}

/** Stemming is the slow part, and people use few words: each is stemmed once. */
const stems = new Remembered<string>(20_000);

const stemOf = (token: string): string => stems.of(token, stemmed);

function stemmed(token: string): string {
  if (!ASCII.test(token)) return token.replaceAll(/\p{N}+/gu, "0");
  return token.length < 2 ? "" : stemmer(token);
}
