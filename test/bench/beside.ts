import { monitorEventLoopDelay } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { heartbeats } from "../../db/schema/foundation.ts";
import type { Store } from "../../db/store.ts";

const NS_PER_MS = 1_000_000;
/** Somebody else saves something this often meanwhile, ms. */
const SAVES_EVERY_MS = 10;

/** Saves something every now and then, as an agent does who escalates; gives back how long each took, ms. */
function saving(store: Store): { readonly end: () => Promise<readonly number[]> } {
  const took: number[] = [];
  const ended = new AbortController();
  const work = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      const started = performance.now();
      await store.tx((db) =>
        db
          .insert(heartbeats)
          .values({ name: "bench", at: took.length })
          .onConflictDoUpdate({ target: heartbeats.name, set: { at: took.length } }),
      );
      took.push(performance.now() - started);
      await sleep(SAVES_EVERY_MS);
    }
  };
  const working = work();
  return {
    end: async () => {
      ended.abort();
      await working;
      return took;
    },
  };
}

/** What a piece of work came to, and what it did to others. */
interface Beside<T> {
  readonly value: T;
  /** How long it took, ms. */
  readonly ms: number;
  /** How long the event loop was held at most, ms. */
  readonly held: number;
  /** How long somebody else waited for what they saved meanwhile, at most, ms. */
  readonly slowest: number;
}

/** Runs something in the process of the program while others save. */
export async function beside<T>(store: Store, work: () => Promise<T>): Promise<Beside<T>> {
  const others = saving(store);
  await sleep(SAVES_EVERY_MS * 5);
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await sleep(SAVES_EVERY_MS);
  const started = performance.now();
  const value = await work();
  const ms = performance.now() - started;
  // What held the loop last is seen only once it turns again.
  await sleep(SAVES_EVERY_MS);
  delay.disable();
  const saves = await others.end();
  return { value, ms, held: delay.max / NS_PER_MS, slowest: Math.max(...saves) };
}
