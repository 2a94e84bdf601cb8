import type { Theme } from "./theme.ts";

/** The themes at hand, and which of them have a word. */
export class Themes {
  readonly #byKey = new Map<string, Theme>();
  readonly #byStem = new Map<string, Set<Theme>>();

  get(key: string): Theme | undefined {
    return this.#byKey.get(key);
  }

  get size(): number {
    return this.#byKey.size;
  }

  all(): Iterable<Theme> {
    return this.#byKey.values();
  }

  having(stem: string): Iterable<Theme> {
    return this.#byStem.get(stem) ?? [];
  }

  add(theme: Theme): void {
    this.#byKey.set(theme.key, theme);
    this.#enter(theme);
  }

  remove(theme: Theme): void {
    this.#byKey.delete(theme.key);
    this.#leave(theme);
  }

  /** Changes a theme's words. */
  change(theme: Theme, how: () => void): void {
    const before = new Set(theme.words.keys());
    how();
    for (const stem of before) if (!theme.words.has(stem)) this.#forget(stem, theme);
    for (const stem of theme.words.keys()) if (!before.has(stem)) this.#note(stem, theme);
  }

  #enter(theme: Theme): void {
    for (const stem of theme.words.keys()) this.#note(stem, theme);
  }

  #leave(theme: Theme): void {
    for (const stem of theme.words.keys()) this.#forget(stem, theme);
  }

  #note(stem: string, theme: Theme): void {
    const known = this.#byStem.get(stem);
    if (known === undefined) this.#byStem.set(stem, new Set([theme]));
    else known.add(theme);
  }

  #forget(stem: string, theme: Theme): void {
    const known = this.#byStem.get(stem);
    known?.delete(theme);
    if (known?.size === 0) this.#byStem.delete(stem);
  }
}
