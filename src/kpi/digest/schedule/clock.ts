/** Times of day in words: "8:30", "8.30am", "half past eight", "noon". */

const HOURS = "twelve one two three four five six seven eight nine ten eleven"
  .split(" ")
  .map((word, index) => [word, index === 0 ? 12 : index] as const);
const HOUR_OF: ReadonlyMap<string, number> = new Map(HOURS);
const HOUR = `(?:${HOURS.map(([word]) => word).join("|")}|\\d{1,2})`;

/** Minutes past or to the hour, by what people call them. */
const MINUTES: Readonly<Record<string, number>> = {
  five: 5,
  ten: 10,
  quarter: 15,
  "a quarter": 15,
  twenty: 20,
  "twenty-five": 25,
  "twenty five": 25,
  half: 30,
};
const MINUTE = Object.keys(MINUTES)
  .toSorted((a, b) => b.length - a.length)
  .join("|");
const MERIDIEM = "(?:\\s*([ap])\\.?\\s?m\\b\\.?)";

/** Minutes of the day; undefined where a clock has no such time. */
function minutesOf(hour: number, minute: number, half: string | undefined): number | undefined {
  if (minute > 59 || hour > 23) return undefined;
  if (half === undefined) return hour * 60 + minute;
  if (hour < 1 || hour > 12) return undefined;
  return ((hour % 12) + (half === "p" ? 12 : 0)) * 60 + minute;
}

const hourOf = (word: string): number => HOUR_OF.get(word) ?? Number(word);

type Groups = readonly (string | undefined)[];

/** Ways to write a time, and what each means; longer ones first, so that no piece of one is taken for another. */
const WAYS: readonly (readonly [RegExp, (groups: Groups) => number | undefined])[] = [
  [
    new RegExp(`\\b(${MINUTE}) (past|to) (${HOUR})\\b${MERIDIEM}?`, "g"),
    ([words = "", way, hour = "", half]) => {
      const from = minutesOf(hourOf(hour), 0, half);
      const off = MINUTES[words] ?? 0;
      return from === undefined ? undefined : (from + (way === "to" ? -off : off) + 1_440) % 1_440;
    },
  ],
  [/\b(?:12 )?(?:noon|midday)\b/g, () => 720],
  [/\b(?:12 )?midnight\b/g, () => 0],
  [
    new RegExp(`(?<![\\d:.])(\\d{1,2})[:.h](\\d{2})(?!\\d)(?!\\.\\d)${MERIDIEM}?`, "g"),
    ([hour, minute, half]) => minutesOf(Number(hour), Number(minute), half),
  ],
  [
    /(?<![\d:.])([01]\d|2[0-3])([0-5]\d)(?: ?hours)?(?![\d:])/g,
    ([hour, minute]) => minutesOf(Number(hour), Number(minute), undefined),
  ],
  [new RegExp(`\\b(${HOUR})${MERIDIEM}`, "g"), ([hour = "", half]) => minutesOf(hourOf(hour), 0, half)],
  [new RegExp(`\\b(${HOUR}) thirty\\b`, "g"), ([hour = ""]) => minutesOf(hourOf(hour), 30, undefined)],
  [new RegExp(`\\b(${HOUR}) o'?clock\\b`, "g"), ([hour = ""]) => minutesOf(hourOf(hour), 0, undefined)],
  [new RegExp(`\\bat (${HOUR})\\b(?![:.]\\d)`, "g"), ([hour = ""]) => minutesOf(hourOf(hour), 0, undefined)],
];

/** "at 8 and 12": where a time was said, a bare number beside it is another. */
const ANOTHER = new RegExp(`(?:\\band|,|&)\\s*(?:at )?(${HOUR})\\b`, "g");

/** What says that a digest is wanted more than once a day. */
const OFTEN =
  /\b(?:hourly|twice|thrice|times (?:a|per|each|every) day|(?:every|each) (?:half |other )?(?:hour|minute)s?|(?:every|each) \d+ ?(?:hours?|hrs?|minutes?|mins?|h|m)\b)/;

/** What a text says about times of day. */
export interface Clocks {
  /** Minutes of the day, each once. */
  readonly times: readonly number[];
  /** Whether it asks for something that comes several times a day. */
  readonly often: boolean;
  /** Whether something looks like a time and is none, like 25:30. */
  readonly impossible: boolean;
  /** The text without them. */
  readonly rest: string;
}

/** Takes the times of day out of a text in small letters. */
export function readClocks(text: string): Clocks {
  const often = OFTEN.test(text);
  const times: number[] = [];
  let impossible = false;
  const take = (minutes: number | undefined): string => {
    if (minutes === undefined) impossible = true;
    else times.push(minutes);
    return " ";
  };
  const afternoon = /\b(?:in the |this )?(?:afternoon|evening|night)s?\b/g;
  const isLater = afternoon.test(text);
  let rest = text.replaceAll(afternoon, " ").replaceAll(/\b(?:in the )?(?:early )?mornings?\b/g, " ");
  for (const [pattern, read] of WAYS)
    rest = rest.replaceAll(pattern, (_whole: string, ...found: unknown[]) =>
      take(read(found.map((one) => (typeof one === "string" ? one : undefined)))),
    );
  if (times.length > 0)
    rest = rest.replaceAll(ANOTHER, (_whole: string, hour: string) =>
      take(minutesOf(hourOf(hour), 0, undefined)),
    );
  const later = times.map((minutes) => (isLater && minutes > 0 && minutes < 720 ? minutes + 720 : minutes));
  return { times: [...new Set(later)], often, impossible, rest };
}
