import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isTakenFrom, testimonyProblem } from "../../../src/evidence/testimony/own-words.ts";
import { seedOf } from "../../support/seeded.ts";

fc.configureGlobal({ seed: seedOf("own-words.test.ts") });

const LEARNER =
  "I listened to the customer, found that the parcel had been lost at the depot and decided on a refund within my limit, which I explained to my colleague afterwards.";
const OWN =
  "She came over at once, asked me what I had tried, and rang the depot herself while the caller was still holding.";

describe("whether words were taken from somebody else's", () => {
  // Each line was judged by a person before it was tried.
  it.each([
    ["the same", LEARNER, true],
    ["in capitals", LEARNER.toUpperCase(), true],
    ["with other punctuation and spaces", LEARNER.replaceAll(",", " —").replaceAll(" ", "  "), true],
    ["in full-width letters", LEARNER.replaceAll("a", "ａ"), true],
    ["with spaces that are not seen in the words", LEARNER.replaceAll("t", "t\u200B"), true],
    ["with soft hyphens in the words", LEARNER.replaceAll("e", "e\u00AD"), true],
    ["with marks of direction around the letters", LEARNER.replaceAll("o", "\u202Eo\u202C"), true],
    ["with Cyrillic letters that look the same", LEARNER.replaceAll("a", "а").replaceAll("e", "е"), true],
    [
      "with Greek capitals that look the same",
      LEARNER.toUpperCase().replaceAll("N", "Ν").replaceAll("H", "Η"),
      true,
    ],
    ["with figures for letters", LEARNER.replaceAll("o", "0"), true],
    ["with accents on the letters", LEARNER.replaceAll("e", "e\u0301").replaceAll("i", "ï"), true],
    ["with hyphens in the words", LEARNER.replaceAll(/(?<=[a-z]{3})(?=[a-z]{3})/g, "-"), true],
    ["with a space after every letter", (LEARNER.match(/./gsu) ?? []).join(" "), true],
    ["with the spaces left out", LEARNER.replaceAll(" ", "_"), true],
    ["a sentence of it among others", `I saw this. ${LEARNER.slice(0, 95)} And so on.`, true],
    ["with one word in ten changed", LEARNER.replace("listened", "talked").replace("decided", "chose"), true],
    [
      "twelve words in a row in a long text of one's own",
      `${OWN} ${OWN.toUpperCase()} that the parcel had been lost at the depot and decided on a refund`,
      true,
    ],
    [
      "eleven words in a row in a long text of one's own",
      `${OWN} the parcel had been lost at the depot and decided on ${OWN.split(" ").toReversed().join(" ")}`,
      false,
    ],
    ["words of one's own", OWN, false],
    [
      "the same thing, told by somebody else",
      "He found the lost parcel's trail, gave the money back and then told me how he had weighed it.",
      false,
    ],
    ["nothing", "", false],
  ])("%s: %s", (_, said, expected) => {
    expect(isTakenFrom(said, [OWN.slice(0, 10), LEARNER])).toBe(expected);
  });

  it("is so of every text of six words or more and itself, however it is written", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 6, maxLength: 60 }),
        fc.constantFrom(" ", ", ", "\n", " – "),
        (words, between) => {
          expect(isTakenFrom(words.join(between).toUpperCase(), ["something else", words.join(" ")])).toBe(
            true,
          );
        },
      ),
    );
  });

  it("is so of a copy in which letters are swapped for what looks the same, and what is not seen is put in", () => {
    const UNSEEN = ["\u200B", "\u200D", "\u2060", "\u00AD", "\uFEFF", "\uFE0F", "\u034F", "\u{E0041}"];
    const ALIKE: Readonly<Record<string, readonly string[]>> = {
      a: ["а", "α", "ａ", "á"],
      c: ["с", "ç", "𝐜"],
      e: ["е", "ε", "é"],
      i: ["і", "ı", "ｉ"],
      o: ["о", "ο", "0", "ö"],
      p: ["р", "ρ"],
      s: ["ѕ", "ş"],
      x: ["х", "χ"],
      y: ["у", "ÿ"],
    };
    const word = fc.stringMatching(/^[a-z]{2,9}$/);
    const change = fc.record({
      swap: fc.nat(5),
      unseen: fc.option(fc.constantFrom(...UNSEEN), { freq: 3 }),
      between: fc.constantFrom("", "", "", "", "-", ".", "’", "·"),
      capital: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.array(word, { minLength: 16, maxLength: 60 }),
        fc.array(change, { minLength: 5, maxLength: 40 }),
        (words, changes) => {
          const theirs = words.join(" ");
          const copy = (theirs.match(/./gsu) ?? []).map((letter, at) => {
            const { swap = 0, unseen, between = "", capital = false } = changes[at % changes.length] ?? {};
            const swapped = ALIKE[letter]?.[swap] ?? (capital ? letter.toUpperCase() : letter);
            return `${swapped}${unseen ?? ""}${between}`;
          });
          expect(isTakenFrom(copy.join(""), [theirs])).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("is so of no two texts without a word in common", () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^a[a-z]{0,6}$/), { maxLength: 40 }),
        fc.array(fc.stringMatching(/^b[a-z]{0,6}$/), { maxLength: 40 }),
        (one, other) => {
          expect(isTakenFrom(one.join(" "), [other.join(" ")])).toBe(false);
        },
      ),
    );
  });
});

describe("what is wrong with a testimony", () => {
  it.each([
    ["", /word of praise/],
    ["He was great today", /word of praise/],
    ["V\u200Be\u200Br\u200By g\u200Bo\u200Bo\u200Bd", /word of praise/],
    ["g\u0335o\u0335o\u0335d\u0335 j\u0335o\u0335b\u0335", /word of praise/],
    [LEARNER, /the learner's own words/],
    [OWN, /^$/],
  ])("%j", (said, problem) => {
    expect(testimonyProblem(said, [LEARNER]) ?? "").toMatch(problem);
  });
});
