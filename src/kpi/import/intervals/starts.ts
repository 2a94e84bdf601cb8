import { type Problem, problem } from "../file/problem.ts";
import type { Direction } from "./repeated.ts";

/** Lengths that intervals have, minutes. */
const LENGTHS = [15, 30, 60];

const MINUTE = 60_000;
const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** Where the intervals of a file begin: finds any that comes twice, and how long they are. */
export class Starts {
  /** Queue → start (minutes since the epoch) → line. */
  readonly #lines = new Map<string, Map<number, number>>();
  readonly #last = new Map<string, number>();
  readonly #directions = new Map<string, Direction | "both">();
  readonly #lengths = new Map<number, number>();
  #first: number | undefined;
  #step = 0;

  /** Notes an interval; gives the line where it stood already, if it did. */
  note(queueId: string, startsAt: number, minutes: number | undefined, line: number): number | undefined {
    const start = startsAt / MINUTE;
    const lines = this.#lines.get(queueId) ?? new Map<number, number>();
    this.#lines.set(queueId, lines);
    const earlier = lines.get(start);
    if (earlier !== undefined) return earlier;
    lines.set(start, line);
    if (minutes !== undefined && !this.#lengths.has(minutes)) this.#lengths.set(minutes, line);
    this.#first ??= start;
    this.#step = gcd(Math.abs(start - this.#first), this.#step);
    this.#run(queueId, start);
    return undefined;
  }

  #run(queueId: string, start: number): void {
    const last = this.#last.get(queueId);
    this.#last.set(queueId, start);
    if (last === undefined) return;
    const step = start > last ? "forwards" : "backwards";
    const known = this.#directions.get(queueId);
    this.#directions.set(queueId, known === undefined || known === step ? step : "both");
  }

  /** Which way the times of a queue run through the file. */
  direction(queueId: string): Direction {
    const known = this.#directions.get(queueId);
    return known === "both" ? undefined : known;
  }

  /**
   * How long every interval is, minutes: as the file or the person says, else as the starts lie.
   * @param told what the person says; undefined: nothing
   */
  length(told: number | undefined): number | Problem {
    const [said, other] = [...this.#lengths];
    if (said && other)
      return problem(
        other[1],
        `this interval is ${other[0]} minutes long, and the one on line ${said[1]} ${said[0]}. Export intervals of one length`,
      );
    const length = told ?? said?.[0] ?? this.#detected();
    if (length === undefined)
      return problem(
        0,
        "it cannot be told how long an interval is, because no two of a queue follow one another. Say so: 15, 30 or 60 minutes",
      );
    if (!LENGTHS.includes(length)) return problem(said?.[1] ?? 0, unusable(length));
    if (this.#step % length !== 0)
      return problem(
        0,
        `the intervals begin ${this.#step} minutes apart, so they cannot be ${length} minutes long`,
      );
    return length;
  }

  #detected(): number | undefined {
    const step = this.#step;
    if (step === 0) return undefined;
    if (!LENGTHS.includes(step)) return step;
    // Of hours alone nobody can tell whether half-hours were left out, unless some follow one another.
    for (const lines of this.#lines.values())
      for (const start of lines.keys()) if (lines.has(start + step)) return step;
    return undefined;
  }
}

const unusable = (length: number): string =>
  length >= 1_440
    ? "the rows are a day or more apart: a day's sums hide its worst hour, so intervals of 15, 30 or 60 minutes are needed"
    : `the intervals seem to be ${length} minutes long; 15, 30 or 60 minutes are understood`;
