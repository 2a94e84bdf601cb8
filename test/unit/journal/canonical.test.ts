import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, isCanonical } from "../../../src/journal/chain.ts";
import { seedOf } from "../../support/seeded.ts";

const seed = seedOf("canonical.test.ts");

describe("whether facts are in canonical form", () => {
  it.each([
    ["nothing", "{}"],
    ["names in order", '{"a":1,"b":[true,null],"c":"é"}'],
    ["one name that begins with another", '{"a":1,"aa":2,"b":3}'],
    // The language puts names that are whole numbers first, by size; RFC 8785 goes by their signs.
    ["names that are numbers, in the order of their signs", '{"10":1,"9":2}'],
    ["texts that begin with a colon", '{"b":":","c":[":","a:",":b"]}'],
    ["the empty name first", '{"":1,"a":2}'],
    ["objects in objects", '{"a":{"b":1,"c":2},"d":[{"e":1,"f":2}]}'],
    ["what has to be escaped", String.raw`{"a":"\"\\\n\u0001"}`],
    ["names in order by UTF-16 units, not by code points", '{"😀":1,"\ufb33":2}'],
  ])("is said of %s", (_, text) => {
    expect(isCanonical(text)).toBe(true);
    expect(canonicalJson(JSON.parse(text))).toBe(text);
  });

  it.each([
    ["names that are not in order", '{"b":1,"a":2}'],
    ["numbers as names, by size", '{"9":2,"10":1}'],
    ["names that are not in order within an object", '{"a":{"c":1,"b":2}}'],
    ["names that are not in order within a list", '{"a":[{"c":1,"b":2}]}'],
    ["a space", '{"a": 1}'],
    ["a line end after it", "{}\n"],
    ["a number written another way", '{"a":1.0}'],
    ["a number too large for one", '{"a":1e400}'],
    ["a whole number that is rounded", '{"a":9007199254740993}'],
    ["nought with a sign", '{"a":-0}'],
    ["a nought before a number", '{"a":01}'],
    ["a comma at the end", '{"a":1,}'],
    ["a comma at the end of a list", '{"a":["b",]}'],
    ["a sign escaped that need not be", String.raw`{"a":"\u0041"}`],
    ["a name twice", '{"a":1,"a":1}'],
    ["no JSON", "{a:1}"],
    ["nothing at all", ""],
  ])("is denied of %s", (_, text) => {
    expect(isCanonical(text)).toBe(false);
  });

  it("is said of just what is written anew the same, whatever is changed in facts", () => {
    const name = fc.oneof(
      fc.constantFrom("case", "level", "a", "aa", "b", "A", "_", "__proto__", "1"),
      fc.string(),
    );
    const value = fc.oneof(
      fc.string(),
      fc.string({ unit: "grapheme" }),
      fc.integer(),
      fc.double({ noDefaultInfinity: true, noNaN: true }),
      fc.boolean(),
      fc.constant(null),
      fc.array(fc.string()),
      fc.dictionary(name, fc.integer(), { maxKeys: 2 }),
    );
    const facts = fc.array(fc.tuple(name, value), { maxLength: 6 });
    const change = fc.option(
      fc.record({
        at: fc.nat(200),
        remove: fc.nat(3),
        insert: fc.constantFrom("", " ", '"', ",", ":", "0", "-", "\\", "]"),
      }),
      { freq: 2 },
    );
    const writtenAnew = (text: string): boolean => {
      try {
        return canonicalJson(JSON.parse(text)) === text;
      } catch {
        return false;
      }
    };
    let said = 0;
    fc.assert(
      fc.property(facts, fc.boolean(), change, (members, sorted, changed) => {
        const value = Object.fromEntries(members);
        const text = sorted ? canonicalJson(value) : JSON.stringify(value);
        const at = (changed?.at ?? 0) % text.length;
        const other =
          changed === null ? text : text.slice(0, at) + changed.insert + text.slice(at + changed.remove);
        const expected = writtenAnew(other);
        if (expected) said += 1;
        expect(isCanonical(other)).toBe(expected);
      }),
      { seed, numRuns: 5000 },
    );
    expect(said).toBeGreaterThan(500);
  });
});
