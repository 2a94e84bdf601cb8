import { heartbeats } from "../db/schema/foundation.ts";
import type { Store } from "../db/store.ts";
import { forgetOldHalfFilled } from "./chat/half-filled.ts";
import { forgetMarkers } from "./chat/seen.ts";
import type { Clock } from "./clock.ts";
import type { Module } from "./engine/index.ts";
import type { Sender } from "./outbox/index.ts";

/** The name under which the running process shows that it is alive. */
export const ENGINE_HEARTBEAT = "engine";

/** Once a minute: shows that the process is alive, forgets what is old, takes over sends that were lost. */
export const housekeeping = (parts: {
  readonly store: Store;
  readonly clock: Clock;
  readonly sender: Sender;
}): Module => ({
  name: "housekeeping",
  every: "minute",
  run: async () => {
    const now = parts.clock.now();
    await parts.store.tx(async (db) => {
      await db
        .insert(heartbeats)
        .values({ name: ENGINE_HEARTBEAT, at: now })
        .onConflictDoUpdate({ target: heartbeats.name, set: { at: now } });
      await forgetMarkers(db, now);
      await forgetOldHalfFilled(db, now);
    });
    await parts.sender.recover(false);
  },
});
