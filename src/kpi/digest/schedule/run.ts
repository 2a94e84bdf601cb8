import type { Store } from "../../../../db/store.ts";
import type { Clock } from "../../../clock.ts";
import { type Module, raiseCondition } from "../../../engine/index.ts";
import { describeFailure } from "../../../errors.ts";
import { failpoint } from "../../../failpoint.ts";
import type { Log } from "../../../log.ts";
import { type Settings, findSettings } from "../../../people/index.ts";
import type { Parts } from "../../../work.ts";
import { forgetStrays, noteSeen } from "./change.ts";
import { decisionOf, teamsWithWork } from "./look.ts";
import { type Compose, conditionOf, pass, post } from "./post.ts";
import { type TeamSchedule, schedulesNow } from "./store.ts";
import { lateNote } from "./tell.ts";

/** What the module is made with. */
export interface DigestParts extends Parts {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly compose: Compose;
}

/**
 * A clock that tells a time before this program was written is wrong (a battery that died shows 1970): by such
 * a clock nothing is due and nothing is noted.
 */
const WRITTEN_MS = Date.UTC(2026, 0, 1);

/** A turn of the engine is not held up for longer than this, ms, or by the one digest under way: cases come first. */
const TURN_MS = 50;

/** Brings what is noted of a team in line with the file and the clock. */
async function tidy(
  { store, clock }: DigestParts,
  settings: Settings,
  schedule: TeamSchedule,
): Promise<void> {
  await store.tx(async (db) => {
    if (schedule.unseen) await noteSeen(db, settings, clock.now(), schedule.team);
    if (schedule.stray) await forgetStrays(db, clock.now(), schedule.team);
  }, "background");
}

/** One digest that cannot be worked out is shown to the operator; it is tried again in a minute. */
async function fail({ store, clock, log }: DigestParts, team: string, error: unknown): Promise<void> {
  log("error", `a digest could not be posted: ${describeFailure(error)}`, { team });
  const condition = {
    subject: conditionOf(team),
    code: "digest_failed",
    detail: `The digest of team ${team} could not be posted (${describeFailure(error)}). It is tried again every minute; the log has each attempt.`,
  };
  await store.tx((db) => raiseCondition(db, clock.now(), condition, log));
}

/** Does what there is to do for a team, as things stand by now. */
async function attend(parts: DigestParts, settings: Settings, team: string): Promise<void> {
  const { store, clock, compose } = parts;
  const stand = async (): Promise<TeamSchedule | undefined> =>
    (await schedulesNow(store.read, settings, clock.now(), team))[0];
  let schedule = await stand();
  if (schedule?.unseen || schedule?.stray) {
    await tidy(parts, settings, schedule);
    schedule = await stand();
  }
  if (!schedule) return;
  const decision = decisionOf(schedule, clock.now());
  const failures: unknown[] = [];
  let { missed } = decision;
  for (const slot of decision.post) {
    try {
      const extras = { lateMs: slot.lateMs, missed, note: lateNote(slot.lateMs, missed) };
      const composed = await compose(team, slot.date, slot.kind, extras);
      failpoint("digest.composed");
      const posting = { schedule, slot, composed, missed };
      await store.tx((db) => post(db, parts, clock.now(), posting), "background");
      failpoint("digest.posted");
      missed = [];
    } catch (error) {
      failures.push(error);
    }
  }
  // Missed ones wait for the digest that tells of them, as long as there is one.
  const rest = { muted: decision.muted, missed: decision.post.length === 0 ? missed : [] };
  if (rest.muted.length + rest.missed.length > 0) {
    const standing = schedule;
    await store.tx((db) => pass(db, parts, clock.now(), standing, rest), "background");
  }
  if (failures.length > 0) throw failures[0];
}

/**
 * Posts digests when they are due. It looks once a minute of the wall clock, whichever way that was set,
 * and then works off what it found, a little in each turn: a thousand digests at half past eight must
 * not keep an urgent case waiting. What is due is decided by the database alone.
 */
export function digestModule(parts: DigestParts): Module {
  const { clock, store } = parts;
  let looked: number | undefined;
  let waiting: string[] = [];
  return {
    name: "digests",
    every: "turn",
    run: async () => {
      const minute = Math.floor(clock.now() / 60_000);
      if (waiting.length === 0 && minute === looked) return;
      const settings = clock.now() < WRITTEN_MS ? undefined : await findSettings(store.read);
      if (!settings) {
        waiting = [];
        return;
      }
      if (waiting.length === 0) {
        looked = minute;
        waiting = await teamsWithWork(store.read, settings, clock.now());
      }
      const until = clock.monotonic() + TURN_MS;
      for (let team = waiting.shift(); team !== undefined; team = waiting.shift()) {
        try {
          await attend(parts, settings, team);
        } catch (error) {
          await fail(parts, team, error);
        }
        if (clock.monotonic() >= until) return;
      }
    },
  };
}
