import { CUT_MARK, cut, wellFormed } from "../../src/chat/cut.ts";

/** Signs that can begin something anywhere in a line. */
const ANYWHERE = /[\\*_~`|<]/g;
/** The same with brackets: they begin a link, but only where an address in brackets follows. */
const ANYWHERE_AND_LINKS = /[\\*_~`|<[]/g;
/** What begins a quote, a heading, small print or a list at the start of a line. */
const LINE_START = /^(\s*)(>(?=\s|>>|$)|#(?=#{0,2}(?:\s|$))|-(?=#?(?:\s|$))|\+(?=\s|$))/gm;
const NUMBERED = /^(\s*\d{1,9})([.)])(?=\s|$)/gm;
/** An address becomes a link, `:tada:` a picture. */
const ADDRESS = /:(?=\/\/)/g;
/** Shown as a call to everybody, even where it notifies nobody. */
const EVERYBODY = /@(?=everyone|here)/g;
const EMOJI = /:(?=[\w+-]+:)/g;

/**
 * Text that Discord shows as it is. A backslash is put only where something could be read as
 * markup, because notifications show the backslashes too. Nothing in it can mention: a
 * mention begins with `<`, and `allowed_mentions` allows none that the core did not put in.
 */
export const escape = (text: string): string =>
  text
    .replace(text.includes("](") ? ANYWHERE_AND_LINKS : ANYWHERE, "\\$&")
    .replace(EVERYBODY, "\\@")
    .replace(EMOJI, "\\:")
    .replace(ADDRESS, "\\:")
    .replace(LINE_START, "$1\\$2")
    .replace(NUMBERED, "$1\\$2");

/** Escapes, and shortens with a mark so that the escaped form fits. Empty if nothing fits. */
export function escapeWithin(text: string, max: number): string {
  const whole = wellFormed(text);
  if (whole.length <= max) {
    const escaped = escape(whole);
    if (escaped.length <= max) return escaped;
  }
  // The escaped form is never shorter than the text, and grows with it.
  let fits = 0;
  let tooLong = Math.min(whole.length, max) + 1;
  while (tooLong - fits > 1) {
    const middle = Math.floor((fits + tooLong) / 2);
    if (escape(cut(whole, middle)).length <= max) fits = middle;
    else tooLong = middle;
  }
  return fits < CUT_MARK.length ? "" : escape(cut(whole, fits));
}

/** What a reader sees of text that {@link escape} wrote: the reverse of it. */
export const unescape = (markdown: string): string => markdown.replace(/\\([^0-9A-Za-z\s])/g, "$1");
