import { type Known, release } from "./release.ts";

/** Texts on their way out of the centre; notes what was withheld, and where. */
export class Gate {
  readonly withheld: { where: string; kind: string }[] = [];
  readonly #known: Known;
  #fields = 0;

  constructor(known: Known) {
    this.#known = known;
  }

  /** How many texts were read so far. */
  get fields(): number {
    return this.#fields;
  }

  /**
   * A text as it may leave the centre; see {@link release}.
   * @param where "E001, my part"
   */
  out(where: string, written: string): string {
    this.#fields += 1;
    const { text, withheld } = release(written, this.#known);
    for (const kind of withheld) this.withheld.push({ where, kind });
    return text;
  }
}
