import { and, eq, gte, lt, or } from "drizzle-orm";
import { leases } from "../../db/schema/foundation.ts";
import type { Read, Store } from "../../db/store.ts";
import { pause } from "../chat/connecting.ts";
import type { Clock } from "../clock.ts";
import { describeFailure } from "../errors.ts";
import type { Log } from "../log.ts";

/** How long a lease holds after it was last renewed, ms: another process takes over that long after a death. */
export const LEASE_MS = 15_000;
/** How often it is renewed, and how often others look whether it is free, ms. */
const RENEW_MS = 5_000;

interface Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** What only one process may do at a time, e.g. "discord gateway". */
  readonly name: string;
  /** Tells this process from others. */
  readonly holder: string;
  /** Shorter in tests. */
  readonly renewMs?: number;
}

/** Takes the lease if it is free, or renews it if it is ours. */
async function take({ store, clock, name, holder }: Parts): Promise<boolean> {
  const now = clock.now();
  const until = now + LEASE_MS;
  const rows = await store.tx((db) =>
    db
      .insert(leases)
      .values({ name, holder, until })
      .onConflictDoUpdate({
        target: leases.name,
        set: { holder, until },
        setWhere: or(eq(leases.holder, holder), lt(leases.until, now)) ?? eq(leases.holder, holder),
      })
      .returning({ holder: leases.holder }),
  );
  return rows.length === 1;
}

/** Whether a process holds a lease as this transaction sees it: one that was asleep may have lost it unawares. */
export async function holdsLease(db: Read, name: string, holder: string, now: number): Promise<boolean> {
  const rows = await db
    .select({ name: leases.name })
    .from(leases)
    .where(and(eq(leases.name, name), eq(leases.holder, holder), gte(leases.until, now)));
  return rows.length === 1;
}

/** Gives the lease up, so that another process need not wait for it to run out. */
async function release({ store, name, holder }: Parts): Promise<void> {
  await store.tx((db) => db.delete(leases).where(and(eq(leases.name, name), eq(leases.holder, holder))));
}

/**
 * Waits until this process may do what only one may do at a time (DESIGN 3: on PostgreSQL
 * several processes share one database). Renews the lease until `signal` comes.
 * @returns a signal that the lease is lost: others may be doing it by now
 */
export async function holdLease(parts: Parts, signal: AbortSignal): Promise<AbortSignal> {
  const { log, name, renewMs = RENEW_MS } = parts;
  const tryToTake = (): Promise<boolean> =>
    take(parts).catch((error: unknown) => {
      log("warn", `lease not taken: ${describeFailure(error)}`, { name });
      return false;
    });
  while (!(await tryToTake())) {
    await pause(renewMs, signal);
    if (signal.aborted) return signal;
  }
  const lost = new AbortController();
  const keep = async (): Promise<void> => {
    let heldAt = parts.clock.monotonic();
    while (!signal.aborted) {
      await pause(renewMs, signal);
      if (signal.aborted) break;
      if (await tryToTake()) heldAt = parts.clock.monotonic();
      // Whether another process took it, or the database cannot be reached: by now it may be theirs.
      else if (parts.clock.monotonic() - heldAt > LEASE_MS - renewMs) break;
    }
    // Given up before anybody hears of it: whoever waits for that may close the database then.
    if (signal.aborted) await release(parts).catch(() => undefined);
    lost.abort();
  };
  void keep();
  return lost.signal;
}
