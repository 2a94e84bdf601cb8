import { describe, expect, it } from "vitest";
import { drawn, printable } from "../../../src/portfolio/text.ts";
import { HOSTILE } from "./sample.ts";

const GAP = "\u200b";

describe("a text in the printed files", () => {
  it.each([
    ["as typed, é ñ £ “quotes”", "as typed, é ñ £ “quotes”"],
    ["one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"],
    ["a\u0000b\u0007c\u001bd\u0085e", "a\ufffdb\ufffdc\ufffdd\ufffde"],
    ["half \ud83d of one, \u{1f600} a whole one", "half \ufffd of one, \u{1f600} a whole one"],
    [HOSTILE.right, "safe gnirts and isolated"],
  ])("%j becomes %j", (text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});

describe("a text in the PDF", () => {
  it.each([
    ["Plain words stay, naïve £80 – “so”", "Plain words stay, naïve £80 – “so”"],
    [HOSTILE.emoji, "Happy □ customer"],
    [HOSTILE.cjk, "□"],
    [HOSTILE.arabic, "□ □"],
    ["lost \ufffd sign", "lost □ sign"],
    ["#panic() $x$ *b* _i_ @a <l> // c", "#panic() $x$ *b* _i_ @a <l> // c"],
  ])("%j is shown as %j", (text, shown) => {
    expect(drawn(text)).toBe(shown);
  });

  it("can be broken where a run is too long for a column, and loses nothing", () => {
    for (const long of [HOSTILE.long, HOSTILE.address, "x".repeat(500)]) {
      const shown = drawn(long);
      expect(shown.replaceAll(GAP, "")).toBe(long);
      expect(Math.max(...shown.split(GAP).map(({ length }) => length))).toBeLessThanOrEqual(16);
    }
  });

  it("leaves words of a language to be hyphenated", () => {
    expect(drawn("Responsibilities counterproductively")).toBe("Responsibilities counterproductively");
  });
});
