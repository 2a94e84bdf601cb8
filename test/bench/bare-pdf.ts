/**
 * The PDF library by itself, in a process of its own: so many words on so many pages, in the same mode and
 * with the same font. It answers with how long it took and how much memory it had.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import { z } from "zod";
import { packageRoot } from "../../src/package-root.ts";

const orderShape = z.object({ words: z.string().array(), pages: z.int() });

const FONTS = ["Inter_400Regular.ttf", "Inter_600SemiBold.ttf"];

const TEMPLATE = `
#set document(title: "Bare")
#set text(font: "Inter", size: 10pt, lang: "en")
#let pages = json("/pages.json")
#for (n, words) in pages.enumerate() {
  if n > 0 { pagebreak() }
  heading(level: 1)[Page]
  for paragraph in words { par[#paragraph] }
}
`;

process.once("message", (order: unknown) => {
  const { words, pages } = orderShape.parse(order);
  const started = performance.now();
  const perPage = Math.ceil(words.length / pages);
  const split = Array.from({ length: pages }, (_, n) => words.slice(n * perPage, (n + 1) * perPage));
  const workspace = packageRoot();
  const fontBlobs = FONTS.map((name) => readFileSync(join(workspace, "src", "charts", "fonts", name)));
  const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontBlobs }] });
  compiler.mapShadow(join(workspace, "pages.json"), Buffer.from(JSON.stringify(split)));
  compiler.addSource(join(workspace, "bare.typ"), TEMPLATE);
  const pdf = compiler.pdf({ mainFilePath: join(workspace, "bare.typ") }, { pdfStandard: "ua-1" });
  const ms = performance.now() - started;
  process.send?.({ ms, bytes: pdf.length, memory: process.resourceUsage().maxRSS * 1024 });
});
