/** Puts instants and stretches of time on local days. Pure. */

/** A local day of which something is to be counted. */
export interface OwnDay {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  /** Its first instant and the first of the next day, ms. */
  readonly fromMs: number;
  readonly toMs: number;
}

/** How many of some stretches of time, in order, end at an instant or before. */
export function endedBy(days: readonly Pick<OwnDay, "toMs">[], at: number): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((days[middle]?.toMs ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Counts what happened on each day. */
export class Flow {
  readonly #days: readonly OwnDay[];
  readonly #counts: number[];

  /** @param days in order, none twice; they need not follow one another */
  constructor(days: readonly OwnDay[]) {
    this.#days = days;
    this.#counts = days.map(() => 0);
  }

  /** Counts one thing at an instant (ms); null, or a day that was not asked for: nothing. */
  add(at: number | null): void {
    if (at === null) return;
    const index = endedBy(this.#days, at);
    const day = this.#days[index];
    if (day && at >= day.fromMs) this.#counts[index] = (this.#counts[index] ?? 0) + 1;
  }

  of(index: number): number {
    return this.#counts[index] ?? 0;
  }
}

/** Counts what was there at the end of each day: a stock, which is never added over days (DOMAIN 3, row 46). */
export class Stock {
  readonly #days: readonly OwnDay[];
  /** By how much each day's count differs from the day's before. */
  readonly #changes: number[];

  /** @param days in order, none twice */
  constructor(days: readonly OwnDay[]) {
    this.#days = days;
    this.#changes = days.map(() => 0);
  }

  /** Counts one thing at the end of each day that ends after `from` and not after `until` (ms; null: still there). */
  add(from: number, until: number | null): void {
    if (until !== null && until <= from) return;
    this.#change(endedBy(this.#days, from), 1);
    if (until !== null) this.#change(endedBy(this.#days, until), -1);
  }

  /** The counts of all days, in order. */
  counts(): number[] {
    let there = 0;
    return this.#changes.map((change) => (there += change));
  }

  #change(index: number, by: number): void {
    if (index < this.#changes.length) this.#changes[index] = (this.#changes[index] ?? 0) + by;
  }
}
