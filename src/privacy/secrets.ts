import type { Span } from "./card.ts";
import { type Phrase, phrases, type Reading, spanOf, valueNear } from "./nearby.ts";

const BACK_OF_CARD = ["the", "my", "her", "his", "their", "your", "a", "this"].map(
  (whose) => `back of ${whose} card`,
);
const CARD_CODES = [
  ..."cvv, cvc, cvn, csc, cv2, cvv 2, cvc 2, cv 2, security code, security number, security digits".split(
    ", ",
  ),
  ..."card verification, signature strip, back of card".split(", "),
  ...BACK_OF_CARD,
];

/** The three or four figures that prove that somebody holds the card: near the words for it. */
export function findSecurityCode(read: Reading): Span | undefined {
  for (const phrase of phrases(read, CARD_CODES)) {
    const value = valueNear(read, phrase, { before: 5, after: 5 }, (digits) => /^[0-9]{3,4}$/.test(digits));
    if (value !== undefined) return spanOf(read, phrase, value);
  }
  return undefined;
}

const KINDS_OF_CODE = [
  "one time",
  "onetime",
  "verification",
  "security",
  "login",
  "access",
  "authentication",
  "auth",
];
const CODES = [
  ..."otp, passcode, passcode number, pass code, pin, pin number, pin code, one time pin".split(", "),
  ..."one time password, one time passcode, onetime password, text code, sms code".split(", "),
  ...KINDS_OF_CODE.map((kind) => `${kind} code`),
];

/** Words before "code" that make it a code of something else. */
const OTHER_CODES = new Set(
  "order product discount voucher promo promotion promotional post sort dial dialling error reason cause item stock area tracking bar country offer case status fault campaign gift article department cost".split(
    " ",
  ),
);

const PLAIN_CODE = ["code"];

/** A code sent to prove who somebody is: four to eight figures near the words for it. */
export function findOneTimeCode(read: Reading): Span | undefined {
  for (const phrase of phrases(read, CODES)) {
    const value = valueNear(read, phrase, { before: 4, after: 4 }, (digits) => /^[0-9]{4,8}$/.test(digits));
    if (value !== undefined) return spanOf(read, phrase, value);
  }
  for (const phrase of phrases(read, PLAIN_CODE)) {
    if (OTHER_CODES.has(read.list[phrase.from - 1]?.text ?? "")) continue;
    const value = valueNear(read, phrase, { before: 0, after: 3 }, (digits) => /^[0-9]{6}$/.test(digits));
    if (value !== undefined) return spanOf(read, phrase, value);
  }
  return undefined;
}

const PASSWORDS = [
  ..."password, passwords, passphrase, passwd, pwd, passcode, pass phrase, pass word, secret word".split(
    ", ",
  ),
  ..."memorable word, memorable name, memorable place, memorable date, memorable information".split(", "),
  ..."memorable info, secret answer, security answer, security word, maiden name".split(", "),
];

/** What people say about a password without saying the password. */
const ABOUT = new Set(
  (
    "a an the not no now still never being been too very reset resetting changed change wrong incorrect right correct expired " +
    "expiring invalid valid unknown forgotten lost locked blocked missing required needed weak strong old new working " +
    "failing failed rejected accepted refused same different known set sent sending emailed texted their his her my our your " +
    "in on at to for with from by of and or but that this it so if when what why how only also just always never again " +
    "ok okay fine good bad given checked asked used entered typed held kept hidden safe secure compromised stolen shared " +
    "disclosed stored protected unavailable available broken updated created due ready case"
  ).split(" "),
);

/** `password: …`, `password = …`, `password is …`, `password "…"`; at most 24 signs between them. */
const CONNECTOR =
  /^(?:\s{0,3}(?:for|to) [^\n.:=]{1,24})?\s{0,3}(?:[:=]|-{1,2}>|(?:is|was|['’]s)(?=\s)(?:\s{0,3}[:=])?)\s{0,3}/u;
const QUOTED = /^\s{0,3}["'“‘«`]/u;
const SPACES = /^[\s\ue000]{1,3}/u;

/** The word that starts here, up to the next space; a password is shorter than this. */
function wordAt(plain: string, start: number): { text: string; end: number } {
  const found = /^[^\s\ue000]{1,64}/u.exec(plain.slice(start, start + 64))?.[0] ?? "";
  return { text: found, end: start + found.length };
}

const bare = (word: string): string => word.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");

/** Letters mixed with figures or signs: nobody says this in a sentence. */
const mixed = (word: string): boolean => /[0-9]/.test(word) && bare(word).length >= 4;

function passwordAfter(read: Reading, phrase: Phrase): Span | undefined {
  const end = read.list[phrase.to]?.end ?? 0;
  const after = read.plain.slice(end, end + 128);
  const connector = CONNECTOR.exec(after)?.[0];
  const quoted = QUOTED.exec(after)?.[0];
  const gap = connector ?? quoted ?? SPACES.exec(after)?.[0];
  if (gap === undefined) return undefined;
  const { text, end: valueEnd } = wordAt(read.plain, end + gap.length);
  const value = bare(text);
  if (value === "") return undefined;
  const span = { start: end, end: valueEnd };
  if (connector === undefined && quoted === undefined) return mixed(text) ? span : undefined;
  if (ABOUT.has(value) && !QUOTED.test(text)) return undefined;
  const named = /[:=>]/.test(gap) || quoted !== undefined || QUOTED.test(text) || mixed(text);
  // "is rainbow." or "is rainbow" at the end of a line; "is definitely not" goes on.
  const clauseEnds = /^[^\p{L}\p{N}]*?(?:[.,;!?)\n\ue000]|$)/u.test(read.plain.slice(valueEnd, valueEnd + 4));
  const endsItself = /[.,;!?)]$/.test(text);
  return named || clauseEnds || endsItself ? span : undefined;
}

/** A password or memorable word together with what it is; talking about one is fine. */
export function findPassword(read: Reading): Span | undefined {
  for (const phrase of phrases(read, PASSWORDS)) {
    const value = passwordAfter(read, phrase);
    if (value !== undefined) return spanOf(read, phrase, value);
  }
  return findOneTimeCode(read);
}
