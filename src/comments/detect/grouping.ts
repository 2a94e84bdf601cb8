import type { Active } from "./active.ts";
import type { Gathered } from "./changes.ts";
import { type Features, featuresOf } from "./features.ts";
import type { Memory } from "./memory.ts";
import type { Settings } from "./settings.ts";
import type { Neighbours } from "./similarity.ts";
import { segmentsOf, type Segment } from "./text.ts";
import { NOT_MET, newTheme, takeIn, takeInTheme, takeOut, type Theme } from "./theme.ts";
import { Themes } from "./themes.ts";
import { TUNING } from "./tuning.ts";
import type { StoredComment } from "./types.ts";
import { timesWeight } from "./weights.ts";

/** A word of a text: how heavy it is in the text, and how rare. */
interface WeighedWord {
  readonly stem: string;
  readonly heft: number;
  readonly weight: number;
}

/** Puts comments into themes. */
export class Grouping {
  readonly themes = new Themes();
  readonly #memory: Memory;
  readonly #settings: Settings;

  constructor(memory: Memory, settings: Settings) {
    this.#memory = memory;
    this.#settings = settings;
  }

  /** Finds a comment's theme, or founds one with a comment that has none either. */
  place(
    comment: Active,
    segments: readonly Segment[],
    near: readonly { comment: Active; score: number }[],
    changes: Gathered,
  ): void {
    const theme =
      this.#nearest(comment, this.#weighed(featuresOf(segments)), near) ?? this.#found(near, changes);
    if (theme === undefined) return;
    this.#enter(theme, comment, segments, changes);
    if (!hasGrown(theme.size)) return;
    const like = this.#mostLike(theme);
    if (like !== undefined) this.#unite(like, theme, changes);
  }

  #enter(theme: Theme, comment: Active, segments: readonly Segment[], changes: Gathered): void {
    this.themes.change(theme, () => takeIn(theme, segments));
    theme.last = Math.max(theme.last, comment.arrival);
    comment.theme = theme.key;
    changes.assigned(comment.id, theme.key);
    changes.changed(theme);
  }

  /** The theme that its neighbours and its own words point to most. */
  #nearest(
    { arrival }: Active,
    words: readonly WeighedWord[],
    near: readonly { comment: Active; score: number }[],
  ): Theme | undefined {
    const nearness = new Map<Theme, number[]>();
    for (const { comment, score } of near.slice(0, TUNING.neighbours)) {
      const theme = comment.theme === undefined ? undefined : this.themes.get(comment.theme);
      if (theme === undefined) continue;
      const known = nearness.get(theme);
      if (known) known.push(score);
      else nearness.set(theme, [score]);
    }
    for (const theme of this.#byWords(words)) if (!nearness.has(theme)) nearness.set(theme, NO_SCORES);
    let best: Theme | undefined;
    let most = 0;
    for (const [theme, scores] of nearness) {
      const first = scores[0] ?? 0;
      const second = scores[1] ?? 0;
      const third = scores[2] ?? 0;
      // None of its comments is active any more: only its words can speak for it.
      const isOld = arrival - theme.last >= this.#settings.recent;
      const withComments = TUNING.nearest * first + (TUNING.nearestThree * (first + second + third)) / 3;
      const needed = isOld
        ? TUNING.joinAt / TUNING.wordsAlone
        : (TUNING.joinAt - withComments) / TUNING.middle;
      const resemblance = this.#resemblance(words, theme, needed);
      const score = isOld ? TUNING.wordsAlone * resemblance : withComments + TUNING.middle * resemblance;
      if (score < TUNING.joinAt) continue;
      if (score > most || (score === most && best !== undefined && theme.key < best.key)) {
        best = theme;
        most = score;
      }
    }
    return best;
  }

  #found(near: readonly { comment: Active; score: number }[], changes: Gathered): Theme | undefined {
    const other = near.find(({ comment }) => comment.theme === undefined);
    if (other === undefined || other.score < TUNING.foundAt) return undefined;
    const theme = newTheme(other.comment.id);
    this.themes.add(theme);
    this.#enter(theme, other.comment, segmentsOf(other.comment.text), changes);
    this.#retire(theme, changes);
    return theme;
  }

  /** Themes that share the most with a text's words, weighed by how usual each is in the theme. */
  #byWords(words: readonly WeighedWord[]): Theme[] {
    const rarest = words
      .filter(({ stem }) => this.themes.count(stem) <= TUNING.mostThemes)
      .toSorted((a, b) => b.weight - a.weight || (a.stem < b.stem ? -1 : 1))
      .slice(0, TUNING.rarestWords);
    const met: Theme[] = [];
    for (const { stem, weight } of rarest)
      for (const [theme, { count }] of this.themes.having(stem)) {
        if (theme.shares === NOT_MET) met.push(theme);
        theme.shares = (theme.shares === NOT_MET ? 0 : theme.shares) + (weight * count) / theme.size;
      }
    const best: Shared[] = [];
    for (const theme of met) {
      enter(best, theme, theme.shares);
      theme.shares = NOT_MET;
    }
    return best.map(({ theme }) => theme);
  }

  /**
   * The cosine of a text and a theme's middle; 0 where it is certain to be less than `needed`. That shows in the
   * shared words alone: the theme's others only make it smaller, and to weigh them all takes by far the longest.
   */
  #resemblance(words: readonly WeighedWord[], theme: Theme, needed: number): number {
    let product = 0;
    let text = 0;
    let shared = 0;
    for (const { stem, heft, weight } of words) {
      const count = theme.words.get(stem)?.count ?? 0;
      text += heft * heft * weight;
      product += heft * count * weight;
      shared += count * count * weight;
    }
    if (product === 0 || product < CERTAINLY * needed * Math.sqrt(text * shared)) return 0;
    return product / Math.sqrt(text * this.#norm(theme));
  }

  #norm(theme: Theme): number {
    let norm = 0;
    for (const [stem, { count }] of theme.words) norm += count * count * this.#weight(stem);
    return norm;
  }

  #weighed(features: Features): WeighedWord[] {
    return Array.from(features, ([stem, times]) => ({
      stem,
      heft: timesWeight(times),
      weight: this.#weight(stem),
    }));
  }

  #weight(stem: string): number {
    return this.#memory.index.weightOf(this.#memory.index.vocabulary.find(stem));
  }

  /** The theme that is so much like another that they are one. */
  #mostLike(theme: Theme): Theme | undefined {
    const strongest: Features = new Map(
      [...theme.words].slice(0, 12).map(([stem, { count }]) => [stem, count]),
    );
    let best: Theme | undefined;
    let most = TUNING.mergeAt;
    for (const other of this.#byWords(this.#weighed(strongest))) {
      if (other === theme || theme.apart.has(other.key)) continue;
      let product = 0;
      for (const [stem, { count }] of theme.words)
        product += count * (other.words.get(stem)?.count ?? 0) * this.#weight(stem);
      const score = product / Math.sqrt(this.#norm(theme) * this.#norm(other));
      if (score > most) {
        most = score;
        best = other;
      }
    }
    return best;
  }

  /** Makes two themes one: the larger, or the earlier, stays. */
  #unite(a: Theme, b: Theme, changes: Gathered): void {
    const stays = a.size > b.size || (a.size === b.size && a.key < b.key);
    this.merge(stays ? b : a, stays ? a : b, changes);
  }

  merge(from: Theme, into: Theme, changes: Gathered): void {
    this.themes.remove(from);
    this.themes.change(into, () => takeInTheme(into, from));
    for (const key of from.apart) {
      const other = this.themes.get(key);
      if (other === undefined) continue;
      other.apart.delete(from.key);
      if (other !== into) {
        other.apart.add(into.key);
        into.apart.add(key);
      }
      changes.changed(other);
    }
    into.apart.delete(from.key);
    for (const comment of this.#memory.index.all()) if (comment.theme === from.key) comment.theme = into.key;
    changes.merged(from, into);
  }

  /** Takes comments into a theme of their own, and keeps the two apart from now on. */
  split(
    from: Theme,
    comments: readonly Pick<StoredComment, "id" | "text" | "arrival">[],
    key: string,
    changes: Gathered,
  ): void {
    const theme = newTheme(key);
    for (const { id, text, arrival } of comments) {
      const segments = segmentsOf(text);
      this.themes.change(from, () => takeOut(from, segments));
      takeIn(theme, segments);
      theme.last = Math.max(theme.last, arrival);
      const slot = this.#memory.index.slotOf(id);
      if (slot !== undefined) this.#memory.index.at(slot).theme = key;
      changes.assigned(id, key);
    }
    theme.apart.add(from.key);
    from.apart.add(key);
    this.themes.add(theme);
    this.themes.pin(theme);
    this.themes.pin(from);
    changes.changed(from);
    changes.changed(theme);
  }

  /** Takes a forgotten comment's words out of its theme; one that becomes empty is retired. */
  takeOut(theme: Theme, text: string, changes: Gathered): void {
    this.themes.change(theme, () => takeOut(theme, segmentsOf(text)));
    if (theme.size > 0) return changes.changed(theme);
    this.themes.remove(theme);
    changes.retired(theme);
  }

  /** Lets go of the theme that was unheard of for longest, should there be too many. */
  #retire(newest: Theme, changes: Gathered): void {
    if (this.themes.unpinned <= this.#settings.themes) return;
    let oldest: Theme | undefined;
    for (const theme of this.themes.all())
      if (theme !== newest && !theme.pinned && (oldest === undefined || theme.last < oldest.last))
        oldest = theme;
    if (oldest === undefined) return;
    this.themes.remove(oldest);
    changes.retired(oldest);
  }

  static neighbours(memory: Memory, { slots, scores }: Neighbours): { comment: Active; score: number }[] {
    return slots
      .map((slot, at) => ({ comment: memory.index.at(slot), score: scores[at] ?? 0 }))
      .toSorted((a, b) => b.score - a.score || a.comment.arrival - b.comment.arrival);
  }
}

const NO_SCORES: number[] = [];

/** Sums of the same numbers in another order differ by less than this share. */
const CERTAINLY = 1 - 1e-9;

/** How much a theme shares with a text. */
interface Shared {
  readonly theme: Theme;
  readonly sum: number;
}

/** Enters a theme into a list of the best, the best first: of the many that are looked at few stay, so nothing is sorted. */
function enter(best: Shared[], theme: Theme, sum: number): void {
  if (best.length === TUNING.candidates && !isBetter(theme, sum, best.at(-1))) return;
  let place = best.length;
  while (place > 0 && isBetter(theme, sum, best[place - 1])) place -= 1;
  best.splice(place, 0, { theme, sum });
  if (best.length > TUNING.candidates) best.pop();
}

const isBetter = (theme: Theme, sum: number, than: Shared | undefined): boolean =>
  than !== undefined && (sum > than.sum || (sum === than.sum && theme.key < than.theme.key));

/** How often a theme of this size has grown by another step. */
const steps = (size: number): number => Math.floor(TUNING.growth * Math.log2(size));

const hasGrown = (size: number): boolean => size >= TUNING.growthFrom && steps(size) > steps(size - 1);
