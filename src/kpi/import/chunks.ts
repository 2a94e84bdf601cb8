import type { Priority, Store, Tx } from "../../../db/store.ts";

/** How an import works beside other things: what it is written with, and how it makes room. */
export interface Pace {
  readonly store: Store;
  /** Waits a moment between two transactions, so that a bot in another process gets its turn at the file. */
  readonly breathe: () => Promise<void>;
}

/** Rows in one transaction: some 20 ms of work, and 50 ms at most (DESIGN 3). */
export const CHUNK = 1_000;

const PRIORITY: Priority = "background";

/** Runs one of many transactions nobody waits for. */
export async function chunk<T>({ store, breathe }: Pace, work: (db: Tx) => Promise<T>): Promise<T> {
  const done = await store.tx(work, PRIORITY);
  await breathe();
  return done;
}
