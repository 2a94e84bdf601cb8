import { recordOf, type Theme } from "./theme.ts";
import type { AlertRecord, Changes, Clock } from "./types.ts";

/** What one call changes, as it gathers. */
export class Gathered {
  readonly #themes = new Set<Theme>();
  readonly #retired = new Set<Theme>();
  readonly #assigned = new Map<string, string>();
  readonly #merged: { from: string; into: string }[] = [];
  readonly #alerts = new Map<string, AlertRecord>();
  readonly #expired: string[] = [];

  changed(theme: Theme): void {
    this.#themes.add(theme);
  }

  retired(theme: Theme): void {
    this.#themes.add(theme);
    this.#retired.add(theme);
  }

  assigned(comment: string, theme: string): void {
    this.#assigned.set(comment, theme);
  }

  /** One theme became part of another. Comments that only just got the former have the latter. */
  merged(from: Theme, into: Theme): void {
    this.#themes.delete(from);
    this.#themes.add(into);
    for (const [comment, theme] of this.#assigned)
      if (theme === from.key) this.#assigned.set(comment, into.key);
    this.#merged.push({ from: from.key, into: into.key });
  }

  get merges(): readonly { readonly from: string; readonly into: string }[] {
    return this.#merged;
  }

  alert(record: AlertRecord): void {
    this.#alerts.set(record.key, record);
  }

  expired(key: string): void {
    this.#alerts.delete(key);
    this.#expired.push(key);
  }

  all(clock: Clock, heard?: Changes["heard"]): Changes {
    return {
      heard,
      themes: [...this.#themes].map((theme) => recordOf(theme, this.#retired.has(theme))),
      assigned: [...this.#assigned].map(([comment, theme]) => ({ comment, theme })),
      merged: this.#merged,
      alerts: [...this.#alerts.values()],
      expired: this.#expired.toSorted(),
      clock,
    };
  }
}
