import type { Index, Meeting } from "./active.ts";
import type { Neighbours } from "./similarity.ts";
import { ramp, surprise } from "./statistics.ts";
import { TUNING } from "./tuning.ts";

/** When comments were said, as far as it matters for what is usual. */
export interface Pace {
  readonly now: number;
  readonly windowMs: number;
  /** How many were said in the last so many ms. */
  within(ms: number): number;
  /** Active comments from before the window. */
  readonly before: number;
  /** How long those took, ms. */
  readonly beforeMs: number;
}

/** How surprising the neighbourhood of something is. */
export interface Surprise {
  readonly score: number;
  readonly windowMs: number;
  readonly usual: number;
  readonly mass: number;
  readonly ramp: readonly [number, number];
}

const NONE: Surprise = { score: 0, windowMs: 0, usual: 0, mass: 0, ramp: [0, 1] };
/** Membership as a whole number. */
const WHOLE = 1024;

/** How many windows of a length the history is worth. */
function windowsHeard(pace: Pace, span: number, mass: number): number {
  if (pace.before === 0) return 0;
  const byTime = pace.beforeMs / span;
  const byCount = pace.before / Math.max(1, pace.within(span) - mass);
  return byTime ** (1 - TUNING.volume) * byCount ** TUNING.volume;
}

/** What is usual in a window of that length. */
const usualIn = (mass: number, windows: number): number =>
  (mass + TUNING.priorMass) / (windows + TUNING.priorWindows);

/**
 * The most surprising window and ramp.
 * @param self what stands in the middle: a comment that the neighbours do not contain, or undefined
 */
export function mostSurprising(
  index: Index,
  { slots, scores }: Neighbours,
  pace: Pace,
  self: { customer: string | undefined } | undefined,
  ramps: readonly (readonly number[])[],
): Surprise {
  const edge = pace.now - pace.windowMs;
  let best = NONE;
  for (const [from = 0, to = 1] of ramps) {
    let history = 0;
    const recent: { said: number; customer: string; mass: number }[] = [];
    for (let at = 0; at < slots.length; at += 1) {
      const score = scores[at] ?? 0;
      if (score <= from) continue;
      const slot = slots[at] ?? 0;
      const mass = Math.round(WHOLE * ramp(score, from, to));
      const said = index.said(slot);
      if (said < edge) history += mass;
      else {
        const { customer } = index.at(slot);
        if (customer !== undefined && (self === undefined || customer !== self.customer))
          recent.push({ said, customer, mass });
      }
    }
    if (recent.length === 0) continue;
    for (const share of TUNING.shares) {
      const span = pace.windowMs * share;
      const byCustomer = new Map<string, number>();
      for (const { said, customer, mass } of recent)
        if (said >= pace.now - span) byCustomer.set(customer, Math.max(mass, byCustomer.get(customer) ?? 0));
      let sum = 0;
      for (const mass of byCustomer.values()) sum += mass;
      const mass = (self !== undefined && self.customer !== undefined ? 1 : 0) + sum / WHOLE;
      const usual = usualIn(history / WHOLE, windowsHeard(pace, span, mass));
      const score = surprise(mass, usual);
      if (score > best.score) best = { score, windowMs: span, usual, mass, ramp: [from, to] };
    }
  }
  return best;
}

/** The most surprising single stem, or pair of stems, of a comment. */
export function mostSurprisingWords(
  index: Index,
  meeting: Meeting,
  terms: readonly number[],
  pace: Pace,
  self: { slot: number; customer: string | undefined },
): number {
  const edge = pace.now - pace.windowMs;
  const recent = new Map<string, number>();
  const inWindow = Array.from<number>({ length: 31 }).fill(0);
  const pairs = new Map<number, { before: number; customers: number }>();
  for (const slot of meeting.slots) {
    const mask = meeting.mask[slot] ?? 0;
    if (slot === self.slot) continue;
    if (index.said(slot) >= edge) {
      eachBit(mask, (bit) => (inWindow[bit] = (inWindow[bit] ?? 0) + 1));
      const { customer } = index.at(slot);
      if (customer !== undefined && customer !== self.customer)
        recent.set(customer, (recent.get(customer) ?? 0) | mask);
    } else if ((meeting.shared[slot] ?? 0) > 1)
      eachPair(mask, (pair) => {
        const known = pairs.get(pair);
        if (known) known.before += 1;
        else pairs.set(pair, { before: 1, customers: 0 });
      });
  }
  const own = self.customer === undefined ? 0 : 1;
  const customers = Array.from<number>({ length: 31 }).fill(0);
  for (const mask of recent.values()) {
    eachBit(mask, (bit) => (customers[bit] = (customers[bit] ?? 0) + 1));
    eachPair(mask, (pair) => {
      const known = pairs.get(pair);
      if (known) known.customers += 1;
      else pairs.set(pair, { before: 0, customers: 1 });
    });
  }
  let best = 0;
  const look = (count: number, before: number): void => {
    const mass = own + count;
    best = Math.max(best, surprise(mass, usualIn(before, windowsHeard(pace, pace.windowMs, mass))));
  };
  for (let bit = 0; bit < Math.min(31, terms.length); bit += 1)
    if ((customers[bit] ?? 0) > 0)
      look(customers[bit] ?? 0, index.frequency(terms[bit] ?? 0) - 1 - (inWindow[bit] ?? 0));
  for (const { before, customers: count } of pairs.values()) if (count > 0) look(count, before);
  return best;
}

function eachBit(mask: number, see: (bit: number) => void): void {
  for (let rest = mask; rest !== 0; rest &= rest - 1) see(31 - Math.clz32(rest & -rest));
}

function eachPair(mask: number, see: (pair: number) => void): void {
  eachBit(mask, (a) => eachBit(mask & ~((2 << a) - 1), (b) => see(a * 32 + b)));
}
