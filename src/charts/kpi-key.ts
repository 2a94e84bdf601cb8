import type { ChartPoint, KpiChartData } from "./data.ts";
import { limitsShown } from "./kpi-lines.ts";
import { COLOUR } from "./palette.ts";
import { circle, diamond, type Shape, stroke, words } from "./shapes.ts";
import { dayName, fitted } from "./words.ts";

/** Days one after the other that are out of the ordinary for the same reason. */
export interface Signal {
  /** What stands beside its days in the chart. */
  readonly letter: string;
  readonly words: string;
  readonly first: number;
  readonly last: number;
}

/** The signals of a chart, each with a letter of its own. */
export function signalsOf(points: readonly ChartPoint[]): readonly Signal[] {
  const found: { words: string; first: number; last: number }[] = [];
  for (const [index, { signal, value }] of points.entries()) {
    if (signal === undefined || value === null) continue;
    const before = found.at(-1);
    if (before?.words === signal && before.last === index - 1) before.last = index;
    else found.push({ words: signal, first: index, last: index });
  }
  return found.map((each, index) => ({ ...each, letter: String.fromCharCode(65 + (index % 26)) }));
}

/** One line below the chart: what a mark means. */
interface Line {
  readonly mark: (x: number, y: number) => readonly Shape[];
  readonly text: string;
}

const SIZE = 25;
export const LINE_HEIGHT = 42;
/** More would be read by nobody; the message has them all in words. */
const MOST_SIGNALS = 3;

const list = (names: readonly string[], most: number): string =>
  names.length > most
    ? `${names.slice(0, most).join(", ")} and ${names.length - most} more`
    : names.join(", ");

/** What the marks in a chart mean, in words, line by line. */
export function keyOf(data: KpiChartData): readonly Line[] {
  const { points } = data;
  const day = (index: number): string => dayName(points[index]?.day ?? "");
  const signals = signalsOf(points);
  const few = points.filter((point) => point.few !== undefined && point.value !== null);
  const gaps = points.filter((point) => point.value === null);
  const more = signals.length - MOST_SIGNALS;
  return [
    ...signals.slice(0, MOST_SIGNALS).map(({ letter, words: why, first, last }, index) => ({
      mark: (x: number, y: number) => [diamond(x, y, 10)],
      text: `${letter}, ${day(first)}${first === last ? "" : ` to ${day(last)}`}: ${why}${
        index === MOST_SIGNALS - 1 && more > 0 ? ` (and ${more} more)` : ""
      }`,
    })),
    ...(few.length > 0
      ? [
          {
            mark: (x: number, y: number) => [circle(x, y, 8, COLOUR.line, true)],
            text: `Few cases: ${list(
              few.map((point) => `${dayName(point.day)} ${point.few ?? ""}`),
              4,
            )}`,
          },
        ]
      : []),
    ...(gaps.length > 0
      ? [
          {
            mark: (x: number, y: number) => [
              stroke([x - 12, y], [x - 5, y], COLOUR.line, 4),
              stroke([x + 5, y], [x + 12, y], COLOUR.line, 4),
            ],
            text: `No figure: ${list(
              gaps.map((point) => dayName(point.day)),
              5,
            )}`,
          },
        ]
      : []),
    ...(limitsShown(data).some((limits) => limits.provisional)
      ? [
          {
            mark: (x: number, y: number) => [stroke([x - 12, y], [x + 12, y], COLOUR.limit, 2.5, [3, 5])],
            text: "Provisional limits: too few days yet to rely on them",
          },
        ]
      : []),
  ];
}

/** Draws the lines, one under the other. */
export const key = (lines: readonly Line[], left: number, top: number, px: number): Shape[] =>
  lines.flatMap(({ mark, text }, index) => {
    const y = top + index * LINE_HEIGHT;
    return [
      ...mark(left + 12, y),
      words(left + 34, y, fitted(text, SIZE, px - 34), SIZE, { fill: COLOUR.ink }),
    ];
  });
