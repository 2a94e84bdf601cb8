import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../package-root.ts";
import { bookOf, formsOf } from "./book/index.ts";
import { frameworksOf } from "./case-framework.ts";
import { tablesOf } from "./csv.ts";
import { formsDocx } from "./docx/forms.ts";
import { htmlOf } from "./html/page.tsx";
import { MANIFEST, type Manifest, sha256, SUMS, sumsText } from "./manifest.ts";
import { type Portfolio, portfolioShape } from "./model.ts";
import { pdfOf } from "./pdf/typst.ts";
import { readmeOf } from "./readme.ts";
import { portfolioSchema } from "./schema.ts";
import { statementsOf } from "./xapi.ts";
import { zipOf } from "./zip/write.ts";

/** What is being made, in order. */
export const STAGES = [
  "the pages",
  "the forms",
  "the PDF",
  "the web page",
  "the tables",
  "the data",
  "the statements and frameworks",
  "the checksums",
  "the archive",
] as const;

const utf8 = (text: string): Uint8Array => Buffer.from(text, "utf8");
const json = (value: unknown): Uint8Array => utf8(`${JSON.stringify(value, null, 2)}\n`);

const inFolder = (folder: string, files: ReadonlyMap<string, string>): [string, Uint8Array][] =>
  Array.from(files, ([name, text]) => [`${folder}/${name}`, utf8(text)]);

function manifestOf(portfolio: Portfolio, files: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const manifest: Manifest = {
    format: "floorwalker-portfolio-package/1",
    schema: portfolio.schema,
    export: portfolio.id,
    exportedAt: new Date(portfolio.exportedAt).toISOString(),
    specimen: portfolio.specimen,
    journal: portfolio.journal,
    files: Array.from(files, ([name, bytes]) => ({ name, size: bytes.length, sha256: sha256(bytes) })),
  };
  return json(manifest);
}

/** A package, ready to be stored. */
export interface Package {
  readonly zip: Uint8Array;
  /** SHA-256 of `manifest.json`, hex: whoever keeps it can tell this package from one made anew. */
  readonly manifestHash: string;
}

/**
 * Everything that leaves the centre, as one ZIP. The same portfolio gives the same bytes.
 * @param begin called with the number of each stage as it begins, from 1; see {@link STAGES}
 */
export async function packageOf(
  given: Portfolio,
  begin: (step: number) => void | Promise<void>,
): Promise<Package> {
  await begin(1);
  // Checked again, and its fields put into the order of the shape: whoever made it, the bytes are the same.
  const portfolio = portfolioShape.parse(given);
  const at = portfolio.exportedAt;
  const book = bookOf(portfolio);
  await begin(2);
  const frame = { learner: book.cover.learner, specimen: book.specimen };
  const forms = await formsDocx(formsOf(portfolio), frame, at);
  await begin(3);
  // After the forms: what they needed is free again, and what the compiler takes it never gives back.
  const pdf = pdfOf(book, at);
  await begin(4);
  const html = utf8(await htmlOf(book));
  await begin(5);
  const tables = tablesOf(portfolio);
  await begin(6);
  const data = json(portfolio);
  const schema = json(portfolioSchema());
  await begin(7);
  const statements = json(statementsOf(portfolio));
  const frameworks = frameworksOf(portfolio);
  await begin(8);
  const files = new Map<string, Uint8Array>([
    ["README.txt", utf8(readmeOf(portfolio))],
    ["portfolio.pdf", pdf],
    ["portfolio.html", html],
    ["forms.docx", forms],
    ...inFolder("csv", tables),
    ["portfolio.json", data],
    ["portfolio.schema.json", schema],
    ["xapi.json", statements],
    ...inFolder("case", frameworks),
    ["verify.mjs", readFileSync(join(packageRoot(), "src", "portfolio", "verify.mjs"))],
  ]);
  const manifest = manifestOf(portfolio, files);
  files.set(MANIFEST, manifest);
  const listed = Array.from(files, ([name, bytes]) => ({ name, sha256: sha256(bytes) }));
  files.set(SUMS, utf8(sumsText(listed)));
  await begin(9);
  return { zip: await zipOf(files, at), manifestHash: sha256(manifest) };
}
