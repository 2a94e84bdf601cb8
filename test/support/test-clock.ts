import { type Clock, systemClock } from "../../src/clock.ts";

const HOUR_MS = 3_600_000;
const WEEK_MS = 7 * 24 * HOUR_MS;
/** Sunday, 4 January 1970, 21:00 UTC. */
const A_SUNDAY_EVENING = (3 * 24 + 21) * HOUR_MS;

/** The real clock with an offset: time passes, and can be moved on. */
export class TestClock implements Clock {
  #offset: number;

  constructor(offset = 0) {
    this.#offset = offset;
  }

  /**
   * One that begins on the next Sunday at 21:00 UTC: what comes by the day or the week comes after as long in every
   * run, whether somebody tests on a Monday morning or on a Friday night.
   */
  static onSundayEvening(): TestClock {
    const now = systemClock.now();
    return new TestClock(WEEK_MS - ((now - A_SUNDAY_EVENING) % WEEK_MS));
  }

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
