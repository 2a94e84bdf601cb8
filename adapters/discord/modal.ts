import type { HalfFilled } from "../../src/chat/adapter.ts";
import { cut } from "../../src/chat/cut.ts";
import type { Choice, Field, Form, RawValues } from "../../src/chat/form.ts";
import { understood } from "../../src/chat/suggest.ts";
import { DISCORD } from "./limits.ts";
import { escapeWithin } from "./markdown.ts";
import { inWords, isChoosing, listed, unclear } from "./pages.ts";
import type { Submitted } from "./payloads.ts";

const LABEL = 18;
const TEXT_DISPLAY = 10;
const TEXT_INPUT = 4;
const SELECT = 3;
const FILE = 19;
const ONE_LINE = 1;
const LINES = 2;
/** Enough for an amount, a date or a few letters of a name. */
const SHORT = 100;

/** A modal as Discord takes it. */
export interface Modal {
  readonly title: string;
  readonly custom_id: string;
  readonly components: readonly object[];
}

/** Marks a modal of ours: which form, and whether it was opened from the form's own private message. */
const customId = (formId: string, fromPager: boolean): string => `m|${fromPager ? "p" : "f"}|${formId}`;

/** The form that a modal belongs to; `undefined` if it is none of ours. */
export function readModalId(
  id: string,
): { readonly formId: string; readonly fromPager: boolean } | undefined {
  const match = /^m\|([pf])\|([\w-]{1,80})$/.exec(id);
  return match?.[2] === undefined ? undefined : { formId: match[2], fromPager: match[1] === "p" };
}

function textInput(field: Field, value: string, most: number, style: number, placeholder?: string): object {
  // Discord refuses a whole modal for one value that is too long.
  const held = cut(value, most);
  return {
    type: TEXT_INPUT,
    custom_id: field.id,
    style,
    required: field.required,
    max_length: most,
    ...(held !== "" && { value: held }),
    ...(placeholder !== undefined && { placeholder }),
  };
}

function select(field: Field, choices: readonly Choice[], value: string, most: number): object {
  const chosen = value.split("\n");
  return {
    type: SELECT,
    custom_id: field.id,
    required: field.required,
    min_values: field.required ? 1 : 0,
    max_values: Math.min(most, choices.length),
    options: choices.map((choice) => ({
      label: cut(choice.label, DISCORD.optionText) || "–",
      value: choice.value,
      ...(choice.hint !== undefined && { description: cut(choice.hint, DISCORD.optionText) }),
      default: chosen.includes(choice.value),
    })),
  };
}

function input(field: Field, value: string): object {
  if (isChoosing(field)) {
    const choices = listed(field, value);
    const many = field.type === "multiChoice";
    if (choices && choices.length > 0) return select(field, choices, value, many ? choices.length : 1);
    const hint = many ? "Parts of them, with commas" : "Type part of it";
    return textInput(field, inWords(field, value), DISCORD.inputText, ONE_LINE, hint);
  }
  switch (field.type) {
    case "text":
    case "customerRef":
      return textInput(field, value, Math.min(field.maxLength, DISCORD.inputText), ONE_LINE);
    case "longText":
      return textInput(field, value, Math.min(field.maxLength, DISCORD.inputText), LINES);
    case "date":
      return textInput(field, value, SHORT, ONE_LINE, "Year-month-day, for example 2026-11-21");
    case "dateTime":
      return textInput(field, value, SHORT, ONE_LINE, "For example 2026-11-21 15:30");
    case "file":
      return {
        type: FILE,
        custom_id: field.id,
        required: field.required,
        min_values: field.required ? 1 : 0,
        max_values: 1,
      };
    default:
      return textInput(field, value, SHORT, ONE_LINE);
  }
}

function label(field: Field, half: HalfFilled): object {
  const value = half.values[field.id] ?? "";
  const error = half.errors[field.id] ?? unclear(field, value);
  const description = error === undefined ? field.hint : `Please correct: ${error}`;
  return {
    type: LABEL,
    label: cut(field.label, DISCORD.label) || "–",
    ...(description !== undefined &&
      description !== "" && { description: cut(description, DISCORD.labelDescription) }),
    component: input(field, value),
  };
}

/** Draws a page of a form. `words` stand above its inputs, and take the place of one. */
export function modalOf(
  half: HalfFilled,
  fields: readonly Field[],
  options: { readonly fromPager: boolean; readonly words?: string | undefined },
): Modal {
  const { form } = half;
  const above =
    options.words === undefined
      ? []
      : [{ type: TEXT_DISPLAY, content: escapeWithin(options.words, DISCORD.content) || "–" }];
  return {
    title: cut(form.title, DISCORD.modalTitle) || "–",
    custom_id: customId(form.id, options.fromPager),
    components: [...above, ...fields.map((field) => label(field, half))],
  };
}

/** What a modal's inputs hold, by field id. Unknown inputs are dropped. */
export function typedIn(from: Submitted, form: Form): RawValues {
  const { components, resolved } = from.data;
  const typed: Record<string, string> = {};
  for (const { component } of components) {
    const field = form.fields.find((one) => one.id === component?.custom_id);
    if (!component || !field) continue;
    if (component.values)
      typed[field.id] = component.values
        .map((value) => (field.type === "file" ? (resolved?.attachments[value]?.url ?? "") : value))
        .join("\n");
    else typed[field.id] = understood(field, component.value ?? "");
  }
  return typed;
}
