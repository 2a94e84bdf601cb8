import type { Store } from "../../db/store.ts";
import type { Clock } from "../clock.ts";
import { type Module, raiseCondition } from "../engine/index.ts";
import type { Log } from "../log.ts";
import { findSettings } from "../people/index.ts";
import { openWithoutTimer } from "./store.ts";
import { type ActionParts, armNext } from "./work.ts";

/** Checks that every open action has a next step; one without would be forgotten silently. */
export const watchdogOf = (parts: ActionParts, store: Store, clock: Clock, log: Log): Module => ({
  name: "action watchdog",
  every: "minute",
  run: async () => {
    if ((await openWithoutTimer(store.read)).length === 0) return;
    await store.tx(async (db) => {
      const settings = await findSettings(db);
      if (!settings) return;
      const now = clock.now();
      for (const one of await openWithoutTimer(db)) {
        await armNext({ ...parts, db, now, settings }, one);
        const condition = {
          subject: `action:${one.ref}`,
          code: "no_next_step",
          detail: `${one.ref} had no next step; one was armed again. Please report this.`,
        };
        await raiseCondition(db, now, condition, log);
      }
    });
  },
});
