import { checkOptions, checkSelect } from "./limits-message.ts";
import { Complaints } from "./refusal.ts";
import { TYPE, within, type Component, type ModalSource } from "./shapes.ts";

function checkTextInput(where: string, input: Component, to: Complaints): void {
  const { min_length: least = 0, max_length: most = 4000 } = input;
  to.length(`${where}.placeholder`, input.placeholder, 0, 100);
  to.length(`${where}.value`, input.value, 0, Math.min(most, 4000));
  to.need(`${where}.min_length`, least >= 0 && least <= most, "Must be from 0 to max_length.");
  to.need(`${where}.max_length`, most >= 1 && most <= 4000, "Must be from 1 to 4000.");
}

function checkInput(where: string, input: Component, to: Complaints): void {
  to.need(`${where}.custom_id`, input.custom_id !== undefined, "This field is required");
  to.length(`${where}.custom_id`, input.custom_id, 1, 100);
  to.need(`${where}.disabled`, input.disabled !== true, "Nothing in a modal can be disabled.");
  const isOptional = input.required === false;
  to.need(`${where}.min_values`, isOptional || input.min_values !== 0, "At least 1 of what is required.");
  switch (input.type) {
    case TYPE.textInput:
      return checkTextInput(where, input, to);
    case TYPE.select:
      return checkSelect(where, input, to);
    case TYPE.radio:
      return checkOptions(where, { ...input, max_values: 1 }, 2, 10, to);
    case TYPE.checkboxes:
      return checkOptions(
        where,
        { ...input, max_values: input.max_values ?? input.options?.length },
        1,
        10,
        to,
      );
    case TYPE.fileUpload:
      return to.need(`${where}.max_values`, (input.max_values ?? 1) <= 10, "Not more than 10 files.");
    default:
      return undefined;
  }
}

function checkPart(where: string, part: Component, to: Complaints): void {
  if (part.type === TYPE.label) {
    to.length(`${where}.label`, part.label, 1, 45);
    to.length(`${where}.description`, part.description, 0, 100);
    if (part.component) checkInput(`${where}.component`, part.component, to);
  } else if (part.type === TYPE.row) {
    to.count(`${where}.components`, part.components, 1, 1);
    for (const input of part.components ?? []) {
      to.length(`${where}.components.0.label`, input.label, 1, 45);
      checkInput(`${where}.components.0`, input, to);
    }
  } else to.need(where, part.type === TYPE.text, "Only labels, text and rows with a text input.");
}

/** What Discord holds against a modal beyond what its document says. */
export function checkModal(modal: ModalSource): void {
  const to = new Complaints();
  to.length("data.title", modal.title, 1, 45);
  to.length("data.custom_id", modal.custom_id, 1, 100);
  to.count("data.components", modal.components, 1, 5);
  for (const [index, part] of modal.components.entries()) checkPart(`data.components.${index}`, part, to);
  to.unique(
    "data.components",
    within(modal.components).flatMap((each) => each.custom_id ?? []),
    "Component custom id",
  );
  to.settle();
}
