import { type ForbiddenKind, findForbidden, findForbiddenIn } from "../../privacy/guard.ts";

/**
 * Text of a file in what people are told about it. That goes into direct messages, the database, answers over
 * HTTP and the file of problems, so everything that is quoted goes through here: what the guard forbids is not.
 */

const MAY_HOLD: Readonly<Record<ForbiddenKind, string>> = {
  card: "a card number",
  security_code: "the security code of a card",
  bank_account: "bank details",
  national_id: "a national number",
  password: "a password",
};

const hidden = (why: string): string => `(not shown: ${why})`;
const hiddenFor = (kind: ForbiddenKind): string => hidden(`it may hold ${MAY_HOLD[kind]}`);

/** Characters that are quoted, so that a whole file in one cell stays readable. */
const QUOTED = 40;
/** The longest text that is read by the guard to be quoted, characters: many long ones would take minutes. */
const READ = 1_000;

/** Cut short, as a copy: a piece of a large text would keep all of it in memory. */
const cut = (text: string): string =>
  Buffer.from(text.length > QUOTED ? `${text.slice(0, QUOTED)}…` : text).toString();

/** Why a text may not be told; undefined: it may. */
function reason(text: string): string | undefined {
  if (text.length > READ) return hidden(`${text.length.toLocaleString("en-GB")} characters`);
  const found = findForbidden(text);
  return found && hiddenFor(found.kind);
}

/** A cell or a heading in quotation marks, or that it is not shown and why. */
export const shown = (text: string): string => reason(text) ?? `"${cut(text)}"`;

/** Texts that stand side by side in a file. A number that is split over them is not told either. */
function sideBySide(texts: readonly string[], say: (text: string) => string): readonly string[] {
  const harmless = texts.filter((text) => reason(text) === undefined);
  const together = findForbiddenIn(Object.fromEntries(harmless.entries()));
  return together ? [hiddenFor(together.finding.kind)] : texts.map(say);
}

const withWords = (texts: readonly string[]): readonly string[] =>
  texts.map((text) => text.trim()).filter((text) => text !== "");

/** Headings that nobody reads, for a report, without quotation marks; empty ones are left out. */
export const tellable = (headings: readonly string[]): readonly string[] =>
  sideBySide(withWords(headings), (text) => reason(text) ?? cut(text));

/** Headings that are named; a file may have any number of them. */
const MOST_NAMED = 30;

/** The headings that were found, for a problem with them. */
export function headingList(headings: readonly string[]): string {
  const all = withWords(headings);
  const named = sideBySide(all.slice(0, MOST_NAMED), shown).join(", ");
  const more = all.length - MOST_NAMED;
  return `${named}${more > 0 ? ` and ${more.toLocaleString("en-GB")} more` : ""}`;
}
