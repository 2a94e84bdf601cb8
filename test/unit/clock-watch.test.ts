import { asc, eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { journal } from "../../db/schema/foundation.ts";
import { type Jump, clockWatch } from "../../src/clock-watch.ts";
import type { Clock } from "../../src/clock.ts";
import { allConditions, raiseCondition } from "../../src/engine/index.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal, verifyJournal } from "../../src/journal/index.ts";
import { noLog } from "../../src/log.ts";
import { type TempStore, tempStore } from "../support/temp-store.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOON = Date.UTC(2026, 10, 23, 12);

/** A machine's two clocks: time passes on both, and the one that people read can be set. */
class Machine implements Clock {
  #wall = NOON;
  #monotonic = 5_000;

  now(): number {
    return this.#wall;
  }
  monotonic(): number {
    return this.#monotonic;
  }
  passes(ms: number): void {
    this.#wall += ms;
    this.#monotonic += ms;
  }
  isSet(to: number): void {
    this.#wall = to;
  }
}

let temp: TempStore;
let machine: Machine;
let jumps: Jump[];
beforeEach(async () => {
  temp = await tempStore();
  machine = new Machine();
  jumps = [];
});
afterEach(() => temp.close());

const start = () =>
  clockWatch(
    { store: temp.store, clock: machine, log: noLog, journal: createJournal(randomIds, false) },
    (jump) => jumps.push(jump),
  );
const onRecord = async (): Promise<string[]> =>
  (
    await temp.store.read
      .select()
      .from(journal)
      .where(eq(journal.kind, "clock.jumped"))
      .orderBy(asc(journal.seq))
  ).map(({ facts, subject }) => `${subject} ${facts}`);
const conditions = async (): Promise<string[]> =>
  (await allConditions(temp.store.read)).map(({ code, detail }) => `${code}: ${detail}`);

describe("a clock of the machine that jumps", () => {
  // RELIABILITY test 18: more than 60 s is on record and shown; less is not.
  it.each<[string, number, string, string]>([
    [
      "set back by two hours",
      -2 * HOUR,
      '{"direction":"back","ms":7200000}',
      "jumped_back: the machine's clock jumped back by 2 hours",
    ],
    [
      "set forward by three hours",
      3 * HOUR,
      '{"direction":"forward","ms":10800000}',
      "jumped_forward: the machine's clock jumped forward by 3 hours",
    ],
    [
      "a laptop that slept for eight hours",
      8 * HOUR,
      '{"direction":"forward","ms":28800000}',
      "jumped_forward: the machine's clock jumped forward by 8 hours",
    ],
    [
      "the year 1970",
      -NOON,
      `{"direction":"back","ms":${NOON}}`,
      "jumped_back: the machine's clock jumped back by 20781 days",
    ],
    [
      "a minute and a bit",
      MINUTE + 1,
      '{"direction":"forward","ms":60001}',
      "jumped_forward: the machine's clock jumped forward by 1 minute",
    ],
  ])("%s is on record and shown", async (_what, by, facts, shown) => {
    const watch = start();
    machine.passes(250);
    machine.isSet(machine.now() + by);
    await watch.run();
    expect(await onRecord()).toEqual([`clock ${facts}`]);
    expect((await conditions()).join("\n")).toContain(shown);
    expect(jumps).toEqual([{ ms: by }]);
    expect((await verifyJournal(temp.store.read)).faults).toEqual([]);
  });

  it.each<[string, readonly number[]]>([
    ["a leap second", [1_000]],
    ["ten corrections of a second", Array.from({ length: 10 }, () => -1_000)],
    ["a minute to the millisecond", [MINUTE]],
    ["time that passes on both clocks, a whole night of it", []],
  ])("%s is none", async (_what, steps) => {
    const watch = start();
    for (const step of [...steps, 0]) {
      machine.passes(steps.length === 0 ? 10 * HOUR : 250);
      machine.isSet(machine.now() + step);
      await watch.run();
    }
    expect(await onRecord()).toEqual([]);
    expect(await conditions()).toEqual([]);
  });

  it("is on record once, and once more when the clock is put right", async () => {
    const watch = start();
    machine.isSet(NOON - 2 * HOUR);
    for (let turn = 0; turn < 3; turn += 1) {
      await watch.run();
      machine.passes(250);
    }
    machine.isSet(machine.now() + 2 * HOUR);
    await watch.run();
    expect(await onRecord()).toEqual([
      'clock {"direction":"back","ms":7200000}',
      'clock {"direction":"forward","ms":7200000}',
    ]);
    expect((await conditions()).map((line) => line.slice(0, 15))).toEqual(["jumped_forward:"]);
  });

  it("is shown for an hour, and then no more", async () => {
    const watch = start();
    machine.isSet(NOON + HOUR);
    await watch.run();
    machine.passes(HOUR - 1);
    await watch.run();
    expect(await conditions()).toHaveLength(1);
    machine.passes(1);
    await watch.run();
    expect(await conditions()).toEqual([]);
    expect(await onRecord()).toHaveLength(1);
  });

  it("before a restart is shown for an hour after it", async () => {
    await temp.store.tx((db) =>
      raiseCondition(db, NOON, { subject: "clock", code: "jumped_back", detail: "d" }, noLog),
    );
    const watch = start();
    await watch.run();
    expect(await conditions()).toHaveLength(1);
    machine.passes(HOUR);
    await watch.run();
    expect(await conditions()).toEqual([]);
  });

  it("is not forgotten where it could not be written at once", async () => {
    let broken = true;
    const store: typeof temp.store = {
      ...temp.store,
      read: temp.store.read,
      tx: (work, priority) =>
        broken ? Promise.reject(new Error("disk full")) : temp.store.tx(work, priority),
    };
    const watch = clockWatch({
      store,
      clock: machine,
      log: noLog,
      journal: createJournal(randomIds, false),
    });
    machine.isSet(NOON - HOUR);
    await expect(watch.run()).rejects.toThrow("disk full");
    broken = false;
    machine.passes(250);
    await watch.run();
    expect(await onRecord()).toEqual(['clock {"direction":"back","ms":3600000}']);
  });
});
