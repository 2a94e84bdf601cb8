import type { Store } from "../db/store.ts";
import type { ConnectionState } from "./chat/adapter.ts";
import type { Platform } from "./chat/event.ts";
import type { Clock } from "./clock.ts";
import { clearCondition, raiseCondition } from "./engine/index.ts";
import type { Log } from "./log.ts";
import { adviceFor } from "./outbox/index.ts";

/** Puts the state of a connection where `floorwalker doctor` finds it. */
export async function noteConnection(
  { store, clock, log }: { readonly store: Store; readonly clock: Clock; readonly log: Log },
  platform: Platform,
  state: ConnectionState,
): Promise<void> {
  try {
    await store.tx((db) =>
      state.state === "broken"
        ? raiseCondition(
            db,
            clock.now(),
            {
              subject: platform,
              code: state.reason,
              detail: `${adviceFor(platform, state.reason)} (${state.detail})`,
            },
            log,
          )
        : state.state === "connected"
          ? clearCondition(db, platform, log)
          : Promise.resolve(),
    );
  } catch {
    log("warn", "state of a connection could not be recorded", { platform, state: state.state });
  }
}
