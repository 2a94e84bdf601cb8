/** What a file was found to hold: shown before anything of it counts, and kept with it (DOMAIN 3.3). */
export interface ImportReport {
  /** Rows that would count. */
  readonly rows: number;
  /** Totals and empty rows that were left out. */
  readonly leftOut: number;
  /** First and last local day, `YYYY-MM-DD`. */
  readonly firstDate: string;
  readonly lastDate: string;
}
