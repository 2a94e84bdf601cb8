import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type EvidenceEvent, compileUnits, gather, suggestionsOf } from "../../../src/evidence/suggest.ts";
import { builtInUnits } from "../../../src/evidence/units/built-in.ts";
import { EVENTS } from "../../../src/evidence/units/events.ts";
import { loadUnit } from "../../../src/evidence/units/load.ts";
import { seedOf } from "../../support/seeded.ts";
import { PROBES, event } from "./probes.ts";

const units = builtInUnits();
const runs = { seed: seedOf("evidence/suggest.test.ts"), numRuns: 200 };

/** A unit with one criterion and one rule. */
function unitWith(rule: string) {
  const read = loadUnit(
    [
      "unit: TRY1",
      "edition: one",
      "id: 7a1e4d52-0b7c-4c1e-9a3f-000000000001",
      "title: A unit to try things with",
      "awarding_body: Nobody",
      "standing: It is an example.",
      "numbers: { performance: {}, knowledge: {}, requirement: {} }",
      "groups:",
      "  - id: LO1",
      "    title: The outcome",
      "    criteria:",
      "      - ref: 1.1",
      "        id: 7a1e4d52-0b7c-4c1e-9a3f-000000000002",
      "        title: Something that is done",
      "        kind: performance",
      "        verb: do",
      "        parts: [{ id: one, title: One }, { id: two, title: Two }]",
      "        corroborated_by: A colleague",
      "        suggested_by:",
      `          - { event: case.decided, role: resolver, reason: You did., ${rule} }`,
    ].join("\n"),
  );
  if (!read.ok) throw new Error(read.problems.join("\n"));
  return [read.unit];
}

const matches = (rule: string, facts: EvidenceEvent["facts"]): boolean =>
  suggestionsOf([event("case.decided", "resolver", facts)], unitWith(rule), false).length > 0;

describe("a rule", () => {
  it.each([
    ["when: { kind: [approval, takeover] }", { kind: "takeover" }, true],
    ["when: { kind: [approval, takeover] }", { kind: "advice" }, false],
    ["when: { kind: [approval] }", {}, false],
    ["when: { kind: [approval], told: [accepted] }", { kind: "approval", told: "unknown" }, false],
    ["when: { risk: [true] }", { risk: true }, true],
    ["when: { risk: [true] }", { risk: false }, false],
    ["when: { customers: [3] }", { customers: 3 }, true],
    ["when: { marks: [high_risk] }", { marks: ["identification", "high_risk"] }, true],
    ["when: { marks: [high_risk] }", { marks: [] }, false],
    // What is not there is not the word "null" or "undefined".
    ["when: { outcome: ['null', undefined] }", { outcome: null }, false],
    ["when: { outcome: ['null', undefined] }", {}, false],
    ["unless: { outcome: [passed_on] }", { outcome: "passed_on" }, false],
    ["unless: { outcome: [passed_on] }", { outcome: "approved" }, true],
    ["unless: { outcome: [passed_on] }", {}, true],
    ["unless: { marks: [one], kind: [two] }", { marks: ["one"], kind: "three" }, false],
    ["has: [told]", { told: ["agents"] }, true],
    ["has: [told]", { told: [] }, false],
    ["has: [told]", { told: null }, false],
    ["has: [told]", {}, false],
    ["has: [told]", { told: false }, true],
    ["actor_is: [owner]", { owner: "m-doer" }, true],
    ["actor_is: [owner]", { owner: "m-ana" }, false],
    ["actor_is: [owner]", {}, false],
  ] as const)("%s, of %j: %s", (rule, facts, expected) => {
    expect(matches(rule, facts)).toBe(expected);
  });

  it("shows the parts that it names, or else all of them", () => {
    const partsOf = (rule: string) =>
      suggestionsOf([event("case.decided", "resolver")], unitWith(rule), false).map(({ parts }) => parts);
    expect(partsOf("parts: [two]")).toEqual([["two"]]);
    expect(partsOf("strength: part")).toEqual([["one", "two"]]);
  });
});

describe("a suggestion", () => {
  it("says whose it is, of what, why, and by which event", () => {
    const one = event("comment.answered", "recorder", {}, { seq: 7, id: "e-7" });
    expect(suggestionsOf([one], units, false)).toEqual([
      {
        seq: 7,
        event: "e-7",
        member: "m-doer",
        unit: "58A",
        edition: "2010 standards",
        ref: "2.5",
        strength: "whole",
        parts: ["respond"],
        reason: "You recorded what a customer said, and what you answered.",
      },
    ]);
  });

  it("goes when its comment is taken back, and no other one does", () => {
    const logged = (seq: number, subject: string) =>
      event("comment.recorded", "recorder", { origin: "spontaneous" }, { seq, subject });
    const struck = event("comment.struck", "recorder", { origin: "spontaneous" }, { seq: 3, subject: "c-1" });
    const events = [logged(1, "c-1"), logged(2, "c-2"), struck];
    const left = suggestionsOf(events, units, false).map(({ seq }) => seq);
    expect([...new Set(left)]).toEqual([2]);
  });
});

describe("a comment of which somebody says more later", () => {
  const recorded = event("comment.recorded", "recorder", { origin: "spontaneous" }, { seq: 1 });
  const detailed = (seq: number, origin: string) =>
    event("comment.detailed", "recorder", { origin, replied: false }, { seq });
  const refsOf = (...events: readonly EvidenceEvent[]): readonly string[] =>
    suggestionsOf(events, units, false).map(({ ref }) => ref);

  it("is what they say last, whichever is read first", () => {
    expect(refsOf(recorded)).toEqual(["ER5b1", "ER5b"]);
    expect(refsOf(recorded, detailed(2, "requested"))).toEqual(["ER5c"]);
    expect(refsOf(detailed(2, "requested"), recorded)).toEqual(["ER5c"]);
    expect(refsOf(detailed(3, "spontaneous"), recorded, detailed(2, "requested"))).toEqual(["ER5b1", "ER5b"]);
  });

  it("stays what it is when another one is corrected", () => {
    const other = { ...detailed(2, "requested"), subject: "s-2" };
    expect(refsOf(recorded, other)).toEqual(["ER5b1", "ER5b"]);
  });

  it("stays confidential", () => {
    const severe = { ...recorded, facts: { ...recorded.facts, severe: "safeguarding" } };
    expect(refsOf(severe, detailed(2, "spontaneous"))).toEqual([]);
  });
});

const anEvent = (seq: number): fc.Arbitrary<EvidenceEvent> =>
  fc
    .record({
      probe: fc.constantFrom(...Object.values(PROBES)),
      actor: fc.constantFrom("m-doer", "m-ana", "m-ben", "system", ""),
      subject: fc.constantFrom("s-1", "s-2", "s-3"),
      simulated: fc.boolean(),
      role: fc.constantFrom(undefined, ...new Set([...EVENTS.values()].flat())),
    })
    .map(({ probe, role, ...more }) => ({
      ...probe,
      ...more,
      role: role ?? probe.role,
      seq,
      id: `e-${seq}`,
    }));

const someEvents = fc
  .integer({ min: 0, max: 40 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => anEvent(index + 1))));

describe("whatever happens", () => {
  it("the order, the pieces and the repeats in which events are read make no difference", () => {
    fc.assert(
      fc.property(
        someEvents.chain((events) =>
          fc.tuple(
            fc.constant(events),
            fc.shuffledSubarray(events, { minLength: events.length }),
            fc.nat(40),
            fc.subarray(events),
          ),
        ),
        ([events, shuffled, cut, again]) => {
          const gathering = gather(compileUnits(units), false);
          gathering.add(shuffled.slice(0, cut));
          gathering.add(again);
          gathering.add(shuffled.slice(cut));
          expect(gathering.list()).toEqual(suggestionsOf(events, units, false));
        },
      ),
      runs,
    );
  });

  it("nobody but the actor has anything, and the bot has nothing", () => {
    fc.assert(
      fc.property(someEvents, fc.boolean(), (events, simulated) => {
        for (const found of suggestionsOf(events, units, simulated)) {
          const source = events.find(({ seq }) => seq === found.seq);
          expect(found.member).toBe(source?.actor);
          expect(["system", ""]).not.toContain(found.member);
          expect(source?.simulated).toBe(simulated);
        }
      }),
      runs,
    );
  });

  it("the order of the units' files makes no difference", () => {
    const key = (found: ReturnType<typeof suggestionsOf>) =>
      new Set(found.map(({ seq, unit, ref, strength }) => `${seq} ${unit} ${ref} ${strength}`));
    const events = Object.values(PROBES).map((one, index) => ({
      ...one,
      seq: index + 1,
      subject: `s-${index}`,
    }));
    const turned = suggestionsOf(events, [...units].toReversed(), false);
    expect(key(turned)).toEqual(key(suggestionsOf(events, units, false)));
  });
});
