import { describe, expect, it } from "vitest";
import { canonicalJson, isCanonical } from "../../../src/journal/chain.ts";

describe("whether facts are in canonical form", () => {
  it.each([
    ["nothing", "{}"],
    ["names in order", '{"a":1,"b":[true,null],"c":"é"}'],
    ["one name that begins with another", '{"a":1,"aa":2,"b":3}'],
    // The language puts names that are whole numbers first, by size; RFC 8785 goes by their signs.
    ["names that are numbers, in the order of their signs", '{"10":1,"9":2}'],
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
    ["a sign escaped that need not be", String.raw`{"a":"\u0041"}`],
    ["a name twice", '{"a":1,"a":1}'],
    ["no JSON", "{a:1}"],
    ["nothing at all", ""],
  ])("is denied of %s", (_, text) => {
    expect(isCanonical(text)).toBe(false);
  });
});
