import { type Clock, systemClock } from "../../src/clock.ts";

/** The real clock with an offset: time passes, and can be moved on. */
export class TestClock implements Clock {
  #offset = 0;

  now(): number {
    return systemClock.now() + this.#offset;
  }

  monotonic(): number {
    return systemClock.monotonic();
  }

  /** Moves wall time by so many ms; back if negative. */
  advance(ms: number): void {
    this.#offset += ms;
  }
}
