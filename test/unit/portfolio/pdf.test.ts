import { extractText, getDocumentProxy } from "unpdf";
import { beforeAll, describe, expect, it } from "vitest";
import { bookOf } from "../../../src/portfolio/book/index.ts";
import { pdfOf } from "../../../src/portfolio/pdf/typst.ts";
import { HOSTILE, sample, sampleOfThree } from "./sample.ts";

const AT = Date.UTC(2026, 10, 20, 16, 30);
const GAP = /\u200b/g;

interface Opened {
  readonly bytes: Uint8Array;
  readonly pages: readonly string[];
  readonly text: string;
  readonly document: Awaited<ReturnType<typeof getDocumentProxy>>;
}

async function open(bytes: Uint8Array): Promise<Opened> {
  const document = await getDocumentProxy(Uint8Array.from(bytes));
  const { text } = await extractText(document, { mergePages: false });
  const pages = text.map((page) => page.replaceAll(GAP, ""));
  return { bytes, pages, text: pages.join("\n"), document };
}

/** Without gaps, because lines are broken where the page ends. */
const dense = (text: string): string => text.replaceAll(/[\s\u00ad-]+/g, "");

/** A structure tree as lines of roles, by depth. */
interface Tagged {
  readonly role?: string;
  readonly children?: readonly Tagged[];
}
const rolesOf = (node: Tagged): string[] => [node.role ?? "", ...(node.children ?? []).flatMap(rolesOf)];

let live: Opened;
let specimen: Opened;
beforeAll(async () => {
  // The compiler throws where a page breaks PDF/UA-1, so each of these is a check by itself.
  live = await open(pdfOf(bookOf(sample(false)), AT));
  specimen = await open(pdfOf(bookOf(sampleOfThree()), AT));
});

describe("the PDF of a portfolio", () => {
  it("says that it is PDF/UA-1, tagged, with a language and a title that is shown", async () => {
    const source = Buffer.from(live.bytes).toString("latin1");
    expect(source).toMatch(/\/MarkInfo\s*<<[^>]*\/Marked true/);
    expect(source).toMatch(/\/DisplayDocTitle true/);
    expect(source).toContain("pdfuaid");
    const { info, metadata } = await live.document.getMetadata();
    expect(JSON.stringify(info)).toContain("Portfolio of evidence: Priya Shah");
    expect(JSON.stringify(info)).toContain('"Language":"en-GB"');
    expect(metadata).toBeTruthy();
  });

  it("has real headings, tables with heads, and lists in its structure", async () => {
    const roles: string[] = [];
    for (let n = 1; n <= live.document.numPages; n += 1) {
      const page = await live.document.getPage(n);
      const tree: Tagged | null = await page.getStructTree();
      if (tree !== null) roles.push(...rolesOf(tree));
    }
    for (const role of ["H1", "H2", "Table", "TH", "TD", "L"]) expect(roles).toContain(role);
  });

  it("is drawn with the font that comes with it, and with no other", () => {
    const fonts =
      Buffer.from(live.bytes)
        .toString("latin1")
        .match(/\/BaseFont\s*\/[A-Za-z0-9+-]+/g) ?? [];
    expect(fonts.length).toBeGreaterThan(0);
    expect(fonts.filter((font) => !font.includes("+Inter"))).toEqual([]);
  });

  it("says on its title page whose it is, who assesses and verifies it, and the journal's head", () => {
    const [title = ""] = live.pages;
    for (const words of [
      "Portfolio of evidence: Priya Shah",
      "Assessor: Asha Okafor. Internal verifier: ",
      "Head of the journal: event 900, bbbb",
    ])
      expect(dense(title)).toContain(dense(words));
  });

  it("says on each page which of how many it is, and whose it is", () => {
    const count = live.pages.length;
    const wrong = live.pages.flatMap((text, n) =>
      text.includes(`Page ${n + 1} of ${count}`) && text.includes("Priya Shah") ? [] : [n + 1],
    );
    expect(wrong).toEqual([]);
  });

  it("has the recording form with 29 columns on a page that lies on its side, and repeats the heads", async () => {
    const n = live.pages.findIndex((text) => text.includes("Description of Evidence"));
    // Cells over two rows come after the first row's other cells.
    const form = dense(live.pages[n] ?? "");
    expect(form).toContain("PCKURefDescriptionofEvidence12345678910111213141516abcdefghijkE001");
    const [, , width = 0, height = 0] = (await live.document.getPage(n + 1)).view;
    expect(width).toBeGreaterThan(height);
    const many = sample(false);
    const [unit] = many.units;
    const [first] = many.items;
    if (unit === undefined || first === undefined) throw new Error("the sample is empty");
    const items = Array.from({ length: 60 }, (_, at) => ({
      ...first,
      ref: `E${String(at + 1).padStart(3, "0")}`,
    }));
    const claims = items.map(({ ref }) => ({
      item: ref,
      parts: [],
      why: "w",
      at: 1,
      struck: false,
      struckReason: "",
    }));
    const [group, ...groups] = unit.groups;
    const [criterion, ...others] = group?.criteria ?? [];
    if (group === undefined || criterion === undefined) throw new Error("the sample is empty");
    const long = {
      ...many,
      items,
      units: [
        { ...unit, groups: [{ ...group, criteria: [{ ...criterion, claims }, ...others] }, ...groups] },
      ],
    };
    const { pages } = await open(pdfOf(bookOf(long), AT));
    const forms = pages.filter((text) => text.includes("Description of Evidence"));
    expect(forms.length).toBeGreaterThan(1);
    expect(forms.filter((text) => !dense(text).includes("PCKURefDescriptionofEvidence123456"))).toEqual([]);
  });

  it("lets nothing run over the edge of a page, however long a word is", async () => {
    const over: string[] = [];
    for (let n = 1; n <= live.document.numPages; n += 1) {
      const page = await live.document.getPage(n);
      const [, , width = 0] = page.view;
      for (const item of (await page.getTextContent()).items)
        if ("str" in item && Number(item.transform[4]) + item.width > width - 28)
          over.push(`${n}: ${item.str}`);
    }
    expect(over).toEqual([]);
  });

  it("says SPECIMEN on every page, if and only if it is one", () => {
    expect(specimen.pages.filter((text) => !text.includes("SPECIMEN"))).toEqual([]);
    expect(live.pages.filter((text) => text.includes("SPECIMEN"))).toEqual([]);
  });

  it("shows what a person typed as text: no markup, nothing run", () => {
    const shown = dense(live.text);
    for (const text of [HOSTILE.typst, HOSTILE.html, HOSTILE.formula, HOSTILE.long, HOSTILE.address])
      expect(shown).toContain(dense(text));
    expect(shown).toContain(dense("safe gnirts and isolated"));
    expect(live.text).toContain("Happy □ customer");
  });

  it("is the same, byte for byte, when it is made again", () => {
    expect(Buffer.from(pdfOf(bookOf(sample(false)), AT)).equals(Buffer.from(live.bytes))).toBe(true);
  });
});
