import type { Theme } from "./theme.ts";

/** The themes at hand, and which of them have a word. */
export class Themes {
  readonly #byKey = new Map<string, Theme>();
  #pinned = 0;
  readonly #byStem = new Map<string, Map<Theme, { readonly count: number }>>();

  get(key: string): Theme | undefined {
    return this.#byKey.get(key);
  }

  all(): Iterable<Theme> {
    return this.#byKey.values();
  }

  /** How many have a word. */
  count(stem: string): number {
    return this.#byStem.get(stem)?.size ?? 0;
  }

  /** How many count against the settings' limit. */
  get unpinned(): number {
    return this.#byKey.size - this.#pinned;
  }

  pin(theme: Theme): void {
    if (!theme.pinned) this.#pinned += 1;
    theme.pinned = true;
  }

  /** Those that have a word, and in how many of their comments. */
  having(stem: string): Iterable<readonly [Theme, { readonly count: number }]> {
    return this.#byStem.get(stem) ?? [];
  }

  add(theme: Theme): void {
    this.#byKey.set(theme.key, theme);
    if (theme.pinned) this.#pinned += 1;
    this.#enter(theme);
  }

  remove(theme: Theme): void {
    this.#byKey.delete(theme.key);
    if (theme.pinned) this.#pinned -= 1;
    this.#leave(theme);
  }

  /** Changes a theme's words. */
  change(theme: Theme, how: () => void): void {
    const before = new Set(theme.words.keys());
    how();
    for (const stem of before) if (!theme.words.has(stem)) this.#forget(stem, theme);
    for (const [stem, word] of theme.words) if (!before.has(stem)) this.#note(stem, theme, word);
  }

  #enter(theme: Theme): void {
    for (const [stem, word] of theme.words) this.#note(stem, theme, word);
  }

  #leave(theme: Theme): void {
    for (const stem of theme.words.keys()) this.#forget(stem, theme);
  }

  #note(stem: string, theme: Theme, word: { readonly count: number }): void {
    const known = this.#byStem.get(stem);
    if (known === undefined) this.#byStem.set(stem, new Map([[theme, word]]));
    else known.set(theme, word);
  }

  #forget(stem: string, theme: Theme): void {
    const known = this.#byStem.get(stem);
    known?.delete(theme);
    if (known?.size === 0) this.#byStem.delete(stem);
  }
}
