/** Stems by number. A number is given again once nothing uses its stem, so the lists stay short. */
export class Vocabulary {
  readonly #ids = new Map<string, number>();
  readonly #stems: string[] = [];
  readonly #free: number[] = [];

  /** How many numbers were ever needed at once. */
  get span(): number {
    return this.#stems.length;
  }

  find(stem: string): number | undefined {
    return this.#ids.get(stem);
  }

  /** The stem's number, which it keeps until it is released. */
  intern(stem: string): number {
    const known = this.#ids.get(stem);
    if (known !== undefined) return known;
    const id = this.#free.pop() ?? this.#stems.length;
    this.#stems[id] = stem;
    this.#ids.set(stem, id);
    return id;
  }

  release(id: number): void {
    this.#ids.delete(this.stem(id));
    this.#stems[id] = "";
    this.#free.push(id);
  }

  stem(id: number): string {
    return this.#stems[id] ?? "";
  }
}
