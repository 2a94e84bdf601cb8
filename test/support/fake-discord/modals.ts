import { severalIn } from "../several.ts";
import type { Book } from "./book.ts";
import type { ModalValue, OpenModal, Ticket } from "./interactions.ts";
import { attachmentJson, type Scene } from "./payload.ts";
import { TYPE, within, type Component, type Json, type ModalSource } from "./shapes.ts";
import { showMarkdown, type Names } from "./markdown.ts";

/** A field of a modal as its reader finds it. */
export interface ShownField {
  /** Its custom id. */
  readonly id: string;
  readonly label: string;
  readonly description: string | undefined;
  readonly type: "text" | "paragraph" | "select" | "radio" | "checkboxes" | "checkbox" | "file";
  readonly required: boolean;
  /** What is typed, or what is written on the chosen options, joined by ", ". */
  readonly value: string;
  readonly options: readonly string[] | undefined;
  readonly placeholder: string | undefined;
  /** What Discord says about it. */
  readonly error: string | undefined;
}

/** A modal as its reader finds it. */
export interface ShownModal {
  readonly id: string;
  readonly title: string;
  /** What is written in it besides the fields. */
  readonly texts: readonly string[];
  readonly fields: readonly ShownField[];
}

const FIELD_TYPES: Readonly<Record<number, ShownField["type"]>> = {
  [TYPE.select]: "select",
  [TYPE.radio]: "radio",
  [TYPE.checkboxes]: "checkboxes",
  [TYPE.checkbox]: "checkbox",
  [TYPE.fileUpload]: "file",
};

/** An input with what stands around it. */
interface Field {
  readonly label: string;
  readonly description: string | undefined;
  readonly input: Component;
}

const fieldsOf = (modal: ModalSource): Field[] =>
  modal.components.flatMap((part): Field[] => {
    if (part.type === TYPE.label && part.component)
      return [{ label: part.label ?? "", description: part.description, input: part.component }];
    return (part.components ?? []).map((input) => ({
      label: input.label ?? "",
      description: undefined,
      input,
    }));
  });

function initial(input: Component): ModalValue {
  const preset = (input.options ?? [])
    .filter((option) => option.default === true)
    .map((option) => option.value);
  switch (input.type) {
    case TYPE.textInput:
      return input.value ?? "";
    case TYPE.checkbox:
      return input.default === true;
    default:
      return preset;
  }
}

/** A modal as it appears: with what the bot filled in. */
export const modalStart = (ticket: Ticket, modal: ModalSource): OpenModal => ({
  user: ticket.user,
  channel: ticket.channel,
  from: ticket.source,
  modal,
  state: new Map(fieldsOf(modal).map(({ input }) => [input.custom_id ?? "", initial(input)])),
  errors: new Map(),
});

const typeOf = (input: Component): ShownField["type"] =>
  FIELD_TYPES[input.type] ?? (input.style === 2 ? "paragraph" : "text");

function valueShown(input: Component, value: ModalValue | undefined): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "yes" : "";
  const chosen = value ?? [];
  if (input.type === TYPE.fileUpload) return chosen.join(", ");
  return (input.options ?? [])
    .filter((option) => chosen.includes(option.value))
    .map((option) => option.label)
    .join(", ");
}

export function showModal({ modal, state, errors }: OpenModal, names: Names): ShownModal {
  const texts = modal.components.filter((part) => part.type === TYPE.text);
  return {
    id: modal.custom_id,
    title: modal.title,
    texts: texts.map((part) => showMarkdown(part.content ?? "", names)),
    fields: fieldsOf(modal).map(({ label, description, input }) => ({
      id: input.custom_id ?? "",
      label,
      description,
      type: typeOf(input),
      required: input.type !== TYPE.checkbox && input.required !== false,
      value: valueShown(input, state.get(input.custom_id ?? "")),
      options: input.options?.map((option) => option.label),
      placeholder: input.placeholder,
      error: errors.get(input.custom_id ?? ""),
    })),
  };
}

function chosen(input: Component, typed: string): readonly string[] {
  // Only where several fit does a comma tell them apart: an option may have one in its own words.
  const labels = typed !== "" && mostOf(input) === 1 ? [typed.trim()] : severalIn(typed);
  return labels.map((label) => {
    const option = (input.options ?? []).find((each) => each.label === label);
    const there = (input.options ?? []).map((each) => each.label).join(", ");
    if (!option) throw new Error(`no option ${label}; there are: ${there}`);
    return option.value;
  });
}

function typed(input: Component, value: string): ModalValue {
  switch (input.type) {
    case TYPE.textInput:
      if (value.length > (input.max_length ?? 4000)) throw new Error("longer than the field takes");
      if (input.style === 1 && value.includes("\n")) throw new Error("the field takes one line");
      return value;
    case TYPE.checkbox:
      return value !== "";
    case TYPE.fileUpload:
      return value === "" ? [] : value.split(", ");
    default: {
      const values = chosen(input, value);
      if (values.length > mostOf(input)) throw new Error("more options than the field takes");
      return values;
    }
  }
}

const mostOf = (input: Component): number =>
  input.max_values ?? (input.type === TYPE.checkboxes ? (input.options ?? []).length : 1);

/** Puts something into a field, by its label. */
export function typeInto(open: OpenModal, label: string, value: string): void {
  const fields = fieldsOf(open.modal);
  const field = fields.find((each) => each.label === label);
  if (!field) throw new Error(`no field ${label}; there are: ${fields.map((each) => each.label).join(", ")}`);
  const id = field.input.custom_id ?? "";
  open.state.set(id, typed(field.input, value));
  open.errors.delete(id);
}

/** What Discord itself holds against a form before it is sent, by custom id. */
export function unfinished({ modal, state }: OpenModal): Map<string, string> {
  return new Map(
    fieldsOf(modal).flatMap(({ input }): [string, string][] => {
      const id = input.custom_id ?? "";
      const value = state.get(id) ?? "";
      if (typeof value === "boolean") return [];
      const isNeeded = input.required !== false;
      if (value.length === 0) return isNeeded ? [[id, "This field is required."]] : [];
      const least = input.type === TYPE.textInput ? (input.min_length ?? 0) : (input.min_values ?? 1);
      return value.length < least ? [[id, `Must be at least ${least}.`]] : [];
    }),
  );
}

const submitted = (input: Component, id: number, value: ModalValue): Json => ({
  type: input.type,
  id: input.id ?? id,
  custom_id: input.custom_id,
  ...(Array.isArray(value) && input.type !== TYPE.radio
    ? { values: value }
    : { value: Array.isArray(value) ? (value[0] ?? null) : value }),
});

/** The data of a submission, as Discord sends it. */
export function submission(scene: Scene, { modal, state }: OpenModal): Json {
  let count = 0;
  const next = (given: number | undefined): number => {
    count += 1;
    return given ?? count;
  };
  const components = modal.components.map((part): Json => {
    const id = next(part.id);
    const inside = (input: Component): Json =>
      submitted(input, next(undefined), state.get(input.custom_id ?? "") ?? "");
    if (part.type === TYPE.label && part.component)
      return { type: part.type, id, component: inside(part.component) };
    if (part.type === TYPE.row)
      return { type: part.type, id, components: (part.components ?? []).map(inside) };
    return { type: part.type, id };
  });
  const uploads = within(modal.components)
    .filter((input) => input.type === TYPE.fileUpload)
    .flatMap((input) => filesOf(scene.book, state.get(input.custom_id ?? "")));
  return {
    custom_id: modal.custom_id,
    components,
    ...(uploads.length > 0 && {
      resolved: {
        attachments: Object.fromEntries(uploads.map((file) => [file.id, attachmentJson(scene, file)])),
      },
    }),
  };
}

function filesOf(book: Book, value: ModalValue | undefined) {
  return (Array.isArray(value) ? value : []).map((id: string) => {
    const file = book.files.get(id);
    if (!file) throw new Error(`no file ${id}`);
    return file;
  });
}
