import type { Portfolio } from "./model.ts";
import { printable } from "./text.ts";
import { SPECIMEN, timeText, titleOf } from "./words.ts";

/** What a stranger reads first: what the files are, and how to check them. */
export function readmeOf(portfolio: Portfolio): string {
  const { centre, journal, exportedAt } = portfolio;
  const lines = [
    printable(titleOf(portfolio)),
    printable(centre.name),
    `Exported ${timeText(exportedAt, centre.timezone)} (${centre.timezone})`,
    ...(portfolio.specimen ? ["", SPECIMEN] : []),
    "",
    "What is here",
    "  portfolio.pdf          to read and to print, with the recording forms",
    "  portfolio.html         the same, for a browser; it needs no network",
    "  forms.docx             the recording, testimony and observation forms, for a word processor",
    "  csv/                   evidence, claims and judgements as tables",
    "  portfolio.json         everything, exactly as it was written; portfolio.schema.json describes it",
    "  xapi.json              the same as statements of xAPI 1.0.3",
    "  case/                  the units as packages of 1EdTech CASE 1.1",
    "  manifest.json          every file with its size and SHA-256",
    "  SHA256SUMS             the same for sha256sum",
    "  verify.mjs             checks all of it",
    "",
    "The printed files leave out control signs, and the PDF shows a mark where its font lacks a sign.",
    "",
    "How to check it",
    "  1. node verify.mjs           (Node.js 20 or newer; it loads nothing and sends nothing)",
    "     or: sha256sum -c SHA256SUMS",
    "  2. Compare the head of the journal with what the centre published:",
    `       event ${journal.seq}`,
    `       hash  ${journal.hash}`,
    "  Step 1 shows whether a file was changed by accident or by hand. Somebody who makes all files anew",
    "  shows only in step 2, or when the centre compares the SHA-256 of manifest.json with its own record.",
    "",
  ];
  return lines.join("\n");
}
