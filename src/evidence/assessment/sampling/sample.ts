import { createHash } from "node:crypto";

/** A judgement as far as drawing a sample is concerned. */
export interface Drawable {
  readonly id: string;
  readonly learner: string;
  readonly assessor: string;
  readonly decision: string;
  /** The part of the unit that it belongs to. */
  readonly group: string;
}

/** Where a judgement comes in the drawing: anybody with the seed can work it out again. */
const order = (seed: string, id: string): string =>
  createHash("sha256").update(`${seed} ${id}`).digest("hex");

const inOrder = (seed: string, some: readonly Drawable[]): Drawable[] =>
  some.toSorted((a, b) => (order(seed, a.id) < order(seed, b.id) ? -1 : 1));

/**
 * Draws a sample (DOMAIN 5.5): of every assessor's decisions of each sort so many percent, rounded up, and then
 * what is missing of learners and of parts of the unit, so that each is looked at at least once. Pure: the
 * same seed draws the same from the same, whatever order it is in.
 * @param percent 1 to 100
 * @returns ids, sorted
 */
export function drawSample(population: readonly Drawable[], seed: string, percent: number): string[] {
  const drawn = new Set<string>();
  const strata = new Map<string, Drawable[]>();
  for (const one of population) {
    const key = `${one.assessor} ${one.decision}`;
    strata.set(key, [...(strata.get(key) ?? []), one]);
  }
  for (const some of strata.values())
    for (const { id } of inOrder(seed, some).slice(0, Math.ceil((some.length * percent) / 100)))
      drawn.add(id);
  for (const of of ["learner", "group"] as const) {
    const reached = new Set(population.filter(({ id }) => drawn.has(id)).map((one) => one[of]));
    for (const one of inOrder(seed, population)) {
      if (reached.has(one[of])) continue;
      reached.add(one[of]);
      drawn.add(one.id);
    }
  }
  return [...drawn].toSorted((a, b) => (a < b ? -1 : 1));
}

/** How much of what a sample covers: "12 of 60 judgements, 3 of 3 learners, 2 of 2 assessors, 4 of 5 parts". */
export function coverageWords(population: readonly Drawable[], drawn: readonly string[]): string {
  const chosen = population.filter(({ id }) => drawn.includes(id));
  const of = (words: string, pick: (one: Drawable) => string): string =>
    `${new Set(chosen.map(pick)).size} of ${new Set(population.map(pick)).size} ${words}`;
  return [
    of("judgements", ({ id }) => id),
    of("learners", ({ learner }) => learner),
    of("assessors", ({ assessor }) => assessor),
    of("parts of the unit", ({ group }) => group),
  ].join(", ");
}
