import { describe, expect, it } from "vitest";
import { dayName, drawable, figure, fitted, textWidth } from "../../../src/charts/words.ts";

describe("a text in a picture", () => {
  it.each([
    ["Service level", "Service level"],
    ["Café “Ångström” – £80 · €5", "Café “Ångström” – £80 · €5"],
    ["Ελλάδα Київ", "Ελλάδα Київ"],
    ["Refunds 😀🎉", "Refunds"],
    ["👩‍💻 team 🇬🇧 one", "team one"],
    ["👍🏽", "□"],
    ["عربي calls", "□ calls"],
    ["עברית", "□"],
    ["客服 Q1", "□ Q1"],
    ["a\u202Eb\u2066c\u200Bd", "abcd"],
    ["two\nlines\tand  more", "two lines and more"],
    ["lone \uD800 half", "lone □ half"],
    ["e\u0301", "é"],
    ["", ""],
    ["©® ™ ✓", "©® ™ ✓"],
  ])("is what our font can draw, and leaves a trace of what it cannot: %j", (given, drawn) => {
    expect(drawable(given)).toBe(drawn);
  });

  it("is cut with a mark where it is too wide", () => {
    const long = "A very long name for a figure that nobody can read in one line";
    const cut = fitted(long, 30, 300);
    expect(cut).toMatch(/^A very long.*…$/);
    expect(textWidth(cut, 30)).toBeLessThanOrEqual(300);
    expect(fitted("Short", 30, 300)).toBe("Short");
  });
});

describe("a figure", () => {
  it.each([
    [78.35, "%", 1, "78.4%"],
    [80, "£", 0, "£80"],
    [-12.5, "£", 2, "−£12.50"],
    [40, "s", 0, "40 s"],
    [1234567, "", 0, "1,234,567"],
    [0, "%", 0, "0%"],
    [-0.2, "", 0, "0"],
    [2.5, "per 100", 1, "2.5 per 100"],
    [5, "<script>", 0, "5 <script>"],
  ])("is written as people write it: %d %s", (value, unit, decimals, written) => {
    expect(figure(value, unit, decimals)).toBe(written);
  });
});

describe("a local day", () => {
  it.each([
    ["2026-11-02", "Mon 2 Nov"],
    ["2026-03-29", "Sun 29 Mar"],
    ["2024-02-29", "Thu 29 Feb"],
    ["next week", "next week"],
  ])("is named as people name it: %s", (day, name) => {
    expect(dayName(day)).toBe(name);
  });
});
