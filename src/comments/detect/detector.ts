import type { Active } from "./active.ts";
import { Alerts } from "./alerts.ts";
import { Gathered } from "./changes.ts";
import { featuresOf } from "./features.ts";
import { Grouping } from "./grouping.ts";
import { Memory } from "./memory.ts";
import { DEFAULTS, type Settings } from "./settings.ts";
import { sharedWords } from "./shared-words.ts";
import { neighboursOf, queryOf, withVectors, without } from "./similarity.ts";
import { segmentsOf } from "./text.ts";
import { themeFrom, takeOut, type Theme } from "./theme.ts";
import { TUNING } from "./tuning.ts";
import type {
  Burst,
  Changes,
  Clock,
  Finding,
  Remark,
  Scored,
  State,
  StoredComment,
  ThemeRecord,
} from "./types.ts";
import { type Candidate, watch } from "./watch.ts";

/**
 * Listens to one team's comments, one after another, and says which belong together and when
 * more customers say the same than is usual. It knows no clock and no storage: `now` comes
 * with each call, and what a call changed is handed back to be stored.
 */
export class Detector {
  readonly #settings: Settings;
  readonly #memory: Memory;
  readonly #grouping: Grouping;
  readonly #alerts: Alerts;
  #clock: Clock = { heard: 0, since: 0, now: 0 };

  constructor(settings: Partial<Settings> = {}) {
    this.#settings = { ...DEFAULTS, ...settings };
    this.#memory = new Memory(this.#settings);
    this.#grouping = new Grouping(this.#memory, this.#settings);
    this.#alerts = new Alerts(this.#settings.windowMs);
  }

  /**
   * A detector that answers as the one that the state was taken from would have.
   * @throws {RangeError} where two comments share an id
   */
  static restore(settings: Partial<Settings>, state: State): Detector {
    const detector = new Detector(settings);
    if (state.clock === undefined) return detector;
    detector.#clock = state.clock;
    const { heard, now } = state.clock;
    const memory = detector.#memory;
    const kept = [...state.comments].filter((comment) => memory.keeps(comment, heard, now));
    for (const comment of kept.toSorted((a, b) => a.arrival - b.arrival)) {
      if (memory.index.slotOf(comment.id) !== undefined) throw new RangeError(`stored twice: ${comment.id}`);
      detector.#remember(comment, comment);
    }
    for (const record of state.themes) if (!record.retired) detector.#grouping.themes.add(themeFrom(record));
    for (const alert of state.alerts) detector.#alerts.restore(alert);
    return detector;
  }

  /**
   * Hears a comment. What it says of bursts holds for `now`: a comment that was said before
   * the window is history, and joins a theme, but is no part of a burst.
   * @param now ms since the epoch; an earlier one than before is taken for the latest
   * @throws {RangeError} where a comment with this id is active already, or `at` is no time
   */
  add(remark: Remark, now: number = remark.at): Finding {
    if (!Number.isFinite(remark.at) || !Number.isFinite(now))
      throw new RangeError("a comment without a time");
    if (this.#memory.index.slotOf(remark.id) !== undefined)
      throw new RangeError(`heard already: ${remark.id}`);
    const clock = this.#tick(remark, now);
    const { comment, segments, features, slot } = this.#remember(
      { ...remark, at: Math.min(remark.at, clock.now) },
      { arrival: clock.heard, theme: undefined },
    );
    const edge = clock.now - this.#settings.windowMs;
    const { index, pasted } = this.#memory;
    const own = pasted.without(segments, index.size, clock.heard, edge);
    const query = queryOf(index, own.length === segments.length ? features : featuresOf(own));
    const found = without(withVectors(index, neighboursOf(index, query, TUNING.floor), comment.vector), slot);
    const near = Grouping.neighbours(this.#memory, found);

    const changes = new Gathered();
    this.#alerts.expire(clock.now, changes);
    const learning = this.#learning();
    const candidate =
      comment.at >= edge && found.slots.length > 0
        ? watch(this.#memory, slot, query, found, this.#memory.pace(clock.now), learning !== undefined)
        : undefined;
    this.#grouping.place(comment, own, near, changes);
    for (const { from, into } of changes.merges) this.#alerts.merged(from, into, changes);
    return {
      theme: comment.theme,
      similar: similar(near),
      burst: candidate && this.#burst(comment, candidate, learning !== undefined, changes),
      learning,
      changes: changes.all(clock, { id: comment.id, arrival: comment.arrival, at: comment.at }),
    };
  }

  /**
   * Makes two themes one, as a person decided.
   * @throws {RangeError} where either is not at hand (unknown, or retired), or both are the same
   */
  merge(from: string, into: string): Changes {
    if (from === into) throw new RangeError("a theme cannot be merged into itself");
    const changes = new Gathered();
    const [source, target] = [this.#theme(from), this.#theme(into)];
    this.#grouping.merge(source, target, changes);
    this.#grouping.themes.pin(target);
    this.#alerts.merged(from, into, changes);
    return changes.all(this.#clock);
  }

  /**
   * Takes comments out of a theme into a new one, as a person decided. The two are never
   * merged again but by a person.
   * @param comments some of the theme's, with their stored texts
   * @param key of the new theme: never used before
   * @throws {RangeError} where the theme is not at hand, the key is taken, or there is no comment, or all of them
   */
  split(
    theme: string,
    comments: readonly Pick<StoredComment, "id" | "text" | "arrival">[],
    key: string,
  ): Changes {
    const from = this.#theme(theme);
    if (this.#grouping.themes.get(key) !== undefined) throw new RangeError(`taken: ${key}`);
    const moved = new Map(comments.map((comment) => [comment.id, comment]));
    if (moved.size === 0 || moved.size >= from.size)
      throw new RangeError(`cannot split ${moved.size} of ${from.size}`);
    const changes = new Gathered();
    this.#grouping.split(from, [...moved.values()], key, changes);
    return changes.all(this.#clock);
  }

  /**
   * Removes a comment and what is known of its words.
   * @param comment as stored
   * @param theme the record of its theme, for one that is not at hand any more
   */
  forget(comment: Pick<StoredComment, "id" | "text" | "theme">, theme?: ThemeRecord): Changes {
    const changes = new Gathered();
    this.#memory.remove(comment.id);
    this.#alerts.forget(comment.id, changes);
    if (comment.theme !== undefined) {
      const known = this.#grouping.themes.get(comment.theme);
      const stored = theme?.key === comment.theme ? theme : undefined;
      if (known !== undefined) this.#grouping.takeOut(known, comment.text, changes);
      else if (stored !== undefined) changes.retired(withoutWords(stored, comment.text));
    }
    return changes.all(this.#clock);
  }

  /** Comments like a text, best first, without hearing it. */
  similarTo(text: string): readonly Scored[] {
    const { index } = this.#memory;
    const found = neighboursOf(index, queryOf(index, featuresOf(segmentsOf(text))), TUNING.floor);
    return similar(Grouping.neighbours(this.#memory, found));
  }

  /** The theme of a comment that is still compared with. */
  themeOf(id: string): string | undefined {
    const slot = this.#memory.index.slotOf(id);
    return slot === undefined ? undefined : this.#memory.index.at(slot).theme;
  }

  /** How many comments are compared with. */
  get size(): number {
    return this.#memory.index.size;
  }

  #tick({ at }: Remark, now: number): Clock {
    const { heard, since, now: before } = this.#clock;
    const latest = heard === 0 ? now : Math.max(before, now);
    const said = Math.min(at, latest);
    this.#clock = { heard: heard + 1, since: heard === 0 ? said : Math.min(since, said), now: latest };
    return this.#clock;
  }

  #remember(
    { id, text, customer, at, vector }: Remark,
    { arrival, theme }: Pick<StoredComment, "arrival" | "theme">,
  ) {
    const segments = segmentsOf(text);
    const features = featuresOf(segments);
    const comment: Active = { id, text, customer, at, vector, arrival, theme };
    const slot = this.#memory.add(comment, segments, features, this.#clock);
    return { comment, segments, features, slot };
  }

  #learning(): Finding["learning"] {
    const { heard, since, now } = this.#clock;
    const { learnComments, learnMs } = this.#settings;
    if (heard >= learnComments && now - since >= learnMs) return undefined;
    return { heard, needed: learnComments, until: since + learnMs };
  }

  #burst(comment: Active, candidate: Candidate, learning: boolean, changes: Gathered): Burst | undefined {
    const { threshold, customers: needed } = this.#settings;
    const { score, windowMs, usual, members } = candidate;
    const customers = new Set(members.flatMap((member) => member.comment.customer ?? [])).size;
    if (score < threshold || customers < needed + (learning ? TUNING.learningCustomers : 0)) return undefined;
    const theme = mostCommon(members.flatMap((member) => member.comment.theme ?? []));
    const { key, update } = this.#alerts.raise(
      { key: comment.id, theme, members: members.map((member) => member.comment.id) },
      this.#clock.now,
      changes,
    );
    const { index } = this.#memory;
    return {
      key,
      update,
      theme,
      members: members.map((member) => ({ id: member.comment.id, score: member.score })),
      customers,
      windowMs,
      usual,
      score,
      words: sharedWords(
        members.map((member) => member.comment.text),
        (stem) => index.weightOf(index.vocabulary.find(stem)),
      ),
    };
  }

  #theme(key: string): Theme {
    const theme = this.#grouping.themes.get(key);
    if (theme === undefined) throw new RangeError(`no theme at hand: ${key}`);
    return theme;
  }
}

const similar = (near: readonly { comment: Active; score: number }[]): Scored[] =>
  near
    .filter(({ score }) => score >= TUNING.similarAt)
    .slice(0, TUNING.similarMost)
    .map(({ comment, score }) => ({ id: comment.id, score }));

/** The value that occurs most; of several the first in order. */
function mostCommon(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))[0]?.[0];
}

/** A theme's stored record after a comment's words were taken out of it. */
function withoutWords(record: ThemeRecord, text: string): Theme {
  const theme = themeFrom(record);
  takeOut(theme, segmentsOf(text));
  return theme;
}
