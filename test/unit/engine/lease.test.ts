import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { leases } from "../../../db/schema/foundation.ts";
import { LEASE_MS, holdLease } from "../../../src/engine/index.ts";
import { noLog } from "../../../src/log.ts";
import { type TempStore, tempStore } from "../../support/temp-store.ts";
import { TestClock } from "../../support/test-clock.ts";
import { until } from "../../support/until.ts";

let temp: TempStore;
let clock: TestClock;
beforeEach(async () => {
  temp = await tempStore();
  clock = new TestClock();
});
afterEach(() => temp.close());

const parts = (holder: string) => ({
  store: temp.store,
  clock,
  log: noLog,
  name: "gateway",
  holder,
  renewMs: 5,
});

describe("a lease", () => {
  it("is held by one at a time, and passes on at once when it is given up", async () => {
    const [stopA, stopB] = [new AbortController(), new AbortController()];
    const lostA = await holdLease(parts("a"), stopA.signal);
    let hasB = false;
    const waiting = holdLease(parts("b"), stopB.signal).then((signal) => {
      hasB = true;
      return signal;
    });
    clock.advance(LEASE_MS - 1_000);
    await until("it was renewed", async () => (await remaining()) > LEASE_MS - 1_000);
    clock.advance(LEASE_MS - 1_000);
    expect(hasB).toBe(false);
    expect(lostA.aborted).toBe(false);
    stopA.abort();
    const lostB = await waiting;
    expect(lostA.aborted).toBe(true);
    expect(lostB.aborted).toBe(false);
    stopB.abort();
    await until("it is given up", async () => (await remaining()) === -1);
  });

  it("is taken over from one that died, once it has run out", async () => {
    const dead = { ...parts("dead"), renewMs: 3_600_000 };
    const neverStopped = new AbortController();
    await holdLease(dead, neverStopped.signal);
    const stop = new AbortController();
    let taken = false;
    const waiting = holdLease(parts("heir"), stop.signal).then(() => {
      taken = true;
    });
    clock.advance(LEASE_MS - 500);
    await until("the heir has looked", async () => (await remaining()) <= 500);
    expect(taken).toBe(false);
    clock.advance(1_000);
    await waiting;
    stop.abort();
    neverStopped.abort();
    await until("both have let go", async () => (await remaining()) === -1);
  });
});

/** Ms for which the lease still holds; -1 if there is none. */
async function remaining(): Promise<number> {
  const [row] = await temp.store.read.select().from(leases);
  return row ? row.until - clock.now() : -1;
}
