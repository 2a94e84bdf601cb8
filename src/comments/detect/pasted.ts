import type { Active } from "./active.ts";
import type { Segment } from "./text.ts";

/** Long known: at least so many comments from before the window, and such a share of all. */
const KNOWN_IN = 20;
const KNOWN_SHARE = 0.01;
/** New: so many of the latest comments, ... */
const NEW_IN = 4;
/** ... such a share of all since the first of them, ... */
const NEW_SHARE = 0.8;
/** ... and so long that people do not happen to choose the same words. */
const NEW_WORDS = 4;

/**
 * Boilerplate, learned: a sentence that stands word for word in many comments, each time
 * beside something else. A comment that consists of nothing else is no boilerplate: there
 * the same words may well be the same trouble.
 */
export class Pasted {
  /** Comments with a sentence, in order of arrival. */
  readonly #comments = new Map<string, Active[]>();
  readonly #wordings = new Map<Active, readonly string[]>();

  add(comment: Active, segments: readonly Segment[]): void {
    const wordings = [
      ...new Set(segments.filter(({ words }) => words.length > 0).map(({ wording }) => wording)),
    ];
    if (wordings.length < 2) return;
    this.#wordings.set(comment, wordings);
    for (const wording of wordings) {
      const known = this.#comments.get(wording);
      if (known === undefined) this.#comments.set(wording, [comment]);
      else known.push(comment);
    }
  }

  remove(comment: Active): void {
    for (const wording of this.#wordings.get(comment) ?? []) {
      const known = this.#comments.get(wording) ?? [];
      known.splice(known.indexOf(comment), 1);
      if (known.length === 0) this.#comments.delete(wording);
    }
    this.#wordings.delete(comment);
  }

  /**
   * The segments of a comment that are its own.
   * @param all how many comments are active
   * @param heard how many comments were ever heard
   * @param edge where the window begins, ms since the epoch
   */
  without(segments: readonly Segment[], all: number, heard: number, edge: number): readonly Segment[] {
    return segments.filter(({ wording }) => {
      const known = this.#comments.get(wording);
      return known === undefined || !(isKnown(known, all, edge) || isNew(wording, known, heard, edge));
    });
  }
}

function isKnown(comments: readonly Active[], all: number, edge: number): boolean {
  const needed = Math.max(KNOWN_IN, Math.ceil(KNOWN_SHARE * all));
  const last = comments[needed - 1];
  return last !== undefined && last.at < edge;
}

function isNew(wording: string, comments: readonly Active[], heard: number, edge: number): boolean {
  if (comments.length < NEW_IN || wording.split(" ").length < NEW_WORDS) return false;
  for (let latest = NEW_IN; latest <= comments.length; latest *= 2) {
    const first = comments[comments.length - latest];
    if (first === undefined || first.at < edge) return false;
    if (latest / (heard - first.arrival + 1) >= NEW_SHARE) return true;
  }
  return false;
}
