import { findBankAccount } from "./bank.ts";
import { findCard, type Span } from "./card.ts";
import { findNationalId } from "./national.ts";
import { reading } from "./nearby.ts";
import { findPassword, findSecurityCode } from "./secrets.ts";
import { ordinaryNumbers } from "./spans.ts";
import { FIELD_BREAK, plainText, tokens, type Work } from "./tokens.ts";

/** What must never be stored, posted or logged, by kind. */
export type ForbiddenKind = "card" | "security_code" | "bank_account" | "national_id" | "password";

/** What was found, without the found text: a finding may be shown and logged. */
export interface Finding {
  readonly kind: ForbiddenKind;
  /** What to do about it, for the person who typed it. */
  readonly advice: string;
}

const ADVICE: Readonly<Record<ForbiddenKind, string>> = {
  card: "This looks like a payment card number. Take it out; cards belong in the payment system only. If it is an order number, give the customer reference instead.",
  security_code:
    "This looks like a card's security code. Take it out: it may not be kept anywhere, not even for a moment.",
  bank_account:
    "This looks like bank account details. Take them out and say only that the customer gave them in the proper system.",
  national_id:
    "This looks like a National Insurance, NHS, passport or licence number. Take it out and use the customer reference.",
  password:
    "This looks like a password, memorable word or one-time code. Take it out, and never ask a customer for one in chat.",
};

interface Found extends Span {
  readonly kind: ForbiddenKind;
}

/** Reads a text that is already plain. Each rule goes through it once, looking only a few words around. */
function find(plain: string, work: Work): Found | undefined {
  const list = tokens(plain, work);
  const ordinary = ordinaryNumbers(plain, list);
  const card = findCard(plain, list, ordinary, work);
  if (card !== undefined) return { kind: "card", ...card };
  const read = reading(plain, list, ordinary, work);
  const rules = [
    { kind: "security_code", rule: findSecurityCode },
    { kind: "bank_account", rule: findBankAccount },
    { kind: "national_id", rule: findNationalId },
    { kind: "password", rule: findPassword },
  ] as const;
  for (const { kind, rule } of rules) {
    const span = rule(read);
    if (span !== undefined) return { kind, ...span };
  }
  return undefined;
}

const findingOf = ({ kind }: Found): Finding => ({ kind, advice: ADVICE[kind] });

/**
 * The first thing in a text that must never be kept: payment cards and their codes, bank
 * accounts, national numbers, passwords. Pure, and in time that grows with the text alone.
 * `work` counts the steps, for a test.
 */
export function findForbidden(text: string, work: Work = { steps: 0 }): Finding | undefined {
  const found = find(plainText(text), work);
  return found === undefined ? undefined : findingOf(found);
}

/**
 * Reads the fields of a form: each by itself, then all of them in order as one text, because
 * a number may be split over two fields. Names the last field that takes part in the finding.
 */
export function findForbiddenIn(
  values: Readonly<Record<string, string>>,
): { readonly field: string; readonly finding: Finding } | undefined {
  const fields = Object.entries(values).map(([field, text]) => ({ field, plain: plainText(text) }));
  const work = { steps: 0 };
  for (const { field, plain } of fields) {
    const found = find(plain, work);
    if (found !== undefined) return { field, finding: findingOf(found) };
  }
  if (fields.length < 2) return undefined;
  const found = find(fields.map(({ plain }) => plain).join(FIELD_BREAK), work);
  if (found === undefined) return undefined;
  let end = 0;
  for (const { field, plain } of fields) {
    end += plain.length;
    if (found.end <= end) return { field, finding: findingOf(found) };
    end += FIELD_BREAK.length;
  }
  return undefined;
}
