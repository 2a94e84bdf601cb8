import { describe, expect, it } from "vitest";
import { Remembered } from "../../src/remembered.ts";

/** What was looked at while some texts came by, in order. */
function lookedAt(most: number, texts: readonly string[]): readonly string[] {
  const looks: string[] = [];
  const lengths = new Remembered<number>(most);
  for (const text of texts) {
    const found = lengths.of(text, (one) => {
      looks.push(one);
      return one.length;
    });
    expect(found).toBe(text.length);
  }
  return looks;
}

describe("what texts came to", () => {
  it("is looked at once for each", () => {
    expect(lookedAt(3, ["one", "two", "one", "three", "two", "one"])).toEqual(["one", "two", "three"]);
  });

  it("is forgotten, all of it, before there would be more than may be", () => {
    expect(lookedAt(2, ["one", "two", "three", "three", "one", "two"])).toEqual([
      "one",
      "two",
      "three",
      "one",
      "two",
    ]);
  });

  it("is not kept of a long text, which is in no memory twice", () => {
    const [fits, long] = ["x".repeat(200), "x".repeat(201)];
    expect(lookedAt(9, [fits, fits, long, long])).toEqual([fits, long, long]);
  });
});
