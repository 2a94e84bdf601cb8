import {
  plainInline,
  plainText,
  say,
  text,
  type Block,
  type Button,
  type ResolvedMessage,
  type Words,
} from "../../src/chat/message.ts";
import type { Limits } from "../../src/chat/adapter.ts";

const LABEL = 75;
const MARK = "… (cut here: the rest is too long to show)";

/** Cuts without splitting a character that takes two units. */
const head = (value: string, length: number): string =>
  value.slice(0, /[\uD800-\uDBFF]/.test(value.charAt(length - 1)) ? length - 1 : length);

/** A button says one thing in a few words; a whole text on it would push everything else out of sight. */
const short = (button: Button): Button =>
  button.label.length <= LABEL ? button : { ...button, label: `${head(button.label, LABEL)}…` };

/** The message as the console can hold it, with a mark where something was cut. */
export function fit(message: ResolvedMessage, limits: Limits): ResolvedMessage {
  const buttons = (message.buttons ?? []).slice(0, limits.buttonsPerMessage).map(short);
  const small = { ...message, buttons };
  if (plainText(small).length <= limits.messageCharacters) return small;

  let left = limits.messageCharacters - MARK.length;
  const line = (words: readonly Words[]): Words[] => {
    const kept: Words[] = [];
    for (const piece of words) {
      if (left <= 0) break;
      kept.push(piece.t === "person" ? piece : { ...piece, text: head(piece.text, left) });
      left -= plainInline(piece).length;
    }
    return kept;
  };
  const block = (part: Block<Words>): Block<Words> => {
    if (part.b === "prose") return { b: "prose", text: line(part.text) };
    if (part.b === "list")
      return { b: "list", items: part.items.map(line).filter((item) => item.length > 0) };
    if (part.b === "image") {
      const alt = head(part.alt, left);
      left -= part.alt.length;
      return { ...part, alt };
    }
    const fields = part.fields.map((field) => ({ label: field.label, value: line(field.value) }));
    return { b: "fields", fields: fields.filter((field) => field.value.length > 0) };
  };
  return {
    ...(message.title && { title: line(message.title) }),
    ...(message.status && { status: { tone: message.status.tone, text: line(message.status.text) } }),
    body: [...message.body.flatMap((part) => (left > 0 ? [block(part)] : [])), ...say(text(MARK)).body],
    buttons,
  };
}
