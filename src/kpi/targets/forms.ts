import type { ButtonAction, FormAction } from "../../chat/feature.ts";
import type { Parts } from "../../work.ts";
import { answerActions, declineForm } from "./answering.ts";
import { endButton, withdrawAction } from "./ending.ts";
import { proposeButton, targetForm } from "./proposing.ts";

/** The forms of targets. */
export const targetForms = (parts: Parts): readonly FormAction[] => [targetForm(parts), declineForm(parts)];

/** The buttons of targets. */
export const targetButtons = (parts: Parts): readonly ButtonAction[] => [
  proposeButton,
  ...answerActions(parts),
  endButton(parts),
  withdrawAction(parts),
];
