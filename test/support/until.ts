import { setTimeout as sleep } from "node:timers/promises";

/** Waits until `look` gives something other than `undefined` or `false`. For what happens soon, but not at once. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  withinMs = 5000,
): Promise<T> {
  const end = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms in vain for: ${what}`);
    await sleep(10);
  }
}
