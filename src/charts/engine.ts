import type { LineSeriesOption } from "echarts/charts";
import type { GraphicComponentOption, GridComponentOption } from "echarts/components";
import type { ComposeOption } from "echarts/core";

/** What a picture is made of. */
export type Scene = ComposeOption<LineSeriesOption | GridComponentOption | GraphicComponentOption>;

/**
 * Reads the library at the first picture: it costs half a second and some memory, which a start must not.
 * Its folders of charts and components would bring all of them, for twice as much.
 */
async function loadLibrary() {
  const [core, { SVGRenderer }] = await Promise.all([import("echarts/core"), import("echarts/renderers")]);
  await Promise.all([
    import("echarts/lib/chart/line"),
    import("echarts/lib/component/graphic"),
    import("echarts/lib/component/gridSimple"),
  ]);
  core.use(SVGRenderer);
  return core;
}
let library: ReturnType<typeof loadLibrary> | undefined;

/**
 * Without what is only there for a page under a pointer: classes with their styles, and notes on the data.
 * The library numbers these and its clip paths through, and the same picture is to be the same text.
 * In texts quotes are escaped, so no words can be taken for an attribute.
 */
const still = (svg: string): string =>
  svg
    .replaceAll(/ (?:class|ecmeta_\w+)="[^"]*"/g, "")
    .replaceAll(/<style\b[^>]*><!\[CDATA\[[^<]*\]\]>\s*<\/style>/g, "")
    .replaceAll(/(?<=[#"])zr\d+-(?=c\d+[)"])/g, "zr-");

/**
 * Draws a scene as SVG. Every text in it is data: the library escapes it.
 * @param width px
 * @param height px
 */
export async function drawSvg(scene: Scene, width: number, height: number): Promise<string> {
  library ??= loadLibrary();
  const { init } = await library;
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption({ animation: false, ...scene });
    return still(chart.renderToSVGString({ useViewBox: false }));
  } finally {
    chart.dispose();
  }
}
