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

/**
 * The commonest words of a query, which together make no more of its squared length than
 * this, are not looked up: they hardly change a similarity, and nearly every comment has them.
 */
const LIGHT = 0.03;

export function queryOf(index: Index, features: Features): Query {
  const terms: (number | undefined)[] = [];
  const heft: number[] = [];
  for (const [stem, times] of features) {
    terms.push(index.vocabulary.find(stem));
    heft.push(timesWeight(times));
  }
  return query(index, terms, heft);
}

/** A comment as a query. */
export const queryOfSlot = (index: Index, slot: number): Query =>
  query(index, Array.from(index.terms(slot)), Array.from(index.times(slot), timesWeight));

function query(index: Index, terms: readonly (number | undefined)[], heft: readonly number[]): Query {
  const shares = terms.map(
    (term, at) => ((heft[at] ?? 0) ** 2 + PAIR * (terms.length - 1)) * index.weightOf(term),
  );
  const norm = shares.reduce((sum, share) => sum + share, 0);
  let light = norm * LIGHT;
  const skipped = new Set<number>();
  for (const at of [...shares.keys()].toSorted((a, b) => (shares[a] ?? 0) - (shares[b] ?? 0) || a - b)) {
    light -= shares[at] ?? 0;
    if (light < 0) break;
    skipped.add(at);
  }
  const kept = terms.flatMap((term, at) =>
    term === undefined || skipped.has(at) ? [] : { term, heft: heft[at] ?? 0 },
  );
  return { terms: kept.map(({ term }) => term), heft: kept.map((each) => each.heft), norm };
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

/** Without one of them. */
export function without(found: Neighbours, slot: number): Neighbours {
  const at = found.slots.indexOf(slot);
  if (at < 0) return found;
  return { slots: found.slots.toSpliced(at, 1), scores: found.scores.toSpliced(at, 1) };
}

/**
 * Blends embeddings in: of two comments that have one, the mean of what the words and the
 * embeddings say. A look at each comment that has one: for a provider's tens of thousands.
 */
export function withVectors(index: Index, found: Neighbours, vector: Float32Array | undefined): Neighbours {
  if (vector === undefined) return found;
  const words = new Map(found.slots.map((slot, at) => [slot, found.scores[at] ?? 0]));
  for (const { id, vector: other } of index.all()) {
    const slot = other && index.slotOf(id);
    if (other === undefined || slot === undefined) continue;
    const blend = ((words.get(slot) ?? 0) + Math.max(0, cosine(vector, other))) / 2;
    words.set(slot, Math.min(1, blend));
  }
  return { slots: [...words.keys()], scores: [...words.values()] };
}

function cosine(a: Float32Array, b: Float32Array): number {
  let [product, ofA, ofB] = [0, 0, 0];
  for (let at = 0; at < a.length; at += 1) {
    const [x, y] = [a[at] ?? 0, b[at] ?? 0];
    product += x * y;
    ofA += x * x;
    ofB += y * y;
  }
  return product === 0 ? 0 : product / Math.sqrt(ofA * ofB);
}
