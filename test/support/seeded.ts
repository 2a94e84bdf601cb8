import { createHash } from "node:crypto";

/** Numbers that look random and come again from the same seed. */
export interface Random {
  /** In [0, 1). */
  readonly next: () => number;
  /** A whole number from `from` to `to`, both included. */
  readonly between: (from: number, to: number) => number;
  /** A whole number from 0 to below `count`. */
  readonly below: (count: number) => number;
  /** The same items in another order. */
  readonly shuffle: <T>(items: readonly T[]) => T[];
}

/** Mulberry32: small, and good enough to spread kills, delays and mutations. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    next,
    below,
    between: (from, to) => from + below(to - from + 1),
    shuffle: (items) =>
      items
        .map((item) => ({ item, at: next() }))
        .toSorted((a, b) => a.at - b.at)
        .map(({ item }) => item),
  };
}

/** Different names begin differently. */
const ofName = (name: string): number => createHash("sha256").update(name).digest().readUInt32BE() >>> 1;

/**
 * The seed of a run, printed, so that a failure can be had again. A commit gives the same answer
 * whenever it is tested: each file has a seed of its own unless the environment says `SEED=<number>`,
 * or `SEED=new` for one that nobody has tried.
 */
export function seedOf(what: string): number {
  const given = process.env["SEED"];
  const drawn = given === "new" ? Math.floor(Math.random() * 2 ** 31) : Number(given);
  const seed = given === undefined ? ofName(what) : drawn;
  console.log(`${what}: SEED=${seed}`);
  return seed;
}

/** Random numbers of a run of their own, from a seed that is printed. */
export const seeded = (what: string): Random => randomFrom(seedOf(what));
