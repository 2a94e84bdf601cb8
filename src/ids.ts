import { randomFillSync } from "node:crypto";

/** Source of random identifiers; injected so that tests can name theirs. */
export interface Ids {
  /** A new identifier: 20 characters of Crockford base32 (100 random bits), safe in a button or a URL. */
  next(): string;
}

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** Random bytes are drawn some hundred identifiers at a time: a call for each costs more than the bytes. */
const pool = new Uint8Array(4_000);
let used = pool.length;

/** Identifiers from the operating system's random source. */
export const randomIds: Ids = {
  next: () => {
    if (used === pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    let id = "";
    for (const end = used + 20; used < end; used += 1) id += ALPHABET[(pool[used] ?? 0) & 31];
    return id;
  },
};
