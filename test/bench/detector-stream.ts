import type { Remark } from "../../src/comments/detect/index.ts";

/** Random numbers that are the same each time (mulberry32). */
export function randomness(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const WORDS = 50_000;
const MATTERS = 400;
const SYLLABLES = "ba co di fu ga le mi no pa re si to va lo ke ru".split(" ");

/** A word by its rank: letters only, so that it goes the way of any word. */
const word = (rank: number): string => {
  let left = rank + 300;
  let text = "";
  while (left > 0) {
    text += SYLLABLES[left % SYLLABLES.length];
    left = Math.floor(left / SYLLABLES.length);
  }
  return `${text}n`;
};

/**
 * Comments without end, on 400 matters of which some are common and most are rare, each with
 * a few words of its own among words of everyday language (both by Zipf's law), 5 to 25 words
 * long, every twelfth with a sentence that agents paste.
 * @param every ms between two comments, on average
 */
export function* commentStream(seed: number, from: number, every: number): Generator<Remark, never> {
  const random = randomness(seed);
  const byZipf = (most: number): number => Math.floor(Math.exp(random() * Math.log(most + 1))) - 1;
  let at = from;
  for (let count = 0; ; count += 1) {
    at += Math.round(-Math.log(1 - random()) * every);
    const matter = byZipf(MATTERS);
    const words = Array.from({ length: 5 + Math.floor(random() * 21) }, () =>
      word(random() < 0.3 ? 1000 + matter * 12 + Math.floor(random() * 12) : byZipf(WORDS)),
    );
    yield {
      id: `c${count}`,
      text: `Customer says: ${words.join(" ")}.${count % 12 === 0 ? " Verified and advised to wait." : ""}`,
      customer: random() < 0.05 ? undefined : `k${Math.floor(random() * 300_000)}`,
      at,
    };
  }
}
