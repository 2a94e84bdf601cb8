import { createHash } from "node:crypto";
import { type Problem, problem } from "./problem.ts";
import type { Source } from "./source.ts";

/** How a file's characters are written. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

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

const SAVE_AS = 'Open it in your spreadsheet, save it as "CSV UTF-8", and give that file.';

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
  let look: ((piece: Uint8Array) => Problem | undefined) | undefined;
  let end: () => Encoding | Problem = () => problem(0, "the file is empty");
  for await (const piece of source.open()) {
    bytes += piece.byteLength;
    if (bytes > mostBytes) return problem(0, tooLarge(mostBytes));
    hash.update(piece);
    if (!look) {
      const binary = BINARY.find(({ start }) => begins(piece, start));
      if (binary)
        return problem(0, `this is ${binary.is}, not a CSV file, whatever its name says. ${SAVE_AS}`);
      if (/^\s*</.test(Buffer.from(piece.subarray(0, 64)).toString("latin1")))
        return problem(0, `this is a web page or XML, not a CSV file. ${SAVE_AS}`);
      const mark = bom(piece);
      ({ look, end } = mark?.startsWith("utf-16") ? wide(mark) : narrow(mark === "utf-8"));
    }
    const wrong = look(piece);
    if (wrong) return wrong;
  }
  const encoding = end();
  return typeof encoding === "string" ? { encoding, digest: hash.digest("hex"), bytes } : encoding;
}

/** What is said of a file that is too large for the way in which it came. */
export const tooLarge = (mostBytes: number): string =>
  `the file is larger than ${Math.round(mostBytes / 1024 / 1024).toLocaleString("en-GB")} MB. Split it, for example by month; each part is imported by itself`;

interface Look {
  readonly look: (piece: Uint8Array) => Problem | undefined;
  readonly end: () => Encoding | Problem;
}

/** UTF-16, as its mark says. */
function wide(encoding: Encoding): Look {
  const decoder = new TextDecoder(encoding, { fatal: true });
  let line = 1;
  const broken = (): Problem => problem(line, `the characters are broken from about here on. ${SAVE_AS}`);
  return {
    look: (piece) => {
      try {
        for (const one of decoder.decode(piece, { stream: true })) if (one === "\n") line += 1;
        return undefined;
      } catch {
        return broken();
      }
    },
    end: () => {
      try {
        decoder.decode();
        return encoding;
      } catch {
        return broken();
      }
    },
  };
}

/** Bytes that mean nothing in Windows-1252. */
const UNDEFINED_1252 = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d]);

/** How many bytes follow a first byte of UTF-8; undefined: it is none. */
function following(byte: number): number | undefined {
  if (byte >= 0xc2 && byte <= 0xdf) return 1;
  if (byte >= 0xe0 && byte <= 0xef) return 2;
  return byte >= 0xf0 && byte <= 0xf4 ? 3 : undefined;
}

/** UTF-8, or Windows-1252 where it is none. */
function narrow(marked: boolean): Look {
  let line = 1;
  let needed = 0;
  let lead = 0;
  let wide = 0;
  let foreign = 0;
  const mixed = (at: number): Problem =>
    problem(
      at,
      `some lines are written in UTF-8 and others in another encoding; this is where it changes. ${SAVE_AS}`,
    );
  /** Notes a byte that is not UTF-8. */
  const isForeign = (byte: number): Problem | undefined => {
    needed = 0;
    if (marked || wide > 0) return mixed(line);
    if (UNDEFINED_1252.has(byte)) return problem(line, `holds characters that cannot be read. ${SAVE_AS}`);
    foreign ||= line;
    return undefined;
  };
  /** Notes a character of several bytes that is whole. */
  const isWide = (): Problem | undefined => {
    wide ||= line;
    return foreign > 0 ? mixed(line) : undefined;
  };
  const one = (byte: number): Problem | undefined => {
    if (needed > 0 && byte >= 0x80 && byte <= 0xbf && isAllowed(lead, byte)) {
      needed -= 1;
      lead = 0;
      return needed === 0 ? isWide() : undefined;
    }
    const broken = needed > 0 ? isForeign(0xff) : undefined;
    if (broken) return broken;
    if (byte === 0) return problem(line, `holds NUL characters, so it is no text. ${SAVE_AS}`);
    if (byte === 0x0a) line += 1;
    if (byte < 0x80) return undefined;
    const more = following(byte);
    if (more === undefined) return isForeign(byte);
    needed = more;
    lead = byte;
    return undefined;
  };
  let first = marked ? 3 : 0;
  return {
    look: (piece) => {
      for (let at = first; at < piece.length; at += 1) {
        const byte = piece[at] ?? 0;
        // Almost every byte is an ordinary letter or digit.
        if (needed === 0 && byte < 0x80 && byte > 0x0a) continue;
        const wrong = one(byte);
        if (wrong) return wrong;
      }
      first = 0;
      return undefined;
    },
    end: () => {
      const broken = needed > 0 ? isForeign(0xff) : undefined;
      if (broken) return broken;
      return foreign > 0 ? "windows-1252" : "utf-8";
    },
  };
}

/** Whether a second byte may follow a first one: no overlong forms, no surrogates, nothing past the last character. */
function isAllowed(lead: number, byte: number): boolean {
  if (lead === 0xe0) return byte >= 0xa0;
  if (lead === 0xed) return byte <= 0x9f;
  if (lead === 0xf0) return byte >= 0x90;
  return lead === 0xf4 ? byte <= 0x8f : true;
}
