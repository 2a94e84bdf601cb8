import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { isScalar, parseDocument, visit } from "yaml";
import { describe, expect, it } from "vitest";
import { parseOrganisation } from "../../../src/organisation/file.ts";
import { seedOf } from "../../support/seeded.ts";

const seed = seedOf("example.test.ts");

const example = readFileSync(new URL("../../../docs/examples/northgate.yaml", import.meta.url), "utf8");

/** Pieces that break YAML, or rules, in one place or another. */
const PIECES = [
  ..."{ } [ ] : , - # & * ! | > ' \" % @ ` ? \t \n".split(" "),
  ..."agent billing limit: currency: 1,250.00 £250 __proto__: <<: *a &a !!binary null true -1 1e9 [[[[ }}}}".split(
    " ",
  ),
  "\n  ",
  "\u0000",
  "\ud800",
  "\u2028",
];

const mutation = fc.record({
  at: fc.nat(example.length - 1),
  remove: fc.oneof(fc.constant(0), fc.nat(12), fc.nat(400)),
  insert: fc.oneof(fc.constantFrom(...PIECES), fc.constant(""), fc.string({ unit: "binary", maxLength: 8 })),
});

/** Where the example has a value: one place of each kind, so of two teams' names only the first. */
function values(): [where: string, from: number, to: number][] {
  const found = new Map<string, [number, number]>();
  visit(parseDocument(example), {
    Scalar(key, { range }, path) {
      if (key === "key" || range === undefined || range === null) return;
      const keys = path.map((step) => ("key" in step && isScalar(step.key) ? step.key.toString() : ""));
      const where = keys.filter((name) => name !== "").join(".");
      if (!found.has(where)) found.set(where, [range[0], range[1]]);
    },
  });
  return [...found].map(([where, [from, to]]) => [where, from, to]);
}

/** What can stand where a text belongs. */
const SHAPES = ["{ a: b }", "{ 08:30: b }", "[{ a: b }]", "[[a], { b: [c] }]", "{}", "[]", "[{}, x]"];

describe("the example organisation", () => {
  it.each(values())("is read or refused with a group or a list as %s", (_where, from, to) => {
    for (const shape of SHAPES) {
      const parsed = parseOrganisation(example.slice(0, from) + shape + example.slice(to));
      const found = parsed.ok ? parsed.warnings : parsed.problems;
      expect(found.every(({ line, message }) => line >= 1 && message !== "")).toBe(true);
      expect(parsed.ok || found.length > 0).toBe(true);
    }
  });

  it("has no problems and no warnings", () => {
    expect(parseOrganisation(example)).toMatchObject({ ok: true, warnings: [] });
  });

  it("is a centre of about 25 people, from agents to a director", () => {
    const parsed = parseOrganisation(example);
    if (!parsed.ok) throw new Error("the example has problems");
    const { organisation } = parsed;
    expect(organisation.people.length).toBeGreaterThanOrEqual(23);
    expect(organisation.people.find(({ id }) => id === "ana")).toMatchObject({
      name: "Ana Reyes",
      team: "billing",
    });
    expect(new Set(organisation.people.map(({ level }) => level))).toEqual(new Set(organisation.levels));
    expect(organisation.people.filter(({ decides }) => !decides).map(({ id }) => id)).toEqual([
      "martin",
      "farah",
    ]);
    expect(organisation.teams.every(({ channels }) => channels.escalations.console !== undefined)).toBe(true);
  });

  it("changed at random gives problems or an organisation, never anything else", { timeout: 180_000 }, () => {
    let broken = 0;
    fc.assert(
      fc.property(fc.array(mutation, { minLength: 1, maxLength: 4 }), (mutations) => {
        let text = example;
        for (const { at, remove, insert } of mutations) {
          text = text.slice(0, at) + insert + text.slice(at + remove);
        }
        const parsed = parseOrganisation(text);
        if (!parsed.ok) broken += 1;
        const found = parsed.ok ? parsed.warnings : parsed.problems;
        const lines = text.split(/\r\n|\r|\n/).length;
        const sound = found.every(({ line, message }) => line >= 1 && line <= lines && message !== "");
        expect({ sound, told: parsed.ok || found.length > 0 }).toEqual({ sound: true, told: true });
        const order = found.map(({ line }) => line);
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }),
      { seed, numRuns: 2000 },
    );
    // The mutations must really break the file, or this test would prove nothing.
    expect(broken).toBeGreaterThan(500);
  });
});
