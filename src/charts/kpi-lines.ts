import type { ChartLimits, KpiChartData } from "./data.ts";
import { COLOUR } from "./palette.ts";
import type { Scale } from "./scale.ts";
import { area, type Shape, stroke, words } from "./shapes.ts";
import { dayParts, figure, fitted } from "./words.ts";

/** Where values are drawn, px. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The days of a stretch, as places among the points; `undefined` if the chart shows none of them. */
export function placesOf(
  { points }: KpiChartData,
  { from, to }: Pick<ChartLimits, "from" | "to">,
): readonly [number, number] | undefined {
  const inside = points.flatMap(({ day }, index) => (day >= from && day <= to ? [index] : []));
  const [first] = inside;
  const last = inside.at(-1);
  return first === undefined || last === undefined ? undefined : [first, last];
}

/** The limits of days that the chart shows. */
export const limitsShown = (data: KpiChartData): readonly ChartLimits[] =>
  (data.limits ?? []).filter((limits) => placesOf(data, limits));

/** What is wanted: a dashed line, or two with a wash between them. */
function targetLines({ target }: KpiChartData, plot: Plot, scale: Scale): Shape[] {
  if (!target) return [];
  const { from, to } = target;
  const bounds = [from, to].filter((bound) => bound !== null);
  const wash =
    from !== null && to !== null
      ? [area(plot.left, scale.y(to), plot.right - plot.left, scale.y(from) - scale.y(to), COLOUR.targetWash)]
      : [];
  return [
    ...wash,
    ...bounds.map((bound) =>
      stroke([plot.left, scale.y(bound)], [plot.right, scale.y(bound)], COLOUR.target, 3, [12, 8]),
    ),
  ];
}

/** What is ordinary: thin lines, dotted while they are provisional. */
function limitLines(data: KpiChartData, plot: Plot, scale: Scale): Shape[] {
  const wide = (plot.right - plot.left) / data.points.length;
  return (data.limits ?? []).flatMap((limits) => {
    const places = placesOf(data, limits);
    if (!places) return [];
    const [x1, x2] = [plot.left + places[0] * wide, plot.left + (places[1] + 1) * wide];
    const dash = limits.provisional ? [3, 7] : undefined;
    return [limits.upper, limits.centre, limits.lower].flatMap((value) =>
      value === null
        ? []
        : [
            stroke(
              [x1, scale.y(value)],
              [x2, scale.y(value)],
              COLOUR.limit,
              limits.provisional ? 2.5 : 2,
              dash,
            ),
          ],
    );
  });
}

/** Lines that stand across the values: what is wanted, and what is ordinary. */
export const lines = (data: KpiChartData, plot: Plot, scale: Scale): Shape[] => [
  ...targetLines(data, plot, scale),
  ...limitLines(data, plot, scale),
];

interface Label {
  readonly at: number;
  readonly head: string;
  readonly text: string;
  readonly colour: string;
}

/** Two lines of a label and the room between two labels, px. */
const LABEL_HEIGHT = 62;

/** Moves labels apart until none covers another, keeping their order and staying in the plot. */
function apart(
  labels: readonly Label[],
  plot: Plot,
): readonly { readonly label: Label; readonly y: number }[] {
  const sorted = labels.toSorted((a, b) => a.at - b.at);
  const half = LABEL_HEIGHT / 2;
  const ys: number[] = [];
  for (const { at } of sorted)
    ys.push(Math.max(at, plot.top + half, (ys.at(-1) ?? -Infinity) + LABEL_HEIGHT));
  for (let index = ys.length - 1, most = plot.bottom - half; index >= 0; index -= 1) {
    ys[index] = Math.min(ys[index] ?? 0, most);
    most = (ys[index] ?? 0) - LABEL_HEIGHT;
  }
  return sorted.map((label, index) => ({ label, y: ys[index] ?? label.at }));
}

/** Says beside the lines what each of them is. */
export function labels(data: KpiChartData, plot: Plot, scale: Scale, px: number): Shape[] {
  const { unit, decimals, target } = data;
  const stretches = limitsShown(data);
  const last = stretches.at(-1);
  const all: Label[] = [];
  const add = (head: string, value: number | null, text: string | undefined, colour: string): void => {
    if (value !== null)
      all.push({ at: scale.y(value), head, text: text ?? figure(value, unit, decimals), colour });
  };
  if (last) {
    // Where each day has limits of its own, these are the newest day's.
    const [first, end] = placesOf(data, last) ?? [0, 0];
    const ofOneDay = stretches.length > 1 && first === end;
    const sure = ofOneDay
      ? `, ${dayParts(data.points[end]?.day ?? "")[0]}`
      : last.provisional
        ? " so far"
        : "";
    add(`Upper limit${sure}`, last.upper, undefined, COLOUR.soft);
    add(`Mean${sure}`, last.centre, undefined, COLOUR.soft);
    add(`Lower limit${sure}`, last.lower, undefined, COLOUR.soft);
  }
  if (target) {
    const middle =
      target.from !== null && target.to !== null ? (target.from + target.to) / 2 : (target.from ?? target.to);
    add("Target", middle, target.words, COLOUR.target);
  }
  return apart(all, plot).flatMap(({ label, y }) => [
    stroke([plot.right + 4, label.at], [plot.right + 20, y], label.colour, 1.5),
    words(plot.right + 28, y - 15, label.head, 24, { fill: label.colour }),
    words(plot.right + 28, y + 15, fitted(label.text, 26, px - 28), 26, { bold: true, fill: label.colour }),
  ]);
}
