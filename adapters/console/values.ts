import { isShown, type Field, type FileField, type Form, type RawValues } from "../../src/chat/form.ts";
import { randomIds } from "../../src/ids.ts";
import { LARGEST_FILE, type Files } from "./files.ts";

/** What a browser sent for a form: the values as the core takes them, and what is wrong with its files. */
export interface Received {
  readonly values: RawValues;
  readonly errors: Readonly<Record<string, string>>;
}

/** Reads the fields of a form that we opened; whatever else was sent is left out. */
export async function receive(files: Files, form: Form, data: FormData, owner: string): Promise<Received> {
  const values: Record<string, string> = {};
  const errors: Record<string, string> = {};
  for (const field of form.fields) {
    if (!isShown(field, values)) continue;
    if (field.type !== "file") {
      const value = asText(field, data);
      if (value !== "") values[field.id] = value;
      continue;
    }
    const file = await keep(files, field, data, owner);
    if (typeof file === "object") errors[field.id] = file.problem;
    else if (file !== undefined) values[field.id] = file;
  }
  return { values, errors };
}

function asText(field: Field, data: FormData): string {
  const all = data.getAll(field.id).filter((value) => typeof value === "string");
  return field.type === "multiChoice" ? all.join("\n") : (all[0] ?? "").replaceAll("\r\n", "\n");
}

async function keep(
  files: Files,
  field: FileField,
  data: FormData,
  owner: string,
): Promise<string | undefined | { problem: string }> {
  const file = data.get(field.id);
  if (file === null || typeof file === "string" || file.size === 0) return undefined;
  const most = Math.min(field.maxBytes, LARGEST_FILE);
  if (file.size > most) return { problem: `The file is larger than ${inWords(most)}. Choose a smaller one.` };
  const bytes = new Uint8Array(await file.arrayBuffer());
  return files.put({ id: randomIds.next(), name: file.name, alt: file.name, bytes, owner }).id;
}

/** A size as people say it. */
export const inWords = (bytes: number): string =>
  bytes >= 1_048_576 ? `${Math.floor(bytes / 1_048_576)} MB` : `${Math.max(1, Math.floor(bytes / 1024))} KB`;

/** Everything that was typed into a form that we no longer know, to show it back. */
export const everythingTyped = (data: FormData): readonly { label: string; value: string }[] =>
  [...data.entries()].flatMap(([name, value]) =>
    typeof value === "string" && value !== "" && !OURS.has(name)
      ? [{ label: name.replaceAll("_", " "), value: value.slice(0, 3_000) }]
      : [],
  );

/** Hidden fields of the page's own forms. Double underscores cannot begin a form field's id. */
export const FORM_ID = "__form";
export const EVENT_ID = "__event";
const OURS: ReadonlySet<string> = new Set([FORM_ID, EVENT_ID]);
