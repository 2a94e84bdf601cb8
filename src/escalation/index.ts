import type { Store } from "../../db/store.ts";
import type { Feature } from "../chat/feature.ts";
import type { Clock } from "../clock.ts";
import { type DueHandler, type Module, raiseCondition } from "../engine/index.ts";
import type { Log } from "../log.ts";
import { findSettings } from "../people/index.ts";
import { caseButtons } from "./buttons.ts";
import { caseCommands } from "./commands.ts";
import { decideForm, handBackForm, informForm } from "./case-forms.ts";
import { raiseForm } from "./raise-form.ts";
import { openWithoutTimer } from "./store.ts";
import { caseTimers } from "./timers.ts";
import { type Parts, armTimer } from "./work.ts";

/** What people can do with cases. */
export const escalationFeature = (parts: Parts): Feature => ({
  commands: caseCommands(parts),
  buttons: caseButtons(parts),
  forms: [raiseForm(parts), decideForm(parts), informForm(parts), handBackForm(parts)],
});

/** What happens to cases when time passes. */
export const escalationTimers = (parts: Parts): ReadonlyMap<string, DueHandler> => caseTimers(parts);

/** Checks that every open case has a next step; one without would be forgotten silently. */
export const escalationWatchdog = (parts: Parts, store: Store, clock: Clock, log: Log): Module => ({
  name: "case watchdog",
  every: "minute",
  run: async () => {
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
        await raiseCondition(
          db,
          now,
          {
            subject: `case:${one.ref}`,
            code: "no_next_step",
            detail: `${one.ref} had no next step; one was armed again. Please report this.`,
          },
          log,
        );
      }
    });
  },
});
