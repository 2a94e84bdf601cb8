import type { TextField } from "./form.ts";

/** The longest text that a field takes on every platform, UTF-16 units (Slack's limit for an input). */
const MOST_LONG = 3_000;
/** What fits into a line that people read at a glance. */
const MOST_SHORT = 200;

/** What a field of text is unless it says otherwise: required, and as long as its kind allows. */
interface Otherwise {
  readonly required?: boolean;
  /** UTF-16 units. */
  readonly maxLength?: number;
}

const textField =
  (type: "text" | "longText", most: number) =>
  (
    id: string,
    label: string,
    hint: string,
    { required = true, maxLength = most }: Otherwise = {},
  ): TextField => ({
    id,
    type,
    label,
    ...(hint === "" ? {} : { hint }),
    required,
    maxLength,
  });

/** A field of several lines; an empty hint is none. */
export const longText = textField("longText", MOST_LONG);
/** A field of one line; an empty hint is none. */
export const shortText = textField("text", MOST_SHORT);
