import { FAMILY, fontFiles } from "./font.ts";

const loadLibrary = () => import("@resvg/resvg-js");
let library: ReturnType<typeof loadLibrary> | undefined;

/**
 * Turns a picture into a PNG of the same size, on another thread, so that people's answers do not wait
 * for it. No font of the machine is used: without ours a text would be missing without a word.
 */
export async function toPng(svg: string): Promise<Uint8Array> {
  library ??= loadLibrary();
  const { renderAsync } = await library;
  const drawn = await renderAsync(svg, {
    background: "#ffffff",
    font: {
      loadSystemFonts: false,
      fontFiles: fontFiles(),
      defaultFontFamily: FAMILY,
      sansSerifFamily: FAMILY,
    },
    logLevel: "off",
  });
  return new Uint8Array(drawn.asPng());
}
