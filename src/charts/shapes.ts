import type { GraphicComponentOption } from "echarts/components";
import { FAMILY } from "./font.ts";
import { COLOUR } from "./palette.ts";

type ListOf<Option> = Option extends { elements?: infer List } & { id?: unknown }
  ? "elements" extends keyof Option
    ? NonNullable<List>
    : never
  : never;

/** One thing that is drawn besides axes and lines of values. Places and sizes are px. */
export type Shape = Extract<ListOf<GraphicComponentOption>, readonly unknown[]>[number];

/** Over the grid (0) and under the values (2); and over everything. */
const BELOW = 1;
const ABOVE = 5;

/** How a text is set. */
interface Setting {
  readonly bold?: boolean;
  readonly fill?: string;
  readonly align?: "left" | "center" | "right";
}

/** A text with its middle at `y`. It must be {@link drawable}. */
export const words = (x: number, y: number, text: string, size: number, how: Setting = {}): Shape => ({
  type: "text",
  x,
  y,
  silent: true,
  z: ABOVE,
  style: {
    text,
    fontFamily: FAMILY,
    fontSize: size,
    fontWeight: how.bold === true ? 600 : 400,
    fill: how.fill ?? COLOUR.ink,
    align: how.align ?? "left",
    verticalAlign: "middle",
  },
});

/** A straight line. */
export const stroke = (
  from: readonly [number, number],
  to: readonly [number, number],
  colour: string,
  width: number,
  dash?: readonly number[],
): Shape => ({
  type: "line",
  silent: true,
  z: BELOW,
  shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] },
  style: { stroke: colour, lineWidth: width, ...(dash && { lineDash: [...dash] }) },
});

/** A filled area. */
export const area = (x: number, y: number, width: number, height: number, fill: string): Shape => ({
  type: "rect",
  silent: true,
  z: BELOW,
  shape: { x, y, width, height },
  style: { fill },
});

/** A round mark. Hollow ones are white inside. */
export const circle = (x: number, y: number, r: number, colour: string, hollow = false): Shape => ({
  type: "circle",
  silent: true,
  z: ABOVE,
  shape: { cx: x, cy: y, r },
  style: { fill: hollow ? COLOUR.paper : colour, stroke: colour, lineWidth: hollow ? 3 : 0 },
});

/** A mark with corners. */
const corners = (points: readonly (readonly [number, number])[], colour: string): Shape => ({
  type: "polygon",
  silent: true,
  z: ABOVE,
  shape: { points: points.map(([x, y]) => [x, y]) },
  style: { fill: colour },
});

/** The mark of something out of the ordinary. */
export const diamond = (x: number, y: number, r: number): Shape =>
  corners(
    [
      [x, y - r],
      [x + r, y],
      [x, y + r],
      [x - r, y],
    ],
    COLOUR.signal,
  );

/** The mark of something short of its target. */
export const triangle = (x: number, y: number, r: number): Shape =>
  corners(
    [
      [x, y - r],
      [x + r, y + r * 0.85],
      [x - r, y + r * 0.85],
    ],
    COLOUR.signal,
  );
