import { createHash } from "node:crypto";
import { type Problem, problem } from "./problem.ts";
import { type Characters, type Encoding, SAVE_AS, narrow, wide } from "./characters.ts";
import type { Source } from "./source.ts";

/** What a look at all of a file's bytes found. */
export interface Scanned {
  readonly encoding: Encoding;
  /** SHA-256 of its bytes, hex. */
  readonly digest: string;
  readonly bytes: number;
}

/** What is no text, by how it begins, whatever it is called. */
const BINARY: readonly { readonly start: readonly number[]; readonly is: string }[] = [
  { start: [0x50, 0x4b, 0x03, 0x04], is: "an Excel workbook or another zip file" },
  { start: [0xd0, 0xcf, 0x11, 0xe0], is: "an Excel workbook of the old kind (.xls)" },
  { start: [0x25, 0x50, 0x44, 0x46], is: "a PDF" },
  { start: [0x1f, 0x8b], is: "a compressed file (gzip)" },
];

const begins = (head: Uint8Array, start: readonly number[]): boolean =>
  start.every((byte, at) => head[at] === byte);

/** What the first bytes tell; undefined: nothing. */
function bom(head: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" | undefined {
  if (begins(head, [0xef, 0xbb, 0xbf])) return "utf-8";
  if (begins(head, [0xff, 0xfe])) return "utf-16le";
  return begins(head, [0xfe, 0xff]) ? "utf-16be" : undefined;
}

/**
 * Looks at every byte of a file once: what it is, how it is encoded, its digest. A file whose lines are
 * encoded in different ways is refused with the line where that shows: a guess would change names.
 * @param mostBytes a longer file is refused, and not read further
 */
export async function scan(source: Source, mostBytes: number): Promise<Scanned | Problem> {
  const hash = createHash("sha256");
  let bytes = 0;
  let characters: Characters | undefined;
  for await (const piece of source.open()) {
    bytes += piece.byteLength;
    if (bytes > mostBytes) return problem(0, tooLarge(mostBytes));
    hash.update(piece);
    if (!characters) {
      const binary = BINARY.find(({ start }) => begins(piece, start));
      if (binary)
        return problem(0, `this is ${binary.is}, not a CSV file, whatever its name says. ${SAVE_AS}`);
      if (/^\s*</.test(Buffer.from(piece.subarray(0, 64)).toString("latin1")))
        return problem(0, `this is a web page or XML, not a CSV file. ${SAVE_AS}`);
      const mark = bom(piece);
      characters = mark === "utf-16le" || mark === "utf-16be" ? wide(mark) : narrow(mark === "utf-8");
    }
    const wrong = characters.look(piece);
    if (wrong) return wrong;
  }
  const encoding = characters?.end() ?? problem(0, "it is empty");
  return typeof encoding === "string" ? { encoding, digest: hash.digest("hex"), bytes } : encoding;
}

/** What is said of a file that is too large for the way in which it came. */
export const tooLarge = (mostBytes: number): string =>
  `it is larger than ${Math.round(mostBytes / 1024 / 1024).toLocaleString("en-GB")} MB. Split it, for example by month; each part is imported by itself`;
