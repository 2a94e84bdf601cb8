import { type Problems, problem } from "../file/problem.ts";
import type { Row } from "../file/records.ts";
import { type ReaderParts, type Reading, readInterval } from "./reader.ts";
import { RepeatedHours } from "./repeated.ts";
import { Starts } from "./starts.ts";

/** What the whole of a usable interval file tells about its rows. */
export interface Examined {
  readonly minutes: number;
  readonly rows: number;
  /** Lines that were left out: totals and rows without a figure. */
  readonly leftOut: readonly number[];
  readonly leftOutCount: number;
  /** Queues by id, in the order in which they came. */
  readonly queues: ReadonlySet<string>;
  readonly teams: ReadonlySet<string>;
  readonly repeated: RepeatedHours;
}

/** Lines that are named of those left out. */
const MOST_NAMED = 20;

/** Goes through a file once, before anything is stored: all that is wrong with it is found, and what its rows lack. */
export class Examination {
  readonly #parts: ReaderParts;
  readonly #problems: Problems;
  readonly #starts = new Starts();
  readonly #repeated = new RepeatedHours();
  readonly #queues = new Set<string>();
  readonly #teams = new Set<string>();
  readonly #leftOut: number[] = [];
  #leftOutCount = 0;
  #rows = 0;
  /** A row of another width, which may be the last: then the file was cut off. */
  #short: { readonly line: number; readonly message: string } | undefined;

  constructor(parts: ReaderParts, problems: Problems) {
    this.#parts = parts;
    this.#problems = problems;
  }

  add(row: Row): void {
    this.#flush("");
    const outcome = readInterval(this.#parts, row);
    if (outcome === "left out") {
      this.#leftOutCount += 1;
      if (this.#leftOut.length < MOST_NAMED) this.#leftOut.push(row.line);
    } else if ("message" in outcome) {
      const isShort = row.cells.length < this.#parts.bound.headings.length;
      if (isShort) this.#short = outcome;
      else this.#problems.add(outcome);
    } else this.#take(outcome, row.line);
  }

  #flush(more: string): void {
    if (this.#short) this.#problems.add(problem(this.#short.line, `${this.#short.message}${more}`));
    this.#short = undefined;
  }

  #take({ queue, when }: Reading, line: number): void {
    this.#rows += 1;
    this.#queues.add(queue.id);
    this.#teams.add(queue.teamId);
    if ("twice" in when) {
      this.#repeated.note(queue.id, when.date, when.minute, line);
      return;
    }
    const earlier = this.#starts.note(queue.id, when.at, when.minutes, line);
    if (earlier !== undefined)
      this.#problems.add(problem(line, `this interval of ${queue.name} was on line ${earlier} already`));
  }

  /**
   * After the last row.
   * @param told how long an interval is, minutes, where a person said so
   * @returns undefined where anything is wrong
   */
  finish(told: number | undefined): Examined | undefined {
    this.#flush(": it is the last one, so the file seems to have been cut off. Get it again");
    for (const one of this.#repeated.settle((queueId) => this.#starts.direction(queueId)))
      this.#problems.add(one);
    if (this.#problems.count > 0) return undefined;
    if (this.#rows === 0) {
      this.#problems.add(problem(0, "there is no row with figures in it"));
      return undefined;
    }
    const minutes = this.#starts.length(told);
    if (typeof minutes === "object") {
      this.#problems.add(minutes);
      return undefined;
    }
    return {
      minutes,
      rows: this.#rows,
      leftOut: this.#leftOut,
      leftOutCount: this.#leftOutCount,
      queues: this.#queues,
      teams: this.#teams,
      repeated: this.#repeated,
    };
  }
}
