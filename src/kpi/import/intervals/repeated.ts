import { type Problem, problem } from "../file/problem.ts";
import { wallWords } from "./when.ts";

interface Seen {
  readonly minute: number;
  readonly line: number;
}

/** Which way the times of a queue run through a file; undefined: both ways, or nothing shows it. */
export type Direction = "forwards" | "backwards" | undefined;

/** Which way a run of minutes goes; undefined: it is too short to tell, "neither": it goes both ways. */
function directionOf(run: readonly Seen[]): Direction | "neither" {
  if (run.length < 2) return undefined;
  const steps = run.slice(1).map(({ minute }, index) => minute - (run[index]?.minute ?? 0));
  if (steps.every((step) => step > 0)) return "forwards";
  return steps.every((step) => step < 0) ? "backwards" : "neither";
}

/**
 * The hour that clocks show twice in autumn, where a file has local times. A queue's rows tell the two
 * apart when they go through the hour once and then again, as one who wrote them down in order; where
 * they do not, no guess is made (DOMAIN 3.3: NICE calls its own files ambiguous).
 */
export class RepeatedHours {
  readonly #seen = new Map<string, Seen[]>();
  readonly #isForwards = new Map<string, boolean>();
  readonly #placed = new Map<string, number>();

  /** Notes a row whose time comes twice. */
  note(queueId: string, date: string, minute: number, line: number): void {
    const key = `${date} ${queueId}`;
    const rows = this.#seen.get(key);
    if (rows) rows.push({ minute, line });
    else this.#seen.set(key, [{ minute, line }]);
  }

  /** Once all rows are noted: what cannot be told apart. */
  settle(directionOfQueue: (queueId: string) => Direction): readonly Problem[] {
    return [...this.#seen].flatMap(([key, rows]) => {
      const date = key.slice(0, 10);
      const direction = this.#direction(rows, directionOfQueue(key.slice(11)));
      if (typeof direction === "object") {
        const { line, minute } = direction;
        return [
          problem(
            line,
            `the clocks show ${wallWords(date, minute)} twice, and the rows do not tell which of the two is which. Export that day in UTC, or with both hours in the order in which they passed`,
          ),
        ];
      }
      this.#isForwards.set(key, direction === "forwards");
      return [];
    });
  }

  #direction(rows: readonly Seen[], ofQueue: Direction): Exclude<Direction, undefined> | Seen {
    const half = rows.length / 2;
    const [first, second] = [rows.slice(0, half), rows.slice(half)];
    // Times in the first half must come again in the second, in the same order.
    const odd = first.find(({ minute }, index) => second[index]?.minute !== minute);
    const alone = rows.find(({ minute }) => rows.filter((one) => one.minute === minute).length !== 2);
    const any = rows[0] ?? { minute: 0, line: 0 };
    if (alone) return alone;
    if (odd) return odd;
    const run = directionOf(first);
    if (run === "neither" || (run !== undefined && ofQueue !== undefined && run !== ofQueue)) return any;
    return run ?? ofQueue ?? any;
  }

  /** Which instant the next row of this time is about, in the order of the file. */
  next(queueId: string, date: string, minute: number, [earlier, later]: readonly [number, number]): number {
    const key = `${date} ${queueId}`;
    const each = `${key} ${minute}`;
    const isFirst = !this.#placed.has(each);
    this.#placed.set(each, 1);
    return isFirst === this.#isForwards.get(key) ? earlier : later;
  }
}
