import { type Active, Index } from "./active.ts";
import type { Pace } from "./burst.ts";
import type { Features } from "./features.ts";
import { Pasted } from "./pasted.ts";
import { Queue } from "./queue.ts";
import type { Settings } from "./settings.ts";
import type { Segment } from "./text.ts";
import { Times } from "./times.ts";
import type { Clock } from "./types.ts";

/**
 * The active set: the latest comments, and older-heard ones that are still in the window.
 * What is in it follows from arrivals, times, `heard` and `now` alone, so that after a
 * restart it is the same again.
 */
export class Memory {
  readonly index = new Index();
  readonly pasted = new Pasted();
  readonly #settings: Settings;
  readonly #times = new Times();
  /** In order of arrival; some may be forgotten. */
  readonly #order = new Queue<Active>();
  /** Beyond `recent` but inside the window, by the time at which they were said; some may be dropped. */
  readonly #lingering = new Queue<Active>();
  /** The same in order of arrival. */
  readonly #lingeringOrder = new Queue<Active>();

  constructor(settings: Settings) {
    this.#settings = settings;
  }

  /** Whether a comment belongs to the active set. */
  keeps(comment: Pick<Active, "arrival" | "at">, heard: number, now: number): boolean {
    const { recent, most, windowMs } = this.#settings;
    const age = heard - comment.arrival;
    return age < recent || (age < most && comment.at >= now - windowMs);
  }

  /** Takes in a comment, later than all others, and drops those that are too old by now. */
  add(
    comment: Active,
    segments: readonly Segment[],
    features: Features,
    { heard, now }: Pick<Clock, "heard" | "now">,
  ): number {
    const slot = this.index.add(comment, features);
    this.#times.add(comment.at);
    this.pasted.add(comment, segments);
    this.#order.push(comment);
    this.#evict(heard, now);
    this.index.settle();
    return slot;
  }

  /** Removes a comment; undefined where it is not active. */
  remove(id: string): Active | undefined {
    const slot = this.index.slotOf(id);
    if (slot === undefined) return undefined;
    const comment = this.#drop(slot);
    this.index.settle();
    return comment;
  }

  pace(now: number): Pace {
    const { windowMs } = this.#settings;
    const before = this.#times.before(now - windowMs);
    // The first few may be strays from long ago: they would make the history look long.
    const first = this.#times.at(Math.floor(before / 50)) ?? now;
    return {
      now,
      windowMs,
      within: (ms) => this.#times.size - this.#times.before(now - ms),
      before,
      beforeMs: Math.max(0, now - windowMs - first),
    };
  }

  #evict(heard: number, now: number): void {
    const { recent, most, windowMs } = this.#settings;
    const oldest = now - windowMs;
    const age = ({ arrival }: Active): number => heard - arrival;
    while (this.#order.first && age(this.#order.first) >= recent) {
      const left = this.#order.shift();
      if (left && left.at >= oldest && this.#isActive(left)) this.#linger(left);
      else this.#dropIfActive(left);
    }
    while (this.#lingering.first && this.#lingering.first.at < oldest)
      this.#dropIfActive(this.#lingering.shift());
    while (this.#lingeringOrder.first && age(this.#lingeringOrder.first) >= most)
      this.#dropIfActive(this.#lingeringOrder.shift());
  }

  #linger(comment: Active): void {
    this.#lingeringOrder.push(comment);
    this.#lingering.insert(comment, (other) => other.at > comment.at);
  }

  #isActive(comment: Active): boolean {
    const slot = this.index.slotOf(comment.id);
    return slot !== undefined && this.index.at(slot) === comment;
  }

  #dropIfActive(comment: Active | undefined): void {
    const slot = comment && this.index.slotOf(comment.id);
    if (slot !== undefined && this.index.at(slot) === comment) this.#drop(slot);
  }

  #drop(slot: number): Active {
    const comment = this.index.remove(slot);
    this.#times.remove(comment.at);
    this.pasted.remove(comment);
    return comment;
  }
}
