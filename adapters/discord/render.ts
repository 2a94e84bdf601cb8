import { createHash } from "node:crypto";
import {
  inWords,
  plainLine,
  toneSymbol,
  type Block,
  type Button,
  type ResolvedMessage,
  type Tone,
  type Words,
} from "../../src/chat/message.ts";
import { CUT_MARK, cut } from "../../src/chat/cut.ts";
import { DISCORD } from "./limits.ts";
import { escapeWithin } from "./markdown.ts";

/** An embed, as far as we use it. */
export interface Embed {
  color?: number;
  description?: string;
  fields?: { name: string; value: string }[];
  image?: { url: string };
}

interface DrawnButton {
  readonly type: 2;
  readonly style: number;
  readonly label: string;
  readonly custom_id: string;
}

/** A message as Discord takes it. `content` is what notifications show and the only part in which a mention notifies. */
export interface Drawn {
  readonly content: string;
  readonly embeds: readonly Embed[];
  readonly components: readonly { readonly type: 1; readonly components: readonly DrawnButton[] }[];
  readonly allowed_mentions: { readonly parse: readonly []; readonly users: readonly string[] };
}

/** Ids of the pictures that are attached to a message. */
export type Shown = ReadonlySet<string>;
const NONE: Shown = new Set();

/** The name of a picture's file: always the same, so that a changed message finds what is attached to it. */
export const fileNameOf = (picture: string): string =>
  `picture-${createHash("sha256").update(picture).digest("hex").slice(0, 16)}.png`;

/** How many characters may still come, and who is mentioned so far. */
interface Room {
  left: number;
  readonly mentioned: Set<string>;
}

const SNOWFLAKE = /^\d{17,20}$/;
const STYLE = { primary: 1, danger: 4 } as const;
const SECONDARY = 2;
/** Beside the words, never instead of them; told apart by the colour-blind too. */
const COLOUR: Readonly<Record<Tone, number>> = {
  waiting: 0xe69f00,
  progress: 0x0072b2,
  done: 0x009e73,
  warning: 0xd55e00,
  info: 0x999999,
};

/** Pieces of one line that are shown alike, as one: two bold pieces side by side would read as one sign. */
function runs(
  words: readonly Words[],
  bold: boolean,
): { readonly bold: boolean; readonly pieces: readonly Words[] }[] {
  const result: { bold: boolean; pieces: Words[] }[] = [];
  for (const piece of words) {
    const isBold = bold || piece.t === "strong";
    const last = result.at(-1);
    if (last?.bold === isBold) last.pieces.push(piece);
    else result.push({ bold: isBold, pieces: [piece] });
  }
  return result;
}

/** A line as markdown, not longer than the room. */
function line(words: readonly Words[], room: Room, most: number, bold = false): string {
  let left = Math.min(room.left, most);
  let drawn = "";
  for (const run of runs(words, bold)) {
    const signs = run.bold ? "**" : "";
    let inner = "";
    for (const piece of run.pieces) {
      const free = left - inner.length - 2 * signs.length;
      const next = piece.t === "person" ? person(piece, free, room) : escapeWithin(piece.text, free);
      inner += next;
    }
    if (inner === "") continue;
    drawn += `${signs}${inner}${signs}`;
    left -= inner.length + 2 * signs.length;
  }
  room.left -= drawn.length;
  return drawn;
}

function person(piece: Extract<Words, { t: "person" }>, free: number, room: Room): string {
  const { userId } = piece;
  const wanted = userId !== undefined && SNOWFLAKE.test(userId) && room.mentioned.size < DISCORD.mentions;
  const mention = `<@${userId ?? ""}>`;
  if (!wanted || mention.length > free) return escapeWithin(piece.name, free);
  room.mentioned.add(userId);
  return mention;
}

const empty = (block: Block<Words>): boolean =>
  (block.b === "prose" && plainLine(block.text) === "") ||
  (block.b === "list" && block.items.length === 0) ||
  (block.b === "fields" && block.fields.length === 0);

/** Shows an item that has several lines under its own bullet. */
const item = (text: string): string => `- ${text.replaceAll("\n", "\n  ")}`;

/** What goes above the embeds: title, status, and prose up to the first block of another kind. */
function head(message: ResolvedMessage, lead: readonly Block<Words>[], room: Room): string {
  const lines: string[] = [];
  const add = (drawn: string): void => {
    if (drawn === "") return;
    lines.push(drawn);
    room.left -= 1;
  };
  if (message.title) add(line(message.title, room, DISCORD.content, true));
  if (message.status) {
    const symbol = `${toneSymbol(message.status.tone)} `;
    room.left -= symbol.length;
    const drawn = line(message.status.text, room, DISCORD.content, true);
    // Where a long title left no room, there is none for the symbol either.
    if (drawn !== "") add(symbol + drawn);
  }
  for (const block of lead) if (block.b === "prose") add(line(block.text, room, DISCORD.content));
  return lines.join("\n");
}

/** Blocks as embeds, in their order: an embed shows its text, then its fields, then its picture. */
function embedsOf(blocks: readonly Block<Words>[], room: Room, shown: Shown): Embed[] {
  const embeds: Embed[] = [];
  const open = (fits: (embed: Embed) => boolean): Embed => {
    const last = embeds.at(-1);
    if (last && fits(last)) return last;
    const fresh: Embed = {};
    embeds.push(fresh);
    return fresh;
  };
  const write = (text: string): void => {
    if (text === "") return;
    const embed = open(
      (last) =>
        !last.fields &&
        !last.image &&
        (last.description ?? "").length + text.length < DISCORD.embedDescription,
    );
    embed.description = embed.description === undefined ? text : `${embed.description}\n${text}`;
    room.left -= 1;
  };
  for (const block of blocks) {
    if (room.left <= 0 || embeds.length >= DISCORD.embeds) {
      markCut(embeds.at(-1));
      break;
    }
    if (block.b === "prose") write(line(block.text, room, DISCORD.embedDescription - 1));
    else if (block.b === "list")
      for (const each of block.items) {
        room.left -= 4;
        const drawn = line(each, room, DISCORD.embedDescription / 2);
        if (drawn !== "") write(item(drawn));
      }
    else if (block.b === "fields")
      for (const field of block.fields) {
        const name = line([{ t: "text", text: field.label }], room, DISCORD.fieldName);
        const value = line(field.value, room, DISCORD.fieldValue);
        if (name === "" && value === "") break;
        const embed = open((last) => !last.image && (last.fields?.length ?? 0) < DISCORD.embedFields);
        embed.fields = [...(embed.fields ?? []), { name: name || CUT_MARK, value: value || "–" }];
      }
    else if (shown.has(block.picture))
      open((last) => !last.image).image = { url: `attachment://${fileNameOf(block.picture)}` };
    else write(line([{ t: "text", text: inWords(block) }], room, DISCORD.altText));
  }
  return embeds;
}

/** Says that something is missing, where nothing that was cut says so already. */
function markCut(last: Embed | undefined): void {
  if (!last || last.description?.endsWith(CUT_MARK) === true) return;
  const text = last.description ?? "";
  last.description = text.slice(0, DISCORD.embedDescription - CUT_MARK.length) + CUT_MARK;
}

/** An action and its argument on a button; the index keeps two that name the same apart. */
const customId = (button: Button, index: number): string => `b${index}|${button.action}|${button.arg}`;

/** The action and the argument that a button of ours was drawn with; `undefined` if it is not one of ours. */
export function readCustomId(id: string): { readonly action: string; readonly arg: string } | undefined {
  const match = /^b\d{1,2}\|([^|]+)\|(.*)$/s.exec(id);
  return match?.[1] === undefined || match[2] === undefined ? undefined : { action: match[1], arg: match[2] };
}

function rows(buttons: readonly Button[]): Drawn["components"] {
  const drawn = buttons.slice(0, DISCORD.rows * DISCORD.buttonsPerRow).map((button, index): DrawnButton => ({
    type: 2,
    style: button.style ? STYLE[button.style] : SECONDARY,
    label: cut(button.label, DISCORD.buttonLabel) || CUT_MARK,
    custom_id: customId(button, index),
  }));
  return Array.from({ length: Math.ceil(drawn.length / DISCORD.buttonsPerRow) }, (_, row) => ({
    type: 1,
    components: drawn.slice(row * DISCORD.buttonsPerRow, (row + 1) * DISCORD.buttonsPerRow),
  }));
}

type Prose = Extract<Block<Words>, { b: "prose" }>;

const notifies = (block: Block<Words>): block is Prose =>
  block.b === "prose" && block.text.some((piece) => piece.t === "person" && piece.userId !== undefined);

/** Prose at the beginning, but for a line that is the heading of the list after it. */
function opening(body: readonly Block<Words>[]): readonly Block<Words>[] {
  const other = body.findIndex((block) => block.b !== "prose");
  const count = other < 0 ? body.length : body[other]?.b === "list" ? Math.max(0, other - 1) : other;
  return body.slice(0, count);
}

/**
 * The blocks that go above the embeds: the first prose, where all of it fits there, and
 * wherever it stands what notifies somebody, because in an embed a mention notifies nobody.
 */
function aboveEmbeds(message: ResolvedMessage, body: readonly Block<Words>[]): ReadonlySet<Block<Words>> {
  const calls = body.filter(notifies);
  const all = new Set([...opening(body), ...calls]);
  const room: Room = { left: 2 * DISCORD.content, mentioned: new Set() };
  return head(message, [...all], room).length <= DISCORD.content ? all : new Set(calls);
}

/** Draws a message within Discord's limits; what does not fit is cut with a mark. A picture that is not attached is told in words. */
export function render(message: ResolvedMessage, shown: Shown = NONE): Drawn {
  const body = message.body.filter((block) => !empty(block));
  const first = aboveEmbeds(message, body);
  const below: Room = { left: DISCORD.embedTotal - CUT_MARK.length, mentioned: new Set() };
  const embeds = embedsOf(
    body.filter((block) => !first.has(block)),
    below,
    shown,
  );
  // Named only in a table or a list: said again where it notifies.
  const again = [...below.mentioned].map((id) => `<@${id}>`).join(" ");
  const above: Room = { left: DISCORD.content - again.length - 1, mentioned: new Set() };
  const words = head(message, [...first], above);
  const content = [words, again].filter((part) => part !== "").join("\n");
  const tone = message.status?.tone;
  const [top] = embeds;
  if (top && tone) top.color = COLOUR[tone];
  return {
    content: content === "" && embeds.length === 0 ? CUT_MARK : content,
    embeds,
    components: rows(message.buttons ?? []),
    // Nobody is notified whom the core did not name, whatever the text looks like.
    allowed_mentions: {
      parse: [],
      users: [...new Set([...above.mentioned, ...below.mentioned])].slice(0, DISCORD.mentions),
    },
  };
}
