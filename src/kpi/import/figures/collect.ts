import type { MeasureName } from "../../measures.ts";
import type { OwnFigures } from "../kind.ts";

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
