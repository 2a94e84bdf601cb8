import type { Features } from "./features.ts";
import { PAIR, rarityLevel, rarityWeights, sizeLevel, timesWeight } from "./weights.ts";
import { Vocabulary } from "./vocabulary.ts";

/** A comment that is compared with. */
export interface Active {
  readonly id: string;
  readonly text: string;
  readonly customer: string | undefined;
  readonly at: number;
  readonly arrival: number;
  readonly vector: Float32Array | undefined;
  theme: string | undefined;
}

/** Room for how often a stem occurs, beside the slot, in one number of a posting. */
const TIMES_BITS = 4;
const TIMES = 1 << TIMES_BITS;

/** What of a query a posting of its stems meets: see `Index.meet`. */
export interface Meeting {
  /** Slots that share a stem with the query, in no particular order. */
  readonly slots: Int32Array;
  /** How many stems a slot shares. */
  readonly shared: Uint8Array;
  /** Scalar product with the query, by slot; pairs are not in it. */
  readonly stems: Float64Array;
  /** Weight of the shared stems, by slot. */
  readonly weight: Float64Array;
  /** Which of the query's first 31 stems a slot shares. */
  readonly mask: Int32Array;
}

/** Takes a comment out of a posting, mostly the one that has been in it for longest, which is the first. */
function takeOut(posting: number[], entry: number): void {
  if (posting[0] === entry) posting.shift();
  else posting.splice(posting.indexOf(entry), 1);
}

/** The inverted index: which comments have a stem, how rare it is, how long each comment's vector is. */
export class Index {
  readonly vocabulary = new Vocabulary();
  /** By slot; undefined: free. */
  readonly #comments: (Active | undefined)[] = [];
  readonly #terms: Int32Array[] = [];
  readonly #times: Uint8Array[] = [];
  /** Squared length of a comment's vector, by slot; a whole number. */
  #norms = new Float64Array(1024);
  /** When a comment was said, by slot. */
  #said = new Float64Array(1024);
  readonly #free: number[] = [];
  readonly #slots = new Map<string, number>();
  /** By stem. */
  readonly #postings: number[][] = [];
  readonly #levels: number[] = [];
  #weights: readonly number[] = rarityWeights(0);
  #size = 0;

  readonly #products = new Float64Array(TIMES);
  /** Of one length with the rest: a list that grows anew for each comment is most of what one leaves to be collected. */
  #slotsMet = new Int32Array(1024);
  #met = 0;
  #shared = new Uint8Array(1024);
  #stems = new Float64Array(1024);
  #weight = new Float64Array(1024);
  #mask = new Int32Array(1024);

  /** All comments in it, in no particular order. */
  *all(): Iterable<Active> {
    for (const slot of this.#slots.values()) yield this.at(slot);
  }

  get size(): number {
    return this.#slots.size;
  }

  /** Above all slots in use. */
  get span(): number {
    return this.#comments.length;
  }

  slotOf(id: string): number | undefined {
    return this.#slots.get(id);
  }

  /** The comment in a slot that is in use. */
  at(slot: number): Active {
    const comment = this.#comments[slot];
    if (comment === undefined) throw new RangeError(`no comment in slot ${slot}`);
    return comment;
  }

  norm(slot: number): number {
    return this.#norms[slot] ?? 0;
  }

  said(slot: number): number {
    return this.#said[slot] ?? 0;
  }

  terms(slot: number): Int32Array {
    return this.#terms[slot] ?? NONE;
  }

  times(slot: number): Uint8Array {
    return this.#times[slot] ?? NO_TIMES;
  }

  /** How many comments have a stem. */
  frequency(term: number): number {
    return this.#postings[term]?.length ?? 0;
  }

  /** A stem's weight; unknown ones are as heavy as the rarest. */
  weightOf(term: number | undefined): number {
    return this.#weights[term === undefined ? 1 : (this.#levels[term] ?? 1)] ?? 0;
  }

  add(comment: Active, features: Features): number {
    const slot = this.#free.pop() ?? this.#comments.length;
    this.#room(slot);
    this.#comments[slot] = comment;
    this.#slots.set(comment.id, slot);
    this.#said[slot] = comment.at;
    const terms = new Int32Array(features.size);
    const times = new Uint8Array(features.size);
    this.#terms[slot] = terms;
    this.#times[slot] = times;
    this.#norms[slot] = 0;
    let at = 0;
    for (const [stem, count] of features) {
      const term = this.vocabulary.intern(stem);
      terms[at] = term;
      times[at] = Math.min(count, TIMES - 1);
      at += 1;
      const posting = (this.#postings[term] ??= []);
      posting.push(slot * TIMES + Math.min(count, TIMES - 1));
      this.#levels[term] ??= 0;
      this.#norms[slot] = this.norm(slot) + this.#share(slot, count) * this.weightOf(term);
      this.#weigh(term);
    }
    return slot;
  }

  remove(slot: number): Active {
    const comment = this.at(slot);
    const terms = this.terms(slot);
    const times = this.times(slot);
    for (let at = 0; at < terms.length; at += 1) {
      const term = terms[at] ?? 0;
      const posting = this.#postings[term] ?? [];
      takeOut(posting, slot * TIMES + (times[at] ?? 0));
      this.#weigh(term);
      if (posting.length === 0) {
        this.#levels[term] = 0;
        this.vocabulary.release(term);
      }
    }
    this.#comments[slot] = undefined;
    this.#terms[slot] = NONE;
    this.#times[slot] = NO_TIMES;
    this.#slots.delete(comment.id);
    this.#free.push(slot);
    return comment;
  }

  /**
   * Everything that shares a stem with a query. The result is overwritten by the next call.
   * @param terms the query's stems
   * @param heft how heavy each is
   */
  meet(terms: readonly number[], heft: readonly number[]): Meeting {
    const slots = this.#slotsMet;
    const shared = this.#shared;
    for (let place = 0; place < this.#met; place += 1) shared[slots[place] ?? 0] = 0;
    let met = 0;
    const stems = this.#stems;
    const weight = this.#weight;
    const mask = this.#mask;
    for (let at = 0; at < terms.length; at += 1) {
      const term = terms[at] ?? 0;
      const rarity = this.weightOf(term);
      const bit = at < 31 ? 1 << at : 0;
      for (let times = 0; times < TIMES; times += 1)
        this.#products[times] = rarity * (heft[at] ?? 0) * timesWeight(times);
      const products = this.#products;
      const posting = this.#postings[term] ?? [];
      for (let place = 0; place < posting.length; place += 1) {
        const entry = posting[place] ?? 0;
        const slot = entry >>> TIMES_BITS;
        const product = products[entry & (TIMES - 1)] ?? 0;
        const before = shared[slot] ?? 0;
        shared[slot] = before + 1;
        if (before === 0) {
          slots[met] = slot;
          met += 1;
          stems[slot] = product;
          weight[slot] = rarity;
          mask[slot] = bit;
        } else {
          stems[slot] = (stems[slot] ?? 0) + product;
          weight[slot] = (weight[slot] ?? 0) + rarity;
          mask[slot] = (mask[slot] ?? 0) | bit;
        }
      }
    }
    this.#met = met;
    return { slots: slots.subarray(0, met), shared, stems, weight, mask };
  }

  /** How much of a stem's weight goes into a comment's squared length. */
  #share(slot: number, times: number): number {
    return timesWeight(times) ** 2 + PAIR * (this.terms(slot).length - 1);
  }

  /** After a stem became rarer or commoner: the lengths of all that have it. */
  #weigh(term: number): void {
    const posting = this.#postings[term] ?? [];
    const before = this.weightOf(term);
    this.#levels[term] = rarityLevel(posting.length);
    const change = this.weightOf(term) - before;
    if (change === 0) return;
    for (const entry of posting) {
      const slot = entry >>> TIMES_BITS;
      this.#norms[slot] = this.norm(slot) + change * this.#share(slot, entry & (TIMES - 1));
    }
  }

  /** To be called after each change: once the set grew or shrank by half, all weights and lengths are new. */
  settle(): void {
    const size = sizeLevel(this.#slots.size);
    if (size === this.#size) return;
    this.#size = size;
    this.#weights = rarityWeights(size);
    for (const slot of this.#slots.values()) {
      const terms = this.terms(slot);
      const times = this.times(slot);
      let norm = 0;
      for (let at = 0; at < terms.length; at += 1)
        norm += this.#share(slot, times[at] ?? 0) * this.weightOf(terms[at]);
      this.#norms[slot] = norm;
    }
  }

  #room(slot: number): void {
    if (slot < this.#norms.length) return;
    const length = this.#norms.length * 2;
    this.#norms = grown(new Float64Array(length), this.#norms);
    this.#said = grown(new Float64Array(length), this.#said);
    this.#slotsMet = grown(new Int32Array(length), this.#slotsMet);
    this.#shared = grown(new Uint8Array(length), this.#shared);
    this.#stems = grown(new Float64Array(length), this.#stems);
    this.#weight = grown(new Float64Array(length), this.#weight);
    this.#mask = grown(new Int32Array(length), this.#mask);
  }
}

function grown<T extends Float64Array | Uint8Array | Int32Array>(into: T, from: T): T {
  into.set(from);
  return into;
}

const NONE = new Int32Array(0);
const NO_TIMES = new Uint8Array(0);
