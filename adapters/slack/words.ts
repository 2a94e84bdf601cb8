import { unescape } from "./escape.ts";

/*
 * A Slack message as a reader would read it out: no markup, nobody mentioned, no address behind
 * words, no picture codes. What is made of it can be shown and sent anywhere.
 */

/** Who was mentioned is nobody's business but Slack's: the payload holds ids, and names can be changed. */
const SOMEONE = "@someone";
const GROUP = "@group";
const CHANNEL = "#channel";
/** Slack nests blocks four deep; what is deeper was not written in Slack. */
const DEEPEST = 8;

const FENCED = /```([^]*?)```|`([^`\n]+)`/g;
const CONTROL = /<([^<>]*)>/g;
/** Marks around words: not within one (`snake_case`), not around a gap (`2 * 3 * 4`). */
const MARKS = ["\\*", "_", "~"].map(
  (mark) =>
    new RegExp(
      `(?<![\\p{L}\\p{N}])${mark}(?=[^\\s${mark}])([^${mark}\\n]+)(?<=\\S)${mark}(?![\\p{L}\\p{N}])`,
      "gu",
    ),
);
const QUOTE = /^(?:&gt;){1,3}[^\S\n]?/gm;
/** `:tada:`, `:+1::skin-tone-3:`; times such as 10:30:45 are none. */
const EMOJI = /(?<![\p{L}\p{N}]):(?=[\w+'-]*[a-z]|[+-]1:|100:)([\w+'-]+)(?:::skin-tone-\d)?:/gu;

const emojiWords = (name: string): string => name.replace(/(?<=[a-z0-9])[_-](?=[a-z0-9])/g, " ");
const withoutCodes = (text: string): string => text.replace(EMOJI, (_code, name: string) => emojiWords(name));

/** What stands between `<` and `>`. What a person typed there comes escaped, so all of it is Slack's own. */
function control(inner: string): string {
  const bar = inner.indexOf("|");
  const what = bar === -1 ? inner : inner.slice(0, bar);
  const label = bar === -1 ? "" : inner.slice(bar + 1);
  if (what.startsWith("@")) return label === "" ? SOMEONE : `@${label.replace(/^@/, "")}`;
  if (what.startsWith("#")) return label === "" ? CHANNEL : `#${label}`;
  if (what.startsWith("!subteam")) return label === "" ? GROUP : label;
  if (/^!(?:channel|here|everyone)$/.test(what)) return `@${what.slice(1)}`;
  if (what.startsWith("!")) return label;
  return label === "" ? what : label;
}

function withoutMarks(text: string): string {
  const bare = MARKS.reduce((rest, mark) => rest.replace(mark, "$1"), text.replace(QUOTE, ""));
  return withoutCodes(bare).replace(CONTROL, (_whole, inner: string) => control(inner));
}

/** Text in Slack's markup as plain words. What stands as code keeps its signs. */
export function mrkdwnWords(source: string): string {
  const parts: string[] = [];
  let from = 0;
  for (const found of source.matchAll(FENCED)) {
    parts.push(withoutMarks(source.slice(from, found.index)));
    parts.push((found[1] ?? found[2] ?? "").replace(CONTROL, (_whole, inner: string) => control(inner)));
    from = found.index + found[0].length;
  }
  parts.push(withoutMarks(source.slice(from)));
  return unescape(parts.join(""));
}

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const nodes = (value: unknown): readonly Node[] => (Array.isArray(value) ? value.filter(isNode) : []);
const string = (node: Node, key: string): string => {
  const value = node[key];
  return typeof value === "string" ? value : "";
};
const joined = (lines: readonly string[], between: string): string =>
  lines.filter((line) => line !== "").join(between);

/** One block, or one piece of one. Buttons and inputs are no words of the message. */
function words(node: Node, depth = 0): string {
  if (depth > DEEPEST) return "";
  const inside = (between: string, before = ""): string =>
    joined(
      nodes(node["elements"]).map((each) => before + words(each, depth + 1)),
      between,
    );
  switch (node["type"]) {
    case "text":
    case "color":
      // Taken back once: Slack hands some of these over escaped, and no reader would see an entity.
      return unescape(string(node, "text") || string(node, "value"));
    case "mrkdwn":
      return mrkdwnWords(string(node, "text"));
    case "plain_text":
      return unescape(withoutCodes(string(node, "text")));
    case "link":
      return unescape(string(node, "text") || string(node, "url"));
    case "emoji":
      return emojiWords(string(node, "name"));
    case "user":
      return SOMEONE;
    case "usergroup":
      return GROUP;
    case "broadcast":
      return `@${string(node, "range")}`;
    case "channel":
      return CHANNEL;
    case "date":
      return string(node, "fallback");
    case "rich_text_section":
    case "rich_text_quote":
    case "rich_text_preformatted":
      return inside("");
    case "rich_text_list":
      return inside("\n", "- ");
    case "actions":
    case "input":
      return "";
    case "context":
      return inside(" ");
    default: {
      const own = isNode(node["text"]) ? words(node["text"], depth + 1) : "";
      return joined(
        [own, ...nodes(node["fields"]).map((field) => words(field, depth + 1)), inside("\n")],
        "\n",
      );
    }
  }
}

const blocksWords = (blocks: unknown): string =>
  joined(
    nodes(blocks).map((block) => words(block)),
    "\n",
  );

/** What other programs hang on a message: a ticket, a review, a message that somebody shared. */
function attachmentWords(attachment: Node): string {
  // The preview of a page that the message links to is not what anybody said.
  const isPreview = attachment["from_url"] !== undefined && attachment["is_msg_unfurl"] !== true;
  if (isPreview) return "";
  const own = ["pretext", "title", "text"].map((key) => mrkdwnWords(string(attachment, key)));
  const fields = nodes(attachment["fields"]).map((field) =>
    joined(
      ["title", "value"].map((key) => mrkdwnWords(string(field, key))),
      ": ",
    ),
  );
  return (
    joined([blocksWords(attachment["blocks"]), ...own, ...fields], "\n") ||
    mrkdwnWords(string(attachment, "fallback"))
  );
}

/** What {@link messageWords} reads; any of it may be missing or be something else. */
export interface SlackMessage {
  readonly text?: string | null | undefined;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
}

/** The words of a whole message. Where there are blocks, `text` is only what notifications show. */
export function messageWords(message: SlackMessage): string {
  const said = blocksWords(message.blocks) || mrkdwnWords(message.text ?? "");
  return joined([said, ...nodes(message.attachments).map(attachmentWords)], "\n").trim();
}
