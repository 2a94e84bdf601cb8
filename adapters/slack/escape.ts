import type { types } from "@slack/bolt";
import { CUT_MARK, wellFormed } from "../../src/chat/cut.ts";

const ENTITY: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

const SIGN: Readonly<Record<string, string>> = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };

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
