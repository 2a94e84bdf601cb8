/** Names for what stands between `<` and `>`. */
export interface Names {
  user(id: string): string | undefined;
  role(id: string): string | undefined;
  channel(id: string): string | undefined;
}

/** How much markdown a place takes: messages and embed texts all of it, embed titles and field names no blocks and no mentions. */
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

/** Matches exactly at a place. */
function match(pattern: RegExp, source: string, at: number): RegExpExecArray | undefined {
  const sticky = new RegExp(pattern.source, `${pattern.flags.replace("y", "")}y`);
  sticky.lastIndex = at;
  return sticky.exec(source) ?? undefined;
}

const escape: Rule = (source, at) => {
  const found = match(/\\([^0-9A-Za-z\s])/u, source, at);
  return found && { shown: found[1] ?? "", length: found[0].length };
};

const fence: Rule = (source, at, { place }) => {
  if (place === "title") return undefined;
  const found = match(/```(?:[a-z0-9_+.#-]+\n)?\n*([^\n][^]*?)\n*```/i, source, at);
  return found && { shown: found[1] ?? "", length: found[0].length };
};

const code: Rule = (source, at) => {
  const found = match(/(`+)([^]*?[^`])\1(?!`)/, source, at);
  return found && { shown: found[2] ?? "", length: found[0].length };
};

/** Anything but the name of a person stands in «…», so that a test sees that something was made of the text. */
function mentioned(inner: string, names: Names): string | undefined {
  const [, kind = "", id = ""] = /^(@!?|@&|#)(\d+)$/.exec(inner) ?? [];
  if (kind.startsWith("@") && kind !== "@&") return named("@", names.user(id)) ?? "«unknown user»";
  if (kind === "@&") return `«@${names.role(id) ?? "unknown role"}»`;
  if (kind === "#") return `«#${names.channel(id) ?? "unknown channel"}»`;
  const command = /^\/([^:>\n]+):\d+$/.exec(inner)?.[1];
  if (command !== undefined) return `«/${command}»`;
  const time = /^t:-?\d+(?::[tTdDfFsSR])?$/.exec(inner)?.[0];
  if (time !== undefined) return `«time ${inner.slice(2)}»`;
  return /^id:(?:customize|browse|guide|linked-roles(?::\d+)?)$/.test(inner) ? `«${inner}»` : undefined;
}

const named = (mark: string, name: string | undefined): string | undefined =>
  name === undefined ? undefined : mark + name;

const angle: Rule = (source, at, { names, place }) => {
  const inner = match(/<([^<>\n]+)>/, source, at)?.[1];
  if (inner === undefined) return undefined;
  const emoji = /^a?:(\w{2,}):\d+$/.exec(inner)?.[1];
  const link = /^[a-z][a-z0-9+.-]*:\/\/?[^ ]+$/i.test(inner) ? inner : undefined;
  const shown =
    emoji === undefined
      ? ((place === "full" ? mentioned(inner, names) : undefined) ?? link)
      : `«emoji ${emoji}»`;
  return shown === undefined ? undefined : { shown, length: inner.length + 2 };
};

/** `[words](target)`. Discord links only some targets; here each counts, so that a test sees it. */
const maskedLink: Rule = (source, at, reading) => {
  const found = match(/\[((?:\\[^]|[^\]\\]|\](?!\())+)\]\(((?:\([^()\n]*\)|[^()\n])+)\)/, source, at);
  return found && { shown: `${read(found[1] ?? "", reading)}⟨${found[2] ?? ""}⟩`, length: found[0].length };
};

/** A bare link is taken as it stands, backslashes and all. */
const bareLink: Rule = (source, at) => {
  if (/\w/.test(source[at - 1] ?? "")) return undefined;
  const found = match(/(?:https?|steam):\/\/[^\s<]+[^\s<.,:;"'\]]/i, source, at);
  return found && { shown: found[0], length: found[0].length };
};

const broadcast: Rule = (source, at, { place }) => {
  const found = place === "full" ? match(/@(?:everyone|here)\b/, source, at) : undefined;
  return found && { shown: `«${found[0]}»`, length: found[0].length };
};

/** `:tada:` becomes a picture also in a bot's message. Times such as 10:30:45 do not. */
const shortcode: Rule = (source, at) => {
  const name = match(/:([a-z0-9_+-]+):/i, source, at)?.[1];
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
    return end === undefined
      ? undefined
      : { shown: read(source.slice(from, end), reading), length: end + mark.length - at };
  };

const SPANS: readonly Rule[] = [
  span("**", /[^]/, (_, after) => after !== "*"),
  span("__", /[^]/, (_, after) => after !== "_"),
  span("~~", /[^]/, () => true),
  span("||", /[^]/, () => true),
  span("*", /[^\s*]/, (before, after) => !/\s/.test(before) && after !== "*"),
  span("_", /[^_]/, (_, after) => !/\w/.test(after)),
];

/** What only counts before the text of a line: heading, subtext, quote, list. One may follow another. */
const block: Rule = (source, at, { place }) => {
  if (place === "title") return undefined;
  const gone = match(/ *(?:#{1,3} +(?=\S)|-# +(?=\S)|(?:>>>|>) (?=[^]))/, source, at);
  if (gone) return { shown: "", length: gone[0].length };
  const bullet = match(/( *)[-*] +(?=\S)/, source, at);
  return bullet && { shown: `${bullet[1] ?? ""}• `, length: bullet[0].length };
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
  ...SPANS,
];

const NOBODY: Names = { user: () => undefined, role: () => undefined, channel: () => undefined };
const LITERAL: Reading = { names: NOBODY, place: "title" };

function read(source: string, reading: Reading): string {
  let shown = "";
  let at = 0;
  /** Still before the text of a line, where a block may begin. */
  let fresh = true;
  while (at < source.length) {
    const start: Piece | undefined = fresh ? block(source, at, reading) : undefined;
    const piece = start ?? firstOf(source, at, reading);
    if (piece) {
      shown += piece.shown;
      at += piece.length;
      fresh = start !== undefined;
      continue;
    }
    const next = source[at] ?? "";
    shown += next;
    at += 1;
    fresh = next === "\n";
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
