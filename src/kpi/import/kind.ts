import type { Tx } from "../../../db/store.ts";
import type { Sums } from "../day.ts";
import type { ReadingSource } from "../measures.ts";
import type { Pace } from "./chunks.ts";
import type { Problem } from "./file/problem.ts";
import type { Row } from "./file/records.ts";
import type { ImportReport } from "./report.ts";

/** Kinds of files that can be imported. */
export const IMPORT_KINDS = [
  "intervals",
  "survey",
  "quality",
  "figures",
] as const satisfies readonly ReadingSource[];
/** One of {@link IMPORT_KINDS}. */
export type ImportKind = (typeof IMPORT_KINDS)[number];

/** What the whole of a usable file tells. */
export interface Found {
  readonly rows: number;
  readonly leftOut: number;
  readonly leftOutLines: readonly number[];
  readonly queues: readonly string[];
  readonly teams: readonly string[];
}

/** Stores one row, in the transaction of its chunk. */
export type Insert = (db: Tx, importId: string) => Promise<void>;

/** The part of a report that the roll-up finds; sentences are added to the warnings. */
export type RolledUp = Pick<
  ImportReport,
  | "firstDate"
  | "lastDate"
  | "sums"
  | "days"
  | "moreDays"
  | "missing"
  | "missingIntervals"
  | "superseded"
  | "upTo"
> & { readonly warnings: readonly string[] };

/** A file of some kind whose headings were understood. It is gone through twice: looked at, then stored. */
export interface Prepared {
  readonly mapping: string;
  readonly version: number;
  /** The zone of its local times. */
  readonly timeZone: string;
  /** What else decides how the same bytes are read: it belongs to what makes two imports the same. */
  readonly reading: string;
  readonly ignored: readonly string[];
  /** Notes a row; what is wrong with it goes to the problems that it was prepared with. */
  examine(row: Row): void;
  /** After the last row; undefined where anything is wrong. */
  finish(): Found | undefined;
  /** The second time: how a row is stored; undefined: it was left out. */
  insert(row: Row): Insert | undefined;
  /** After the last row of the second time: how long an interval is, and what was compared. */
  told(): Pick<ImportReport, "minutes" | "differences" | "moreDifferences" | "warnings" | "figures">;
}

/** What makes a file of a kind ready, by its headings and first rows. */
export type Prepare = (rows: readonly (readonly string[])[]) => Prepared | Problem;

/** Figures by day and team, as one file gave them. */
export type OwnFigures = readonly { readonly teamId: string; readonly date: string; readonly sums: Sums }[];

/**
 * Rolls up the days of an import, as they stand once it counts.
 * @param figures of a file of figures, which has no rows of its own in the database
 */
export type RollUp = (
  pace: Pace,
  importId: string,
  timeZone: string,
  figures: OwnFigures | undefined,
) => Promise<RolledUp>;
