import { Temporal } from "temporal-polyfill";
import { parseMoney } from "../money.ts";
import { type Choice, type Field, type Form, type RawValues, isShown } from "./form.ts";

/** Longest name that a platform has for a file: on Discord it is an address with its own permission. */
const MOST_FILE_ID = 2_000;

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
    const result = readField(field, typed, rules);
    if ("value" in result) values[field.id] = result.value;
    else errors[field.id] = result.problem;
  }
  return Object.keys(errors).length === 0 ? { ok: true, values } : { ok: false, errors };
}

/** A value as it is kept, or what to do about what was typed; never what was typed: it may be what must not be seen. */
type Result = { readonly value: string } | { readonly problem: string };

function readField(field: Field, typed: string, rules: FormRules): Result {
  switch (field.type) {
    case "text":
    case "longText":
      return atMost(typed, field.maxLength);
    case "customerRef":
      return customerRef(typed, field.maxLength, rules);
    case "money":
      return money(typed, field.currency);
    case "choice":
      return only(offers(field.choices, typed), typed, "Choose one of the options.");
    case "member":
      return only(offers(field.choices, typed), typed, "Choose one of the people shown.");
    case "multiChoice":
      return only(
        typed.split("\n").every((value) => offers(field.choices, value)),
        typed,
        "Choose from the options.",
      );
    case "number":
      return wholeNumber(typed, field.min, field.max);
    case "date":
      return only(isDate(typed), typed, "Give a date as year-month-day, for example 2026-11-21.");
    case "dateTime":
      return dateTime(typed, rules.timeZone);
    case "file":
      return only(typed.length <= MOST_FILE_ID, typed, "This file cannot be used.");
  }
}

const only = (fits: boolean, value: string, problem: string): Result => (fits ? { value } : { problem });

const offers = (choices: readonly Choice[], value: string): boolean =>
  choices.some((choice) => choice.value === value);

function atMost(text: string, most: number): Result {
  const length = text.length.toLocaleString("en-GB");
  const problem = `This is too long: ${length} characters, where ${most.toLocaleString("en-GB")} fit. Shorten it; nothing was sent.`;
  return only(text.length <= most, text, problem);
}

function customerRef(text: string, most: number, rules: FormRules): Result {
  const value = [text, text.toUpperCase()].find(
    (form) => form.length <= most && rules.customerReference.test(form),
  );
  if (value !== undefined) return { value };
  return {
    problem: `This is not a customer reference of yours. It looks like ${rules.customerExample}; use the reference, never a name.`,
  };
}

function money(text: string, currency: string): Result {
  const amount = parseMoney(text, currency);
  return amount.ok ? { value: String(amount.pence) } : { problem: amount.problem };
}

const wholeNumber = (text: string, min: number, max: number): Result =>
  only(
    /^-?\d{1,15}$/.test(text) && Number(text) >= min && Number(text) <= max,
    text,
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

function dateTime(text: string, timeZone: string): Result {
  if (/^\d{12,14}$/.test(text)) return { value: text };
  try {
    // A wall time that the clock change skips means the first instant after the gap; one that it repeats, the first.
    const instant = Temporal.PlainDateTime.from(text, { overflow: "reject" }).toZonedDateTime(timeZone, {
      disambiguation: "compatible",
    });
    return { value: String(instant.epochMilliseconds) };
  } catch {
    return { problem: "Give a date and a time, for example 2026-11-21 15:30." };
  }
}
