import { takeReference } from "../organisation/reference.ts";
import { ORIGINS, type Origin } from "./comment.ts";
import type { CommentSettings } from "./settings.ts";

/** What was understood from the text after `/comment`. */
export interface UnderstoodComment {
  readonly customer?: string;
  readonly about?: string;
  readonly origin?: Origin;
  /** What the customer said; "" where the line said nothing of it. */
  readonly said: string;
}

/** Words that people use for how a comment came about, beside the two themselves. */
const ORIGIN_WORDS: ReadonlyMap<string, Origin> = new Map([
  ...ORIGINS.map((origin) => [origin, origin] as const),
  ["survey", "requested"],
]);

const folded = (text: string): string => ` ${(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ")} `;

type About = CommentSettings["about"];

/** The names of a centre's list, folded once: every comment is compared with all of them. */
const foldedLists = new WeakMap<
  About,
  readonly { readonly id: string; readonly names: readonly string[] }[]
>();

function namesOf(list: About): NonNullable<ReturnType<typeof foldedLists.get>> {
  const known = foldedLists.get(list);
  if (known) return known;
  const names = list.map(({ id, label }) => ({ id, names: [folded(label), folded(id)] }));
  foldedLists.set(list, names);
  return names;
}

/** What a comment is about, where its words name exactly one thing of the centre's list. */
export function aboutIn(said: string, list: About): string | undefined {
  const text = folded(said);
  const named = namesOf(list).filter(({ names }) => names.some((name) => text.includes(name)));
  return named.length === 1 ? named[0]?.id : undefined;
}

/**
 * How it came about, where the line begins by saying so: before a colon, a comma or the
 * reference. "requested a refund" is what somebody said, not how it came about.
 */
function originIn([first = "", second = ""]: readonly string[], pattern: RegExp): Origin | undefined {
  const origin = ORIGIN_WORDS.get(first.toLowerCase().replace(/[:,]$/, ""));
  const said = /[:,]$/.test(first) || takeReference([second], pattern).reference !== undefined;
  return said ? origin : undefined;
}

/**
 * Understands a line such as `C-1042 app logs her out since the update`: *requested* or
 * *spontaneous* where the line begins with it, the first customer reference anywhere, and the
 * rest as what was said. Guesses nothing else.
 */
export function understandComment(line: string, list: About, pattern: RegExp): UnderstoodComment {
  const words = line.split(/\s+/).filter((word) => word !== "");
  const origin = originIn(words, pattern);
  const { reference, rest } = takeReference(origin ? words.slice(1) : words, pattern);
  const said = rest.join(" ");
  const about = aboutIn(said, list);
  return {
    ...(reference === undefined ? {} : { customer: reference }),
    ...(about === undefined ? {} : { about }),
    ...(origin === undefined ? {} : { origin }),
    said,
  };
}

const segmenter = new Intl.Segmenter("en", { granularity: "word" });

/** Spaces tell words apart in most scripts; where they do not, the segmenter does, which costs more. */
function hasTwoWords(said: string): boolean {
  if (said.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length >= 2) return true;
  let words = 0;
  for (const { isWordLike } of segmenter.segment(said)) if (isWordLike === true) words += 1;
  return words >= 2;
}

/**
 * What is wrong with what a customer is to have said, in words for who wrote it; undefined if
 * nothing is. One word cannot be told from any other use of it, and signs alone say nothing.
 */
export function paraphraseProblem(said: string, most: number): string | undefined {
  if (said.trim() === "") return "Say what the customer said, in a sentence of yours.";
  if (said.length > most) {
    return `That is longer than the ${most.toLocaleString("en-GB")} characters that fit. Say in a sentence or two what the customer said.`;
  }
  return hasTwoWords(said)
    ? undefined
    : "Say it in a few words: one word, or a sign, cannot be compared with what others said.";
}

/** Customers' references are taken out of a text that is shown to people whom they do not concern. */
export function withoutReferences(said: string, pattern: RegExp): string {
  const parts = said.split(/(\s+)/);
  const kept = parts.filter((part) => takeReference([part], pattern).reference === undefined);
  return kept.length === parts.length ? said : kept.join("").replaceAll(/ {2,}/g, " ").trim();
}
