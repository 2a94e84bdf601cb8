import type { Feature } from "../chat/feature.ts";
import type { Parts } from "../work.ts";
import { alertButtons, alertForms } from "./alerts/forms.ts";
import { commentButtons, commentCommands, commentShortcuts } from "./commands.ts";
import { commentForm, detailsForm } from "./comment-form.ts";
import { noticeButton, noticeForm } from "./notice.ts";
import { themeButtons, themeForms } from "./themes/forms.ts";

export { themesSection } from "./digest.ts";
export { themeSubject } from "./subject.ts";
export { recordComment } from "./record.ts";
export { isThere } from "./tally.ts";
export { weeklySchedule, weeklyTimers } from "./weekly/schedule.ts";
export { commentFromCase } from "./commands.ts";
export { Listener } from "./listen/listener.ts";

/** What people can do with what customers said. */
export const commentsFeature = (parts: Parts): Feature => ({
  commands: commentCommands(parts),
  buttons: [...commentButtons(parts), noticeButton(parts), ...alertButtons(parts), ...themeButtons()],
  shortcuts: commentShortcuts,
  forms: [
    commentForm(parts),
    detailsForm(parts),
    noticeForm(parts),
    ...alertForms(parts),
    ...themeForms(parts),
  ],
});
