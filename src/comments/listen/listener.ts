import type { Read, Store, Tx } from "../../../db/store.ts";
import type { Clock } from "../../clock.ts";
import type { Module } from "../../engine/index.ts";
import { failpoint } from "../../failpoint.ts";
import type { Log } from "../../log.ts";
import { findSettings } from "../../people/index.ts";
import type { Parts, Work } from "../../work.ts";
import { showBurst } from "../alerts/raise.ts";
import type { Changes, Detector } from "../detect/index.ts";
import { commentSettingsOf } from "../settings.ts";
import { keepChanges, keepClock } from "./keep.ts";
import { listeningTeams, loadDetector } from "./load.ts";
import { obey } from "./obey.ts";
import { openOrders, somethingToDo, unheard } from "./queue.ts";

interface ListenerParts extends Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether this process is the one that listens: of several on one database only one may. */
  readonly mine: () => boolean;
}

/**
 * Hears every comment once, in the order in which they were committed, and commits what it
 * found together with the mark that it was heard (DESIGN 3): whatever happens in between, the
 * next start goes on from there. What its detectors know is in memory; if a commit fails, they
 * are thrown away and read again, because they are then ahead of what is stored.
 */
export class Listener {
  readonly #parts: ListenerParts;
  readonly #detectors = new Map<string, Detector>();
  #settingsFrom: number | undefined;
  #wasMine = false;

  constructor(parts: ListenerParts) {
    this.#parts = parts;
  }

  /** The engine's module: after each commit it looks whether there is something to hear. */
  module(): Module {
    return { name: "comments", every: "turn", run: () => this.run() };
  }

  /** Reads what the detectors know before anybody waits for it. */
  async prepare(): Promise<void> {
    if (!this.#isMine()) return;
    const { store } = this.#parts;
    for (const team of await listeningTeams(store.read)) await this.#detector(store.read, team);
  }

  /** Comments like a text, if this process listens to the team: ids and scores from 0 to 1. */
  similarTo(team: string, text: string): readonly { readonly id: string; readonly score: number }[] {
    return this.#detectors.get(team)?.similarTo(text) ?? [];
  }

  async run(): Promise<void> {
    const { store } = this.#parts;
    while (this.#isMine() && (await somethingToDo(store.read))) {
      try {
        await store.tx((db) => this.#work(db), "background");
      } catch (error) {
        this.#detectors.clear();
        throw error;
      }
    }
  }

  /** Another process may have listened since this one last did. */
  #isMine(): boolean {
    const mine = this.#parts.mine();
    if (mine && !this.#wasMine) this.#detectors.clear();
    this.#wasMine = mine;
    return mine;
  }

  async #work(db: Tx): Promise<void> {
    const { clock, log: _log, store: _store, mine: _mine, ...parts } = this.#parts;
    const settings = await findSettings(db);
    if (!settings) return;
    const work: Work = { ...parts, db, now: clock.now(), settings };
    if (this.#settingsFrom !== settings.appliedAt) {
      // What counts as close or as many may have changed.
      this.#detectors.clear();
      this.#settingsFrom = settings.appliedAt;
    }
    for (const order of await openOrders(db)) {
      await obey(work, await this.#detector(db, order.teamId, work), order);
    }
    const clocks = new Map<string, Changes["clock"]>();
    for (const comment of await unheard(db, clock.now())) {
      const detector = await this.#detector(db, comment.teamId, work);
      const { id, text, customer, saidAt, now } = comment;
      const finding = detector.add({ id, text, customer, at: saidAt }, Math.max(now, saidAt));
      await keepChanges(work, comment.teamId, finding.changes, saidAt);
      await showBurst(work, comment.teamId, finding);
      clocks.set(comment.teamId, finding.changes.clock);
    }
    for (const [team, time] of clocks) await keepClock(db, team, time);
    failpoint("comments.heard");
  }

  async #detector(db: Read, team: string, work?: Work): Promise<Detector> {
    const known = this.#detectors.get(team);
    if (known) return known;
    const settings = work?.settings ?? (await findSettings(db));
    if (!settings) throw new Error("no organisation applied");
    const fresh = await loadDetector(db, team, commentSettingsOf(settings));
    this.#settingsFrom = settings.appliedAt;
    this.#detectors.set(team, fresh);
    return fresh;
  }
}
