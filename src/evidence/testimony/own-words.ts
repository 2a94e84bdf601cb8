import { wordsOf } from "./skeleton.ts";

/** Whether somebody's words are their own: nobody countersigns what they did not originate (DOMAIN 0.4). */

/** So many words in a row that stand in both texts are no accident. */
const RUN = 12;
/** Shorter runs are compared by how much of the text they make up. */
const SHORT_RUN = 5;
/** More than this share of short runs from the other text is copied, with a few words changed. */
const MOST_SHARED = 0.4;
/** Fewer words than this say nothing that somebody could have seen. */
const FEWEST_WORDS = 6;

/** So many letters make up a word of English on the whole. */
const LETTERS = 5;

function runs(pieces: readonly string[], length: number): Set<string> {
  const found = new Set<string>();
  for (let at = 0; at + length <= pieces.length; at += 1) found.add(pieces.slice(at, at + length).join(" "));
  return found;
}

/** Whether pieces of a text make up a long run of others' or, in short runs, much of the text. */
function overlaps(
  pieces: readonly string[],
  others: readonly (readonly string[])[],
  { long: most, short: some }: { readonly long: number; readonly short: number },
): boolean {
  const short = runs(pieces, some);
  const long = runs(pieces, most);
  const theirShort = new Set<string>();
  const theirLong = new Set<string>();
  for (const other of others) {
    for (const run of runs(other, some)) theirShort.add(run);
    for (const run of runs(other, most)) theirLong.add(run);
  }
  if ([...long].some((run) => theirLong.has(run))) return true;
  if (short.size === 0) return false;
  return [...short].filter((run) => theirShort.has(run)).length / short.size > MOST_SHARED;
}

/**
 * Whether a text was largely taken from others: a long run of the same words, or many short ones. It is looked at
 * letter by letter too, because a hyphen, a full stop or a space in the middle makes other words of the same.
 */
export function isTakenFrom(said: string, others: readonly string[]): boolean {
  const words = wordsOf(said);
  const theirs = others.map(wordsOf);
  return (
    overlaps(words, theirs, { long: RUN, short: SHORT_RUN }) ||
    overlaps(lettersOf(words), theirs.map(lettersOf), { long: RUN * LETTERS, short: SHORT_RUN * LETTERS })
  );
}

const lettersOf = (words: readonly string[]): string[] => words.join("").match(/./gsu) ?? [];

/** What is wrong with what a witness is to have said, in words for them; undefined where nothing is. */
export function testimonyProblem(said: string, learners: readonly string[]): string | undefined {
  if (wordsOf(said).length < FEWEST_WORDS)
    return "Say what you saw: what they did, and how. A word of praise shows an assessor nothing.";
  return isTakenFrom(said, learners)
    ? "These are largely the learner's own words. A witness says what they saw in words of their own."
    : undefined;
}
