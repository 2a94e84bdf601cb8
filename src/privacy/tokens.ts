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
  /** How its figures are joined to the figures before them; `apart` for any other word. */
  readonly join: Join;
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
  return (
    text
      // The two signs that stand for whole sentences; written out they would make a text eighteen times as long.
      .replaceAll(/[\ufdfa\ufdfb]/g, " ")
      .normalize("NFKC")
      .replaceAll(/[\p{Cf}\p{Mn}\p{Me}\p{DI}\ue000]/gu, "")
      .replaceAll(/[^\P{Nd}0-9]/gu, ordinaryDigit)
      .toLowerCase()
  );
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

/** Whether the word before says how often a single figure stands: "double four" and "triple 2". */
function timesOf(
  before: Token | undefined,
  digits: string | undefined,
  start: number,
  plain: string,
): number {
  const times = before === undefined ? undefined : TIMES.get(before.text);
  if (before === undefined || times === undefined || digits?.length !== 1) return 1;
  return /^[\s-]{1,3}$/.test(plain.slice(before.end, start)) ? times : 1;
}

/** Before the first figures of a text stands nothing that could join them to others. */
const UNJOINED = "£";

/** The words and figures of a text that {@link plainText} has made plain. */
export function tokens(plain: string, work: Work): Token[] {
  const found: Token[] = [];
  let figuresEnd: number | undefined;
  const joins = new Map<string, Join>();
  for (const match of plain.matchAll(/[0-9]+|\p{L}+/gu)) {
    work.steps += match[0].length;
    const text = match[0];
    const end = match.index + text.length;
    const digits = text < ":" ? text : SPELLED.get(text);
    const times = timesOf(found.at(-1), digits, match.index, plain);
    const start = times > 1 ? (found.pop()?.start ?? match.index) : match.index;
    if (digits === undefined) {
      found.push({ text, start, end, digits, join: "apart" });
      continue;
    }
    const between = figuresEnd === undefined ? UNJOINED : plain.slice(figuresEnd, start);
    const join = joins.get(between) ?? joinOf(between);
    if (between.length <= MOST_FILLER) joins.set(between, join);
    found.push({ text, start, end, digits: digits.repeat(times), join });
    figuresEnd = end;
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

/** The usual signs, which need no closer look. */
const USUAL_SIGNS = new Set(" \t\r\n-./_,:;*|+#()");

/** Judges the text between two groups of figures. Reads at most a few dozen characters of it. */
function joinOf(between: string): Join {
  if (between.length < 4 && USUAL_SIGNS.has(between[0] ?? " ") && USUAL_SIGNS.has(between.at(-1) ?? " ")) {
    if (between.length < 3 || USUAL_SIGNS.has(between[1] ?? " ")) return "tight";
  }
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
