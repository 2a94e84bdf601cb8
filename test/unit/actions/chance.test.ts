import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { binomialAtLeast, binomialAtMost, shareAtLeast, shareAtMost } from "../../../src/actions/chance.ts";
import { seedOf } from "../../support/seeded.ts";

fc.configureGlobal({ seed: seedOf("chance.test.ts") });

describe("how often chance does it, binomial", () => {
  it.each([
    // 11 in 14 days, then none in 21: (14/35)^11.
    [0, 11, 21 / 35, 0.4 ** 11],
    // Of three throws of a coin at most one head: 1/8 + 3/8.
    [1, 3, 0.5, 0.5],
    // Ten sixes at most in 60 throws, from a table: 0.5834.
    [10, 60, 1 / 6, 0.5834],
    // One a month, then eight days without: (28/36)^1.
    [0, 1, 8 / 36, 28 / 36],
    [-1, 5, 0.3, 0],
    [5, 5, 0.3, 1],
    [0, 5, 0, 1],
    [4, 5, 1, 0],
  ])("at most %i of %i at %f is %f", (k, n, p, expected) => {
    expect(binomialAtMost(k, n, p)).toBeCloseTo(expected, 4);
  });

  it("at most and more add up to one, also for large numbers", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000 }),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, p, at) => {
          const k = Math.floor(at * n);
          expect(binomialAtMost(k, n, p) + binomialAtLeast(k + 1, n, p)).toBeCloseTo(1, 6);
        },
      ),
    );
  });
});

describe("how often chance does it, two shares", () => {
  it("is Fisher's exact test", () => {
    // Fisher's tea: three of four right against one of four: (16 + 1) / 70.
    expect(shareAtLeast({ n: 1, of: 4 }, { n: 3, of: 4 })).toBeCloseTo(17 / 70, 10);
    // None of two against two of two: 1 / C(4,2).
    expect(shareAtMost({ n: 2, of: 2 }, { n: 0, of: 2 })).toBeCloseTo(1 / 6, 10);
    expect(shareAtMost({ n: 0, of: 1_000_000 }, { n: 0, of: 1_000_000 })).toBeCloseTo(1, 6);
  });

  it("at most and more add up to one", () => {
    const group = fc
      .integer({ min: 1, max: 600 })
      .chain((of) => fc.record({ of: fc.constant(of), n: fc.integer({ min: 0, max: of }) }));
    fc.assert(
      fc.property(group, group, (before, after) => {
        // One more of the same marked ones in `after` is one less in `before`.
        fc.pre(after.n < after.of && before.n > 0);
        const more = shareAtLeast({ ...before, n: before.n - 1 }, { ...after, n: after.n + 1 });
        expect(shareAtMost(before, after) + more).toBeCloseTo(1, 6);
      }),
    );
  });
});
