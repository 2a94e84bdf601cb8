import type { Store } from "../../db/store.ts";
import type { Adapter, Delivery, Outgoing } from "../chat/adapter.ts";
import { within } from "../chat/connecting.ts";
import type { Platform } from "../chat/event.ts";
import type { Clock } from "../clock.ts";
import { describeFailure } from "../errors.ts";
import { failpoint } from "../failpoint.ts";
import type { Log } from "../log.ts";
import { type OutboxRow, claim, releaseOrphans } from "./claim.ts";
import { destinationOf, hasDueLane } from "./find.ts";
import { markedAsRepeat } from "./marker.ts";
import { resolve } from "./resolve.ts";
import { settle } from "./settle.ts";

/** Messages on their way at one time. */
const IN_FLIGHT = 16;
/** The same while somebody waits for an answer, which comes first: a backlog has time. */
const IN_FLIGHT_BESIDE_PEOPLE = 3;
/** The attempt at which we may first have to look whether an earlier one arrived. */
const FIRST_LOOK = 2;

interface Parts {
  readonly store: Store;
  readonly adapters: ReadonlyMap<Platform, Adapter>;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether somebody is waiting for an answer right now. */
  readonly somebodyWaits: () => boolean;
  /** Jitter; injected for tests. */
  readonly random: () => number;
}

/**
 * Takes messages from the outbox to the platforms: claim → send → record. Whatever happens
 * between two steps leaves a row that says so.
 */
export class Sender {
  readonly #parts: Parts;
  readonly #underWay = new Set<Promise<void>>();
  #claiming: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Takes over what a dead process left on its way. `alone`: no other process sends from this database. */
  async recover(alone: boolean): Promise<void> {
    const { store, clock, log } = this.#parts;
    const orphans = await store.tx((db) => releaseOrphans(db, clock.now(), alone));
    failpoint("outbox.after-recover");
    if (orphans > 0)
      log("warn", "messages were on their way when the process ended; looking whether they arrived", {
        orphans,
      });
  }

  /** Starts whatever may be sent now. Resolves when it is on its way, not when it has arrived. */
  async run(): Promise<void> {
    if (this.#claiming) {
      this.#again = true;
      return;
    }
    this.#claiming = this.#claimAll();
    try {
      await this.#claiming;
    } finally {
      this.#claiming = undefined;
    }
  }

  async #claimAll(): Promise<void> {
    do {
      this.#again = false;
      await this.#claimSome();
    } while (this.#again);
  }

  /** Takes no more, waits for what is on its way; after `withinMs` leaves the rest to the next start. */
  async stop(withinMs: number): Promise<void> {
    this.#stopped = true;
    await within(withinMs, this.#ended());
  }

  /** What was just being claimed is on its way a moment later, and is waited for like the rest. */
  async #ended(): Promise<void> {
    await Promise.allSettled([this.#claiming]);
    await Promise.allSettled(this.#underWay);
  }

  async #claimSome(): Promise<void> {
    const most = this.#parts.somebodyWaits() ? IN_FLIGHT_BESIDE_PEOPLE : IN_FLIGHT;
    const free = most - this.#underWay.size;
    if (free <= 0 || this.#stopped) return;
    const { store, clock } = this.#parts;
    if (!(await hasDueLane(store.read, clock.now()))) return;
    const rows = await store.tx((db) => claim(db, clock.now(), free), "background");
    if (rows.length > 0) failpoint("outbox.after-claim");
    for (const row of rows) {
      const delivery = this.#deliver(row).finally(() => {
        this.#underWay.delete(delivery);
        this.#again = true;
        if (!this.#stopped)
          void this.run().catch((error: unknown) =>
            this.#parts.log("error", `outbox: ${describeFailure(error)}`),
          );
      });
      this.#underWay.add(delivery);
    }
  }

  async #deliver(row: OutboxRow): Promise<void> {
    const { store, clock, log, adapters } = this.#parts;
    const adapter = adapters.get(row.target.platform);
    const delivery = await this.#attempt(row, adapter);
    failpoint("outbox.after-send");
    try {
      await store.tx(
        (db) =>
          settle(db, row, delivery, {
            now: clock.now(),
            random: this.#parts.random(),
            postIntervalMs: adapter?.limits.postIntervalMs ?? 0,
            log,
          }),
        "background",
      );
      failpoint("outbox.after-settle");
    } catch (error) {
      // The row stays on its way until its claim runs out; then it is looked for at the platform.
      log("error", `outcome of a message could not be recorded: ${describeFailure(error)}`, { key: row.key });
    }
  }

  async #attempt(row: OutboxRow, adapter: Adapter | undefined): Promise<Delivery> {
    if (!adapter) return { outcome: "retry", afterMs: 60_000, reason: "platform not connected" };
    try {
      const { store } = this.#parts;
      const message = await resolve(store.read, row.message, row.target.platform);
      const outgoing = {
        key: row.key,
        copy: row.sentRevision,
        to: await destinationOf(store.read, row),
        message,
      };
      failpoint("outbox.before-send");
      if (row.ref !== null) return await adapter.update(row.ref, outgoing);
      return row.uncertain
        ? await this.#sendUnlessThere(adapter, row, outgoing)
        : await adapter.send(outgoing);
    } catch (error) {
      this.#parts.log("error", `adapter failed: ${describeFailure(error)}`, {
        key: row.key,
        platform: row.target.platform,
      });
      return { outcome: "unknown", reason: "adapter error" };
    }
  }

  /** An earlier attempt may have arrived: look first, and say so where that does not settle it. */
  async #sendUnlessThere(adapter: Adapter, row: OutboxRow, outgoing: Outgoing): Promise<Delivery> {
    const since = row.firstAttemptAt ?? row.createdAt;
    if (this.#parts.clock.now() - since < adapter.limits.repeatSafeMs) {
      const sent = await adapter.send(outgoing);
      // What is there now is what the first attempt said; where that was something else, it is changed.
      return sent.outcome === "sent" && row.revision > 1 ? adapter.update(sent.ref, outgoing) : sent;
    }
    const found = await adapter.findSent(outgoing, since);
    const marked = { ...outgoing, message: markedAsRepeat(outgoing.message) };
    if (typeof found !== "string") {
      // Never changed since it was first sent: it says what is wanted, and whether it may be a repeat.
      if (row.revision === 1) return { outcome: "sent", ref: found };
      // Found at a second look, it may be the copy that was sent after the first, and has to go on saying so.
      return adapter.update(found, row.attempt > FIRST_LOOK ? marked : outgoing);
    }
    return adapter.send(marked);
  }
}
