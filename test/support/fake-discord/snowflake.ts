/** Discord counts time from the first second of 2015. */
const EPOCH_MS = 1_420_070_400_000n;

/** Ids as Discord makes them: the time in the upper bits, unique and rising even when the clock is not. */
export class Snowflakes {
  readonly #now: () => number;
  #last = 0n;

  constructor(now: () => number) {
    this.#now = now;
  }

  next(): string {
    const first = (BigInt(Math.floor(this.#now())) - EPOCH_MS) << 22n;
    this.#last = first > this.#last ? first : this.#last + 1n;
    return String(this.#last);
  }
}

export const isSnowflake = (id: string): boolean => /^\d{17,20}$/.test(id);

/** Orders ids by age. */
export const byAge = (one: { id: string }, other: { id: string }): number => {
  const difference = BigInt(one.id) - BigInt(other.id);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};
