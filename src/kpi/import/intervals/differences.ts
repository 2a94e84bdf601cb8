import type { Difference } from "../report.ts";
import type { Compared } from "./row.ts";

/** A day's percentage that is out by less is rounding: every interval's was rounded. */
const TOLERANCE = 0.01;
/** Differences that are named; the rest is counted. */
const MOST = 40;

/** Adds up the system's own percentages by queue and day, as counts, beside what the file counts. */
export class Comparison {
  readonly #days = new Map<
    string,
    { label: string; queueId: string; date: string; of: number; theirs: number; ours: number }
  >();

  add(queueId: string, date: string, compared: readonly Compared[]): void {
    for (const { label, of, theirs, ours } of compared) {
      const key = `${label} ${date} ${queueId}`;
      const day = this.#days.get(key) ?? { label, queueId, date, of: 0, theirs: 0, ours: 0 };
      this.#days.set(key, day);
      day.of += of;
      day.theirs += theirs;
      day.ours += ours;
    }
  }

  /** The days on which the two differ by more than rounding explains. */
  differences(): { readonly differences: readonly Difference[]; readonly moreDifferences: number } {
    const all = [...this.#days.values()]
      .map(({ of, theirs, ours, ...day }) => ({ ...day, theirs: theirs / of, ours: ours / of }))
      // Nothing is compared where nobody came: 0/0 is not a number, and no difference.
      .filter(({ theirs, ours }) => Math.abs(theirs - ours) > TOLERANCE);
    return { differences: all.slice(0, MOST), moreDifferences: Math.max(0, all.length - MOST) };
  }
}
