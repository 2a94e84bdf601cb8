import type { Store } from "../db/store.ts";
import type { Clock } from "./clock.ts";
import { type Module, clearCondition, raiseCondition } from "./engine/index.ts";
import { type Journal, SYSTEM } from "./journal/index.ts";
import { duration } from "./local-time.ts";
import type { Log } from "./log.ts";

/** A leap second, or a time service that corrects a little at a time, is no jump. ms. */
const JUMP_MS = 60_000;
/** So long after the last jump it is over, ms. */
const OVER_MS = 3_600_000;

/** What a condition about the machine's clock is filed under. */
export const CLOCK_SUBJECT = "clock";

/** A jump of the machine's clock: by so many ms, forward if positive. */
export interface Jump {
  readonly ms: number;
}

/**
 * Notices when the machine's clock was set, or stood still while the machine slept: the clock that
 * people read and the one that only counts on then part by more than a minute. That is put on
 * record, because every time written down since is by the new one (RELIABILITY test 18), and shown
 * as a condition for an hour. What is due goes by the new time.
 *
 * It looks at every turn of the loop, not once a minute: the minute tick goes by the clock that is
 * in question, and is silent for hours after it was set back.
 * @param jumped told of each jump once it is on record
 */
export function clockWatch(
  parts: {
    readonly store: Store;
    readonly clock: Clock;
    readonly log: Log;
    readonly journal: Journal;
  },
  jumped: (jump: Jump) => void = () => {},
): Module {
  const { store, clock, log, journal } = parts;
  const read = () => ({ wall: clock.now(), monotonic: clock.monotonic() });
  let last = read();
  // A condition from before a restart is over in an hour, too.
  let overAt: number | undefined = last.monotonic + OVER_MS;

  const note = async (ms: number, at: number): Promise<void> => {
    const direction = ms > 0 ? "forward" : "back";
    const detail = `the machine's clock jumped ${direction} by ${duration(Math.abs(ms))}: what is due goes by the new time. See that a time service keeps it, and look at what was due around then`;
    await store.tx(async (db) => {
      await journal.record(db, at, {
        team: null,
        actor: SYSTEM,
        role: "watchdog",
        kind: "clock.jumped",
        subject: CLOCK_SUBJECT,
        facts: { ms: Math.abs(ms), direction },
      });
      await raiseCondition(db, at, { subject: CLOCK_SUBJECT, code: `jumped_${direction}`, detail }, log);
    });
    jumped({ ms });
  };

  return {
    name: "clock",
    every: "turn",
    run: async () => {
      const now = read();
      const ms = Math.round(now.wall - last.wall - (now.monotonic - last.monotonic));
      if (Math.abs(ms) > JUMP_MS) {
        await note(ms, now.wall);
        overAt = now.monotonic + OVER_MS;
      } else if (overAt !== undefined && now.monotonic >= overAt) {
        await store.tx((db) => clearCondition(db, CLOCK_SUBJECT, log), "background");
        overAt = undefined;
      }
      // Only once it is on record: what could not be written is tried again at the next turn.
      last = now;
    },
  };
}
