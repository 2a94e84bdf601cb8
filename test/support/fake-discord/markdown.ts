/** Names for what stands between `<` and `>`. */
export interface Names {
  user(id: string): string | undefined;
  role(id: string): string | undefined;
  channel(id: string): string | undefined;
}

/** How much markdown a place takes: texts all of it, titles of embeds and names of fields no blocks and no mentions. */
export type Place = "full" | "title";

interface Reading {
  readonly names: Names;
  readonly place: Place;
}

/** A piece that was understood: what it shows, and how much of the source it took. */
interface Piece {
  readonly shown: string;
  readonly length: number;
}
type Rule = (source: string, at: number, reading: Reading) => Piece | undefined;

/** Matches a sticky pattern exactly at a place. */
function match(pattern: RegExp, source: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(source) ?? undefined;
}

const ESCAPE = /\\([^0-9A-Za-z\s])/uy;
const escape: Rule = (source, at) => {
  const found = match(ESCAPE, source, at);
  return found && { shown: found[1] ?? "", length: found[0].length };
};

const FENCE = /```(?:[a-z0-9_+.#-]+\n)?\n*([^\n][^]*?)\n*```/iy;
const fence: Rule = (source, at, { place }) => {
  const found = place === "full" ? match(FENCE, source, at) : undefined;
  return found && { shown: found[1] ?? "", length: found[0].length };
};

const CODE = /(`+)([^]*?[^`])\1(?!`)/y;
const code: Rule = (source, at) => {
  const found = match(CODE, source, at);
  return found && { shown: found[2] ?? "", length: found[0].length };
};

/** Anything but the name of a person stands in «…», so that a test sees that something was made of the text. */
function mentioned(inner: string, names: Names): string | undefined {
  const [, kind, id = ""] = /^(@!?|@&|#)(\d+)$/.exec(inner) ?? [];
  if (kind === "@&") return `«@${names.role(id) ?? "unknown role"}»`;
  if (kind === "#") return `«#${names.channel(id) ?? "unknown channel"}»`;
  if (kind !== undefined) {
    const name = names.user(id);
    return name === undefined ? "«unknown user»" : `@${name}`;
  }
  if (/^t:-?\d+(?::[tTdDfFsSR])?$/.test(inner)) return `«time ${inner.slice(2)}»`;
  if (/^\/[^:>\n]+:\d+$/.test(inner)) return `«${inner.slice(0, inner.lastIndexOf(":"))}»`;
  return /^id:(?:customize|browse|guide|linked-roles(?::\d+)?)$/.test(inner) ? `«${inner}»` : undefined;
}

const ANGLE = /<([^<>\n]+)>/y;
const angle: Rule = (source, at, { names, place }) => {
  const inner = match(ANGLE, source, at)?.[1];
  if (inner === undefined) return undefined;
  const emoji = /^a?:(\w{2,}):\d+$/.exec(inner)?.[1];
  const link = /^[a-z][a-z0-9+.-]*:\/[^ ]+$/i.test(inner) ? inner : undefined;
  const mention = place === "full" ? mentioned(inner, names) : undefined;
  const shown = emoji === undefined ? (mention ?? link) : `«emoji ${emoji}»`;
  return shown === undefined ? undefined : { shown, length: inner.length + 2 };
};

/** `[words](target)`. Discord links only some targets; here each counts, so that a test sees it. */
const MASKED = /\[((?:\\[^]|[^\]\\]|\](?!\())+)\]\(((?:\([^()\n]*\)|[^()\n])+)\)/y;
const maskedLink: Rule = (source, at, reading) => {
  const found = match(MASKED, source, at);
  return found && { shown: `${read(found[1] ?? "", reading)}⟨${found[2] ?? ""}⟩`, length: found[0].length };
};

/** A bare link is taken as it stands, backslashes and all. */
const LINK = /(?:https?|steam):\/\/[^\s<]+[^\s<.,:;"'\]]/iy;
const bareLink: Rule = (source, at) => {
  const found = /\w/.test(source[at - 1] ?? "") ? undefined : match(LINK, source, at);
  return found && { shown: found[0], length: found[0].length };
};

const BROADCAST = /@(?:everyone|here)\b/y;
const broadcast: Rule = (source, at, { place }) => {
  const found = place === "full" ? match(BROADCAST, source, at) : undefined;
  return found && { shown: `«${found[0]}»`, length: found[0].length };
};

/** `:tada:` becomes a picture also in a bot's message. Times such as 10:30:45 do not. */
const SHORTCODE = /:([a-z0-9_+-]+):/iy;
const shortcode: Rule = (source, at) => {
  const name = match(SHORTCODE, source, at)?.[1];
  if (name === undefined || !(/[a-z]/i.test(name) || ["100", "1234", "+1", "-1"].includes(name)))
    return undefined;
  return { shown: `«emoji ${name}»`, length: name.length + 2 };
};

/** Where a span that opened before `from` closes; what is escaped or code does not close it. */
function closing(
  source: string,
  from: number,
  mark: string,
  ends: (at: number) => boolean,
): number | undefined {
  for (let at = from; at < source.length;) {
    const hidden = escape(source, at, LITERAL) ?? code(source, at, LITERAL);
    if (hidden) at += hidden.length;
    else if (at > from && source.startsWith(mark, at) && ends(at)) return at;
    else at += 1;
  }
  return undefined;
}

const span =
  (mark: string, opens: RegExp, ends: (before: string, after: string) => boolean): Rule =>
  (source, at, reading) => {
    const from = at + mark.length;
    if (!source.startsWith(mark, at) || !opens.test(source.slice(from, from + 1))) return undefined;
    const end = closing(source, from, mark, (place) =>
      ends(source[place - 1] ?? "", source[place + mark.length] ?? ""),
    );
    if (end === undefined) return undefined;
    return { shown: read(source.slice(from, end), reading), length: end + mark.length - at };
  };

const RULES: readonly Rule[] = [
  escape,
  fence,
  code,
  angle,
  maskedLink,
  bareLink,
  broadcast,
  shortcode,
  span("**", /[^]/, (_, after) => after !== "*"),
  span("__", /[^]/, (_, after) => after !== "_"),
  span("~~", /[^]/, () => true),
  span("||", /[^]/, () => true),
  span("*", /[^\s*]/, (before, after) => !/\s/.test(before) && after !== "*"),
  span("_", /[^_]/, (_, after) => !/\w/.test(after)),
];

/** What only counts before the text of a line: heading, subtext, quote, list. One may follow another. */
const GONE = / *(?:#{1,3} +(?=\S)|-# +(?=\S)|(?:>>>|>) (?=[^]))/y;
const BULLET = /( *)[-*] +(?=\S)/y;
const block: Rule = (source, at, { place }) => {
  if (place === "title") return undefined;
  const gone = match(GONE, source, at);
  if (gone) return { shown: "", length: gone[0].length };
  const bullet = match(BULLET, source, at);
  return bullet && { shown: `${bullet[1] ?? ""}• `, length: bullet[0].length };
};

/** Discord counts by itself: after `5.` comes 6, whatever is written. */
const NUMBER = /( *)(\d{1,9})\. +(?=\S)/y;
function numberedItem(
  source: string,
  at: number,
  before: number | undefined,
): (Piece & { count: number }) | undefined {
  const found = match(NUMBER, source, at);
  if (!found) return undefined;
  const count = before === undefined ? Number(found[2]) : before + 1;
  return { shown: `${found[1] ?? ""}${count}. `, length: found[0].length, count };
}

const NOBODY: Names = { user: () => undefined, role: () => undefined, channel: () => undefined };
const LITERAL: Reading = { names: NOBODY, place: "title" };

function read(source: string, reading: Reading): string {
  let shown = "";
  let at = 0;
  /** Still before the text of a line, where a block may begin. */
  let fresh = true;
  let count: number | undefined;
  while (at < source.length) {
    const isLineStart = at === 0 || source[at - 1] === "\n";
    const item = isLineStart && reading.place === "full" ? numberedItem(source, at, count) : undefined;
    if (isLineStart) count = item?.count;
    const start: Piece | undefined = item ?? (fresh ? block(source, at, reading) : undefined);
    const piece = start ?? firstOf(source, at, reading) ?? { shown: source[at] ?? "", length: 1 };
    shown += piece.shown;
    at += piece.length;
    fresh = start !== undefined || source[at - 1] === "\n";
  }
  return shown;
}

function firstOf(source: string, at: number, reading: Reading): Piece | undefined {
  for (const rule of RULES) {
    const piece = rule(source, at, reading);
    if (piece) return piece;
  }
  return undefined;
}

/** What a reader gets to read of some markdown. */
export const showMarkdown = (source: string, names: Names, place: Place = "full"): string =>
  read(source, { names, place });
