import type { Decision } from "../authority/index.ts";
import { parseMoney } from "../money.ts";
import { takeReference } from "../organisation/reference.ts";
import { KINDS, type Kind } from "./case.ts";

/** What was understood from the text after `/escalate`; everything else is asked on the form. */
export interface Understood {
  readonly kind?: Kind;
  readonly issue?: string;
  readonly customer?: string;
  /** As typed, for the form's field. */
  readonly amount?: string;
  readonly need?: string;
}

/** Words that people use for the kinds, beside the kinds themselves. */
const KIND_WORDS: Readonly<Record<string, Kind>> = {
  approve: "approval",
  "take-over": "takeover",
  refferal: "refer",
  referral: "refer",
  help: "advice",
};

const asKind = (word: string): Kind | undefined => KINDS.find((kind) => kind === word) ?? KIND_WORDS[word];

/** A word without the punctuation around it, in lower case. */
const bare = (word: string): string =>
  word.toLowerCase().replaceAll(/^[^\p{L}\p{N}£$€]+|[^\p{L}\p{N}]+$/gu, "");

/** A word without the punctuation that ends it; a sign in front stays, because "-5" is not 5. */
const ended = (word: string): string => word.replace(/[.,;:!?)]+$/, "");

/** "late_order", "late-order" and "late order" are the same name. */
const nameOf = (text: string): string => text.toLowerCase().replaceAll(/[_-]/g, " ");

/**
 * Understands a line such as `refund C-1042 wants 80 back for a late order`: the kind and the
 * issue where the line begins with them, the first customer reference anywhere, the first
 * amount, and the rest as the need. Guesses nothing else: the form shows what was understood.
 */
export function understand(line: string, decisions: readonly Decision[], customer: RegExp): Understood {
  const words = line.split(/\s+/).filter((word) => word !== "");
  const understood: { kind?: Kind; issue?: string; customer?: string; amount?: string; need?: string } = {};
  const first = words[0] === undefined ? undefined : asKind(bare(words[0]));
  if (first) {
    understood.kind = first;
    words.shift();
  }
  const decision = decisions.find((one) => startsWithName(words, one.id) || startsWithName(words, one.label));
  if (decision) {
    understood.issue = decision.id;
    const name = startsWithName(words, decision.label) ? decision.label : decision.id;
    words.splice(0, nameOf(name).split(" ").length);
  }
  const { reference, rest } = takeReference(words, customer);
  if (reference !== undefined) understood.customer = reference;
  const currency = decision?.currency;
  if (currency) {
    const amount = rest.map(ended).find((word) => /^[£$€]?\d/.test(word) && parseMoney(word, currency).ok);
    if (amount !== undefined) understood.amount = amount;
  }
  if (rest.length > 0) understood.need = rest.join(" ");
  return understood;
}

function startsWithName(words: readonly string[], name: string): boolean {
  const parts = nameOf(name).split(" ");
  return parts.every((part, index) => words[index] !== undefined && nameOf(bare(words[index])) === part);
}
