/** Why a file cannot be used, at a line of it (from 1; 0: the file as a whole). */
export interface Problem {
  readonly line: number;
  /** What is wrong and what to do about it, to be read after "line 7: ". */
  readonly message: string;
}

/** A problem, as a value. */
export const problem = (line: number, message: string): Problem => ({ line, message });

/** Problems that are kept to be shown; the rest is counted. */
const KEPT = 1_000;

/** Collects what is wrong with a file: all of it is counted and handed on, so much of it is kept. */
export class Problems {
  readonly #kept: Problem[] = [];
  readonly #each: ((one: Problem) => void) | undefined;
  #count = 0;

  /** @param each told of every problem, also of those that are not kept */
  constructor(each?: (one: Problem) => void) {
    this.#each = each;
  }

  add(one: Problem): void {
    this.#count += 1;
    if (this.#kept.length < KEPT) this.#kept.push(one);
    this.#each?.(one);
  }

  get count(): number {
    return this.#count;
  }

  /** The first of them, in the order of the file. */
  get kept(): readonly Problem[] {
    return this.#kept.toSorted((a, b) => a.line - b.line);
  }
}
