import type { GridComponentOption } from "echarts/components";
import type { LineSeriesOption } from "echarts/charts";
import type { DigestRow, RowBounds } from "./data.ts";
import { COLOUR } from "./palette.ts";
import { tightScale } from "./scale.ts";
import { area, type Shape, stroke } from "./shapes.ts";

/** Where a sparkline stands, px. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The parts of a sparkline. */
export interface Sparkline {
  readonly grid: GridComponentOption;
  readonly series: LineSeriesOption;
  readonly min: number;
  readonly max: number;
  readonly days: readonly string[];
  readonly shapes: readonly Shape[];
}

/** The newest day is marked, and out of the ordinary by another shape; a day between two gaps is a dot. */
function marksOf({ trail, signal }: DigestRow): object[] {
  return trail.map((value, index) => {
    if (value === null) return { value: "-" };
    const isLast = index === trail.length - 1;
    const isAlone = (trail[index - 1] ?? null) === null && (trail[index + 1] ?? null) === null;
    const marked = isLast && signal !== undefined;
    return {
      value,
      symbol: marked ? "diamond" : "circle",
      symbolSize: marked ? 24 : isLast ? 15 : isAlone ? 8 : 0,
      itemStyle: { color: marked ? COLOUR.signal : COLOUR.line },
    };
  });
}

/** The bounds of each stretch of a sparkline, with where it begins and ends, px: one stretch, or one around each day. */
function stretches(
  { limits, trail }: DigestRow,
  { x, width }: Place,
): (RowBounds & { from: number; to: number })[] {
  if (!limits) return [];
  const { bounds } = limits;
  if (!isEach(bounds)) return [{ ...bounds, from: x, to: x + width }];
  const step = width / Math.max(1, trail.length - 1);
  return bounds.map((one, day) => ({
    ...one,
    from: Math.max(x, x + (day - 0.5) * step),
    to: Math.min(x + width, x + (day + 0.5) * step),
  }));
}

const isEach = (bounds: RowBounds | readonly RowBounds[]): bounds is readonly RowBounds[] =>
  Array.isArray(bounds);

/** The band of what is ordinary: shaded between two thin lines, which are dotted while it is provisional. */
function band(row: DigestRow, place: Place, y: (value: number) => number): Shape[] {
  const provisional = row.limits?.provisional === true;
  const dash = provisional ? [3, 6] : undefined;
  return stretches(row, place).flatMap(({ lower, upper, from, to }) => {
    const top = upper === null ? place.y : y(upper);
    const bottom = lower === null ? place.y + place.height : y(lower);
    return [
      ...(provisional ? [] : [area(from, top, to - from, bottom - top, COLOUR.limitWash)]),
      ...(upper === null ? [] : [stroke([from, top], [to, top], COLOUR.limit, 1.5, dash)]),
      ...(lower === null ? [] : [stroke([from, bottom], [to, bottom], COLOUR.limit, 1.5, dash)]),
    ];
  });
}

/**
 * The trailing days of a KPI as one line, without axes.
 * @param index which of the picture's sparklines it is, from 0
 */
export function sparkline(row: DigestRow, place: Place, index: number): Sparkline {
  const values = [...row.trail, ...stretches(row, place).flatMap(({ lower, upper }) => [lower, upper])];
  const { min, max, y } = tightScale(
    values.filter((value) => value !== null),
    place.y,
    place.height,
  );
  return {
    grid: {
      left: place.x,
      top: place.y,
      width: place.width,
      height: place.height,
      outerBoundsMode: "none",
    },
    series: {
      type: "line",
      xAxisIndex: index,
      yAxisIndex: index,
      data: marksOf(row),
      connectNulls: false,
      showAllSymbol: true,
      silent: true,
      lineStyle: { color: COLOUR.line, width: 3.5 },
      emphasis: { disabled: true },
    },
    min,
    max,
    days: row.trail.map((_, day) => String(day)),
    shapes: band(row, place, y),
  };
}
