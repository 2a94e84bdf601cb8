import type { DigestRow, DigestStatus, DigestTableData } from "./data.ts";
import { drawSvg, type Scene } from "./engine.ts";
import { COLOUR } from "./palette.ts";
import { circle, diamond, type Shape, stroke, triangle, words } from "./shapes.ts";
import { type Sparkline, sparkline } from "./sparkline.ts";
import { drawable, figure, fitted, textWidth } from "./words.ts";

const WIDTH = 1080;
const EDGE = 40;
const HEAD = 138;
const ROW = 222;
/** What a row with a signal is higher. */
const SIGNAL = 46;
const FOOT = 72;
/** Where the right half begins, px: status, sparkline, signal. */
const RIGHT = 600;

const STATUS: Readonly<Record<DigestStatus, { readonly words: string; readonly colour: string }>> = {
  on_target: { words: "on target", colour: COLOUR.target },
  short_of_target: { words: "short of target", colour: COLOUR.signal },
  no_target: { words: "no target", colour: COLOUR.soft },
  no_figure: { words: "no figure", colour: COLOUR.soft },
};

/** Each status has a mark of its own shape. */
function mark(status: DigestStatus, x: number, y: number): Shape[] {
  const { colour } = STATUS[status];
  if (status === "on_target")
    return [
      circle(x, y, 15, colour),
      words(x, y, "✓", 22, { bold: true, fill: COLOUR.paper, align: "center" }),
    ];
  if (status === "short_of_target")
    return [
      triangle(x, y, 16),
      words(x, y + 4, "!", 22, { bold: true, fill: COLOUR.paper, align: "center" }),
    ];
  if (status === "no_target") return [circle(x, y, 13, colour, true)];
  return [stroke([x - 13, y], [x + 13, y], colour, 4)];
}

function statusShapes(row: DigestRow, top: number): Shape[] {
  const { words: text, colour } = STATUS[row.status];
  return [
    ...mark(row.status, RIGHT + 16, top + 42),
    words(RIGHT + 44, top + 42, text, 28, { bold: true, fill: colour }),
  ];
}

/** Why a day is out of the ordinary takes a line of its own, over the whole width. */
function signalShapes(row: DigestRow, top: number): Shape[] {
  if (row.signal === undefined)
    return [words(RIGHT, top + 190, row.limits ? "no signal" : "no limits yet", 27, { fill: COLOUR.soft })];
  const y = top + ROW + SIGNAL / 2 - 14;
  const text = fitted(`signal: ${row.signal}`, 27, WIDTH - 2 * EDGE - 34);
  return [diamond(EDGE + 12, y, 12), words(EDGE + 34, y, text, 27, { bold: true, fill: COLOUR.signal })];
}

const heightOf = (row: DigestRow): number => (row.signal === undefined ? ROW : ROW + SIGNAL);

/** Where each row begins, and last where the last one ends. */
const topsOf = (rows: readonly DigestRow[]): number[] =>
  rows.reduce((tops, row) => [...tops, (tops.at(-1) ?? 0) + heightOf(row)], [HEAD]);

/** What is left of the line: the name, yesterday's value with what it was counted from, and what is wanted. */
function figureShapes(row: DigestRow, top: number): Shape[] {
  const { value, unit, decimals } = row;
  const most = RIGHT - EDGE - 28;
  const shown = drawable(value === null ? "–" : figure(value, unit, decimals));
  const x = EDGE + textWidth(shown, 56) + 14;
  return [
    words(EDGE, top + 42, fitted(row.name, 32, most), 32, { bold: true }),
    words(EDGE, top + 116, shown, 56, { bold: true, fill: value === null ? COLOUR.soft : COLOUR.ink }),
    words(x, top + 122, fitted(row.basis ?? "", 28, RIGHT - 28 - x), 28, { fill: COLOUR.soft }),
    words(
      EDGE,
      top + 190,
      fitted((row.target ?? "") === "" ? "no target agreed" : `target: ${row.target}`, 27, most),
      27,
      {
        fill: COLOUR.soft,
      },
    ),
  ];
}

function sceneOf({ title, subtitle, rows }: DigestTableData, height: number): Scene {
  const tops = topsOf(rows);
  const sparks = rows.map((row, index): Sparkline =>
    sparkline(
      row,
      { x: RIGHT, y: (tops[index] ?? 0) + 72, width: WIDTH - EDGE - RIGHT - 14, height: 88 },
      index,
    ),
  );
  const hidden = { show: false } as const;
  return {
    grid: sparks.map((spark) => spark.grid),
    xAxis: sparks.map((spark, gridIndex) => ({
      type: "category" as const,
      gridIndex,
      data: [...spark.days],
      boundaryGap: false,
      ...hidden,
    })),
    yAxis: sparks.map((spark, gridIndex) => ({
      type: "value" as const,
      gridIndex,
      min: spark.min,
      max: spark.max,
      ...hidden,
    })),
    series: sparks.map((spark) => spark.series),
    graphic: {
      elements: [
        words(EDGE, 52, fitted(title, 40, WIDTH - 2 * EDGE), 40, { bold: true }),
        words(EDGE, 102, fitted(subtitle ?? "", 27, WIDTH - 2 * EDGE), 27, { fill: COLOUR.soft }),
        ...rows.flatMap((row, index) => {
          const top = tops[index] ?? 0;
          return [
            stroke([EDGE, top], [WIDTH - EDGE, top], COLOUR.grid, 2),
            ...figureShapes(row, top),
            ...statusShapes(row, top),
            ...signalShapes(row, top),
          ];
        }),
        ...sparks.flatMap((spark) => spark.shapes),
        stroke([EDGE, height - FOOT], [WIDTH - EDGE, height - FOOT], COLOUR.grid, 2),
        words(EDGE, height - FOOT / 2, footOf(rows), 25, { fill: COLOUR.soft }),
      ],
    },
  };
}

/** What the lines on the right are. */
function footOf(rows: readonly DigestRow[]): string {
  const days = Math.max(0, ...rows.map((row) => row.trail.length));
  const provisional = rows.some((row) => row.limits?.provisional === true);
  return `Line: the last ${days} days, to yesterday. Shaded: what is usual${provisional ? "; dotted: provisionally" : ""}.`;
}

/**
 * Draws some KPIs one under the other, as SVG of 1080 px width: yesterday's figure, what it was counted from,
 * what is wanted, the trailing days, and whether something is out of the ordinary; each of it in words.
 * The same data give the same text. Make a PNG of it with `toPng`.
 */
export function digestTable(data: DigestTableData): Promise<string> {
  const height = (topsOf(data.rows).at(-1) ?? HEAD) + FOOT;
  return drawSvg(sceneOf(data, height), WIDTH, height);
}
