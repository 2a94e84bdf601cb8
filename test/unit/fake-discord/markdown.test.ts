import { describe, expect, it } from "vitest";
import { showMarkdown, type Names } from "../../support/fake-discord/markdown.ts";

const ANA = "100000000000000001";
const names: Names = {
  user: (id) => (id === ANA ? "ana" : undefined),
  role: (id) => (id === "5" ? "leads" : undefined),
  channel: (id) => (id === "6" ? "floor" : undefined),
};
const full = (source: string) => showMarkdown(source, names);
const title = (source: string) => showMarkdown(source, names, "title");

describe("what a reader sees of Discord's markdown", () => {
  it.each([
    ["**bold** *it* _it_ __under__ ~~gone~~ ||hidden||", "bold it it under gone hidden"],
    ["***both*** ___both___ **a *b* c**", "both both a b c"],
    ["`a*b*` ``a`b`` ```js\nlet *x*;\n```", "a*b* a`b let *x*;"],
    ["# One\n### Three\n-# small\n> quoted\n>>> all", "One\nThree\nsmall\nquoted\nall"],
    ["- one\n* two\n  - in", "• one\n• two\n  • in"],
    ["> - **x**", "• x"],
    ["5. a\n9. b\n\n9. c", "5. a\n6. b\n\n9. c"],
    ["[click](https://evil.test)", "click⟨https://evil.test⟩"],
    ["[click](javascript:alert(1))", "click⟨javascript:alert(1)⟩"],
    ["<https://a.test> https://a.test/_x_\\_", "https://a.test https://a.test/_x_\\_"],
    [`<@${ANA}> <@!${ANA}>`, "@ana @ana"],
    ["<@7> <@&5> <@&8> <#6> <#9>", "«unknown user» «@leads» «@unknown role» «#floor» «#unknown channel»"],
    [
      "</case take:1> <t:1:R> <t:1> <:hi:1> <a:hi:1> <id:browse>",
      "«/case take» «time 1:R» «time 1» «emoji hi» «emoji hi» «id:browse»",
    ],
    ["@everyone @here", "«@everyone» «@here»"],
    [":tada: :+1: 10:30:45 a:b", "«emoji tada» «emoji +1» 10:30:45 a:b"],
  ])("%s", (source, shown) => {
    expect(full(source)).toBe(shown);
  });

  it.each([
    "2 * 3 * 4",
    "snake_case_name",
    "a < b > c",
    "**open",
    "#no heading",
    "-no list",
    "1.no list",
    "a | b || c",
    "[not](",
  ])("leaves alone what is no markup: %s", (source) => {
    expect(full(source)).toBe(source);
  });

  it("shows everything as it is behind a backslash", () => {
    const all = Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)).join("");
    const punctuation = all.replaceAll(/[0-9A-Za-z]/g, "");
    expect(punctuation).toHaveLength(32);
    const typed = `${punctuation} **x** <@${ANA}> :tada: # x\n- x\n1. x\n> x`;
    const escaped = typed.replaceAll(/[^0-9A-Za-z\s]/g, "\\$&");
    expect(full(escaped)).toBe(typed);
    expect(title(escaped)).toBe(typed);
  });

  it("keeps a backslash before letters, and inside code and links", () => {
    expect(full("\\a `\\*` https://a.test/\\_")).toBe("\\a \\* https://a.test/\\_");
  });

  it("knows no blocks and no mentions in titles", () => {
    expect(title(`# **x** <@${ANA}> @everyone\n- y`)).toBe(`# x <@${ANA}> @everyone\n- y`);
  });

  it("reads the longest texts at once, whatever is in them", () => {
    const start = performance.now();
    for (const each of ["*", "_", "~", "|", "[", "`", "\\", "<", "**a", "||x"])
      full(each.repeat(4096 / each.length));
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
