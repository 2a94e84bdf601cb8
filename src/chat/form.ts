/**
 * A form as data. A command's inputs and a button's follow-up are the same kind of
 * form; how it is shown (one modal, one dialog, pages) is the adapter's business.
 */

/** One option of a choice. `value` is what comes back; `label` is what people read. */
export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

interface FieldBase {
  /** Stable id: `[a-z][a-z0-9_]*`, unique in the form. */
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly required: boolean;
  /** What the field holds when the form opens. */
  readonly initial?: string;
  /** Shown only while the named choice holds one of these values. Hidden fields are dropped at submit. */
  readonly showWhen?: { readonly field: string; readonly oneOf: readonly string[] };
}

/** One line or several lines of text. `maxLength` in UTF-16 units, at most 3000 (Slack's limit for an input). */
export interface TextField extends FieldBase {
  readonly type: "text" | "longText" | "customerRef";
  readonly maxLength: number;
}
/** An amount as typed ("80", "£80.50"); `currency` is ISO 4217. */
export interface MoneyField extends FieldBase {
  readonly type: "money";
  readonly currency: string;
}
/** One of `choices` (at most 100). */
export interface ChoiceField extends FieldBase {
  readonly type: "choice";
  readonly choices: readonly Choice[];
}
/** Any of `choices`; comes back as values joined by `\n`. */
export interface MultiChoiceField extends FieldBase {
  readonly type: "multiChoice";
  readonly choices: readonly Choice[];
}
/** A whole number from `min` to `max`. */
export interface NumberField extends FieldBase {
  readonly type: "number";
  readonly min: number;
  readonly max: number;
}
/**
 * A local date (`YYYY-MM-DD`), or a date with a time. A `dateTime` comes back either as
 * ms since the epoch or as local wall time (`YYYY-MM-DDTHH:MM`) in the organisation's zone:
 * some platforms pick instants, others wall time.
 */
export interface DateField extends FieldBase {
  readonly type: "date" | "dateTime";
}
/** A colleague; comes back as a member id. `choices` are the colleagues offered. */
export interface MemberField extends FieldBase {
  readonly type: "member";
  readonly choices: readonly Choice[];
}
/** A file; comes back as the id that `Adapter.download` takes. */
export interface FileField extends FieldBase {
  readonly type: "file";
  readonly maxBytes: number;
}

/** A typed field of a form. */
export type Field =
  TextField | MoneyField | ChoiceField | MultiChoiceField | NumberField | DateField | MemberField | FileField;

/**
 * A form as it is opened for one person. `id` is single-use: the first submission
 * redeems it in the transaction of its effect. `context` holds short opaque ids
 * (at most 1,000 characters in all), is not secret and proves nothing: what it names
 * is checked again when the form acts.
 */
export interface Form {
  readonly name: string;
  readonly id: string;
  /** At most 24 characters (Slack's modal title). */
  readonly title: string;
  readonly submitLabel: string;
  readonly intro?: string;
  readonly fields: readonly Field[];
  readonly context: Readonly<Record<string, string>>;
  /** Fields that hold what the person said themselves; what the others hold is a default. */
  readonly given?: readonly string[];
}

/** What comes back from any platform: field id → text. A field left empty is absent or "". */
export type RawValues = Readonly<Record<string, string>>;

/** Whether a field is shown, given what the others hold. */
export function isShown(field: Field, values: RawValues): boolean {
  return field.showWhen === undefined || field.showWhen.oneOf.includes(values[field.showWhen.field] ?? "");
}

/** What a form's fields hold when it opens. */
export function initialValues(form: Form): RawValues {
  return Object.fromEntries(
    form.fields.flatMap((field) => (field.initial === undefined ? [] : [[field.id, field.initial]])),
  );
}

/** The fields on which another field's visibility depends; adapters redraw when one changes. */
export function controllingFields(form: Form): ReadonlySet<string> {
  return new Set(form.fields.flatMap((field) => (field.showWhen ? [field.showWhen.field] : [])));
}
