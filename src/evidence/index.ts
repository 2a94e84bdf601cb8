import type { Feature } from "../chat/feature.ts";
import type { Parts } from "../work.ts";
import { assessCommand } from "./assessment/command.ts";
import { judgeButtons, judgeForms } from "./assessment/judge-actions.ts";
import { planButton, planForm } from "./assessment/plan.ts";
import { drawButton, drawForm } from "./assessment/sampling/draw.ts";
import { outcomeButtons, outcomeForm } from "./assessment/sampling/outcome.ts";
import { sampleViews } from "./assessment/sampling/views.ts";
import { seenButtons, seenForms } from "./assessment/seen.ts";
import { signButton } from "./assessment/sign.ts";
import { evidenceCommand, evidenceViews } from "./commands.ts";
import { portfolioCommand } from "./export/command.ts";
import { acceptForm, suggestionButtons } from "./items/accept.ts";
import { itemButtons, itemForms } from "./items/item-actions.ts";
import { ownButtons, ownForms } from "./items/own.ts";
import { joinButtons } from "./join.ts";
import { strikeButtons, strikeForms } from "./items/strike.ts";
import { profileForm } from "./profile/form.ts";
import { testimonyButtons, testimonyForms } from "./testimony/actions.ts";

export {
  type ExampleItem,
  exampleLearner,
  joinExample,
  judgeExample,
  shareExample,
  witnessExample,
} from "./example.ts";
export { buildPortfolio } from "./export/build.ts";
export { Exports, zipName } from "./export/exports.ts";
export { openWorkFolder } from "./export/work-folder.ts";
export { registrationsOf } from "./registered.ts";
export { keepUnit } from "./units/keep.ts";
export { loadUnit } from "./units/load.ts";

/** What learners, witnesses, assessors and verifiers can do. */
export const evidenceFeature = (parts: Parts): Feature => ({
  commands: [evidenceCommand, assessCommand, portfolioCommand(parts)],
  buttons: [
    ...evidenceViews,
    ...joinButtons(parts),
    ...suggestionButtons(parts),
    ...itemButtons,
    ...strikeButtons,
    ...ownButtons,
    ...testimonyButtons(parts),
    ...judgeButtons(parts),
    ...seenButtons(parts),
    planButton,
    drawButton,
    ...sampleViews,
    ...outcomeButtons,
    signButton(parts),
  ],
  forms: [
    acceptForm(parts),
    ...ownForms(parts),
    ...itemForms(parts),
    ...strikeForms(parts),
    profileForm(parts),
    ...testimonyForms(parts),
    ...judgeForms(parts),
    ...seenForms(parts),
    planForm(parts),
    drawForm(parts),
    outcomeForm(parts),
  ],
});
