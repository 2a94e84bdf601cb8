import { readFileSync } from "node:fs";
import { join } from "node:path";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { fontFiles } from "../../charts/font.ts";
import { unavailable } from "../../errors.ts";
import { packageRoot } from "../../package-root.ts";
import type { Book } from "../book/index.ts";
import { drawn } from "../text.ts";

/** What names a place or a kind and is never shown. */
const CODES = new Set(["id", "to", "kind"]);

/** A book as the template reads it: every text that is shown can be shown. */
const bookJson = (book: Book): string =>
  JSON.stringify(book, (key, value: unknown) =>
    typeof value === "string" && !CODES.has(key) ? drawn(value) : value,
  );

/**
 * A book as PDF/UA-1, tagged. The compiler checks the standard and throws where the pages break it. It is
 * synchronous and keeps its memory, so this belongs into a process of its own.
 * @param at what the file says of when it was made, ms since the epoch; the same book and time give the same bytes
 */
export function pdfOf(book: Book, at: number): Uint8Array {
  const folder = join(packageRoot(), "src", "portfolio", "pdf");
  const compiler = NodeCompiler.create({
    workspace: folder,
    fontArgs: [{ fontBlobs: fontFiles().map((file) => readFileSync(file)) }],
  });
  compiler.mapShadow(join(folder, "book.json"), Buffer.from(bookJson(book)));
  try {
    return compiler.pdf(
      { mainFilePath: join(folder, "portfolio.typ") },
      { pdfStandard: "ua-1", creationTimestamp: Math.floor(at / 1000) },
    );
  } catch (cause) {
    // Its texts, and its codes, too, can quote what stands on the pages.
    throw unavailable("The PDF could not be made.", "the PDF could not be compiled", cause);
  }
}
