import { type Active, Index } from "./active.ts";
import type { Pace } from "./burst.ts";
import type { Features } from "./features.ts";
import { Pasted } from "./pasted.ts";
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
  #order: Active[] = [];
  #first = 0;
  /** Beyond `recent` but inside the window, by the time at which they were said; some may be dropped. */
  readonly #lingering: Active[] = [];
  /** The same in order of arrival. */
  readonly #lingeringOrder: Active[] = [];

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
    for (let oldest = this.#order[this.#first]; oldest !== undefined; oldest = this.#order[this.#first]) {
      if (heard - oldest.arrival < this.#settings.recent) break;
      this.#first += 1;
      if (this.#isActive(oldest)) this.#linger(oldest);
    }
    if (this.#first > 1000 && this.#first * 2 > this.#order.length) {
      this.#order = this.#order.slice(this.#first);
      this.#first = 0;
    }
    while (this.#lingering[0] !== undefined && this.#lingering[0].at < now - this.#settings.windowMs)
      this.#dropIfActive(this.#lingering.shift());
    while (
      this.#lingeringOrder[0] !== undefined &&
      heard - this.#lingeringOrder[0].arrival >= this.#settings.most
    )
      this.#dropIfActive(this.#lingeringOrder.shift());
  }

  #linger(comment: Active): void {
    this.#lingeringOrder.push(comment);
    let place = this.#lingering.length;
    while (place > 0 && (this.#lingering[place - 1]?.at ?? 0) > comment.at) place -= 1;
    this.#lingering.splice(place, 0, comment);
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
