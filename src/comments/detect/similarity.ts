import type { Features } from "./features.ts";
import type { Index } from "./active.ts";
import { PAIR, timesWeight } from "./weights.ts";

/** A text as it is looked for. */
export interface Query {
  readonly terms: readonly number[];
  /** How heavy each term is in the text. */
  readonly heft: readonly number[];
  /** Squared length of its vector. */
  readonly norm: number;
}

/** Comments that resemble something, and how much: two lists side by side, in no particular order. */
export interface Neighbours {
  readonly slots: number[];
  readonly scores: number[];
}

export function queryOf(index: Index, features: Features): Query {
  const terms: number[] = [];
  const heft: number[] = [];
  let norm = 0;
  for (const [stem, times] of features) {
    const term = index.vocabulary.find(stem);
    const weight = timesWeight(times);
    norm += (weight ** 2 + PAIR * (features.size - 1)) * index.weightOf(term);
    if (term === undefined) continue;
    terms.push(term);
    heft.push(weight);
  }
  return { terms, heft, norm };
}

/** Everything that resembles a query more than so much. */
export function neighboursOf(index: Index, query: Query, above: number): Neighbours {
  const found: Neighbours = { slots: [], scores: [] };
  const { slots, shared, stems, weight } = index.meet(query.terms, query.heft);
  const least = above * above * query.norm;
  for (const slot of slots) {
    const product = (stems[slot] ?? 0) + PAIR * ((shared[slot] ?? 0) - 1) * (weight[slot] ?? 0);
    const norm = index.norm(slot);
    if (product * product <= least * norm) continue;
    found.slots.push(slot);
    found.scores.push(product / Math.sqrt(query.norm * norm));
  }
  return found;
}
