import { Temporal } from "temporal-polyfill";
import { z } from "zod";
import { parseMoney } from "../money.ts";
import { type Choice, type Field, type Form, type RawValues, isShown } from "./form.ts";

/** What the centre's own rules add to a form's. */
export interface FormRules {
  /** IANA zone in which wall time is meant. */
  readonly timeZone: string;
  /** Matches a whole customer reference. */
  readonly customerReference: RegExp;
  /** Shown where a reference does not match. */
  readonly customerExample: string;
}

/** The values of the fields that were shown, tidied; or what to do about each that cannot be right. */
export type Checked =
  | { readonly ok: true; readonly values: RawValues }
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> };

/**
 * Checks what came back against the form as it stands now. Text is trimmed; money comes
 * out as whole pence, a date with a time as ms since the epoch, a customer reference as
 * the centre writes it. Fields that were not shown are dropped, whatever they held.
 */
export function checkForm(form: Form, raw: RawValues, rules: FormRules): Checked {
  const values: Record<string, string> = {};
  const errors: Record<string, string> = {};
  for (const field of form.fields) {
    if (!isShown(field, raw)) continue;
    const typed = (raw[field.id] ?? "").trim();
    if (typed === "") {
      if (field.required) errors[field.id] = `Fill in "${field.label}".`;
      continue;
    }
    const result = schemaFor(field, rules).safeParse(typed);
    if (result.success) values[field.id] = result.data;
    else errors[field.id] = result.error.issues[0]?.message ?? "This cannot be used.";
  }
  return Object.keys(errors).length === 0 ? { ok: true, values } : { ok: false, errors };
}

type Text = z.ZodType<string, string>;

function schemaFor(field: Field, rules: FormRules): Text {
  switch (field.type) {
    case "text":
    case "longText":
      return atMost(field.maxLength);
    case "customerRef":
      return customerRef(field.maxLength, rules);
    case "money":
      return money(field.currency);
    case "choice":
      return oneOf(field.choices, "Choose one of the options.");
    case "member":
      return oneOf(field.choices, "Choose one of the people shown.");
    case "multiChoice":
      return z
        .string()
        .refine(
          (text) => text.split("\n").every((value) => offers(field.choices, value)),
          "Choose from the options.",
        );
    case "number":
      return wholeNumber(field.min, field.max);
    case "date":
      return z.string().refine(isDate, "Give a date as year-month-day, for example 2026-11-21.");
    case "dateTime":
      return dateTime(rules.timeZone);
    case "file":
      return z.string().max(200, "This file cannot be used.");
  }
}

const offers = (choices: readonly Choice[], value: string): boolean =>
  choices.some((choice) => choice.value === value);
const oneOf = (choices: readonly Choice[], advice: string): Text =>
  z.string().refine((value) => offers(choices, value), advice);

const atMost = (most: number): Text =>
  z.string().refine((text) => text.length <= most, {
    error: (issue) =>
      `This is too long: ${String(issue.input).length.toLocaleString("en-GB")} characters, where ${most.toLocaleString("en-GB")} fit. Shorten it; nothing was sent.`,
  });

const customerRef = (most: number, rules: FormRules): Text =>
  z.string().transform((text, context) => {
    const found = [text, text.toUpperCase()].find(
      (form) => form.length <= most && rules.customerReference.test(form),
    );
    if (found !== undefined) return found;
    context.addIssue({
      code: "custom",
      message: `This is not a customer reference of yours. It looks like ${rules.customerExample}; use the reference, never a name.`,
    });
    return z.NEVER;
  });

const money = (currency: string): Text =>
  z.string().transform((text, context) => {
    const amount = parseMoney(text, currency);
    if (amount.ok) return String(amount.pence);
    context.addIssue({ code: "custom", message: amount.problem });
    return z.NEVER;
  });

const wholeNumber = (min: number, max: number): Text =>
  z
    .string()
    .refine(
      (text) => /^-?\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max,
      `Give a whole number from ${min} to ${max}.`,
    );

function isDate(text: string): boolean {
  try {
    Temporal.PlainDate.from(text, { overflow: "reject" });
    return /^\d{4}-\d{2}-\d{2}$/.test(text);
  } catch {
    return false;
  }
}

const dateTime = (timeZone: string): Text =>
  z.string().transform((text, context) => {
    if (/^\d{12,14}$/.test(text)) return text;
    try {
      // A wall time that the clock change skips or repeats means the later offset's instant for gaps and the first for folds.
      return String(
        Temporal.PlainDateTime.from(text, { overflow: "reject" }).toZonedDateTime(timeZone, {
          disambiguation: "compatible",
        }).epochMilliseconds,
      );
    } catch {
      context.addIssue({ code: "custom", message: "Give a date and a time, for example 2026-11-21 15:30." });
      return z.NEVER;
    }
  });
