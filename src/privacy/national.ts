import type { Span } from "./card.ts";
import { compact, phrases, type Reading, spanOf, valueNear } from "./nearby.ts";

/** Two letters (some never given out), six figures, A to D; HMRC's rule for National Insurance numbers. */
const INSURANCE = /^(?!bg|gb|nk|kn|tn|nt|zz)[abceghj-prstw-z][abceghj-nprstw-z][0-9]{6}[a-d]$/;
/** Words that may stand before a date and so look like the two letters. */
const SHORT_WORDS = new Set("on at by as we my am he me be re an mr ms pm st ex".split(" "));
const INSURANCE_WORDS = new Set(["insurance", "ni", "nino"]);

function findInsuranceNumber(read: Reading): Span | undefined {
  let lastWord = Number.NEGATIVE_INFINITY;
  for (const [index, token] of read.list.entries()) {
    if (INSURANCE_WORDS.has(token.text)) lastWord = index;
    if (token.text.length !== 2 || token.digits !== undefined) continue;
    const { text, end } = compact(read, token.start, 9);
    if (!INSURANCE.test(text) || /[\p{L}0-9]/u.test(read.plain.slice(end, end + 1))) continue;
    const announced = index - lastWord <= 5;
    if (announced || end - token.start === 9 || !SHORT_WORDS.has(token.text))
      return { start: token.start, end };
  }
  return undefined;
}

/** The check figure of an NHS number: weights 10 to 2, and eleven less the rest by eleven. */
function isHealthNumber(digits: string): boolean {
  if (!/^[0-9]{10}$/.test(digits)) return false;
  let sum = 0;
  for (let index = 0; index < 9; index += 1) sum += Number(digits[index]) * (10 - index);
  const check = (11 - (sum % 11)) % 11;
  return check < 10 && check === Number(digits[9]);
}

const HEALTH_WORDS = ["nhs"];

function findHealthNumber(read: Reading): Span | undefined {
  for (const phrase of phrases(read, HEALTH_WORDS)) {
    const value = valueNear(read, phrase, { before: 6, after: 6 }, isHealthNumber);
    if (value !== undefined) return spanOf(read, phrase, value);
  }
  return undefined;
}

const LICENCES = [
  "driving licence",
  "driving license",
  "driver licence",
  "drivers licence",
  "driver s licence",
];
const DOCUMENTS = ["passport", "passports", ...LICENCES, "licence number", "license number", "driver number"];
/** Nine figures (or two letters and seven) for a passport; sixteen signs that start with a surname for a licence. */
const DOCUMENT_NUMBER = /^(?:[0-9]{9}|[a-z]{1,2}[0-9]{7})(?![a-z0-9])/;
const LICENCE_NUMBER = /^[a-z9]{5}[0-9]{6}[a-z9]{2}[a-z0-9][a-z]{2}/;

function findDocument(read: Reading): Span | undefined {
  for (const phrase of phrases(read, DOCUMENTS)) {
    const value = valueNear(read, phrase, { before: 3, after: 6 }, (digits) => digits.length === 9);
    if (value !== undefined) return spanOf(read, phrase, value);
    for (const token of read.list.slice(phrase.to + 1, phrase.to + 7)) {
      const { start } = token;
      const { text, end } = compact(read, start, 16);
      const whole = read.plain.slice(start, start + 17);
      if (LICENCE_NUMBER.test(text)) return spanOf(read, phrase, { start, end });
      if (DOCUMENT_NUMBER.test(whole)) return spanOf(read, phrase, { start, end: start + 9 });
    }
  }
  return undefined;
}

/** A number that the state knows somebody by. */
export function findNationalId(read: Reading): Span | undefined {
  return findInsuranceNumber(read) ?? findHealthNumber(read) ?? findDocument(read);
}
