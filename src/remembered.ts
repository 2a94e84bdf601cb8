/** The most characters of a text that is remembered: what comes again and again is short. */
const LONGEST = 200;

/** What texts came to, so that each is looked at once. Whatever texts come, it stays small. */
export class Remembered<T> {
  readonly #most: number;
  readonly #known = new Map<string, T>();

  /** @param most texts: beyond it all are forgotten, and looked at again where they come again */
  constructor(most: number) {
    this.#most = most;
  }

  /** What `look` found for this text earlier, or finds now. */
  of(text: string, look: (text: string) => T): T {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const found = look(text);
    if (this.#known.size >= this.#most) this.#known.clear();
    if (text.length <= LONGEST) this.#known.set(text, found);
    return found;
  }
}
