import type { types } from "@slack/bolt";
import {
  inWords,
  plainInline,
  plainLine,
  plainText,
  toneSymbol,
  type Block,
  type Button,
  type ResolvedMessage,
  type Words,
} from "../../src/chat/message.ts";
import { CUT_MARK, cut, wellFormed } from "../../src/chat/cut.ts";
import { escape, escapeWithin, plain } from "./escape.ts";
import { BLOCK_KIT } from "./limits.ts";

/** Slack's files by the pictures that they hold. */
export type Files = ReadonlyMap<string, string>;
const NONE: Files = new Map();

/** A message as Slack takes it: blocks to look at, `text` for notifications and screen readers. */
export interface Rendered {
  readonly blocks: types.KnownBlock[];
  readonly text: string;
}

/** How many characters a message may still hold. */
interface Room {
  left: number;
}

const USER_ID = /^[UW][A-Z0-9]{2,}$/;
const literal = (text: string, bold = false): types.RichTextText =>
  bold ? { type: "text", text, style: { bold } } : { type: "text", text };

/**
 * A line as rich text. Slack reads no markup at all in these elements, so a person's
 * words are shown as given; the only thing that can ping is the `user` element, made
 * from a resolved colleague and nothing else.
 */
function line(words: readonly Words[], room: Room, bold = false): types.RichTextElement[] {
  const elements: types.RichTextElement[] = [];
  let left = Math.min(room.left, BLOCK_KIT.sectionText);
  const before = left;
  for (const piece of words) {
    if (left <= 0) break;
    if (piece.t === "person" && piece.userId !== undefined && USER_ID.test(piece.userId)) {
      elements.push({ type: "user", user_id: piece.userId });
      left -= piece.userId.length;
      continue;
    }
    const given = wellFormed(plainInline(piece));
    const shown = cut(given, left);
    if (shown !== "") elements.push(literal(shown, bold || piece.t === "strong"));
    left = shown === given ? left - shown.length : 0;
  }
  room.left -= before - left;
  return elements;
}

const section = (elements: types.RichTextElement[]): types.RichTextSection => ({
  type: "rich_text_section",
  elements: elements.length > 0 ? elements : [literal(" ")],
});
const richText = (...elements: types.RichTextBlockElement[]): types.RichTextBlock => ({
  type: "rich_text",
  elements,
});

function title(words: readonly Words[], room: Room): types.KnownBlock {
  const pings = words.some((piece) => piece.t === "person" && piece.userId !== undefined);
  if (pings || escape(plainLine(words)).length > BLOCK_KIT.headerText)
    return richText(section(line(words, room, true)));
  return { type: "header", text: plain(plainLine(words), BLOCK_KIT.headerText) };
}

function fields(block: Extract<Block<Words>, { b: "fields" }>, room: Room): types.KnownBlock {
  const elements = block.fields.flatMap((field, index) => [
    ...(index > 0 ? [literal("\n")] : []),
    ...line([{ t: "strong", text: field.label }], room),
    literal(": "),
    ...line(field.value, room),
  ]);
  return richText(section(elements));
}

function body(block: Block<Words>, room: Room, files: Files): types.KnownBlock {
  switch (block.b) {
    case "fields":
      return fields(block, room);
    case "prose":
      return richText(section(line(block.text, room)));
    case "list":
      return richText({
        type: "rich_text_list",
        style: "bullet",
        elements: block.items.map((item) => section(line(item, room))),
      });
    default: {
      const file = files.get(block.picture);
      return file === undefined
        ? richText(section(line([{ t: "text", text: inWords(block) }], room)))
        : { type: "image", slack_file: { id: file }, alt_text: cut(block.alt, BLOCK_KIT.altText) || "image" };
    }
  }
}

const empty = (block: Block<Words>): boolean =>
  (block.b === "prose" && plainLine(block.text) === "") ||
  (block.b === "list" && block.items.length === 0) ||
  (block.b === "fields" && block.fields.length === 0);

/** An action id must be unique in a message, but two buttons may name one action: hence the index. */
const actionId = (action: string, index: number): string => `${action}#${index}`;
/** The action that {@link actionId} encoded. */
export const actionOf = (id: string): string => id.replace(/#\d+$/, "");

function actions(buttons: readonly Button[]): types.KnownBlock[] {
  const elements = buttons.slice(0, BLOCK_KIT.buttonsPerRow).map((button, index): types.Button => ({
    type: "button",
    action_id: actionId(button.action, index),
    text: plain(button.label, BLOCK_KIT.buttonText),
    value: button.arg,
    ...(button.describe !== undefined && {
      accessibility_label: cut(button.describe, BLOCK_KIT.accessibilityLabel),
    }),
    ...(button.style && { style: button.style }),
  }));
  return elements.length > 0 ? [{ type: "actions", elements }] : [];
}

/** Draws a message within Slack's limits; what does not fit is cut with a mark. A picture without a file is told in words. */
export function render(message: ResolvedMessage, files: Files = NONE): Rendered {
  const room: Room = { left: BLOCK_KIT.messageText };
  const head: types.KnownBlock[] = [];
  if (message.title && plainLine(message.title) !== "") head.push(title(message.title, room));
  if (message.status)
    head.push(
      richText(
        section([literal(`${toneSymbol(message.status.tone)} `), ...line(message.status.text, room, true)]),
      ),
    );
  const buttons = actions(message.buttons ?? []);
  const middle: types.KnownBlock[] = [];
  const most = BLOCK_KIT.blocksPerMessage - head.length - buttons.length - 1;
  const wanted = message.body.filter((block) => !empty(block));
  for (const block of wanted.slice(0, most)) {
    if (room.left <= 0) break;
    middle.push(body(block, room, files));
  }
  if (middle.length < wanted.length) middle.push(richText(section([literal(CUT_MARK)])));
  const blocks = [...head, ...middle, ...buttons];
  return {
    blocks: blocks.length > 0 ? blocks : [richText(section([]))],
    text: escapeWithin(plainText(message), BLOCK_KIT.fallbackText) || " ",
  };
}
