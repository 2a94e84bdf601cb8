import { eq } from "drizzle-orm";
import { comments } from "../../../db/schema/comments.ts";
import type { Read, Store, Tx } from "../../../db/store.ts";
import type { Clock } from "../../clock.ts";
import { type Module, type Turn, raiseCondition } from "../../engine/index.ts";
import { describeFailure } from "../../errors.ts";
import { failpoint } from "../../failpoint.ts";
import type { Log } from "../../log.ts";
import { findSettings } from "../../people/index.ts";
import type { Parts, Work } from "../../work.ts";
import { plainRule } from "../alerts/plain.ts";
import { showBurst } from "../alerts/raise.ts";
import type { Changes, Detector, Finding } from "../detect/index.ts";
import { commentSettingsOf } from "../settings.ts";
import { keepChanges, keepClock, themeIdOf } from "./keep.ts";
import { listeningTeams, loadDetector } from "./load.ts";
import { obey } from "./obey.ts";
import { type Unheard, openOrders, somethingToDo, unheard } from "./queue.ts";

interface ListenerParts extends Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly turn: Turn;
}

/** A comment that a detector cannot take in: a fault of ours, which must not keep it from hearing the rest. */
class Unhearable extends Error {
  readonly commentId: string;

  constructor(commentId: string, cause: unknown) {
    super("the detector failed on a comment", { cause });
    this.commentId = commentId;
  }
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
    return { name: "comments", every: "turn", run: () => this.#run() };
  }

  /** Reads what the detectors know before anybody waits for it. */
  async prepare(): Promise<void> {
    if (!this.#isMine()) return;
    const { store } = this.#parts;
    for (const team of await listeningTeams(store.read)) await this.#detector(store.read, team);
  }

  async #run(): Promise<void> {
    const { store } = this.#parts;
    while (this.#isMine() && (await somethingToDo(store.read))) {
      try {
        await store.tx((db) => this.#work(db), "background");
      } catch (error) {
        this.#detectors.clear();
        if (!(error instanceof Unhearable)) throw error;
        await this.#setAside(error);
      }
    }
  }

  /** Another process may have listened since this one last did. */
  #isMine(): boolean {
    const mine = this.#parts.turn.mine();
    if (mine && !this.#wasMine) this.#detectors.clear();
    this.#wasMine = mine;
    return mine;
  }

  async #work(db: Tx): Promise<void> {
    const { clock, turn, ids, journal, active } = this.#parts;
    const settings = await findSettings(db);
    if (!settings) return;
    if (!(await turn.confirmed(db))) throw new Error("another process listens by now");
    const work: Work = { ids, journal, active, db, now: clock.now(), settings };
    if (this.#settingsFrom !== settings.appliedAt) {
      // What counts as close or as many may have changed.
      this.#detectors.clear();
      this.#settingsFrom = settings.appliedAt;
    }
    for (const order of await openOrders(db)) {
      await obey(work, await this.#detector(db, order.teamId), order);
    }
    const clocks = new Map<string, Changes["clock"]>();
    for (const comment of await unheard(db, clock.now())) {
      const finding = hear(await this.#detector(db, comment.teamId), comment);
      await keepChanges(work, comment.teamId, finding.changes, comment.saidAt);
      await showBurst(work, comment.teamId, finding);
      const theme = finding.theme === undefined ? undefined : await themeIdOf(db, finding.theme);
      if (theme !== undefined) await plainRule(work, comment.teamId, theme, comment);
      clocks.set(comment.teamId, finding.changes.clock);
    }
    for (const [team, time] of clocks) await keepClock(db, team, time);
    failpoint("comments.heard");
  }

  /** The comment stays, joins nothing, and the operator is told: the others go on being heard. */
  async #setAside({ commentId, cause }: Unhearable): Promise<void> {
    const { store, clock, log } = this.#parts;
    log("error", `a comment could not be heard: ${describeFailure(cause)}`, { comment: commentId });
    await store.tx(async (db) => {
      await db.update(comments).set({ heard: SET_ASIDE }).where(eq(comments.id, commentId));
      const condition = {
        subject: `comment:${commentId}`,
        code: "comment_set_aside",
        detail: `A comment (${commentId}) could not be compared with others and was set aside. Please report this.`,
      };
      await raiseCondition(db, clock.now(), condition, log);
    });
  }

  async #detector(db: Read, team: string): Promise<Detector> {
    const known = this.#detectors.get(team);
    if (known) return known;
    const settings = await findSettings(db);
    if (!settings) throw new Error("no organisation applied");
    const fresh = await loadDetector(db, team, commentSettingsOf(settings));
    this.#settingsFrom = settings.appliedAt;
    this.#detectors.set(team, fresh);
    return fresh;
  }
}

/** No detector gives a comment this place: they count from 1. */
const SET_ASIDE = 0;

function hear(detector: Detector, { id, text, customer, saidAt, now }: Unheard): Finding {
  try {
    return detector.add({ id, text, customer, at: saidAt }, Math.max(now, saidAt));
  } catch (error) {
    throw new Unhearable(id, error);
  }
}
