/**
 * The only reader of time. Everything else takes a {@link Clock} or a `now` in
 * milliseconds since the epoch (UTC), so that tests can move time.
 */
export interface Clock {
  /** Wall-clock time, ms since the epoch (UTC). May jump when an operator sets the clock. */
  now(): number;
  /** Milliseconds from an arbitrary start that never jump: for measuring how long something took. */
  monotonic(): number;
}

/** The machine's own clocks. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};

/**
 * Runs the process in UTC. Local time zones of a process make schedulers skip and repeat
 * hours; people's zones are applied only where times are shown or typed.
 */
export function useUtc(): void {
  process.env["TZ"] = "UTC";
  if (new Date(0).getTimezoneOffset() !== 0)
    throw new Error("the process does not run in UTC: start it with TZ=UTC");
}
