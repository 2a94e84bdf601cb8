/** A tally of the work done on a text, so that a test can show that it grows no faster than the text. */
export interface Work {
  steps: number;
}

/** A word or a group of figures, with where it stands in the plain text. */
export interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** The figures it stands for: "42", or "4" for "four"; undefined for any other word. */
  readonly digits: string | undefined;
}

/** Between the fields of a form, when they are read as one text. A private sign, removed from input. */
export const FIELD_BREAK = "\ue000";

/** The value of a decimal digit of any script, found by walking down to the zero of its script. */
function digitValue(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  // Decimal digits come in unbroken runs of ten; runs may follow each other, so count from the run's start.
  let length = 0;
  while (length < 60 && /\p{Nd}/u.test(String.fromCodePoint(code - length - 1))) length += 1;
  return String(length % 10);
}

/**
 * Plain text: look-alike letters and figures become ordinary ones, and what cannot be seen
 * (zero-width signs, soft hyphens, direction marks) is gone, so that it cannot hide anything.
 */
export function plainText(text: string): string {
  const values = new Map<string, string>();
  const ordinaryDigit = (sign: string): string => {
    const value = values.get(sign) ?? digitValue(sign);
    values.set(sign, value);
    return value;
  };
  return text
    .normalize("NFKC")
    .replaceAll(/[\p{Cf}\p{Mn}\p{Me}\p{DI}\ue000]/gu, "")
    .replaceAll(/[^\P{Nd}0-9]/gu, ordinaryDigit)
    .toLowerCase();
}

const SPELLED: ReadonlyMap<string, string> = new Map([
  ["zero", "0"],
  ["oh", "0"],
  ["o", "0"],
  ["nought", "0"],
  ["naught", "0"],
  ["nil", "0"],
  ["one", "1"],
  ["two", "2"],
  ["three", "3"],
  ["four", "4"],
  ["five", "5"],
  ["six", "6"],
  ["seven", "7"],
  ["eight", "8"],
  ["nine", "9"],
]);
const TIMES: ReadonlyMap<string, number> = new Map([
  ["double", 2],
  ["triple", 3],
  ["treble", 3],
  ["quadruple", 4],
]);

/** "double four" and "triple 2" as one token. */
function repeated(before: Token | undefined, token: Token, plain: string): Token | undefined {
  const times = before === undefined ? undefined : TIMES.get(before.text);
  if (before === undefined || times === undefined || token.digits?.length !== 1) return undefined;
  if (!/^[\s-]{1,3}$/.test(plain.slice(before.end, token.end - token.text.length))) return undefined;
  return { ...token, start: before.start, digits: token.digits.repeat(times) };
}

/** The words and figures of a text that {@link plainText} has made plain. */
export function tokens(plain: string, work: Work): Token[] {
  const found: Token[] = [];
  for (const match of plain.matchAll(/[0-9]+|\p{L}+/gu)) {
    work.steps += match[0].length;
    const text = match[0];
    const digits = /^[0-9]/.test(text) ? text : SPELLED.get(text);
    const token: Token = { text, start: match.index, end: match.index + text.length, digits };
    const pair = repeated(found.at(-1), token, plain);
    if (pair === undefined) found.push(token);
    else found.splice(-1, 1, pair);
  }
  return found;
}

/**
 * How two groups of figures are joined by what stands between them: `tight` by signs and spaces
 * only, `filler` by a short word or two ("then"), `apart` by anything that makes them two numbers.
 */
export type Join = "tight" | "filler" | "apart";

const MOST_SIGNS = 40;
const MOST_FILLER = 24;

/** Judges the text between two groups of figures. Reads at most a few dozen characters of it. */
export function joinOf(between: string): Join {
  const crossesField = between.includes(FIELD_BREAK);
  if (!crossesField && between.length > MOST_SIGNS) return "apart";
  const tail = between.slice(-MOST_SIGNS);
  // A sign for money or a share starts another number.
  if (/[\p{Sc}%]/u.test(tail)) return "apart";
  if (between.length <= MOST_SIGNS && !/\p{L}/u.test(tail)) return "tight";
  // "1042, C-1043": a letter code before the figures makes a reference, not a continuation.
  if (/(?:^|[^\p{L}])\p{L}{1,6}-?$/u.test(tail) && !/^\p{L}+$/u.test(tail)) return "apart";
  return crossesField || between.length <= MOST_FILLER ? "filler" : "apart";
}
