import { z } from "zod";
import type { Choice, Field } from "../../src/chat/form.ts";
import { cut } from "../../src/chat/cut.ts";
import { escape, plain } from "./escape.ts";
import { BLOCK_KIT } from "./limits.ts";

/** A block as Slack hands it back: known enough to redraw it, everything else kept as it came. */
export const blockSchema = z.looseObject({ type: z.string(), block_id: z.string() });
/** See {@link blockSchema}. */
export type LooseBlock = z.infer<typeof blockSchema>;

const optionSchema = z.looseObject({ value: z.string() });
const elementSchema = z.looseObject({ type: z.string(), options: z.array(optionSchema).optional() });

const INITIALS = [
  "initial_value",
  "initial_option",
  "initial_options",
  "initial_date",
  "initial_date_time",
] as const;

const option = (choice: Choice) => ({
  text: plain(choice.label, BLOCK_KIT.optionText),
  value: choice.value,
  ...(choice.hint !== undefined &&
    choice.hint !== "" && { description: plain(choice.hint, BLOCK_KIT.optionText) }),
});

function element(field: Field): Record<string, unknown> {
  switch (field.type) {
    case "text":
    case "customerRef":
    case "longText":
      return {
        type: "plain_text_input",
        multiline: field.type === "longText",
        max_length: Math.min(field.maxLength, BLOCK_KIT.inputText),
      };
    case "money":
      return {
        type: "plain_text_input",
        max_length: 30,
        placeholder: plain(field.currency, BLOCK_KIT.placeholder),
      };
    case "choice":
    case "member":
      return { type: "static_select", options: field.choices.slice(0, BLOCK_KIT.options).map(option) };
    case "multiChoice":
      return { type: "multi_static_select", options: field.choices.slice(0, BLOCK_KIT.options).map(option) };
    case "number":
      return {
        type: "number_input",
        is_decimal_allowed: false,
        min_value: String(field.min),
        max_value: String(field.max),
      };
    case "date":
      return { type: "datepicker" };
    case "dateTime":
      return { type: "datetimepicker" };
    default:
      return { type: "file_input", max_files: 1 };
  }
}

const choicesOf = (field: Field): readonly Choice[] | undefined =>
  "choices" in field ? field.choices : undefined;

function hint(field: Field): string | undefined {
  const cutShort = (choicesOf(field)?.length ?? 0) > BLOCK_KIT.options;
  const note = cutShort ? `Only the first ${BLOCK_KIT.options} are listed.` : undefined;
  return [field.hint, note].filter((part) => part !== undefined && part !== "").join(" ") || undefined;
}

/**
 * One field as one input block; block id and action id are the field's id, so that
 * Slack keeps what was typed when the form is redrawn.
 * @param redraws whether another field's visibility hangs on this one
 */
export function fieldBlock(field: Field, redraws: boolean): LooseBlock {
  // Slack refuses a list without options, and with it the whole form.
  if (choicesOf(field)?.length === 0)
    return {
      type: "section",
      block_id: field.id,
      text: plain(`${field.label}: there is nothing to choose from.`, BLOCK_KIT.sectionText),
    };
  const help = hint(field);
  const block: LooseBlock = {
    type: "input",
    block_id: field.id,
    label: plain(field.label, BLOCK_KIT.label),
    optional: !field.required,
    element: { ...element(field), action_id: field.id },
    ...(help !== undefined && { hint: plain(help, BLOCK_KIT.label) }),
    ...(redraws && { dispatch_action: true }),
  };
  return withValue(block, field.initial ?? "");
}

type LooseElement = z.infer<typeof elementSchema>;

/** Slack escapes option values when it hands a view back, and not when it hands over a choice. */
const same = (given: string, wanted: string): boolean => given === wanted || given === escape(wanted);

function initial(input: LooseElement, value: string): Record<string, unknown> {
  const chosen = value.split("\n");
  const options = (input.options ?? []).filter((one) => chosen.some((wanted) => same(one.value, wanted)));
  switch (input.type) {
    case "plain_text_input":
      return { initial_value: cut(value, BLOCK_KIT.inputText) };
    case "number_input":
      return { initial_value: value };
    case "static_select":
      return options[0] ? { initial_option: options[0] } : {};
    case "multi_static_select":
      return options.length > 0 ? { initial_options: options } : {};
    case "datepicker":
      return /^\d{4}-\d{2}-\d{2}$/.test(value) ? { initial_date: value } : {};
    case "datetimepicker":
      // Slack picks an instant in whole seconds; wall time would need a zone that is not known here.
      return /^\d{11,15}$/.test(value) ? { initial_date_time: Math.round(Number(value) / 1000) } : {};
    default:
      return {};
  }
}

/** The block with this value in it; "" empties it. Blocks that are no inputs come back as they are. */
export function withValue(block: LooseBlock, value: string): LooseBlock {
  const input = elementSchema.safeParse(block["element"]);
  if (!input.success) return block;
  const bare = Object.fromEntries(
    Object.entries(input.data).filter(([key]) => !INITIALS.some((known) => known === key)),
  );
  return { ...block, element: value === "" ? bare : { ...bare, ...initial(input.data, value) } };
}
