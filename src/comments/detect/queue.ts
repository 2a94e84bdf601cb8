/** Items that have left and are still in the array before it is made anew. */
const LEFT = 1_000;

/** First in, first out. `Array.shift` moves every item; with ten thousand of them that takes longer than all else. */
export class Queue<T> {
  #items: T[] = [];
  #first = 0;

  /** The next to leave; undefined: it is empty. */
  get first(): T | undefined {
    return this.#items[this.#first];
  }

  push(item: T): void {
    this.#items.push(item);
  }

  /** Puts an item before those at the end that come after it. */
  insert(item: T, comesAfter: (other: T) => boolean): void {
    let place = this.#items.length;
    for (; place > this.#first; place -= 1) {
      const other = this.#items[place - 1];
      if (other === undefined || !comesAfter(other)) break;
    }
    this.#items.splice(place, 0, item);
  }

  shift(): T | undefined {
    const item = this.first;
    if (item === undefined) return undefined;
    this.#first += 1;
    if (this.#first > LEFT && this.#first * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#first);
      this.#first = 0;
    }
    return item;
  }
}
