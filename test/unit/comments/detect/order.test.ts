import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Detector, type Remark, type State } from "../../../../src/comments/detect/index.ts";
import { DAY, MINUTE, ordinary, outage, Store } from "./support.ts";
import { seedOf } from "../../../support/seeded.ts";

const seed = seedOf("order.test.ts");

/** Ten ordinary days, heard once. */
const before = ((): { state: State; now: number } => {
  const detector = new Detector();
  const store = new Store();
  const remarks = ordinary(1200);
  for (const remark of remarks) store.write(detector.add(remark).changes, remark);
  return { state: store.state(), now: (remarks.at(-1)?.at ?? 0) + MINUTE };
})();

/** The alerts that remarks raise after those days: all that each ever listed. */
function alertsOf(remarks: readonly Remark[]): Set<string>[] {
  const detector = Detector.restore({}, before.state);
  const alerts = new Map<string, Set<string>>();
  for (const remark of remarks) {
    const { burst } = detector.add(remark, before.now);
    if (burst === undefined) continue;
    const known = alerts.get(burst.key) ?? new Set();
    for (const { id } of burst.members) known.add(id);
    alerts.set(burst.key, known);
  }
  return [...alerts.values()];
}

/** Whether most of either's members are in both. */
const same = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean => {
  const common = [...a].filter((id) => b.has(id)).length;
  return common * 2 > Math.max(a.size, b.size);
};

const WATER = [
  "washing machine floods the kitchen after the update",
  "after the update the washing machine flooded my kitchen",
  "kitchen flooded, washing machine, update last night",
  "flooding: washing machine updated itself, kitchen under water",
];

/** One ms of a bad day: an outage, perhaps another, and ordinary comments among them. */
const moments = fc
  .record({ leeds: fc.integer({ min: 8, max: 14 }), water: fc.constantFrom(0, 8, 10), others: fc.nat(12) })
  .map(({ leeds, water, others }): Remark[] => [
    ...outage(leeds, 0),
    ...Array.from({ length: water }, (_, at) => ({
      id: `w${at}`,
      text: WATER[at % WATER.length] ?? "",
      customer: `kitchen ${at}`,
      at: 0,
    })),
    ...ordinary(others).map((remark) => ({
      ...remark,
      id: `x${remark.id}`,
      customer: `x${remark.customer}`,
    })),
  ])
  .map((remarks) => remarks.map((remark) => ({ ...remark, at: before.now })));

describe("comments of the same millisecond", () => {
  it("raise the same alerts in any order", () => {
    fc.assert(
      fc.property(
        moments.chain((remarks) =>
          fc.tuple(
            fc.constant(remarks),
            fc.shuffledSubarray(remarks, { minLength: remarks.length, maxLength: remarks.length }),
          ),
        ),
        ([remarks, shuffled]) => {
          const alerts = alertsOf(remarks);
          const other = alertsOf(shuffled);
          expect(alerts.length).toBeGreaterThan(0);
          expect(other.length).toBe(alerts.length);
          for (const alert of alerts) expect(other.some((each) => same(alert, each))).toBe(true);
        },
      ),
      { seed, numRuns: 40 },
    );
  });
});

describe("one customer alone", () => {
  it("never raises an alert, whatever and however often", () => {
    const texts = fc.array(
      fc.oneof(
        fc.constantFrom(...outage(8, 0).map(({ text }) => text)),
        fc
          .array(fc.constantFrom("network", "down", "leeds", "mobile", "ring", "again"), { minLength: 1 })
          .map((words) => words.join(" ")),
      ),
      { minLength: 1, maxLength: 60 },
    );
    fc.assert(
      fc.property(texts, fc.nat(10), fc.boolean(), (all, minutes, known) => {
        const remarks = all.map((text, at) => ({
          id: `a${at}`,
          text,
          customer: known ? "one" : undefined,
          at: before.now + at * minutes * MINUTE,
        }));
        const detector = Detector.restore({}, before.state);
        const bursts = remarks.flatMap((remark) => detector.add(remark, before.now + DAY).burst ?? []);
        const prompt = Detector.restore({}, before.state);
        bursts.push(...remarks.flatMap((remark) => prompt.add(remark).burst ?? []));
        expect(bursts).toEqual([]);
      }),
      { seed, numRuns: 40 },
    );
  });
});
