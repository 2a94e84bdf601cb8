import { expect, it } from "vitest";
import { longText, shortText } from "../../../src/chat/fields.ts";

it("asks for several lines, and for as many as every platform takes", () => {
  expect(longText("what", "What it is", "And for whom.")).toEqual({
    id: "what",
    type: "longText",
    label: "What it is",
    hint: "And for whom.",
    required: true,
    maxLength: 3_000,
  });
});

it("asks for a line, and for less or nothing where that is said", () => {
  expect(shortText("place", "Where", "", { required: false, maxLength: 80 })).toEqual({
    id: "place",
    type: "text",
    label: "Where",
    required: false,
    maxLength: 80,
  });
});
