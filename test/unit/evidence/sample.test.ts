import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Drawable,
  coverageWords,
  drawSample,
} from "../../../src/evidence/assessment/sampling/sample.ts";
import { seedOf } from "../../support/seeded.ts";

fc.configureGlobal({ seed: seedOf("sample.test.ts") });

const drawables = fc
  .array(
    fc.record({
      learner: fc.constantFrom("wei", "ana", "tom"),
      assessor: fc.constantFrom("qa", "sam"),
      decision: fc.constantFrom("met", "not_yet", "more_needed"),
      group: fc.constantFrom("LO1", "LO2", "LO3"),
    }),
    { maxLength: 60 },
  )
  .map((some) => some.map((one, n): Drawable => ({ ...one, id: `j${n}` })));
const percent = fc.integer({ min: 1, max: 100 });
const seed = fc.string();

const drawnOf = (population: readonly Drawable[], ids: readonly string[]): Drawable[] =>
  population.filter(({ id }) => ids.includes(id));

describe("a sample", () => {
  it("is the same from the same, in whatever order it is", () => {
    fc.assert(
      fc.property(drawables, seed, percent, fc.integer(), (population, word, share, turn) => {
        const at = population.length === 0 ? 0 : Math.abs(turn) % population.length;
        const other = [...population.slice(at), ...population.slice(0, at)].toReversed();
        expect(drawSample(other, word, share)).toEqual(drawSample(population, word, share));
      }),
    );
  });

  it("reaches every learner, every part of the unit and every assessor's decisions of each sort", () => {
    fc.assert(
      fc.property(drawables, seed, percent, (population, word, share) => {
        const drawn = drawnOf(population, drawSample(population, word, share));
        for (const of of ["learner", "group", "assessor"] as const)
          expect(new Set(drawn.map((one) => one[of]))).toEqual(new Set(population.map((one) => one[of])));
      }),
    );
  });

  it("has of every assessor's decisions of each sort at least the wanted share, and all of them at 100", () => {
    fc.assert(
      fc.property(drawables, seed, percent, (population, word, share) => {
        const drawn = drawnOf(population, drawSample(population, word, share));
        const sort = ({ assessor, decision }: Drawable): string => `${assessor} ${decision}`;
        for (const key of new Set(population.map(sort))) {
          const all = population.filter((one) => sort(one) === key).length;
          const some = drawn.filter((one) => sort(one) === key).length;
          expect(some * 100).toBeGreaterThanOrEqual(all * share);
        }
        expect(drawSample(population, word, 100)).toHaveLength(population.length);
      }),
    );
  });

  it("names nobody twice, and nothing that it was not drawn from", () => {
    fc.assert(
      fc.property(drawables, seed, percent, (population, word, share) => {
        const ids = drawSample(population, word, share);
        expect(new Set(ids).size).toBe(ids.length);
        expect(drawnOf(population, ids)).toHaveLength(ids.length);
      }),
    );
  });

  it("is not always the first ones: another seed draws others", () => {
    const population = Array.from({ length: 40 }, (_, n): Drawable => ({
      id: `j${n}`,
      learner: "wei",
      assessor: "qa",
      decision: "met",
      group: "LO1",
    }));
    const seeds = ["spring", "summer", "autumn", "winter", "frost"].map((word) =>
      drawSample(population, word, 15),
    );
    expect(seeds.map(({ length }) => length)).toEqual([6, 6, 6, 6, 6]);
    expect(new Set(seeds.map(String)).size).toBe(5);
  });

  it("says how much it covers", () => {
    const one = (id: string, learner: string, group: string): Drawable => ({
      id,
      learner,
      assessor: "qa",
      decision: "met",
      group,
    });
    const population = [one("a", "wei", "LO1"), one("b", "wei", "LO2"), one("c", "ana", "LO1")];
    expect(coverageWords(population, ["a", "b"])).toBe(
      "2 of 3 judgements, 1 of 2 learners, 1 of 1 assessors, 2 of 2 parts of the unit",
    );
  });
});
