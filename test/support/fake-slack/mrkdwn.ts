import { richElementSchema, type Block, type RichElement } from "./shapes.ts";

/** What a reader gets to see of a piece of text, and whom it notifies. */
export interface Shown {
  readonly text: string;
  /** User ids, `!channel`, `!here`, `!everyone`, `!subteam^S…`. */
  readonly pings: readonly string[];
}

const decode = (text: string): string =>
  text.replace(/&(amp|lt|gt);/g, (_, name: string) => ({ amp: "&", lt: "<", gt: ">" })[name] ?? "");

/** What stands between `<` and `>`: a mention, a channel, a date or a link. */
function control(inner: string): Shown {
  const [what = "", label] = inner.split("|", 2);
  if (/^@[UW][A-Z0-9]+$/.test(what)) return { text: `[@${what.slice(1)}]`, pings: [what.slice(1)] };
  if (/^!(channel|here|everyone)$/.test(what)) return { text: `[@${what.slice(1)}]`, pings: [what] };
  if (what.startsWith("!subteam^")) return { text: `[${label ?? what}]`, pings: [what] };
  if (what.startsWith("!date^")) return { text: decode(label ?? ""), pings: [] };
  if (/^#C[A-Z0-9]+$/.test(what)) return { text: `[#${label ?? what.slice(1)}]`, pings: [] };
  return { text: `[link ${decode(label ?? what)}]`, pings: [] };
}

const FORMAT = [/```([^]+?)```/g, /`([^`\n]+)`/g, /\*([^*\n]+)\*/g, /_([^_\n]+)_/g, /~([^~\n]+)~/g];

/** Slack's mrkdwn: control sequences, formatting, emoji codes and entities. */
function showMrkdwn(source: string, formatting = true): Shown {
  const pings: string[] = [];
  const parts: string[] = [];
  let rest = 0;
  for (const match of source.matchAll(/<([^<>\n]+)>/g)) {
    parts.push(format(source.slice(rest, match.index), formatting));
    const shown = control(match[1] ?? "");
    parts.push(shown.text);
    pings.push(...shown.pings);
    rest = match.index + match[0].length;
  }
  parts.push(format(source.slice(rest), formatting));
  return { text: parts.join(""), pings };
}

function format(source: string, formatting: boolean): string {
  if (!formatting) return decode(source);
  const bare = FORMAT.reduce((text, mark) => text.replace(mark, "[$1]"), source);
  return decode(bare.replace(/:[a-z0-9_+-]+:/g, "[emoji]"));
}

/** `plain_text`: no markup, but entities, and emoji codes unless they are switched off. */
export const showPlain = (source: { text: string; emoji?: boolean | undefined }): string =>
  decode(source.emoji === false ? source.text : source.text.replace(/:[a-z0-9_+-]+:/g, "[emoji]"));

/** Rich text: what `text` elements hold is shown as it is. */
function showRich(element: RichElement): Shown {
  const inside = (element.elements ?? []).map(showRich);
  const pings = inside.flatMap((each) => each.pings);
  const joined = inside.map((each) => each.text);
  switch (element.type) {
    case "text":
      return { text: element.text ?? "", pings };
    case "user":
      return { text: `[@${element.user_id}]`, pings: [element.user_id ?? ""] };
    case "usergroup":
      return { text: "[group]", pings: [`!subteam^${element.usergroup_id}`] };
    case "broadcast":
      return { text: `[@${element.range}]`, pings: [`!${element.range}`] };
    case "link":
      return { text: `[link ${element.text ?? element.url}]`, pings };
    case "emoji":
      return { text: "[emoji]", pings };
    case "rich_text_list":
      return { text: joined.map((item) => `• ${item}`).join("\n"), pings };
    case "rich_text":
      return { text: joined.join("\n"), pings };
    default:
      return { text: joined.join(""), pings };
  }
}

const showText = (text: NonNullable<Block["text"]>): Shown =>
  text.type === "mrkdwn" ? showMrkdwn(text.text) : { text: showPlain(text), pings: [] };

/** What a block shows besides buttons and inputs. */
export function showBlock(block: Block): Shown {
  if (block.type === "rich_text") return showRich(richElementSchema.parse(block));
  if (block.type === "image") return { text: `[image: ${block.alt_text ?? ""}]`, pings: [] };
  const texts = [...(block.text ? [block.text] : []), ...(block.fields ?? [])].map(showText);
  return { text: texts.map((each) => each.text).join("\n"), pings: texts.flatMap((each) => each.pings) };
}

/** What a whole message shows. Without blocks Slack shows `text`. */
export function showMessage(message: {
  text: string;
  blocks: readonly Block[];
  mrkdwn?: boolean | undefined;
  parse?: string | undefined;
}): Shown {
  const fallback = showMrkdwn(message.text, message.mrkdwn !== false);
  const blocks = message.blocks.map(showBlock);
  // `parse: full` reads names without any markup.
  const loose = message.parse === "full" ? (message.text.match(/@(everyone|channel|here)\b/g) ?? []) : [];
  return {
    text:
      message.blocks.length > 0
        ? blocks
            .map((each) => each.text)
            .filter((each) => each !== "")
            .join("\n")
        : fallback.text,
    // Both count: what is hidden behind the blocks still makes the notification.
    pings: [
      ...new Set([
        ...blocks.flatMap((each) => each.pings),
        ...fallback.pings,
        ...loose.map((name) => `!${name.slice(1)}`),
      ]),
    ],
  };
}
