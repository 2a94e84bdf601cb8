/** What a digest says, as plain data: kept as it was posted, and drawn again from it at any time. */
export interface DigestFigures {
  readonly team: string;
  /** The local day on which it was due, `YYYY-MM-DD`, and the last day that it speaks of. */
  readonly date: string;
  readonly until: string;
}
