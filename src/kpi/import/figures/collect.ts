import type { MeasureName } from "../../measures.ts";
import type { OwnFigures } from "../kind.ts";

/**
 * The most rows of one file of figures, besides its headings. They are in memory all at once, a kilobyte for each
 * while the file is read, and stay with its report. Twelve teams with a row for every measure and day of two and
 * a half years, which is longer than figures are compared over, have 296,000.
 */
export const MOST_FIGURES = 300_000;

/** What a row of a file of figures says. */
export interface Figure {
  readonly teamId: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly measure: MeasureName;
  readonly value: number;
}

/** Collects the figures of a file by day and team. */
export class CollectedFigures {
  readonly #days = new Map<
    string,
    { readonly teamId: string; readonly date: string; readonly sums: { [measure in MeasureName]?: number } }
  >();

  add({ teamId, date, measure, value }: Figure): void {
    const key = `${date} ${teamId}`;
    const day = this.#days.get(key) ?? { teamId, date, sums: {} };
    this.#days.set(key, day);
    day.sums[measure] = value;
  }

  /** By day, the first one first. */
  all(): OwnFigures {
    return [...this.#days.values()].toSorted((a, b) => (a.date < b.date ? -1 : 1));
  }
}
