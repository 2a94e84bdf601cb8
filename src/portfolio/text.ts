import { canDraw } from "../charts/font.ts";
import { type Portfolio, portfolioShape } from "./model.ts";

/** Stands for a character that cannot be printed: something was there. */
const MISSING = "\ufffd";

/** Turns round the order of what is shown, so that a text could look like another (Unicode TR 36, 2.5). */
const DIRECTIONS = /[\u202a-\u202e\u2066-\u2069]/g;
/** Controls that neither HTML nor XML can hold, and halves of a character. */
const UNPRINTABLE = /[^\P{Cc}\t\n]|[\ufffe\uffff]|\p{Surrogate}/gu;

/** A text that can stand in any of the printed files; `portfolio.json` has it as it was typed. */
export const printable = (text: string): string =>
  text
    .replaceAll(/\r\n?|[\u2028\u2029]/g, "\n")
    .replaceAll(DIRECTIONS, "")
    .replaceAll(UNPRINTABLE, MISSING);

/** A portfolio in which every text is {@link printable}. */
export const printableOf = (portfolio: Portfolio): Portfolio =>
  portfolioShape.parse(
    JSON.parse(
      JSON.stringify(portfolio, (_, value: unknown) =>
        typeof value === "string" ? printable(value) : value,
      ),
    ),
  );

const ZERO_WIDTH_SPACE = "\u200b";
/** Longer runs without a gap may not fit the narrowest column of the forms. */
const LONGEST_RUN = 16;
const LONG_RUN = new RegExp(`[^\\s\\u200b]{${LONGEST_RUN + 1},}`, "gu");
/** Where a long run may be broken without a doubt of what was written: behind a joint. */
const JOINT = /(?<=[/\\_.,;:@&=?#-])(?=.)/u;

/** Breaks between pieces, and inside a piece that is too long by itself. */
const broken = (run: string): string =>
  run
    .split(JOINT)
    .flatMap((piece) => (piece.length > LONGEST_RUN ? pieces(piece) : [piece]))
    .join(ZERO_WIDTH_SPACE);

/** Words of a language are hyphenated by the compiler; only what no dictionary can know is cut. */
const NO_WORD = 24;

function pieces(run: string): string[] {
  const signs = Array.from(run);
  if (signs.length <= NO_WORD && /^\p{L}+$/u.test(run)) return [run];
  return Array.from({ length: Math.ceil(signs.length / LONGEST_RUN) }, (_, n) =>
    signs.slice(n * LONGEST_RUN, (n + 1) * LONGEST_RUN).join(""),
  );
}

/** Stands in the PDF for what the font lacks; the font has it. */
const BOX = "□";
/** Shows nothing by itself, so it needs no place in the font. */
const INVISIBLE = /[\p{Cf}\p{Variation_Selector}]/gu;

/**
 * A text as the PDF can show it: long runs can be broken, and what the font lacks (emoji, Chinese …)
 * becomes one mark for each run of it. PDF/UA allows no character without a glyph.
 */
export function drawn(text: string): string {
  let shown = "";
  for (const sign of text.normalize("NFC").replaceAll(INVISIBLE, "")) {
    if (/\s/u.test(sign) || canDraw(sign.codePointAt(0) ?? 0)) shown += sign;
    else if (!shown.endsWith(BOX)) shown += BOX;
  }
  return shown.replaceAll(LONG_RUN, broken);
}
