/** Offsets in the `cmap` table of an OpenType font, bytes (OpenType 1.9, "cmap"). */
const FORMAT_12 = 12;
const FORMAT_4 = 4;

/** The places of the font's tables, by their names. */
function tableAt(font: DataView, wanted: string): number {
  const count = font.getUint16(4);
  for (let index = 0; index < count; index += 1) {
    const at = 12 + index * 16;
    const name = String.fromCharCode(...[0, 1, 2, 3].map((byte) => font.getUint8(at + byte)));
    if (name === wanted) return font.getUint32(at + 8);
  }
  throw new Error(`the font has no table ${wanted}`);
}

/** Stretches of characters that the font has: first and last code point. */
function* stretches(font: DataView): Generator<readonly [number, number]> {
  const cmap = tableAt(font, "cmap");
  const count = font.getUint16(cmap + 2);
  for (let index = 0; index < count; index += 1) {
    const at = cmap + font.getUint32(cmap + 4 + index * 8 + 4);
    const format = font.getUint16(at);
    if (format === FORMAT_12) {
      const groups = font.getUint32(at + 12);
      for (let group = 0; group < groups; group += 1) {
        const place = at + 16 + group * 12;
        yield [font.getUint32(place), font.getUint32(place + 4)];
      }
    } else if (format === FORMAT_4) {
      const segments = font.getUint16(at + 6) / 2;
      for (let segment = 0; segment < segments; segment += 1) {
        const last = font.getUint16(at + 14 + segment * 2);
        const first = font.getUint16(at + 16 + segments * 2 + segment * 2);
        // The last segment only ends the table.
        if (first !== 0xffff) yield [first, last];
      }
    }
  }
}

/**
 * Which characters a TrueType font can draw, as its own table says. One that it cannot would be drawn as
 * an empty box, or not at all.
 */
export function coverageOf(bytes: Uint8Array): (codePoint: number) => boolean {
  const font = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const known = [...stretches(font)];
  return (codePoint) => known.some(([first, last]) => codePoint >= first && codePoint <= last);
}
