import type { Store } from "../../db/store.ts";
import type { Clock } from "../clock.ts";
import { type Module, raiseCondition } from "../engine/index.ts";
import type { Log } from "../log.ts";
import { findSettings } from "../people/index.ts";
import { watchReach } from "./reach.ts";
import { openWithoutTimer } from "./store.ts";
import { type Parts, armTimer } from "./work.ts";

/**
 * Checks that every open case has a next step, and that restricted ones reach somebody; one
 * without would be forgotten silently.
 */
export const escalationWatchdog = (parts: Parts, store: Store, clock: Clock, log: Log): Module => ({
  name: "case watchdog",
  every: "minute",
  run: async () => {
    await armForgotten(parts, store, clock, log);
    await watchReach(parts, store, clock, log);
  },
});

async function armForgotten(parts: Parts, store: Store, clock: Clock, log: Log): Promise<void> {
  if ((await openWithoutTimer(store.read)).length === 0) return;
  await store.tx(async (db) => {
    const settings = await findSettings(db);
    if (!settings) return;
    const now = clock.now();
    for (const one of await openWithoutTimer(db)) {
      const kind =
        one.state === "raised"
          ? "case.ask_again"
          : one.state === "acknowledged"
            ? "case.quiet"
            : "case.follow_up";
      await armTimer({ ...parts, db, now, settings }, one, kind, now);
      // Whoever operates the program is not one of those who may know a restricted case's reference.
      const name = one.restricted === null ? one.ref : one.id;
      await raiseCondition(
        db,
        now,
        {
          subject: `case:${name}`,
          code: "no_next_step",
          detail: `${name} had no next step; one was armed again. Please report this.`,
        },
        log,
      );
    }
  });
}
