import { type Problem, problem } from "./problem.ts";

/** How a file's characters are written. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";

/** What to do with a file whose characters cannot be read. */
export const SAVE_AS = 'Open it in your spreadsheet, save it as "CSV UTF-8", and give that file.';

/** Looks at a file's characters, piece by piece, and tells at its end how they are written. */
export interface Characters {
  readonly look: (piece: Uint8Array) => Problem | undefined;
  readonly end: () => Encoding | Problem;
}

/** UTF-16, as its mark says. */
export function wide(encoding: Encoding): Characters {
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

const mixed = (at: number): Problem =>
  problem(
    at,
    `some lines are written in UTF-8 and others in another encoding; this is where it changes. ${SAVE_AS}`,
  );

/** UTF-8, or Windows-1252 where it is none. */
export function narrow(marked: boolean): Characters {
  let line = 1;
  let needed = 0;
  let lead = 0;
  let wide = 0;
  let foreign = 0;
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
