/**
 * Weights as whole numbers. Sums of whole numbers do not depend on their order, so what is
 * summed up over days is the same, bit by bit, as what is summed up afresh after a restart.
 */

/** tf → 1 + ln tf, in tenths. */
const TF = Array.from({ length: 16 }, (_, tf) => (tf === 0 ? 0 : Math.round(10 * (1 + Math.log(tf)))));

/** How heavy a word is that occurs so often in one comment, in tenths. */
export const timesWeight = (times: number): number => TF[Math.min(times, TF.length - 1)] ?? 0;

/**
 * What each further shared word adds for each shared word, beside that word's own 100: a pair
 * of stems is a feature too, a lighter one, and as rare as its two stems together.
 */
export const PAIR = 8;

/** Rarity is raised to this power: each side of a product brings in half of it. */
const POWER = 1.6;
const SCALE = 64;
const STEPS = 8;

/** Document frequencies that weigh the same: exact up to 8, then eighths of a doubling. */
export const rarityLevel = (comments: number): number =>
  comments <= 8 ? comments : Math.floor(STEPS * Math.log2(comments)) - 16;

/** How many are "about as many": only half doublings, since a change weighs everything anew. */
export const sizeLevel = (comments: number): number => Math.floor(2 * Math.log2(Math.max(1, comments)));

/** The weights of the rarity levels in an active set of a size level. */
export function rarityWeights(size: number): readonly number[] {
  const all = 2 ** (size / 2);
  return Array.from({ length: 160 }, (_, level) => {
    const comments = level <= 8 ? Math.max(1, level) : 2 ** ((level + 16) / STEPS);
    return Math.round(SCALE * Math.log(1 + all / comments) ** POWER);
  });
}
