import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { customerReferenceRegex, patternProblem } from "../../../src/organisation/reference.ts";
import { seedOf } from "../../support/seeded.ts";

const seed = seedOf("reference.test.ts");

describe("a pattern that could take for ever, or is none", () => {
  it.each([
    "(a+)+",
    "(a*)*b",
    "(a|a)*",
    "(a|aa)+b",
    "([A-Z]{1,4})+",
    "a*a*a*a*a*b",
    "[0-9]+[0-9]+[0-9]+",
    "(a?){30}",
    "a?a?a?a?a?a?a?a?a?a?a?a?a?a?aaaa",
    "(a)\\1",
    "\\bC",
    "(?=a)a",
    "(?<=a)a",
    "(?<x>a)",
    "a|b)",
    "(a",
    "[a",
    "[]a]",
    "[^](a+)+",
    "[\\d]",
    "*a",
    "a{",
    "a{3,1}",
    "a{65}",
    "a**",
    "^a$",
    "",
    "é",
    "a".repeat(201),
  ])("%s is refused", (pattern) => {
    expect(patternProblem(pattern)).toBeDefined();
  });
});

describe("a pattern that is safe", () => {
  it.each([
    ["[A-Z]{1,4}-[A-Z0-9]{2,16}", "C-1042", "C-1"],
    ["C-[0-9]{4,8}", "C-1042", "C-10421042104"],
    ["[A-Z]+-[0-9]+", "ABC-1", "ABC-"],
    ["(?:CUS|ACC)[0-9]{6}", "CUS123456", "CU123456"],
    ["C/\\d{4}\\.[A-Z]?", "C/1042.X", "C/1042xX"],
    ["A|B", "B", "AB"],
    ["[^a-z]{3}", "A1-", "a1-"],
  ])("%s takes %s and not %s", (pattern, yes, no) => {
    expect(patternProblem(pattern)).toBeUndefined();
    const regex = customerReferenceRegex({ pattern, example: yes });
    expect([regex.test(yes), regex.test(no), regex.test(`${yes}\n`), regex.test(` ${yes}`)]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });

  it("never matches more than 64 characters", () => {
    const regex = customerReferenceRegex({ pattern: "[A-Z]+", example: "A" });
    expect([regex.test("A".repeat(64)), regex.test("A".repeat(65))]).toEqual([true, false]);
  });

  it("is always one that JavaScript can read", () => {
    const piece = fc.constantFrom(
      ..."a b [A-Z] [^0-9] \\d \\- ( (?: ) | ? * + {2} {1,3} {2,} . ^ [ ] \\".split(" "),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        const pattern = pieces.join("");
        const regex =
          patternProblem(pattern) === undefined ? customerReferenceRegex({ pattern, example: "" }) : /x/;
        expect(regex.test("-")).toBeTypeOf("boolean");
      }),
      { seed, numRuns: 3000 },
    );
  });
});
