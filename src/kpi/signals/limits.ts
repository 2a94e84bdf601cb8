/** What a process usually does: the limits of an XmR chart (DOMAIN 3.4), frozen once they rest on enough points. */
export interface Limits {
  readonly mean: number;
  /** The mean of the moving ranges. */
  readonly range: number;
  readonly lower: number;
  readonly upper: number;
  /** A moving range above this is a signal too. */
  readonly rangeLimit: number;
  readonly points: number;
}
