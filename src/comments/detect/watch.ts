import type { Active } from "./active.ts";
import { type Pace, mostSurprising, mostSurprisingWords, type Surprise } from "./burst.ts";
import type { Memory } from "./memory.ts";
import { type Neighbours, neighboursOf, type Query, queryOfSlot } from "./similarity.ts";
import { ramp } from "./statistics.ts";
import { TUNING } from "./tuning.ts";

/** A neighbourhood that may be a burst. */
export interface Candidate {
  readonly score: number;
  readonly windowMs: number;
  readonly usual: number;
  /** Its comments inside that window, with how firmly each belongs, in order of arrival. */
  readonly members: readonly { readonly comment: Active; readonly score: number }[];
}

/**
 * How surprising it is that a comment is said right now, after those like it.
 * @param query what the comment says, without what is only pasted into it
 * @param found what resembles it, itself excluded
 */
export function watch(
  memory: Memory,
  slot: number,
  query: Query,
  found: Neighbours,
  pace: Pace,
  learning: boolean,
): Candidate {
  const { index } = memory;
  const comment = index.at(slot);
  let best = mostSurprising(index, found, pace, comment, learning ? TUNING.learningRamps : TUNING.ramps);
  if (best.score < TUNING.worthwhile) return { ...best, members: [] };
  const words = mostSurprisingWords(index, index.meet(query.terms, query.heft), query.terms, pace, {
    slot,
    customer: comment.customer,
  });
  let centre = found;
  if (!learning) {
    const around = middleOf(memory, slot, found, best, pace);
    const second = mostSurprising(index, around, pace, undefined, TUNING.ramps);
    if (second.score * TUNING.centreTrust > best.score) {
      best = { ...second, score: second.score * TUNING.centreTrust };
      centre = around;
    }
  }
  return {
    score: best.score + TUNING.single * words,
    windowMs: best.windowMs,
    usual: best.usual,
    members: membersOf(memory, slot, centre, best, pace),
  };
}

/** The neighbourhood once more, seen from the middle of its members instead of the newest. */
function middleOf(memory: Memory, slot: number, found: Neighbours, best: Surprise, pace: Pace): Neighbours {
  const { index } = memory;
  const others: { slot: number; weight: number; arrival: number }[] = [];
  for (let at = 0; at < found.slots.length; at += 1) {
    const other = found.slots[at] ?? 0;
    const weight = ramp(found.scores[at] ?? 0, ...best.ramp);
    if (weight > 0 && index.said(other) >= pace.now - best.windowMs)
      others.push({ slot: other, weight, arrival: index.at(other).arrival });
  }
  others.sort((a, b) => b.weight - a.weight || a.arrival - b.arrival);
  const middle = [{ slot, weight: 1 }, ...others.slice(0, TUNING.centreMembers)];
  const sums = new Float64Array(index.span);
  const met: number[] = [];
  for (const one of middle) {
    const near = neighboursOf(index, queryOfSlot(index, one.slot), TUNING.centreFloor);
    for (let at = 0; at < near.slots.length; at += 1) {
      const other = near.slots[at] ?? 0;
      if (sums[other] === 0) met.push(other);
      sums[other] = (sums[other] ?? 0) + one.weight * (near.scores[at] ?? 0);
    }
  }
  let norm = 0;
  for (const one of middle) norm += one.weight * (sums[one.slot] ?? 0);
  const scale = TUNING.centreScale / Math.sqrt(norm);
  const around: Neighbours = { slots: [], scores: [] };
  for (const other of met) {
    const score = (sums[other] ?? 0) * scale;
    if (score <= TUNING.floor) continue;
    around.slots.push(other);
    around.scores.push(Math.min(1, score));
  }
  return around;
}

function membersOf(
  memory: Memory,
  slot: number,
  found: Neighbours,
  best: Surprise,
  pace: Pace,
): Candidate["members"] {
  const { index } = memory;
  const members = [{ comment: index.at(slot), score: 1 }];
  for (let at = 0; at < found.slots.length; at += 1) {
    const other = found.slots[at] ?? 0;
    const score = ramp(found.scores[at] ?? 0, ...best.ramp);
    if (other === slot || score < TUNING.memberAt || index.said(other) < pace.now - best.windowMs) continue;
    members.push({ comment: index.at(other), score });
  }
  return members.toSorted((a, b) => a.comment.arrival - b.comment.arrival);
}
