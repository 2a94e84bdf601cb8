import type { types } from "@slack/bolt";

/** Shown where something was cut. */
export const CUT_MARK = "…";

const ENTITY: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

const SIGN: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

/** Replaces half surrogate pairs: they cannot be sent (URL-encoding throws) and cannot be shown. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}/gu, "\uFFFD");

/**
 * Shortens to at most `max` UTF-16 units, with {@link CUT_MARK} as the last one,
 * never between the halves of a surrogate pair.
 */
export function cut(text: string, max: number): string {
  const whole = wellFormed(text);
  if (whole.length <= max) return whole;
  const end = max - CUT_MARK.length;
  if (end < 0) return "";
  const splitsPair = /[\uD800-\uDBFF]$/.test(whole.slice(0, end));
  return whole.slice(0, splitsPair ? end - 1 : end) + CUT_MARK;
}

/** Slack's three control characters as entities: after this no mention, link or date can be read into the text. */
export const escape = (text: string): string => text.replace(/[&<>]/g, (sign) => ENTITY[sign] ?? sign);

/** What a person typed where Slack hands it over escaped: the reverse of {@link escape}, one level of it. */
export const unescape = (text: string): string =>
  text.replace(/&(?:amp|lt|gt);/g, (entity) => SIGN[entity] ?? entity);

/** Escapes once and shortens so that the escaped form fits `max`, never inside an entity. */
export function escapeWithin(text: string, max: number): string {
  const whole = escape(wellFormed(text));
  if (whole.length <= max) return whole;
  let kept = "";
  for (const sign of wellFormed(text)) {
    const next = escape(sign);
    if (kept.length + next.length > max - CUT_MARK.length) break;
    kept += next;
  }
  return kept + CUT_MARK;
}

/** A text object without any markup. Emoji codes stay as typed, so that the text shown is the text given. */
export const plain = (text: string, max: number): types.PlainTextElement => ({
  type: "plain_text",
  text: escapeWithin(text, max) || " ",
  emoji: false,
});
