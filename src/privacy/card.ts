import type { Token, Work } from "./tokens.ts";

/** Where something was found, in positions of the plain text. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly lengths: readonly number[];
}

const LONG = [16, 17, 18, 19];
/** First figures and lengths of the card schemes, as the schemes publish them. */
const ISSUERS: readonly Range[] = [
  { from: 400_000, to: 499_999, lengths: [13, 16, 19] }, // Visa
  { from: 510_000, to: 559_999, lengths: [16] }, // Mastercard
  { from: 222_100, to: 272_099, lengths: [16] }, // Mastercard, 2-series
  { from: 340_000, to: 349_999, lengths: [15] }, // American Express
  { from: 370_000, to: 379_999, lengths: [15] },
  { from: 601_100, to: 601_199, lengths: LONG }, // Discover
  { from: 644_000, to: 659_999, lengths: LONG },
  { from: 622_126, to: 622_925, lengths: LONG },
  { from: 300_000, to: 305_999, lengths: [14, ...LONG] }, // Diners Club
  { from: 309_500, to: 309_599, lengths: [14, ...LONG] },
  { from: 360_000, to: 369_999, lengths: [14, ...LONG] },
  { from: 380_000, to: 399_999, lengths: [14, ...LONG] },
  { from: 352_800, to: 358_999, lengths: LONG }, // JCB
  { from: 620_000, to: 629_999, lengths: LONG }, // UnionPay
  { from: 810_000, to: 817_199, lengths: LONG },
  ...[5018, 5020, 5038, 5893, 6304, 6759, 6761, 6762, 6763, 6767].map((start) => ({
    from: start * 100,
    to: start * 100 + 99,
    lengths: [13, 14, 15, ...LONG], // Maestro
  })),
];

/** The check figure of ISO/IEC 7812: every second figure from the right counts double. */
function luhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const doubled = digit * 2;
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The ranges by first figure, so that most numbers are set aside at a glance. */
const BY_FIRST = new Map<string, readonly Range[]>(
  ["2", "3", "4", "5", "6", "8"].map((first) => [
    first,
    ISSUERS.filter(({ from }) => String(from).startsWith(first)),
  ]),
);

/** The lengths of the scheme that a number of at least six figures belongs to, or undefined. */
function lengthsOf(digits: string): readonly number[] | undefined {
  const ranges = BY_FIRST.get(digits[0] ?? "");
  if (ranges === undefined) return undefined;
  const start = Number(digits.slice(0, 6));
  return ranges.find(({ from, to }) => start >= from && start <= to)?.lengths;
}

function isCard(digits: string, work: Work): boolean {
  work.steps += 1;
  return lengthsOf(digits)?.includes(digits.length) === true && luhn(digits);
}

/** Inside a longer unbroken number only the common lengths count, or every parcel number would be a card. */
const HIDDEN_LENGTHS = [16, 15, 14];

function insideRun(digits: string, work: Work): boolean {
  if (isCard(digits, work)) return true;
  for (let start = 0; start + 14 <= digits.length; start += 1) {
    work.steps += 1;
    const lengths = lengthsOf(digits.slice(start, start + 6));
    if (lengths === undefined) continue;
    for (const length of HIDDEN_LENGTHS) {
      const fits = start + length <= digits.length && lengths.includes(length);
      if (fits && luhn(digits.slice(start, start + length))) return true;
    }
  }
  return false;
}

/** How cards are printed: a number in these groups is a card even with figures stuck on at either end. */
const PRINTED = [
  [4, 4, 4, 4],
  [4, 6, 5],
  [4, 6, 4],
];

function printedAt(groups: readonly Group[], at: number, work: Work): Group | undefined {
  if ((groups[at]?.digits.length ?? 0) < 4 || groups[at + 1]?.join !== "tight") return undefined;
  for (const lengths of PRINTED) {
    const row = groups.slice(at, at + lengths.length);
    const last = row.at(-1);
    if (row.length < lengths.length || last === undefined) continue;
    if (row.some((group, index) => index > 0 && group.join !== "tight")) continue;
    const fits = row.every((group, index) => {
      const length = lengths[index] ?? 0;
      const atEnd = index === 0 || index === row.length - 1;
      return atEnd ? group.digits.length >= length : group.digits.length === length;
    });
    if (!fits) continue;
    const first = row[0]?.digits.slice(-(lengths[0] ?? 0)) ?? "";
    const middle = row.slice(1, -1).map((group) => group.digits);
    if (isCard([first, ...middle, last.digits.slice(0, lengths.at(-1))].join(""), work)) return last;
  }
  return undefined;
}

interface Group extends Span {
  readonly digits: string;
  /** How it is joined to the group before it. */
  readonly join: Token["join"];
  readonly between: string;
  /** Part of a date, a time or an amount. */
  readonly ordinary: boolean;
}

function groupsOf(plain: string, list: readonly Token[], ordinary: ReadonlySet<Token>): Group[] {
  const groups: Group[] = [];
  for (const token of list) {
    if (token.digits === undefined) continue;
    const { start, end, digits, join } = token;
    const between = join === "filler" ? plain.slice(groups.at(-1)?.end ?? 0, start) : "";
    groups.push({ start, end, digits, join, between, ordinary: ordinary.has(token) });
  }
  return groups;
}

/** Figures that must stand together on either side of a filler word; single figures among words are prose. */
const LEAST_CHUNK = 3;

/** Whole groups from one on, joined as long as they stay joined and short enough. */
function joinedFrom(groups: readonly Group[], at: number, work: Work): Group | undefined {
  if (!BY_FIRST.has(groups[at]?.digits[0] ?? "")) return undefined;
  let digits = "";
  let lengths: readonly number[] | undefined;
  let chunk = 0;
  let smallest = Number.POSITIVE_INFINITY;
  let ordinary = true;
  let filler = "";
  let fillerCount = 0;
  let sameFiller = true;
  for (let index = at; index < groups.length; index += 1) {
    const group = groups[index];
    work.steps += 1;
    if (group === undefined || (index > at && group.join === "apart")) return undefined;
    if (index > at && group.join === "filler") {
      smallest = Math.min(smallest, chunk);
      chunk = 0;
      sameFiller &&= fillerCount === 0 || group.between === filler;
      filler = group.between;
      fillerCount += 1;
    }
    digits += group.digits;
    chunk += group.digits.length;
    ordinary &&= group.ordinary;
    if (digits.length > 19) return undefined;
    if (digits.length < 6) continue;
    lengths ??= lengthsOf(digits);
    if (lengths === undefined) return undefined;
    // The same word again and again ("4x1x1x1") is a disguise, however short the chunks are.
    const disguise = sameFiller && fillerCount > 2;
    const likely = fillerCount === 0 || disguise || Math.min(smallest, chunk) >= LEAST_CHUNK;
    if (likely && !ordinary && lengths.includes(digits.length) && luhn(digits)) return group;
  }
  return undefined;
}

/** A payment card number, however it is spaced, spelled or hidden among other figures. */
export function findCard(
  plain: string,
  list: readonly Token[],
  ordinary: ReadonlySet<Token>,
  work: Work,
): Span | undefined {
  const groups = groupsOf(plain, list, ordinary);
  for (const [index, group] of groups.entries()) {
    if (group.digits.length >= 14 && insideRun(group.digits, work)) return group;
    const last = joinedFrom(groups, index, work) ?? printedAt(groups, index, work);
    if (last !== undefined) return { start: group.start, end: last.end };
  }
  return undefined;
}
