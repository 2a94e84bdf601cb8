import { describe, expect, it } from "vitest";
import { formsOf } from "../../../src/portfolio/book/index.ts";
import { formsDocx } from "../../../src/portfolio/docx/forms.ts";
import type { Portfolio } from "../../../src/portfolio/index.ts";
import { readZip } from "../../../src/portfolio/zip/read.ts";
import { HOSTILE, sample, sampleOfThree } from "./sample.ts";

const AT = Date.UTC(2026, 10, 20, 16, 30);
const frame = { learner: "Priya Shah", specimen: "SPECIMEN: for trying." };
const forms = (portfolio: Portfolio): Promise<Uint8Array> => formsDocx(formsOf(portfolio), frame, AT);

const texts = async (docx: Uint8Array): Promise<ReadonlyMap<string, string>> =>
  new Map(Array.from(await readZip(docx), ([name, bytes]) => [name, Buffer.from(bytes).toString("utf8")]));

/** What an XML reader would object to: tags that are not closed in their order, and signs that XML cannot hold. */
function xmlFaults(xml: string): string[] {
  const open: string[] = [];
  const faults: string[] = xml.match(/[^\P{Cc}\t\n\r]|&(?!(?:amp|lt|gt|quot|apos|#\d+);)/gu) ?? [];
  for (const [, closing, name = "", , empty] of xml.matchAll(/<(\/?)([\w:]+)((?:"[^"]*"|[^">])*?)(\/?)>/g)) {
    if (closing === "/") {
      if (open.pop() !== name) faults.push(name);
    } else if (empty !== "/") open.push(name);
  }
  return [...faults, ...open];
}

const plain = (xml: string): string =>
  [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)<\/w:t>/g)]
    .map(([, text = ""]) => text)
    .join("\n")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");

describe("the forms for a word processor", () => {
  it("are well-formed XML, whatever a person typed", async () => {
    const files = await texts(await forms(sample(true)));
    const wrong = [...files]
      .filter(([name]) => /\.(xml|rels)$/.test(name))
      .flatMap(([, xml]) => xmlFaults(xml));
    expect(wrong).toEqual([]);
    const shown = plain(files.get("word/document.xml") ?? "");
    expect(shown).toContain(HOSTILE.typst);
    expect(shown).toContain("E001");
  });

  it("have the recording form of each unit with all its columns, heads repeated, on its side", async () => {
    const xml = (await texts(await forms(sampleOfThree()))).get("word/document.xml") ?? "";
    const tables = xml.split("<w:tbl>").slice(1);
    const widths = tables.map((table) => table.split("</w:tblGrid>")[0]?.match(/<w:gridCol /g)?.length ?? 0);
    expect(widths.filter((width) => width > 10)).toEqual([29, 16, 25]);
    expect(
      tables.find((table) => table.includes("Description of Evidence"))?.match(/<w:tblHeader/g),
    ).toHaveLength(2);
    expect(xml.match(/w:orient="landscape"/g)).toHaveLength(3);
  });

  it("have the witness's words and the assessor's observation with their signatures", async () => {
    const shown = plain((await texts(await forms(sample(true)))).get("word/document.xml") ?? "");
    expect(shown).toContain("She asked what the customer wanted before she looked at the rules.");
    expect(shown).toMatch(/Witness's signature\nTom Hale\nDate\n13 October 2026 at 09:00/);
    expect(shown).toMatch(/Observer's signature\nAsha Okafor/);
  });

  it("strike through what was taken back", async () => {
    const xml = (await texts(await forms(sample(true)))).get("word/document.xml") ?? "";
    const runs = xml.split("<w:r>").filter((run) => run.includes("<w:strike/>"));
    expect(runs.map((run) => plain(run))).toEqual(["E002", "Coaching note for a new agent"]);
  });

  it("say on every page that it is a specimen", async () => {
    const files = await texts(await forms(sample(true)));
    const heads = [...files].filter(([name]) => /^word\/header\d+\.xml$/.test(name));
    expect(heads.length).toBeGreaterThan(0);
    expect(heads.filter(([, xml]) => !xml.includes("SPECIMEN"))).toEqual([]);
  });

  it("are the same, byte for byte, when they are made again", async () => {
    const [one, two] = [await forms(sample(true)), await forms(sample(true))];
    expect(Buffer.from(one).equals(Buffer.from(two))).toBe(true);
  });
});
