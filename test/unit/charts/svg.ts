import { toPng } from "../../../src/charts/index.ts";
import { inflateSync } from "node:zlib";

/** What is written in a picture, in its order, as a reader reads it. */
export const wordsIn = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = ""]) =>
    text
      .replaceAll("&lt;", "<")
      .replaceAll("&gt;", ">")
      .replaceAll("&quot;", '"')
      .replaceAll("&#39;", "'")
      .replaceAll("&amp;", "&"),
  );

/** The kinds of elements in a picture. */
export const elementsIn = (svg: string): Set<string> =>
  new Set([...svg.matchAll(/<([a-zA-Z!?][\w[-]*)/g)].map(([, name = ""]) => name));
/** What a chart is made of; nothing that loads or does anything. */
export const HARMLESS = [
  "svg",
  "rect",
  "path",
  "text",
  "g",
  "defs",
  "clipPath",
  "polygon",
  "circle",
  "line",
  "polyline",
];

/** Elements of a picture that are drawn in one colour; `fill` or `stroke`. */
export const drawnIn = (svg: string, by: "fill" | "stroke", colour: string): string[] =>
  [...svg.matchAll(/<(?:path|line|polyline|polygon|circle|rect)\b[^>]*>/g)]
    .map(([element]) => element)
    .filter((element) => element.includes(`${by}="${colour}"`));

/** A PNG as its header and its dots tell of it. */
export interface Decoded {
  readonly width: number;
  readonly height: number;
  /** How many different bytes there are among the dots: one, if the picture is blank. */
  readonly shades: number;
}

/** Reads a PNG. */
export async function decoded(svg: string): Promise<Decoded> {
  const png = Buffer.from(await toPng(svg));
  if (png.subarray(1, 4).toString() !== "PNG") throw new Error("no PNG");
  const data: Buffer[] = [];
  for (let at = 8; at < png.length;) {
    const length = png.readUInt32BE(at);
    if (png.subarray(at + 4, at + 8).toString() === "IDAT") data.push(png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const dots = inflateSync(Buffer.concat(data));
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20), shades: new Set(dots).size };
}

/** Texts that would do something if they were read as markup. */
export const HOSTILE = [
  "<script>alert(1)</script>",
  `"><image href="file:///etc/passwd"/>`,
  "</text><text>gone",
  "&lt;b&gt; & &amp; &#60;",
  "'single' \"double\"",
  "]]><![CDATA[<x/>",
  "{a|rich} {b|text}",
];
