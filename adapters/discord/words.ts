import type { SaidMessage } from "./payloads.ts";

/*
 * A Discord message as a reader would read it out: no markdown, nobody mentioned, no address
 * behind words, no picture codes. What is made of it can be shown and sent anywhere.
 */

/** Who was mentioned is nobody's business but Discord's: the text holds ids, and names can be changed. */
const SOMEONE = "@someone";
const ROLE = "@group";
const CHANNEL = "#channel";

const CODE = /(?<!\\)```(?:[a-z0-9_+.#-]+\n)?([^]*?)```|(?<!\\)`([^`\n]+)`/gi;
const LINK = /\[([^[\]\n]+)\]\(<?[a-z][a-z0-9+.-]*:[^()\s]*\)/gi;
const CONTROL = /<([^<>\n]+)>/g;
/** Marks around words, the longer before the shorter; not around a gap (`2 * 3 * 4`). */
const MARKS = [
  /\*\*\*(?=[^\s*])([^*\n]+)\*\*\*/g,
  /\*\*(?=[^\s*])([^*\n]+)\*\*/g,
  /__(?=[^\s_])([^_\n]+)__/g,
  /~~(?=[^\s~])([^~\n]+)~~/g,
  /\|\|(?=[^\s|])([^|\n]+)\|\|/g,
  /\*(?=[^\s*])([^*\n]+)(?<=\S)\*/g,
  /(?<![\p{L}\p{N}])_(?=[^\s_])([^_\n]+)_(?![\p{L}\p{N}])/gu,
];
/** A sign behind a backslash is only a sign: it waits out of reach of everything else. */
const ESCAPED = /\\([!-/:-@[-`{-~])/g;
const AWAY = 0xe000;
const putAway = (text: string): string =>
  text.replace(ESCAPED, (_pair, sign: string) => String.fromCharCode(AWAY + sign.charCodeAt(0)));
const bringBack = (text: string): string =>
  text.replace(/[\uE021-\uE07E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - AWAY));

/** A heading, a quote or small print. Lists read the same with their signs. */
const LINE_START = /^[^\S\n]*(?:#{1,3}|>{3}|>|-#)[^\S\n]+/gm;
/** `:tada:`; times such as 10:30:45 are none. */
const EMOJI = /(?<![\p{L}\p{N}]):(?=\w*[a-z]|[+-]1:|100:)([\w+-]+):/gu;

const emojiWords = (name: string): string => name.replace(/(?<=[a-z0-9])[_-](?=[a-z0-9])/gi, " ");

/** What stands between `<` and `>`, where Discord makes something of it. */
function control(whole: string, inner: string): string {
  if (/^@!?\d+$/.test(inner)) return SOMEONE;
  if (/^@&\d+$/.test(inner)) return ROLE;
  if (/^#\d+$/.test(inner)) return CHANNEL;
  const emoji = /^a?:(\w{2,}):\d+$/.exec(inner)?.[1];
  if (emoji !== undefined) return emojiWords(emoji);
  const moment = /^t:(\d{1,12})(?::[tTdDfFsSR])?$/.exec(inner)?.[1];
  if (moment !== undefined) return minute(Number(moment) * 1_000);
  const command = /^(\/[^:]+):\d+$/.exec(inner)?.[1];
  if (command !== undefined) return command;
  if (/^id:[\w-]+$/.test(inner)) return CHANNEL;
  return /^[a-z][a-z0-9+.-]*:\/\S+$/i.test(inner) ? inner : whole;
}

/** Each reader sees a moment in their own zone; here it is said in one that everybody knows. */
function minute(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? "" : `${date.toISOString().slice(0, 16).replace("T", " ")} UTC`;
}

function withoutMarks(text: string): string {
  const linked = putAway(text).replace(LINE_START, "").replace(LINK, "$1").replace(CONTROL, control);
  const bare = MARKS.reduce((rest, mark) => rest.replace(mark, "$1"), linked);
  return bringBack(bare.replace(EMOJI, (_code, name: string) => emojiWords(name)));
}

/** Discord's markdown as plain words. What stands as code keeps its signs. */
export function markdownWords(source: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const found of source.matchAll(CODE)) {
    parts.push(withoutMarks(source.slice(from, found.index)), found[1] ?? found[2] ?? "");
    from = found.index + found[0].length;
  }
  parts.push(withoutMarks(source.slice(from)));
  return parts.join("");
}

const lines = (parts: readonly string[]): string => parts.filter((part) => part !== "").join("\n");

/** The words of a whole message: what was written, what it shows in frames, what was forwarded with it. */
export function messageWords(message: SaidMessage): string {
  // A link that shows its page in a frame (type "link", "article" …) did not say what the page says.
  const own = message.embeds.filter((embed) => embed.type === "rich");
  return lines([
    markdownWords(message.content),
    ...own.map(({ title, description, fields }) =>
      lines([
        markdownWords(title),
        markdownWords(description),
        ...fields.map((field) => `${markdownWords(field.name)}: ${markdownWords(field.value)}`),
      ]),
    ),
    ...message.message_snapshots.map(({ message: forwarded }) =>
      messageWords({ ...forwarded, message_snapshots: [] }),
    ),
  ]).trim();
}
