import { randomBytes } from "node:crypto";

/** Source of random identifiers; injected so that tests can name theirs. */
export interface Ids {
  /** A new identifier: 20 characters of Crockford base32 (100 random bits), safe in a button or a URL. */
  next(): string;
}

const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

/** Identifiers from the operating system's random source. */
export const randomIds: Ids = {
  next: () => Array.from(randomBytes(20), (byte) => ALPHABET[byte & 31]).join(""),
};
