import { type DefaultTreeAdapterMap, parse } from "parse5";
import { describe, expect, it } from "vitest";
import { bookOf } from "../../../src/portfolio/book/index.ts";
import { htmlOf } from "../../../src/portfolio/html/page.tsx";
import { HOSTILE, sample, sampleOfThree } from "./sample.ts";

type Node = DefaultTreeAdapterMap["node"];
type Element = DefaultTreeAdapterMap["element"];

const isElement = (node: Node): node is Element => "tagName" in node;

/** Every element of a page, in order. */
const elements = (node: Node): Element[] => [
  ...(isElement(node) ? [node] : []),
  ...("childNodes" in node ? node.childNodes.flatMap(elements) : []),
];

const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((one) => one.name === name)?.value;

const textOf = (node: Node): string => {
  if ("value" in node) return node.value;
  return "childNodes" in node ? node.childNodes.map(textOf).join("") : "";
};

interface ReadPage {
  readonly source: string;
  readonly all: readonly Element[];
  readonly text: string;
  readonly faults: readonly string[];
}

/** A page as a browser reads it. */
function read(source: string): ReadPage {
  const faults: string[] = [];
  const document = parse(source, { onParseError: ({ code }) => faults.push(code) });
  return { source, all: elements(document), text: textOf(document), faults };
}

const page = read(await htmlOf(bookOf(sample(false))));
const named = (from: ReadPage, ...names: string[]): Element[] =>
  from.all.filter(({ tagName }) => names.includes(tagName));

describe("the HTML of a portfolio", () => {
  it("is read by a browser without a single fault", () => {
    expect(page.faults).toEqual([]);
  });

  it("holds nothing that acts or that comes from elsewhere", () => {
    expect(named(page, "script", "img", "iframe", "object", "link", "form", "base", "svg")).toEqual([]);
    const acting = page.all.flatMap(({ attrs }) =>
      attrs.filter(
        ({ name, value }) =>
          name.startsWith("on") || name === "src" || name === "style" || /^\s*javascript:/i.test(value),
      ),
    );
    expect(acting).toEqual([]);
    expect(named(page, "a").filter((link) => !attribute(link, "href")?.startsWith("#"))).toEqual([]);
  });

  it("allows by its policy nothing but its own style sheet", () => {
    const policy = named(page, "meta").find((meta) => attribute(meta, "http-equiv") !== undefined);
    expect(attribute(policy ?? named(page, "html")[0]!, "content")).toMatch(
      /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri 'none'; form-action 'none'$/,
    );
    expect(named(page, "style")).toHaveLength(1);
  });

  it("shows every hostile text as it was typed, and as nothing but text", () => {
    const { typst, html, formula, wide, emoji, cjk, arabic, long, address } = HOSTILE;
    for (const text of [typst, html, formula, wide, emoji, cjk, arabic, long, address])
      expect(page.text).toContain(text);
    expect(page.text).toContain("safe gnirts and isolated");
    expect(page.text).toContain("bell\ufffd nul\ufffd escape\ufffd[31m lone\ufffd end");
  });

  it("has one title, and headings that leave out no level", () => {
    const levels = named(page, "h1", "h2", "h3", "h4").map(({ tagName }) => Number(tagName.slice(1)));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    const jumps = levels.filter((level, n) => level > (levels[n - 1] ?? 0) + 1);
    expect(jumps).toEqual([]);
  });

  it("can be used with a screen reader: language, skip link, captions, heads of rows and columns", () => {
    expect(attribute(named(page, "html")[0]!, "lang")).toBe("en-GB");
    expect(attribute(named(page, "a")[0]!, "href")).toBe("#main");
    expect(page.all.filter((one) => attribute(one, "id") === "main")).toHaveLength(1);
    expect(named(page, "caption")).toHaveLength(named(page, "table").length);
    expect(named(page, "th").filter((head) => attribute(head, "scope") === undefined)).toEqual([]);
  });

  it("links only to what is there, once", () => {
    const ids = page.all.flatMap((one) => attribute(one, "id") ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const targets = named(page, "a").map((link) => attribute(link, "href")?.slice(1) ?? "");
    expect(targets.filter((target) => !ids.includes(target))).toEqual([]);
  });

  it("has the recording forms with all their columns", async () => {
    const three = read(await htmlOf(bookOf(sampleOfThree())));
    const forms = three.all.filter((one) => attribute(one, "class") === "form");
    const widths = forms.map((form) => {
      const row = elements(form).findLast(({ tagName }) => tagName === "tr");
      return row?.childNodes.filter(isElement).length;
    });
    // The other two units have no claims yet, so their last row is the one of labels, without ref and description.
    expect(widths).toEqual([29, 14, 23]);
  });

  it("says on every page that it is a specimen, if and only if it is one", async () => {
    const specimen = read(await htmlOf(bookOf(sample(true))));
    const sections = named(specimen, "section");
    expect(sections.length).toBeGreaterThan(8);
    expect(sections.filter((one) => !textOf(one).includes("SPECIMEN"))).toEqual([]);
    expect(textOf(named(specimen, "title")[0]!)).toContain("SPECIMEN");
    expect(page.text).not.toContain("SPECIMEN");
  });
});
