import type { KpiChartData } from "./data.ts";
import { drawSvg, type Scene } from "./engine.ts";
import { FAMILY } from "./font.ts";
import { key, keyOf, LINE_HEIGHT, signalsOf } from "./kpi-key.ts";
import { labels, limitsShown, lines, type Plot } from "./kpi-lines.ts";
import { COLOUR } from "./palette.ts";
import { type Scale, scaleFor } from "./scale.ts";
import { type Shape, words } from "./shapes.ts";
import { dayParts, figure, fitted } from "./words.ts";

const WIDTH = 1200;
const EDGE = 36;
const PLOT: Plot = { left: 140, right: 920, top: 140, bottom: 510 };
const KEY_TOP = 620;
/** About as wide as a day's name in two lines, px. */
const DAY_WIDTH = 82;

/** The marks of the days. What is out of the ordinary has another shape, what rests on few cases is hollow. */
function marksOf({ points }: KpiChartData): object[] {
  return points.map(({ value, few, signal }) => {
    if (value === null) return { value: "-" };
    const colour = signal === undefined ? COLOUR.line : COLOUR.signal;
    return {
      value,
      symbol: signal === undefined ? "circle" : "diamond",
      symbolSize: signal === undefined ? 13 : 24,
      itemStyle: { color: few === undefined ? colour : COLOUR.paper, borderColor: colour, borderWidth: 3 },
    };
  });
}

/** The letter of each signal, at its first and at its last day. */
function letters(data: KpiChartData, scale: Scale): Shape[] {
  const wide = (PLOT.right - PLOT.left) / data.points.length;
  const middle = (scale.min + scale.max) / 2;
  return signalsOf(data.points).flatMap(({ letter, first, last }) =>
    [...new Set([first, last])].flatMap((index) => {
      const value = data.points[index]?.value ?? null;
      if (value === null) return [];
      const x = PLOT.left + (index + 0.5) * wide;
      const y = scale.y(value);
      const away = value >= middle ? -30 : 30;
      // At the very bottom it stands beside its day, not on the axis.
      const [dx, dy] = y + away > PLOT.bottom - 16 ? [28, 4] : [0, away];
      return [words(x + dx, y + dy, letter, 26, { bold: true, fill: COLOUR.signal, align: "center" })];
    }),
  );
}

function sceneOf(data: KpiChartData, height: number): Scene {
  const { points, unit, target } = data;
  const across = [
    ...limitsShown(data).flatMap(({ lower, centre, upper }) => [lower, centre, upper]),
    target?.from ?? null,
    target?.to ?? null,
  ];
  const values = [...points.map((point) => point.value), ...across].filter((value) => value !== null);
  const scale = scaleFor(values, PLOT.top, PLOT.bottom - PLOT.top, unit === "%" ? 100 : Infinity);
  const every = Math.max(1, Math.ceil((points.length * DAY_WIDTH) / (PLOT.right - PLOT.left)));
  const axisWords = { fontFamily: FAMILY, fontSize: 24, color: COLOUR.soft };
  const axisDecimals = Math.max(0, -Math.floor(Math.log10(scale.step)));
  return {
    grid: {
      left: PLOT.left,
      top: PLOT.top,
      right: WIDTH - PLOT.right,
      bottom: height - PLOT.bottom,
      outerBoundsMode: "none",
    },
    xAxis: {
      type: "category",
      data: points.map(({ day }) => dayParts(day).join("\n")),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: COLOUR.limit, width: 1.5 } },
      axisLabel: {
        ...axisWords,
        margin: 14,
        lineHeight: 29,
        // The newest day always has its name.
        interval: (index: number) => (points.length - 1 - index) % every === 0,
      },
    },
    yAxis: {
      type: "value",
      min: scale.min,
      max: scale.max,
      interval: scale.step,
      axisLabel: {
        ...axisWords,
        margin: 14,
        formatter: (value: number) => figure(value, unit, axisDecimals),
      },
      splitLine: { lineStyle: { color: COLOUR.grid, width: 1.5 } },
    },
    series: [
      {
        type: "line",
        data: marksOf(data),
        connectNulls: false,
        showAllSymbol: true,
        silent: true,
        lineStyle: { color: COLOUR.line, width: 3.5 },
        emphasis: { disabled: true },
      },
    ],
    graphic: {
      elements: [
        words(EDGE, 48, fitted(data.title, 36, WIDTH - 2 * EDGE), 36, { bold: true }),
        words(EDGE, 94, fitted(data.subtitle ?? "", 26, WIDTH - 2 * EDGE), 26, { fill: COLOUR.soft }),
        ...lines(data, PLOT, scale),
        ...labels(data, PLOT, scale, WIDTH - PLOT.right - 16),
        ...letters(data, scale),
        ...key(keyOf(data), EDGE, KEY_TOP, WIDTH - 2 * EDGE),
      ],
    },
  };
}

/**
 * Draws one KPI over some days, as SVG of 1200 px by 600 px or more: the values with gaps where there are
 * none, what is wanted, what is ordinary, and what is out of the ordinary; all of it said in words, too.
 * The same data give the same text. Make a PNG of it with `toPng`.
 */
export function kpiChart(data: KpiChartData): Promise<string> {
  const height = KEY_TOP + Math.max(0, keyOf(data).length - 1) * LINE_HEIGHT + 34;
  return drawSvg(sceneOf(data, height), WIDTH, height);
}
