import { assert, integer, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { cut, wellFormed } from "../../../../src/chat/cut.ts";
import { escape, escapeWithin } from "../../../../adapters/slack/escape.ts";

const decode = (text: string) =>
  text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

describe("escaping for Slack", () => {
  it("turns the three control characters into entities, once", () => {
    expect(escape("<!channel> & &lt;@U1&gt;")).toBe("&lt;!channel&gt; &amp; &amp;lt;@U1&amp;gt;");
  });

  it("leaves no control character, and loses nothing, whatever it is given", () => {
    assert(
      property(string({ unit: "binary" }), (given) => {
        expect(escape(given)).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
        expect(decode(escape(given))).toBe(given);
      }),
    );
  });

  it("replaces half surrogate pairs, which could not be sent", () => {
    expect(wellFormed("a\uD800b\uDC00c😀")).toBe("a\uFFFDb\uFFFDc😀");
  });

  it("cuts with a mark, never inside a character or an entity", () => {
    assert(
      property(string({ unit: "grapheme", maxLength: 200 }), integer({ min: 1, max: 60 }), (given, max) => {
        for (const short of [cut(given, max), escapeWithin(given, max)]) {
          expect(short.length).toBeLessThanOrEqual(max);
          expect(short).not.toMatch(/\p{Surrogate}/u);
        }
        expect(escapeWithin(given, max)).not.toMatch(/&(?!amp;|lt;|gt;)/);
        const whole = escape(given).length <= max;
        expect(escapeWithin(given, max).endsWith("…") && !given.endsWith("…")).toBe(
          !whole && !given.endsWith("…"),
        );
      }),
    );
  });

  it.each([
    ["abcdef", 4, "abc…"],
    ["abcd", 4, "abcd"],
    ["ab😀", 3, "ab…"],
    ["a😀b", 3, "a…"],
    ["&&&", 8, "&amp;…"],
    ["<<<", 12, "&lt;&lt;&lt;"],
  ])("shortens %s to %i as %s", (given, max, short) => {
    expect(escapeWithin(given, max)).toBe(short);
  });
});
