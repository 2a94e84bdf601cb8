/** The most characters of a text that is remembered: what comes again and again in a file is short. */
const LONGEST = 200;

/** What texts of a file came to, so that each is looked at once. However the file is made, it stays small. */
export class Remembered<T> {
  readonly #most: number;
  readonly #known = new Map<string, T>();

  /** @param most texts: beyond it all are forgotten, and looked at again where they come again */
  constructor(most: number) {
    this.#most = most;
  }

  /** What `look` found for this text earlier, or finds now. */
  of(text: string, look: () => T): T {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const found = look();
    if (this.#known.size >= this.#most) this.#known.clear();
    if (text.length <= LONGEST) this.#known.set(text, found);
    return found;
  }
}
