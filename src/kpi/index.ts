import type { Feature } from "../chat/feature.ts";
import { analyseButton, analyseForm } from "./analyse.ts";
import { chartButton, kpiCommand } from "./commands.ts";
import { defineForm } from "./define.ts";
import { type DigestCommandParts, digestCommand } from "./digest/command.ts";
import { digestPictures } from "./digest/pictures.ts";
import { scheduleButtons, scheduleForms } from "./digest/schedule/forms.ts";
import { kpiImportButtons, kpiImportForms } from "./import/index.ts";
import { rebaseButton, rebaseForm } from "./rebase.ts";
import { targetButtons, targetForms } from "./targets/forms.ts";

export { composer } from "./digest/composer.ts";
export { digestModule } from "./digest/schedule/run.ts";
export { openImports } from "./import/index.ts";
export { kpiSubject } from "./subject.ts";

/** What people can do with figures. */
export const kpiFeature = (parts: DigestCommandParts): Feature => ({
  commands: [kpiCommand, digestCommand(parts)],
  buttons: [
    chartButton,
    analyseButton,
    rebaseButton,
    ...targetButtons(parts),
    ...scheduleButtons(parts),
    ...kpiImportButtons,
  ],
  forms: [
    analyseForm(parts),
    defineForm(parts),
    rebaseForm(parts),
    ...targetForms(parts),
    ...scheduleForms(parts),
    ...kpiImportForms(parts),
  ],
  pictures: digestPictures,
});
