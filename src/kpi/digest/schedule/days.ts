/** Weekdays in words: what people type, and what they are shown. */

const NAMES = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"] as const;

/** What each day is called besides its name and its first three letters. */
const SHORT: Readonly<Record<string, number>> = { tues: 2, weds: 3, thur: 4, thurs: 4 };

/** Several days at once; longer ones first, so that none is found inside another. */
const SEVERAL: readonly (readonly [RegExp, readonly number[]])[] = [
  [
    /\b(?:every|each|all) (?:single )?days?\b|\beveryday\b|\bdaily\b|\bseven days a week\b/g,
    [1, 2, 3, 4, 5, 6, 7],
  ],
  [/\b(?:working|work|week|business) ?days?\b|\bmonday to friday\b/g, [1, 2, 3, 4, 5]],
  [/\bweekends?\b/g, [6, 7]],
];

/** ISO weekday of a word; undefined where it names none. */
export function dayNamed(word: string): number | undefined {
  const index = NAMES.findIndex((name) => {
    const full = name.toLowerCase();
    return word === full || word === `${full}s` || word === full.slice(0, 3);
  });
  return index >= 0 ? index + 1 : Object.hasOwn(SHORT, word) ? SHORT[word] : undefined;
}

/** From one day to another, over the weekend if need be. */
function range(from: number, to: number): readonly number[] {
  const count = ((to - from + 7) % 7) + 1;
  return Array.from({ length: count }, (_, index) => ((from - 1 + index) % 7) + 1);
}

/** Words that say nothing about which days. */
const FILLERS: ReadonlySet<string> = new Set(
  "on at in of and the a every each from to please post send digest digests it us time local".split(" "),
);

/** The days of a part of a text that names only what is wanted, or only what is not. */
function someDays(part: string): ReadonlySet<number> | undefined {
  const days = new Set<number>();
  let rest = part;
  for (const [pattern, several] of SEVERAL)
    rest = rest.replaceAll(pattern, () => {
      for (const day of several) days.add(day);
      return " ";
    });
  rest = rest.replaceAll(
    /\b([a-z]+) ?(?:-|\bto\b|\bthrough\b|\btill\b|\buntil\b) ?([a-z]+)\b/g,
    (whole: string, first: string, second: string) => {
      const [from, to] = [dayNamed(first), dayNamed(second)];
      if (from === undefined || to === undefined) return whole;
      for (const day of range(from, to)) days.add(day);
      return " ";
    },
  );
  for (const word of rest.split(/[\s,;+]+/)) {
    if (word === "" || FILLERS.has(word)) continue;
    const day = dayNamed(word);
    if (day === undefined) return undefined;
    days.add(day);
  }
  return days;
}

/**
 * The ISO weekdays that small letters name, in order: "mon wed fri", "monday to friday", "every day except
 * sunday". Working days where they name none; undefined where a word says something else.
 */
export function readDays(text: string): readonly number[] | undefined {
  const [first = "", ...exceptions] = text.split(/\b(?:except|excluding|without|but not|not on)\b/);
  const wanted = someDays(first);
  const unwanted = someDays(exceptions.join(" "));
  if (!wanted || !unwanted) return undefined;
  const days = wanted.size === 0 ? [1, 2, 3, 4, 5] : [...wanted];
  const left = days.filter((day) => !unwanted.has(day));
  return left.length === 0 ? undefined : left.toSorted((a, b) => a - b);
}

/** "every day", "Monday to Friday", "Monday, Wednesday and Friday": ISO weekdays, in order. */
export function dayNames(days: readonly number[]): string {
  if (days.length === 7) return "every day";
  const names = days.map((day) => NAMES[day - 1] ?? "");
  const areInARow = days.every((day, index) => index === 0 || day === (days[index - 1] ?? 0) + 1);
  if (days.length > 2 && areInARow) return `${names[0] ?? ""} to ${names.at(-1) ?? ""}`;
  return names.length < 2
    ? (names[0] ?? "no day")
    : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}
