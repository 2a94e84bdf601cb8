import { describe, expect, it } from "vitest";
import type { Field } from "../../../src/chat/form.ts";
import { writtenIn } from "../../../src/chat/written.ts";

const choices = [
  { value: "58A:4.2", label: "Two" },
  { value: "58A:4.3", label: "Three" },
];
const base = { label: "A field", required: false };
const FIELDS: readonly Field[] = [
  { ...base, id: "words", type: "longText", maxLength: 300 },
  { ...base, id: "count", type: "number", min: 1, max: 9 },
  { ...base, id: "one", type: "choice", choices },
  { ...base, id: "some", type: "multiChoice", choices },
  { ...base, id: "who", type: "member", choices },
  { ...base, id: "day", type: "date" },
  { ...base, id: "moment", type: "dateTime" },
];

describe("what somebody wrote into a form", () => {
  it("is not what they picked from what it offers", () => {
    const picked = {
      one: "58A:4.2",
      some: "58A:4.2\n58A:4.3",
      who: "58A:4.3",
      day: "2030-01-15",
      moment: "2030-01-15T09:30",
    };
    expect(writtenIn(FIELDS, picked)).toEqual({});
    expect(writtenIn(FIELDS, { moment: "1894699800000" })).toEqual({});
  });

  it("is everything else: words, figures, what no field offers, and what stands where something should be picked", () => {
    const written = {
      words: "58A:4.2",
      count: "7",
      one: "4111 1111 1111 1111",
      some: "58A:4.2\n4111 1111 1111 1111",
      who: "4111111111111111",
      day: "4111-11-11 1111 1111",
      moment: "4111111111111",
      nobody: "4111111111111111",
    };
    expect(writtenIn(FIELDS, written)).toEqual(written);
  });
});
