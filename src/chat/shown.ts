import type { Picture } from "./message.ts";

/**
 * How long an attempt at a message waits for its pictures, ms. Together with the ten seconds that a post
 * may take it stays below the claim of the outbox (15 s).
 */
export const PICTURES_WITHIN_MS = 4_000;
/** How often it waits; then it goes without them, with their words in their place. */
const ATTEMPTS = 3;
/** Messages remembered at most. */
const MOST = 1_000;

/** Counts how often a message had to wait for its pictures. In memory: after a restart it may wait as often again. */
export class Waits {
  readonly #counts = new Map<string, number>();

  /** Notes that it has to wait. */
  add(key: string): void {
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.delete(key);
    this.#counts.set(key, count);
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > MOST && oldest !== undefined) this.#counts.delete(oldest);
  }

  /** Whether it waited often enough. */
  over(key: string): boolean {
    return (this.#counts.get(key) ?? 0) >= ATTEMPTS;
  }

  /** It was sent; what it says next may have its pictures again. */
  end(key: string): void {
    this.#counts.delete(key);
  }
}

/** What became of one picture: it is there, there is none, or it could not be had now. */
export type Got<T> =
  { readonly got: "it"; readonly it: T } | { readonly got: "none" } | ({ readonly got: "later" } & Later);

/** When to try again. */
export interface Later {
  /** As the platform asked, where it did. */
  readonly afterMs?: number | undefined;
  /** The platform cannot be reached at all: that says nothing about the picture. */
  readonly wide?: boolean | undefined;
}

/** Pictures as they were got. */
export interface All<T> {
  /** What is there, by the pictures' ids. */
  readonly there: ReadonlyMap<string, T>;
  /** Set where one could not be had now. */
  readonly late: Later | undefined;
}

/**
 * Gets pictures side by side, waiting `withinMs` at most. What is not there by then goes on being got,
 * and is `later`.
 */
export async function getAll<T>(
  pictures: readonly Picture[],
  get: (picture: Picture) => Promise<Got<T>>,
  withinMs: number,
): Promise<All<T>> {
  if (pictures.length === 0) return { there: new Map(), late: undefined };
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<Got<T>>((resolve) => {
    timer = setTimeout(() => resolve({ got: "later" }), withinMs);
  });
  const got = await Promise.all(
    pictures.map(async (each) => [each.picture, await Promise.race([get(each), timeUp])] as const),
  );
  clearTimeout(timer);
  const late = got.flatMap(([, one]) => (one.got === "later" ? [one] : []));
  const longest = Math.max(...late.map((one) => one.afterMs ?? 0));
  return {
    there: new Map(got.flatMap(([id, one]) => (one.got === "it" ? [[id, one.it] as const] : []))),
    late:
      late.length > 0
        ? { afterMs: longest > 0 ? longest : undefined, wide: late.some((one) => one.wide === true) }
        : undefined,
  };
}
