/** Times in ascending order, ms. */
export class Times {
  readonly #sorted: number[] = [];

  get size(): number {
    return this.#sorted.length;
  }

  add(time: number): void {
    const last = this.#sorted.at(-1);
    if (last === undefined || last <= time) this.#sorted.push(time);
    else this.#sorted.splice(this.before(time), 0, time);
  }

  remove(time: number): void {
    if (this.#sorted[0] === time) this.#sorted.shift();
    else this.#sorted.splice(this.before(time), 1);
  }

  /** How many are earlier than a time. */
  before(time: number): number {
    let low = 0;
    let high = this.#sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#sorted[middle] ?? 0) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The time at a place, from 0. */
  at(place: number): number | undefined {
    return this.#sorted[place];
  }
}
