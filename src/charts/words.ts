import { CUT_MARK } from "../chat/cut.ts";
import { canDraw } from "./font.ts";

/** Stands for characters that our font does not have: something was there. */
const MISSING = "□";

/** What says nothing by itself: joins, selects or turns round what is beside it, or breaks a line. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Variation_Selector}]/gu;
const EMOJI = /[\p{Extended_Pictographic}\p{Regional_Indicator}\p{Emoji_Modifier}\u20E3]/u;

/**
 * A text as our font can draw it. Emoji are left out; other characters that the font lacks (Arabic,
 * Chinese …) become one sign for each run of them, so that nothing vanishes without a trace.
 */
export function drawable(given: string): string {
  let drawn = "";
  for (const sign of given.normalize("NFC").replaceAll(/\s+/gu, " ").replaceAll(INVISIBLE, "")) {
    const isKnown = !/\p{Surrogate}/u.test(sign) && canDraw(sign.codePointAt(0) ?? 0);
    if (isKnown && !(EMOJI.test(sign) && sign > "\u2190")) drawn += sign;
    else if (!EMOJI.test(sign) && !drawn.endsWith(MISSING)) drawn += MISSING;
  }
  const tidy = drawn.replaceAll(/ {2,}/g, " ").trim();
  return tidy === "" && given.trim() !== "" ? MISSING : tidy;
}

/** Widths in Inter as parts of the size, a little too wide rather than too narrow. */
function widthOf(sign: string): number {
  if (/[iljI.,:;'|! ]/.test(sign)) return 0.29;
  if (/[ftr\-()[\]·/]/.test(sign)) return 0.4;
  if (/[mwMW%@—]/.test(sign)) return 0.93;
  if (/[\p{Lu}\d£€+=<>&#]/u.test(sign)) return 0.68;
  return 0.6;
}

/** About how wide a text is drawn, px. */
export const textWidth = (text: string, size: number): number =>
  Array.from(text, widthOf).reduce((sum, width) => sum + width, 0) * size;

/** A text that is not wider than so many px, cut with a mark. */
export function fitted(given: string, size: number, px: number): string {
  const text = drawable(given);
  if (textWidth(text, size) <= px) return text;
  const kept: string[] = [];
  let left = px - textWidth(CUT_MARK, size);
  for (const sign of text) {
    left -= widthOf(sign) * size;
    if (left < 0) break;
    kept.push(sign);
  }
  return kept.join("").trimEnd() + CUT_MARK;
}

/** A number with its unit, as people write it: "78.4%", "£80", "40 s". */
export function figure(value: number, unit: string, decimals: number): string {
  const rounded = Math.abs(value).toLocaleString("en-GB", {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  const sign = value < 0 && Number(rounded.replaceAll(",", "")) !== 0 ? "−" : "";
  const shown = drawable(unit);
  if (shown === "£" || shown === "€" || shown === "$") return `${sign}${shown}${rounded}`;
  if (shown === "" || shown === "%") return `${sign}${rounded}${shown}`;
  return `${sign}${rounded} ${shown}`;
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A local day in its two parts: weekday, and day with month. What is no day stays as it is. */
export function dayParts(day: string): readonly [string, string] {
  const at = new Date(`${day}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return ["", drawable(day)];
  return [WEEKDAYS[at.getUTCDay()] ?? "", `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ""}`];
}

/** A local day as people say it: "Mon 2 Nov". */
export const dayName = (day: string): string => dayParts(day).join(" ").trim();
