import { Remembered } from "../../remembered.ts";
import { didYouMean } from "../../suggest.ts";
import { type OpeningHours, queueKey } from "../queue.ts";
import { shown } from "./quote.ts";

/** A queue as an import needs it. */
export interface Queue {
  readonly id: string;
  readonly name: string;
  readonly teamId: string;
  readonly aliases: readonly string[];
  readonly hours: OpeningHours | null;
  readonly active: boolean;
}

/** Cells kept with what they name. */
const KEPT = 10_000;

/** Finds queues by id, name and alias, whatever the capitals. */
export class Queues {
  readonly #byName = new Map<string, Queue | "several">();
  readonly #names: readonly string[];
  readonly #cells = new Remembered<Queue | string>(KEPT);

  /** @param teams whose queues a slip may be put right with: others' names are not for whoever gives the file */
  constructor(queues: readonly Queue[], teams: ReadonlySet<string> | "all") {
    const active = queues.filter((queue) => queue.active);
    this.#names = active
      .filter(({ teamId }) => teams === "all" || teams.has(teamId))
      .flatMap(({ id, name, aliases }) => [id, name, ...aliases]);
    for (const queue of active)
      for (const name of [queue.id, queue.name, ...queue.aliases]) {
        const known = this.#byName.get(queueKey(name));
        this.#byName.set(queueKey(name), known === undefined || known === queue ? queue : "several");
      }
  }

  /** The queue that a cell names, or what is wrong with it. */
  find(cell: string): Queue | string {
    return this.#cells.of(cell, () => this.#look(cell));
  }

  /** Whether a cell names a queue at all. */
  knows(cell: string): boolean {
    return this.#byName.has(queueKey(cell));
  }

  #look(cell: string): Queue | string {
    const found = this.#byName.get(queueKey(cell));
    if (found === "several")
      return `the queue ${shown(cell)} could be several of yours: names and aliases must differ`;
    if (found) return found;
    if (this.#byName.size === 0)
      return `there is no queue ${shown(cell)}: the organisation file names none yet`;
    return `there is no queue ${shown(cell)}.${didYouMean(cell, this.#names)} Queues and their other names (also_called) are in the organisation file`;
  }
}

/** Rows that sum others up; their first cells say so (DOMAIN 3.3). */
const TOTALS =
  /^(?:grand |sub ?|sub-)?totals?\b|^summary\b|^all$|^all (?:queues|skills|campaigns)$|^sums?$|^overall\b/i;

/** Whether a row sums up others, rather than being one of them. */
export const isTotal = (cells: readonly string[], queues: Queues): boolean =>
  cells.some((cell) => TOTALS.test(cell.trim()) && !queues.knows(cell));
