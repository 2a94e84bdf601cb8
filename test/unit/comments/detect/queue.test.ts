import * as fc from "fast-check";
import { expect, it } from "vitest";
import { Queue } from "../../../../src/comments/detect/queue.ts";
import { seedOf } from "../../../support/seeded.ts";

const step = fc.oneof(
  fc.record({ does: fc.constant("push" as const), value: fc.nat(50), times: fc.nat(900) }),
  fc.record({ does: fc.constant("insert" as const), value: fc.nat(50), times: fc.nat(20) }),
  fc.record({ does: fc.constant("shift" as const), value: fc.constant(0), times: fc.nat(1_500) }),
);

it("gives out what a plain array would, in the same order, also after it was made anew", () => {
  let left = 0;
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const queue = new Queue<number>();
      const array: number[] = [];
      const out: (readonly [number | undefined, number | undefined])[] = [];
      for (const { does, value, times } of steps)
        for (let n = 0; n < times; n += 1) {
          if (does === "push") {
            queue.push(value + n);
            array.push(value + n);
          } else if (does === "insert") {
            queue.insert(value, (other) => other > value);
            const place = array.findLastIndex((other) => other <= value) + 1;
            array.splice(place, 0, value);
          } else {
            out.push([queue.shift(), array.shift()]);
          }
          expect(queue.first).toBe(array[0]);
        }
      expect(out.map(([ours]) => ours)).toEqual(out.map(([, theirs]) => theirs));
      left += out.length;
    }),
    { seed: seedOf("queue.test.ts"), numRuns: 60 },
  );
  expect(left).toBeGreaterThan(5_000);
});
