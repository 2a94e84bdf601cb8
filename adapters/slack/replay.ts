/** A signature is good for 5 minutes to either side: after 10 it cannot pass again anyway. */
const REMEMBER_MS = 10 * 60_000;
const MOST = 50_000;

/** Remembers which signatures were seen, so that a request that is sent again byte by byte has no effect. */
export class Replays {
  readonly #seen = new Map<string, number>();

  /**
   * Notes a signature.
   * @param now ms since the epoch
   * @returns whether it was new
   */
  note(signature: string, now: number): boolean {
    for (const [old, at] of this.#seen) {
      if (now - at <= REMEMBER_MS && this.#seen.size < MOST) break;
      this.#seen.delete(old);
    }
    if (this.#seen.has(signature)) return false;
    this.#seen.set(signature, now);
    return true;
  }
}
