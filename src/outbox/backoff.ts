/** First pause after a failed attempt, ms. */
const FIRST_MS = 1_000;
/** Longest pause between attempts, ms. */
const LONGEST_MS = 60_000;

/**
 * How long to wait before attempt `attempt + 1`: doubling from one second to a minute,
 * ±20 % so that many that failed together do not come back together.
 * @param attempt attempts made so far, from 1
 * @param random a number in [0, 1)
 */
export function backoffMs(attempt: number, random: number): number {
  const base = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 10));
  return Math.round(base * (0.8 + 0.4 * random));
}
