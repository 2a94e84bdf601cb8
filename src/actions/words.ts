import { LEAST_DAYS, type Baseline, type DailyFigures, type Result, type Verdict, sumOf } from "./compare.ts";

/** How figures and comparisons read; one place for each wording. None of it is anybody's free text. */

const number = new Intl.NumberFormat("en-GB", { maximumFractionDigits: 2 });
const many = (n: number, one: string): string => `${number.format(n)} ${n === 1 ? one : `${one}s`}`;

/** "11 in 28 days (0.39 a day)". */
export function countWords(figures: readonly number[]): string {
  const sum = sumOf(figures);
  const days = figures.length;
  return `${number.format(sum)} in ${many(days, "day")}${days === 0 ? "" : ` (${number.format(sum / days)} a day)`}`;
}

/** "12 of 480 (2.5%)"; no percentage of fewer than ten, which would only look exact. */
const shareWords = (n: number, of: number): string =>
  `${number.format(n)} of ${number.format(of)}${of < 10 ? "" : ` (${number.format((100 * n) / of)}%)`}`;

/** What was before, or came after. */
export const figureWords = (figure: Baseline | Result): string =>
  figure.kind === "daily" ? countWords(figure.figures) : shareWords(figure.n, figure.of);

/** What is usual for a day, where it was counted by the day: "up to 2 a day". */
export function usualWords(baseline: Baseline): string | undefined {
  if (baseline.kind === "typed" || baseline.figures.length === 0) return undefined;
  const [lowest, highest] = [Math.ceil(baseline.limits.lower), Math.floor(baseline.limits.upper)];
  return lowest === 0 ? `up to ${highest} a day` : `${lowest} to ${highest} a day`;
}

/** The verdict in a word or two, for lists and cards. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  fewer: "Fewer than before",
  more: "More than before",
  no_detectable_change: "No detectable change",
  too_early: "Too early to tell",
};

/** "less than once in 1,000 times". */
function chanceWords(chance: number): string {
  if (chance < 0.001) return "less than once in 1,000 times";
  if (chance < 0.01) return "less than once in 100 times";
  return chance > 0.5 ? "more often than not" : `about ${Math.round(chance * 100)} times in 100`;
}

/** What the verdict means. */
export function verdictSentence(result: Result): string {
  const words = VERDICT_WORDS[result.verdict];
  switch (result.verdict) {
    case "too_early":
      return `${words}.`;
    case "no_detectable_change":
      return `${words}: chance alone would do at least as much ${chanceWords(result.chance)}. That is an honest result. Either the change did little, or there is too little to see it by.`;
    default:
      return `${words}. That is outside what chance explains: it would do as much ${chanceWords(result.chance)}.`;
  }
}

/** What else has to be known before anybody believes the verdict. */
export function caveats(
  baseline: Baseline,
  result: Result,
  totalsMeasure: string | undefined,
): readonly string[] {
  if (baseline.kind === "typed" || result.kind === "typed")
    return ["Both figures were typed by hand; whether they were counted alike only you can tell."];
  return [
    ...tooFew("before the start", baseline),
    ...tooFew("since the start", result),
    ...(result.signals.includes("point_above") && result.verdict !== "more"
      ? ["On at least one day since the start there were more than is usual."]
      : []),
    ...(baseline.totals !== null && result.totals !== null && totalsMeasure !== undefined
      ? [
          `${capital(totalsMeasure)}: before ${countWords(baseline.totals)}, since ${countWords(result.totals)}.`,
        ]
      : []),
    "A difference alone does not show that the change made it: what flares up by itself also dies down by itself.",
  ];
}

const tooFew = (when: string, days: DailyFigures): readonly string[] =>
  days.figures.length >= LEAST_DAYS
    ? []
    : [`The whole days ${when} are fewer than ${LEAST_DAYS} (${days.figures.length}), too few to compare.`];

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Before, since, and what that means, for the head of a form: lines of plain text. */
export const comparisonText = (
  baseline: Baseline,
  result: Result,
  measure: string | undefined,
  totalsMeasure: string | undefined,
): string =>
  [
    `Before: ${figureWords(baseline)}. Since: ${figureWords(result)}.${measure === undefined ? "" : ` Counted: ${measure}.`}`,
    verdictSentence(result),
    ...caveats(baseline, result, totalsMeasure),
  ].join("\n");
