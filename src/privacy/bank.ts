import type { Span } from "./card.ts";
import { compact, phrases, type Reading, spanOf, valueNear } from "./nearby.ts";

/** Length of an IBAN by country, from the IBAN registry. */
const IBAN_LENGTHS = new Map(
  (
    "ad24 ae23 al28 at20 az28 ba20 be16 bg22 bh22 br29 by28 ch21 cr22 cy28 cz24 de22 dk18 do28 ee20 eg29 es24 fi18 " +
    "fo18 fr27 gb22 ge22 gi23 gl18 gr27 gt28 hr21 hu28 ie22 il23 iq23 is26 it27 jo30 kw30 kz20 lb28 lc32 li21 lt20 " +
    "lu20 lv21 ly25 mc27 md24 me22 mk19 mr27 mt31 mu30 nl18 no15 pk24 pl28 ps29 pt25 qa29 ro24 rs22 sa24 sc31 se24 " +
    "si19 sk24 sm27 st25 sv28 tl23 tn24 tr26 ua29 va22 vg24 xk20"
  )
    .split(" ")
    .map((entry): [string, number] => [entry.slice(0, 2), Number(entry.slice(2))]),
);

/** ISO 7064: with the first four signs moved to the end and letters counted from 10, the rest by 97 is 1. */
function ibanHolds(text: string): boolean {
  let rest = 0;
  for (const sign of text.slice(4) + text.slice(0, 4)) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

function findIban(read: Reading): Span | undefined {
  for (const token of read.list) {
    const length = token.text.length === 2 ? IBAN_LENGTHS.get(token.text) : undefined;
    if (length === undefined) continue;
    if (!/[0-9]/.test(read.plain.slice(token.end, token.end + 2))) continue;
    const { text, end } = compact(read, token.start, length);
    if (text.length === length && /^[a-z]{2}[0-9]{2}/.test(text) && ibanHolds(text))
      return { start: token.start, end };
  }
  return undefined;
}

/** 12-34-56 with 12345678 beside it, without a word to say what they are. */
function findSortCodePair(read: Reading): Span | undefined {
  for (const [index, first] of read.list.entries()) {
    const [, second, third, account] = read.list.slice(index, index + 4);
    read.work.steps += 1;
    if ([first, second, third].some((token) => token?.digits?.length !== 2)) continue;
    if (account?.digits?.length !== 8 || second === undefined || third === undefined) continue;
    const dashes = [read.plain.slice(first.end, second.start), read.plain.slice(second.end, third.start)];
    const between = read.plain.slice(third.end, account.start);
    if (
      dashes.every((gap) => /^\s?[-\u2010-\u2015]\s?$/u.test(gap)) &&
      /^[^\p{L}\p{Sc}]{1,6}$/u.test(between)
    ) {
      return { start: first.start, end: account.end };
    }
  }
  return undefined;
}

const SORT_CODES = ["sort code", "sortcode", "sort codes"];
const BANK_WORDS = ["bank account", "bank details", "account details", "bank acct", "bank number"];

/** A bank account: an IBAN, a sort code with an account number, or either after the words for it. */
export function findBankAccount(read: Reading): Span | undefined {
  const found = findIban(read) ?? findSortCodePair(read);
  if (found !== undefined) return found;
  for (const phrase of phrases(read, SORT_CODES)) {
    const value = valueNear(read, phrase, { before: 5, after: 6 }, (digits) =>
      /^(?:[0-9]{6}|[0-9]{14})$/.test(digits),
    );
    if (value !== undefined) return spanOf(read, phrase, value);
  }
  for (const phrase of phrases(read, BANK_WORDS)) {
    const value = valueNear(read, phrase, { before: 2, after: 6 }, (digits) =>
      /^(?:[0-9]{8}|[0-9]{14})$/.test(digits),
    );
    if (value !== undefined) return spanOf(read, phrase, value);
  }
  return undefined;
}
