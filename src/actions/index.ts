import type { Store } from "../../db/store.ts";
import type { Button } from "../chat/message.ts";
import type { Feature } from "../chat/feature.ts";
import type { Clock } from "../clock.ts";
import { commentSettingsOf } from "../comments/settings.ts";
import type { DueHandler, Module } from "../engine/index.ts";
import type { Log } from "../log.ts";
import type { Parts } from "../work.ts";
import { dropForm, handOverForm } from "./action-forms.ts";
import { actionButtons } from "./buttons.ts";
import { actionCommands } from "./commands.ts";
import { planForm } from "./plan-form.ts";
import { reviewForm } from "./review-form.ts";
import type { Subjects } from "./subject.ts";
import { tellForm } from "./tell-form.ts";
import { timersOf } from "./timers.ts";
import { watchdogOf } from "./watchdog.ts";
import type { ActionParts, MayAct } from "./work.ts";

export { actionsSection } from "./digest.ts";
export type { ActionSubject, ActionSummary, Subjects } from "./subject.ts";

/** What the feature is given; who may act follows the centre's settings unless it is said otherwise. */
type Given = Parts & { readonly mayAct?: MayAct };

/** Whoever may decide about themes may do something about them, too. */
const byLevel: MayAct = (settings, member) => member.rank >= commentSettingsOf(settings).confirmRank;

const complete = (given: Given, subjects: Subjects): ActionParts => ({ mayAct: byLevel, ...given, subjects });

/** What people can do with improvement actions. `subjects`: what actions can be about, by kind. */
export function actionsFeature(given: Given, subjects: Subjects): Feature {
  const parts = complete(given, subjects);
  return {
    commands: actionCommands(parts),
    buttons: actionButtons(parts),
    forms: [planForm(parts), reviewForm(parts), tellForm(parts), handOverForm(parts), dropForm(parts)],
  };
}

/** What happens to actions when time passes. */
export const actionTimers = (given: Given, subjects: Subjects): ReadonlyMap<string, DueHandler> =>
  timersOf(complete(given, subjects));

/** Checks that every open action has a next step. */
export const actionsWatchdog = (
  given: Given,
  subjects: Subjects,
  store: Store,
  clock: Clock,
  log: Log,
): Module => watchdogOf(complete(given, subjects), store, clock, log);

/** The button that plans an action about a subject, for that subject's own messages. */
export const planButton = (kind: string, id: string, ref: string): Button => ({
  action: "action.plan",
  arg: `${kind}:${id}`,
  label: "Plan an action",
  describe: `Plan an action about ${ref}`,
});
