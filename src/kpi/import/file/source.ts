import { createReadStream } from "node:fs";
import { basename } from "node:path";

/** A file that is to be imported. It is read more than once, always in pieces: it may be far larger than the memory. */
export interface Source {
  /** What people call it, without a folder. */
  readonly name: string;
  open(): AsyncIterable<Uint8Array>;
}

/** Bytes that are read at a time: some hundred rows, and some 10 ms of work. */
const PIECE = 64 * 1024;

/** A file on the disk. */
export const fileSource = (path: string, name: string = basename(path)): Source => ({
  name,
  open: () => createReadStream(path, { highWaterMark: PIECE }),
});

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.byteLength; from += PIECE) yield bytes.subarray(from, from + PIECE);
}

/** A file that is in memory: a small one, given in a chat. */
export const bytesSource = (name: string, bytes: Uint8Array): Source => ({ name, open: () => pieces(bytes) });
