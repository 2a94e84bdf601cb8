import type { FC } from "hono/jsx";

const HUES = 8;

/** Up to two initials of a name. */
export function initials(name: string): string {
  const letters = name.split(/\s+/).flatMap((word) => /^\p{L}/u.exec(word) ?? []);
  const last = letters.length > 1 ? letters.at(-1) : "";
  return `${letters[0] ?? "?"}${last}`.toUpperCase();
}

/** The same person always has the same colour (FNV-1a, folded so that the low bits are mixed, too). */
function hue(id: string): number {
  const codes = Array.from(id, (letter) => letter.charCodeAt(0));
  const hash = codes.reduce((sum, code) => Math.imul(sum ^ code, 16_777_619), 2_166_136_261);
  return ((hash ^ (hash >>> 15)) >>> 0) % HUES;
}

/** A round mark with somebody's initials. Their name stands beside it, so it is not read out. */
export const Avatar: FC<{ id: string; name: string }> = ({ id, name }) => (
  <span class={`avatar hue-${hue(id)}`} aria-hidden="true">
    {initials(name)}
  </span>
);

/** Floorwalker's own mark. */
export const BotMark: FC = () => (
  <span class="avatar avatar-bot" aria-hidden="true">
    <img src="/assets/icon.svg" alt="" width="36" height="36" />
  </span>
);
