import type { Sums } from "../day.ts";

/** A local day of a file, for looking over before it counts. */
export interface ReportedDay {
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly rows: number;
  readonly sums: Sums;
}

/** Intervals that opening hours lead one to expect and nothing holds. */
export interface Missing {
  readonly queueId: string;
  readonly date: string;
  readonly intervals: number;
}

/** A percentage of the system's own that is not what its counts give, for a queue and day; shares from 0 to 1. */
export interface Difference {
  readonly label: string;
  readonly queueId: string;
  readonly date: string;
  readonly theirs: number;
  readonly ours: number;
}

/** What a file was found to hold: shown before anything of it counts, and kept with it (DOMAIN 3.3). */
export interface ImportReport {
  /** Rows that would count. */
  readonly rows: number;
  /** Totals and empty rows that were left out. */
  readonly leftOut: number;
  /** The lines of the first of them. */
  readonly leftOutLines: readonly number[];
  /** First and last local day, `YYYY-MM-DD`. */
  readonly firstDate: string;
  readonly lastDate: string;
  /** How long an interval is; null: the file holds no intervals. */
  readonly minutes: number | null;
  /** Ids of the queues and teams that it speaks of. */
  readonly queues: readonly string[];
  readonly teams: readonly string[];
  /** Over all of it. */
  readonly sums: Sums;
  /** The first days, and how many more there are. */
  readonly days: readonly ReportedDay[];
  readonly moreDays: number;
  readonly missing: readonly Missing[];
  /** All that is missing, intervals. */
  readonly missingIntervals: number;
  /** What it takes the place of: rows that counted, those of them that say something else, and contacts before and after. */
  readonly superseded: {
    readonly rows: number;
    readonly changed: number;
    readonly offeredBefore: number;
    readonly offeredAfter: number;
  };
  readonly differences: readonly Difference[];
  readonly moreDifferences: number;
  /** What the person should know before saying yes, in sentences. */
  readonly warnings: readonly string[];
  /** Headings that mean nothing here. */
  readonly ignored: readonly string[];
  /** What a file of figures says, by day and team; it has no rows of its own. */
  readonly figures?: readonly { readonly teamId: string; readonly date: string; readonly sums: Sums }[];
  /** The highest place that was taken when days were rolled up; 0: none. */
  readonly upTo: number;
}
