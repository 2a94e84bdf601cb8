import type { ButtonAction, FormAction } from "../../chat/feature.ts";
import type { Parts } from "../../work.ts";
import { answerActions, declineForm } from "./answer-actions.ts";
import { endButton, withdrawAction } from "./end-actions.ts";
import { proposeButton, targetForm } from "./propose-form.ts";

/** The forms of targets. */
export const targetForms = (parts: Parts): readonly FormAction[] => [targetForm(parts), declineForm(parts)];

/** The buttons of targets. */
export const targetButtons = (parts: Parts): readonly ButtonAction[] => [
  proposeButton,
  ...answerActions(parts),
  endButton(parts),
  withdrawAction(parts),
];
