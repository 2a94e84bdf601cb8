import { fork } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { extractText, getDocumentProxy } from "unpdf";
import { z } from "zod";
import { packageRoot } from "../../src/package-root.ts";
import { contentHash, type Portfolio } from "../../src/portfolio/index.ts";
import { readZip } from "../../src/portfolio/zip/read.ts";
import { sample } from "../unit/portfolio/sample.ts";
import { figure, printTable } from "./figures.ts";
import { measurePortfolioRead } from "./portfolio-read.ts";
import { startHelper } from "./processes.ts";

const MIB = 1024 * 1024;

const WORDS =
  "I took the case because the agent had not the authority for it and the customer had waited long enough already";

/** Text of about so many words, another one each time. */
const passage = (seed: number, words: number): string => {
  const all = WORDS.split(" ");
  return Array.from({ length: words }, (_, n) => all[(n * 7 + seed) % all.length]).join(" ");
};

/** The sample with so many items, each claimed for three criteria, every fourth with a witness. */
function big(count: number): Portfolio {
  const portfolio = sample(false);
  const [first] = portfolio.items;
  if (first === undefined) throw new Error("the sample is empty");
  const [testimony] = first.testimonies;
  const items = Array.from({ length: count }, (_, n) => {
    const draft = {
      ...first,
      ref: `E${String(n + 1).padStart(3, "0")}`,
      title: passage(n, 8),
      content: ["What I did", "Why", "What came of it"].map((label, part) => ({
        label,
        text: passage(n + part, 60),
      })),
      testimonies: n % 4 === 0 && testimony !== undefined ? [{ ...testimony, words: passage(n, 60) }] : [],
    };
    return { ...draft, contentHash: contentHash(draft) };
  });
  const units = portfolio.units.map((unit) => ({
    ...unit,
    groups: unit.groups.map((group) => ({
      ...group,
      criteria: group.criteria.map((criterion, at) => ({
        ...criterion,
        judgements: [],
        claims: items
          .filter((_, n) => group.id !== "ER" && [0, 1, 2].some((step) => (n + step * 5) % 16 === at))
          .map(({ ref }) => ({
            item: ref,
            parts: ["Deal with it"],
            why: passage(at, 15),
            at: 1,
            struck: false,
            struckReason: "",
          })),
      })),
    })),
  }));
  return { ...portfolio, units, items };
}

const stageShape = z.object({ kind: z.literal("stage"), step: z.int(), what: z.string() });
const doneShape = z.object({ kind: z.literal("done"), bytes: z.int(), memory: z.number() });
const bareShape = z.object({ ms: z.number(), bytes: z.int(), memory: z.number() });

/** Makes it as the compiled program does, and notes when each stage began. */
async function exported(portfolio: Portfolio, out: string) {
  const root = packageRoot(import.meta.dirname);
  const started = performance.now();
  const child = fork(join(root, "dist", "src", "portfolio", "child.js"), {
    execArgv: ["--expose-gc"],
    env: { TZ: "UTC" },
  });
  const begun: { readonly what: string; readonly at: number }[] = [];
  let done: z.output<typeof doneShape> | undefined;
  child.on("message", (message: unknown) => {
    const stage = stageShape.safeParse(message);
    if (stage.success) begun.push({ what: stage.data.what, at: performance.now() });
    else done = doneShape.parse(message);
  });
  child.send({ portfolio, out });
  await once(child, "close");
  const ended = performance.now();
  if (done === undefined) throw new Error("the portfolio was not made");
  const stages = begun.map(({ what, at }, n) => [what, figure((begun[n + 1]?.at ?? ended) - at)]);
  return { ms: ended - started, memory: done.memory, bytes: done.bytes, stages };
}

/** Pages and words of a PDF. */
async function sizeOf(pdf: Uint8Array) {
  const document = await getDocumentProxy(Uint8Array.from(pdf));
  const { text } = await extractText(document, { mergePages: false });
  const words = text.flatMap((page) => page.split(/\s+/)).length;
  return { pages: document.numPages, words };
}

/** What a portfolio of so many items costs, beside the PDF library alone with as many words and pages. */
export async function measurePortfolio(folder: string, count: number): Promise<void> {
  const out = join(folder, "portfolio.zip");
  const ours = await exported(big(count), out);
  const pdf = (await readZip(await readFile(out))).get("portfolio.pdf");
  if (pdf === undefined) throw new Error("there is no PDF in the package");
  const { pages, words } = await sizeOf(pdf);
  const paragraphs = Array.from({ length: Math.ceil(words / 60) }, (_, n) => passage(n, 60));
  const helper = startHelper("bare-pdf.ts");
  const bare = bareShape.parse(await helper.ask({ words: paragraphs, pages }));
  await helper.stop();
  printTable(`A portfolio of ${figure(count)} items: ${figure(pages)} pages, ${figure(words)} words`, [
    ["", "seconds", "peak memory MiB", "MiB written"],
    [
      "the whole package, from the order to the end of its process",
      figure(ours.ms / 1000, 1),
      figure(ours.memory / MIB),
      figure(ours.bytes / MIB, 1),
    ],
    [
      "the PDF library alone, as many words and pages",
      figure(bare.ms / 1000, 1),
      figure(bare.memory / MIB),
      figure(bare.bytes / MIB, 1),
    ],
  ]);
  printTable("Its stages, ms", ours.stages);
  await measurePortfolioRead(folder, count, passage);
}
