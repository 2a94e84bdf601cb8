/** What people typed as an amount, as whole hundredths of the currency, or what to do about it. */
export type ParsedMoney =
  { readonly ok: true; readonly pence: number } | { readonly ok: false; readonly problem: string };

/** Ten million, in hundredths: more than any decision on a contact-centre floor; a slip of the finger above it. */
const MOST_PENCE = 1_000_000_000;

/** The currencies that people write with a sign here. A dollar sign means US dollars; others are written "AUD 80". */
const SIGNS: ReadonlyMap<string, string> = new Map([
  ["GBP", "£"],
  ["EUR", "€"],
  ["USD", "$"],
]);

const refuse = (problem: string): ParsedMoney => ({ ok: false, problem });

/** Digits may be grouped in threes by commas; at most two decimals are looked at by the caller. */
const NUMBER = /^(?:[0-9]{1,15}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.([0-9]+))?$/;

/** The number without the currency, or what is wrong with the currency. */
function withoutCurrency(text: string, currency: string): { number: string } | { problem: string } {
  const sign = SIGNS.get(currency);
  const code = /^([A-Za-z]{3})(?![A-Za-z])\s*/.exec(text) ?? /\s*(?<![A-Za-z])([A-Za-z]{3})$/.exec(text);
  const written = code?.[1]?.toUpperCase();
  if (written === "NAN") return { number: text };
  if (code !== null && written !== undefined && written !== currency) {
    return {
      problem: `This amount is in ${currency}. Give it in ${currency}, or ask how to record ${written}.`,
    };
  }
  const rest = code === null ? text : text.replace(code[0], "");
  const first = /^\p{Sc}/u.exec(rest)?.[0];
  if (first === undefined) return { number: rest };
  if (first !== sign || code !== null) {
    return {
      problem: `This amount is in ${currency}. Write it as ${formatMoney(8050, currency)} or as 80.50.`,
    };
  }
  return { number: rest.slice(1).trimStart() };
}

function explain(number: string, currency: string): string {
  const example = formatMoney(8050, currency);
  if (/^[-−–]/.test(number)) return "The amount must be more than zero.";
  if (/^[0-9]+,[0-9]{1,2}$/.test(number)) {
    return `Use a point before the pennies: ${number.replace(",", ".")} rather than ${number}.`;
  }
  if (number.includes(",")) {
    return `Use a point before the pennies, and a comma only between thousands, as in 1,250.00.`;
  }
  if (/^[0-9]{16,}/.test(number)) return tooMuch(currency);
  return `Write the amount in figures, as ${example} or 80.50.`;
}

const tooMuch = (currency: string): string => `The most is ${formatMoney(MOST_PENCE, currency)}.`;

/**
 * Reads an amount of one currency (ISO 4217) as people type it.
 * Only plain digits count: look-alikes from other scripts are refused rather than guessed at.
 *
 * @example parseMoney("£1,250.5", "GBP") // { ok: true, pence: 125050 }
 */
export function parseMoney(text: string, currency: string): ParsedMoney {
  const typed = text.trim();
  if (typed === "") return refuse("Give an amount.");
  if (typed.length > 40) return refuse(`Write the amount in figures, as ${formatMoney(8050, currency)}.`);
  const read = withoutCurrency(typed, currency);
  if ("problem" in read) return refuse(read.problem);
  const match = NUMBER.exec(read.number);
  if (match === null) return refuse(explain(read.number, currency));
  const decimals = match[1] ?? "";
  if (decimals.length > 2) return refuse("Give at most two decimals.");
  const whole = read.number.split(".")[0]?.replaceAll(",", "") ?? "";
  // Text, not arithmetic on fractions: 1.15 * 100 is not 115.
  const pence = Number(whole + decimals.padEnd(2, "0"));
  if (pence === 0) return refuse("The amount must be more than zero.");
  if (pence > MOST_PENCE) return refuse(tooMuch(currency));
  return { ok: true, pence };
}

/** "£1,250.00", "€80.00", "CHF 80.00": whole hundredths of an ISO 4217 currency, for people. */
export function formatMoney(pence: number, currency: string): string {
  if (!Number.isSafeInteger(pence)) throw new RangeError("An amount must be a whole number of hundredths.");
  const digits = String(Math.abs(pence)).padStart(3, "0");
  const whole = digits.slice(0, -2).replaceAll(/\B(?=([0-9]{3})+$)/g, ",");
  const sign = SIGNS.get(currency) ?? `${currency} `;
  return `${pence < 0 ? "-" : ""}${sign}${whole}.${digits.slice(-2)}`;
}
