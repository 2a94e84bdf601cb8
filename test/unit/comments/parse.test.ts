import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  aboutIn,
  paraphraseProblem,
  understandComment,
  withoutReferences,
} from "../../../src/comments/parse.ts";
import { customerReferenceRegex } from "../../../src/organisation/reference.ts";

const PATTERN = customerReferenceRegex({ pattern: "C-[0-9]{4,8}", example: "C-1042" });
const ABOUT = [
  { id: "app", label: "Mobile app" },
  { id: "delivery", label: "Delivery" },
];

describe("a line after /comment", () => {
  it.each([
    [
      "C-1042 app logs her out since the update",
      { customer: "C-1042", about: "app", said: "app logs her out since the update" },
    ],
    ["the queue is too long (c-1042).", { customer: "C-1042", said: "the queue is too long" }],
    ["requested: C-1042 likes the shop", { customer: "C-1042", origin: "requested", said: "likes the shop" }],
    ["survey: likes the shop", { origin: "requested", said: "likes the shop" }],
    ["Spontaneous, likes the shop", { origin: "spontaneous", said: "likes the shop" }],
    ["requested C-1042 likes the shop", { customer: "C-1042", origin: "requested", said: "likes the shop" }],
    ["requested a refund at once", { said: "requested a refund at once" }],
    ["asked when it comes", { said: "asked when it comes" }],
    ["the app and the delivery are slow", { said: "the app and the delivery are slow" }],
    ["application form is hard to read", { said: "application form is hard to read" }],
    ["", { said: "" }],
  ])("%s", (line, understood) => {
    expect(understandComment(line, ABOUT, PATTERN)).toEqual(understood);
  });

  it("is about something only where exactly one thing is named", () => {
    expect(aboutIn("MOBILE-APP is slow", ABOUT)).toBe("app");
    expect(aboutIn("delivery by the app", ABOUT)).toBeUndefined();
    expect(aboutIn("nothing of the kind", ABOUT)).toBeUndefined();
  });

  it("is taken whatever is typed", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 300, unit: "binary" }), (line) => {
        const { said } = understandComment(line, ABOUT, PATTERN);
        expect(said.length).toBeLessThanOrEqual(line.length);
      }),
      { seed: 4, numRuns: 500 },
    );
  });
});

describe("a paraphrase", () => {
  it.each([
    "app logs out",
    "a b",
    "アプリが落ちる",
    "приложение не открывается",
    "constructor and __proto__",
  ])("can be compared: %s", (said) => {
    expect(paraphraseProblem(said, 1_000)).toBeUndefined();
  });

  it.each([
    ["", "Say what the customer said"],
    ["   ", "Say what the customer said"],
    ["refund", "Say it in a few words"],
    ["🙂 🙂 !!", "Say it in a few words"],
    ["word ".repeat(300), "longer than the 1,000 characters"],
  ])("cannot: %s", (said, problem) => {
    expect(paraphraseProblem(said, 1_000)).toContain(problem);
  });

  it("loses every further reference", () => {
    expect(withoutReferences("C-1042 told C-1043 that it (C-1044) broke", PATTERN)).toBe(
      "told that it broke",
    );
    expect(withoutReferences("two lines\nC-1042\nand more", PATTERN)).toBe("two lines\n\nand more");
    expect(withoutReferences("nothing to take out", PATTERN)).toBe("nothing to take out");
  });
});
