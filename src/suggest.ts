/**
 * Edits between two short words: insert, delete, replace, or swap two neighbours.
 * Work is the product of the lengths, so callers pass names, never free text.
 */
function edits(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replace = (above[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const insert = (current[column - 1] ?? 0) + 1;
      const remove = (above[column] ?? 0) + 1;
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swap = swapped ? (before[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      current.push(Math.min(replace, insert, remove, swap));
    }
    before = above;
    above = current;
  }
  return above[b.length] ?? 0;
}

/** A word is short enough to compare; anything longer is not a slip of the finger. */
const LONGEST = 64;

/**
 * The known word that `word` was most likely meant to be, or undefined where none is near:
 * one slip in a word of up to eleven letters, one more for every six after that.
 */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  if (word.length > LONGEST) return undefined;
  const typed = word.toLowerCase();
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of known) {
    if (candidate.length > LONGEST) continue;
    const distance = edits(typed, candidate.toLowerCase());
    const allowed = Math.max(1, Math.floor(candidate.length / 6));
    if (distance <= allowed && (best === undefined || distance < best.distance))
      best = { candidate, distance };
  }
  return best?.candidate;
}

/** " Did you mean 'x'?" or nothing, to end a sentence with. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const candidate = nearest(word, known);
  return candidate === undefined ? "" : ` Did you mean '${candidate}'?`;
}
