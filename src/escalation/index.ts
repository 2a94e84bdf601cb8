import type { Feature } from "../chat/feature.ts";
import type { DueHandler } from "../engine/index.ts";
import { caseButtons } from "./buttons.ts";
import { type OnCases, caseCommands } from "./commands.ts";
import { decideForm, handBackForm, informForm } from "./case-forms.ts";
import { raiseForm } from "./raise-form.ts";
import { caseTimers } from "./timers.ts";
import { weighForm } from "./weigh-form.ts";
import type { Parts } from "./work.ts";

export { type RestrictedRaised, raiseRestricted } from "./raise-restricted.ts";
export { specialistsFor } from "./restricted.ts";
export { casesSection } from "./digest.ts";
export { caseById } from "./who.ts";
export { escalationWatchdog } from "./watchdog.ts";
export { takeWithinMs } from "./work.ts";

/** What people can do with cases. */
export const escalationFeature = (parts: Parts, onCases: OnCases = () => []): Feature => ({
  commands: caseCommands(parts, onCases),
  buttons: caseButtons(parts),
  forms: [raiseForm(parts), decideForm(parts), informForm(parts), handBackForm(parts), weighForm(parts)],
});

/** What happens to cases when time passes. */
export const escalationTimers = (parts: Parts): ReadonlyMap<string, DueHandler> => caseTimers(parts);
