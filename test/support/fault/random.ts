/** Numbers that look random and come again from the same seed. */
export interface Random {
  /** In [0, 1). */
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  between(from: number, to: number): number;
}

/** Mulberry32: small, and good enough to spread kills and delays. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { next, between: (from, to) => from + Math.floor(next() * (to - from + 1)) };
}

/** The seed of a run: SEED of the environment, else a new one; printed, so that a failure can be had again. */
export function seedOf(what: string): number {
  const given = process.env["SEED"];
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(given);
  console.log(`${what}: SEED=${seed}`);
  return seed;
}

/** A whole number of the environment, e.g. how often to kill. */
export const countOf = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
