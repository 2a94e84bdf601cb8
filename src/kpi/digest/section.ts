import type { Read } from "../../../db/store.ts";
import type { Settings } from "../../people/index.ts";
import type { SectionFigures } from "./figures.ts";

/** What a section is asked about. */
export interface SectionAsked {
  readonly team: string;
  readonly settings: Settings;
  /** Local days: the one on which the digest is due, and the first and last that it is about. */
  readonly date: string;
  readonly from: string;
  readonly until: string;
  /** Ms since the epoch. */
  readonly now: number;
}

/**
 * What a feature has to say in each digest (DOMAIN 3.5). Undefined: nothing, and the digest then has
 * no such section at all. Never a name, never a customer, never a restricted case.
 */
export type DigestSection = (db: Read, asked: SectionAsked) => Promise<SectionFigures | undefined>;
