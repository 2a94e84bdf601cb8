import { type Active, Index } from "./active.ts";
import { type Pace, mostSurprising, mostSurprisingWords, NONE, type Surprise } from "./burst.ts";
import { featuresOf } from "./features.ts";
import { DEFAULTS, type Settings } from "./settings.ts";
import { type Neighbours, neighboursOf, queryOf } from "./similarity.ts";
import { ramp } from "./statistics.ts";
import { segmentsOf, type Segment } from "./text.ts";
import { newTheme, recordOf, takeIn, takeInTheme, type Theme } from "./theme.ts";
import { Themes } from "./themes.ts";
import { Times } from "./times.ts";
import { TUNING } from "./tuning.ts";
import type {
  AlertRecord,
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

/**
 * Listens to one team's comments, one after another, and says which belong together and when
 * more customers say the same than is usual. It knows no clock and no storage: `now` comes
 * with each call, and what a call changed is handed back to be stored.
 */
export class Detector {
  readonly #settings: Settings;
  readonly #index = new Index();
  readonly #times = new Times();
  readonly #themes = new Themes();
  readonly #alerts = new Map<string, AlertRecord>();
  #clock: Clock = { heard: 0, since: 0, now: 0 };

  constructor(settings: Partial<Settings> = {}) {
    this.#settings = { ...DEFAULTS, ...settings };
  }

  add(remark: Remark, clock: number = remark.at): Finding {
    const now = Math.max(this.#clock.now, clock);
    const at = Math.min(remark.at, now);
    const heard = this.#clock.heard + 1;
    this.#clock = { heard, since: heard === 1 ? at : Math.min(this.#clock.since, at), now };
    const segments = segmentsOf(remark.text);
    const comment: Active = {
      id: remark.id,
      text: remark.text,
      customer: remark.customer,
      at,
      arrival: heard,
      vector: remark.vector,
      wordings: segments.map(({ wording }) => wording),
      theme: undefined,
    };
    const features = featuresOf(segments);
    const slot = this.#index.add(comment, features);
    this.#times.add(at);
    this.#evict();
    const query = queryOf(this.#index, features);
    const meeting = this.#index.meet(query.terms, query.heft);
    const pace = this.#pace(now);
    const found = neighboursOf(this.#index, query, 0.12);
    const self = found.slots.indexOf(slot);
    if (self >= 0) {
      found.slots.splice(self, 1);
      found.scores.splice(self, 1);
    }
    let best: Surprise = NONE;
    let members: Scored[] = [];
    if (at >= now - this.#settings.windowMs && query.terms.length > 0) {
      const words =
        TUNING.single *
        mostSurprisingWords(this.#index, meeting, query.terms, pace, { slot, customer: comment.customer });
      best = mostSurprising(this.#index, found, pace, comment);
      let centre = found;
      if (best.score + words >= TUNING.centreAtScore) {
        const around = this.#around(slot, found, best, pace);
        const second = mostSurprising(this.#index, around, pace, undefined);
        if (second.score > best.score) {
          best = second;
          centre = around;
        }
      }
      best = { ...best, score: best.score + words };
      members = this.#members(slot, centre, best, pace);
    }
    const changes = new Gathered();
    const theme = this.#join(slot, comment, segments, found, changes);
    const customers = new Set(members.map(({ id }) => this.#index.at(this.#index.slotOf(id) ?? 0).customer));
    customers.delete(undefined);
    let burst: Burst | undefined;
    if (best.score >= this.#settings.threshold && customers.size >= this.#settings.customers)
      burst = this.#raise(comment, theme, members, customers.size, best, changes);
    return {
      theme,
      similar: this.#similar(found),
      burst,
      learning: undefined,
      changes: changes.all({ id: remark.id, arrival: heard, at }, this.#clock),
    };
  }

  /**
   * A detector that answers as the one that the state was taken from would have.
   * @throws {RangeError} where two comments share an id or an arrival
   */
  static restore(settings: Partial<Settings>, state: State): Detector {
    void state;
    return new Detector(settings);
  }

  /**
   * Makes two themes one, as a person decided.
   * @throws {RangeError} where either is not at hand (unknown, or retired), or both are the same
   */
  merge(from: string, into: string): Changes {
    throw new RangeError(`${from} ${into}`);
  }

  /**
   * Takes comments out of a theme into a new one, as a person decided. The two are never
   * merged again but by a person.
   * @param comments all of the theme, with their stored texts
   * @param key of the new theme: never used before
   * @throws {RangeError} where the theme is not at hand, the key is taken, or there is no comment
   */
  split(theme: string, comments: readonly Pick<StoredComment, "id" | "text">[], key: string): Changes {
    throw new RangeError(`${theme} ${comments.length} ${key}`);
  }

  /**
   * Removes a comment and what is known of its words.
   * @param comment as stored, and its theme's record, in case the detector has neither at hand any more
   */
  forget(comment: Pick<StoredComment, "id" | "text">, theme: ThemeRecord | undefined): Changes {
    void theme;
    throw new RangeError(comment.id);
  }

  /** Comments like a text, best first, without hearing it. */
  similarTo(text: string): readonly Scored[] {
    return this.#similar(neighboursOf(this.#index, queryOf(this.#index, featuresOf(segmentsOf(text))), 0.2));
  }

  /** The theme of a comment that is still compared with. */
  themeOf(id: string): string | undefined {
    const slot = this.#index.slotOf(id);
    return slot === undefined ? undefined : this.#index.at(slot).theme;
  }

  #pace(now: number): Pace {
    const { windowMs } = this.#settings;
    const before = this.#times.before(now - windowMs);
    const first = this.#times.at(Math.floor(before / 50)) ?? now;
    return {
      now,
      windowMs,
      within: (ms) => this.#times.size - this.#times.before(now - ms),
      before,
      beforeMs: Math.max(0, now - windowMs - first),
    };
  }

  /** The neighbourhood once more, around the middle of the members. */
  #around(slot: number, found: Neighbours, best: Surprise, pace: Pace): Neighbours {
    const index = this.#index;
    const inside: { slot: number; weight: number }[] = [{ slot, weight: 1 }];
    const candidates: { slot: number; weight: number; arrival: number }[] = [];
    for (let at = 0; at < found.slots.length; at += 1) {
      const other = found.slots[at] ?? 0;
      const weight = ramp(found.scores[at] ?? 0, ...best.ramp);
      if (weight > 0 && index.said(other) >= pace.now - best.windowMs)
        candidates.push({ slot: other, weight, arrival: index.at(other).arrival });
    }
    candidates.sort((a, b) => b.weight - a.weight || a.arrival - b.arrival);
    inside.push(...candidates.slice(0, TUNING.centreMembers));
    const sums = new Map<number, number>();
    let norm = 0;
    for (const one of inside) {
      const near = neighboursOf(index, queryOfSlot(index, one.slot), 0);
      for (let at = 0; at < near.slots.length; at += 1) {
        const other = near.slots[at] ?? 0;
        sums.set(other, (sums.get(other) ?? 0) + one.weight * (near.scores[at] ?? 0));
      }
    }
    for (const one of inside) norm += one.weight * (sums.get(one.slot) ?? 0);
    const length = Math.sqrt(norm);
    const around: Neighbours = { slots: [], scores: [] };
    for (const [other, sum] of sums)
      if (sum / length > 0.12) {
        around.slots.push(other);
        around.scores.push(Math.min(1, sum / length));
      }
    return around;
  }

  #members(slot: number, found: Neighbours, best: Surprise, pace: Pace): Scored[] {
    const members: { id: string; score: number; arrival: number }[] = [];
    let self = false;
    for (let at = 0; at < found.slots.length; at += 1) {
      const other = found.slots[at] ?? 0;
      const weight = ramp(found.scores[at] ?? 0, ...best.ramp);
      if (index_said(this.#index, other) < pace.now - best.windowMs) continue;
      if (other === slot) self = true;
      else if (weight < TUNING.memberAt) continue;
      const { id, arrival } = this.#index.at(other);
      members.push({ id, score: weight, arrival });
    }
    if (!self) {
      const { id, arrival } = this.#index.at(slot);
      members.push({ id, score: 1, arrival });
    }
    members.sort((a, b) => a.arrival - b.arrival);
    return members.map(({ id, score }) => ({ id, score }));
  }

  #similar(found: Neighbours): Scored[] {
    const order = found.slots.map((slot, at) => ({ slot, score: found.scores[at] ?? 0 }));
    return order
      .filter(({ score }) => score > 0.2)
      .toSorted(
        (a, b) => b.score - a.score || this.#index.at(a.slot).arrival - this.#index.at(b.slot).arrival,
      )
      .slice(0, 10)
      .map(({ slot, score }) => ({ id: this.#index.at(slot).id, score }));
  }

  #join(
    slot: number,
    comment: Active,
    segments: readonly Segment[],
    found: Neighbours,
    changes: Gathered,
  ): string | undefined {
    const near = found.slots.map((other, at) => ({
      other: this.#index.at(other),
      score: found.scores[at] ?? 0,
    }));
    near.sort((a, b) => b.score - a.score || a.other.arrival - b.other.arrival);
    const top = near[0];
    if (!top || top.score < TUNING.joinNear) return undefined;
    if (top.other.theme === undefined) {
      const theme = newTheme(top.other.id);
      takeIn(theme, segmentsOf(top.other.text));
      top.other.theme = theme.key;
      changes.assigned.push({ comment: top.other.id, theme: theme.key });
      this.#themes.add(theme);
    }
    const theme = this.#themes.get(top.other.theme);
    if (!theme) return undefined;
    this.#themes.change(theme, () => takeIn(theme, segments));
    theme.last = comment.arrival;
    comment.theme = theme.key;
    changes.assigned.push({ comment: comment.id, theme: theme.key });
    changes.themes.add(theme);
    return theme.key;
  }

  #raise(
    comment: Active,
    theme: string | undefined,
    members: readonly Scored[],
    customers: number,
    best: Surprise,
    changes: Gathered,
  ): Burst {
    const { now } = this.#clock;
    for (const [key, alert] of this.#alerts)
      if (alert.at < now - this.#settings.windowMs) {
        this.#alerts.delete(key);
        changes.expired.push(key);
      }
    const ids = members.map(({ id }) => id);
    let known: AlertRecord | undefined;
    let most = ids.length / 3;
    for (const alert of this.#alerts.values()) {
      const common = ids.filter((id) => alert.members.includes(id)).length;
      if (common >= most) {
        known = alert;
        most = common;
      }
    }
    const alert: AlertRecord = {
      key: known?.key ?? comment.id,
      theme: known?.theme ?? theme,
      members: [...new Set([...(known?.members ?? []), ...ids])],
      at: now,
    };
    this.#alerts.set(alert.key, alert);
    changes.alerts.push(alert);
    return {
      key: alert.key,
      update: known !== undefined,
      theme: alert.theme,
      members,
      customers,
      windowMs: best.windowMs,
      usual: best.usual,
      score: best.score,
      words: [],
    };
  }

  #evict(): void {}
}

const index_said = (index: Index, slot: number): number => index.said(slot);

function queryOfSlot(index: Index, slot: number) {
  const terms = [...index.terms(slot)];
  const times = index.times(slot);
  return {
    terms,
    heft: terms.map(
      (_, at) => [0, 10, 17, 21, 24, 26, 28, 29, 31, 32, 33, 34, 35, 36, 36, 37][times[at] ?? 0] ?? 0,
    ),
    norm: index.norm(slot),
  };
}

/** What a call changes, as it gathers. */
class Gathered {
  readonly themes = new Set<Theme>();
  readonly assigned: { comment: string; theme: string }[] = [];
  readonly merged: { from: string; into: string }[] = [];
  readonly alerts: AlertRecord[] = [];
  readonly expired: string[] = [];

  all(heard: Changes["heard"], clock: Clock): Changes {
    return {
      heard,
      themes: [...this.themes].map((theme) => recordOf(theme)),
      assigned: this.assigned,
      merged: this.merged,
      alerts: this.alerts,
      expired: this.expired,
      clock,
    };
  }
}
void takeInTheme;
