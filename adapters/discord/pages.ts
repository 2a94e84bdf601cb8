import type { HalfFilled } from "../../src/chat/adapter.ts";
import { isShown, type Choice, type Field, type Form, type RawValues } from "../../src/chat/form.ts";
import { matching } from "../../src/chat/suggest.ts";
import { DISCORD } from "./limits.ts";

/** A field that offers choices. */
type Choosing = Extract<Field, { choices: readonly Choice[] }>;

/** What comes next for a half-filled form. `must`: it cannot be sent without these. */
export type Step =
  | { readonly kind: "ask"; readonly fields: readonly Field[]; readonly must: boolean }
  | { readonly kind: "send" };

export const isChoosing = (field: Field): field is Choosing => "choices" in field;

/** A value's parts: several choices come as lines. */
const partsOf = (field: Choosing, value: string): readonly string[] =>
  field.type === "multiChoice"
    ? value.split("\n").filter((part) => part !== "")
    : value === ""
      ? []
      : [value];

/** Parts of what a field holds that name none of its choices: typed, where there are too many to list. */
const strangers = (field: Field, value: string): readonly string[] =>
  isChoosing(field)
    ? partsOf(field, value).filter((part) => !field.choices.some((choice) => choice.value === part))
    : [];

/** The choices that a list can hold: all of them, else those that match what was typed; `undefined` if still too many, or none. */
export function listed(field: Choosing, value: string): readonly Choice[] | undefined {
  if (field.choices.length <= DISCORD.options) return field.choices;
  const found = new Set(strangers(field, value).flatMap((typed) => matching(field.choices, typed)));
  if (found.size === 0) return undefined;
  for (const choice of field.choices) if (partsOf(field, value).includes(choice.value)) found.add(choice);
  return found.size <= DISCORD.options ? [...found] : undefined;
}

/** What a field holds, in the words of its choices. */
export const inWords = (field: Field, value: string): string =>
  isChoosing(field)
    ? partsOf(field, value)
        .map((part) => field.choices.find((choice) => choice.value === part)?.label ?? part)
        .join(", ")
    : value;

/** What to say about a typed choice that is not clear; `undefined` if it is. */
export function unclear(field: Field, value: string): string | undefined {
  const [typed] = strangers(field, value);
  if (typed === undefined || !isChoosing(field)) return undefined;
  const found = matching(field.choices, typed).length;
  if (found === 0) return "Nothing matches what was typed. Type another part of it.";
  return found <= DISCORD.options
    ? `${found} match what was typed. Choose from the list.`
    : `${found} match what was typed. Type more of it.`;
}

/**
 * A form that has just been opened.
 * @param given ids of the fields that were given with the command, and need not be asked again
 */
export function opened(form: Form, given: readonly string[]): HalfFilled {
  const values: RawValues = Object.fromEntries(
    form.fields.flatMap((field) => (field.initial === undefined ? [] : [[field.id, field.initial]])),
  );
  const asked = form.fields.map((field) => field.id).filter((id) => given.includes(id));
  return { form, values, asked, errors: {} };
}

const shown = ({ form, values }: HalfFilled): readonly Field[] =>
  form.fields.filter((field) => isShown(field, values));

/** What the fields hold that are shown: a hidden one counts for nothing, whatever was typed before it was hidden. */
export const shownValues = (half: HalfFilled): RawValues =>
  Object.fromEntries(shown(half).map((field) => [field.id, half.values[field.id] ?? ""]));

/** Fields without which it cannot be sent. */
const blocking = (half: HalfFilled): readonly Field[] =>
  shown(half).filter((field) => {
    const value = half.values[field.id] ?? "";
    return (
      (field.required && value.trim() === "") ||
      half.errors[field.id] !== undefined ||
      unclear(field, value) !== undefined
    );
  });

/** How many inputs fit on a page; words above them take a place of their own. */
export const roomFor = (withWords: boolean): number => DISCORD.modalComponents - (withWords ? 1 : 0);

/** The likeliest to be wanted first, at most `room`, then in the form's own order. */
function page(half: HalfFilled, ranked: readonly (readonly Field[])[], room: number): readonly Field[] {
  const chosen = new Set<Field>();
  for (const field of ranked.flat()) if (chosen.size < room) chosen.add(field);
  return half.form.fields.filter((field) => chosen.has(field));
}

/**
 * The first page: what must be filled in, then what was understood and should be looked at,
 * then the other defaults, then what may be added. What does not fit and has a default keeps it.
 */
export function firstStep(half: HalfFilled): Step {
  const { form } = half;
  const open = shown(half).filter((field) => !half.asked.includes(field.id));
  const must = blocking(half);
  const understood = open.filter((field) => form.given?.includes(field.id));
  const holds = (field: Field): boolean => (half.values[field.id] ?? "") !== "";
  const ranked = [
    must,
    understood,
    open.filter((field) => holds(field) && field.required),
    open.filter(holds),
    open,
  ];
  const fields = page(half, ranked, roomFor(form.intro !== undefined));
  // Everything was given by name: there is nothing to look at again.
  if (must.length === 0 && half.asked.length > 0) return { kind: "send" };
  // Nothing to ask and nothing to read first.
  if (fields.length === 0 && form.intro === undefined) return { kind: "send" };
  return { kind: "ask", fields, must: must.length > 0 };
}

/** The page after another: what is still missing or wrong; else what was not offered yet and may be added. */
export function nextStep(half: HalfFilled): Step {
  const room = roomFor(false);
  const must = blocking(half);
  const rest = shown(half).filter((field) => !half.asked.includes(field.id));
  const wrong = must.filter((field) => half.errors[field.id] !== undefined);
  // Beside an error stand the fields that it may come from.
  const beside = wrong.length > 0 || half.errors[""] !== undefined ? shown(half) : rest;
  if (must.length > 0 || half.errors[""] !== undefined)
    return { kind: "ask", fields: page(half, [wrong, must, beside], room), must: true };
  const empty = rest.filter((field) => (half.values[field.id] ?? "") === "");
  if (empty.length === 0) return { kind: "send" };
  return { kind: "ask", fields: page(half, [empty, rest], room), must: false };
}

/** The page on which what was entered can be changed. */
export function changeStep(half: HalfFilled): readonly Field[] {
  const entered = shown(half).filter((field) => half.asked.includes(field.id));
  return page(half, [entered.length > 0 ? entered : shown(half)], roomFor(false));
}

/** Whether a choice just made asked for more: a field that depends on it and has not been shown. */
export const isRevealed = (half: HalfFilled, fields: readonly Field[]): boolean =>
  fields.some((field) => field.showWhen !== undefined && !half.asked.includes(field.id));

/** The form after a page came back. Its errors are done with. */
export function answered(half: HalfFilled, typed: RawValues): HalfFilled {
  return {
    ...half,
    values: { ...half.values, ...typed },
    asked: [...new Set([...half.asked, ...Object.keys(typed)])],
    errors: {},
  };
}
