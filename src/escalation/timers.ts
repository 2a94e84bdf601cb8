import type { DueAction, DueHandler } from "../engine/index.ts";
import { member, strong, text } from "../chat/message.ts";
import { SYSTEM } from "../journal/index.ts";
import { duration, lateness, shortTime } from "../local-time.ts";
import { readSettings } from "../people/index.ts";
import { askAgain } from "./ask.ts";
import { isOver } from "./case.ts";
import { informButton } from "./cards.ts";
import { tell } from "./publish.ts";
import { type Case, findCase } from "./store.ts";
import { release } from "./take.ts";
import { situationOf } from "./who.ts";
import {
  type Parts,
  type Work,
  armTimer,
  publishing,
  quietAfterMs,
  recordStep,
  timerGeneration,
} from "./work.ts";

type Act = (work: Work, one: Case, action: DueAction) => Promise<void>;

const unchanged = (one: Case, action: DueAction): boolean => timerGeneration(one) === action.generation;

/** A case's timers: what each does when its time has come and the case is still where it was armed. */
export function caseTimers(parts: Parts): ReadonlyMap<string, DueHandler> {
  const handler =
    (act: Act, stillMeant: (one: Case, action: DueAction) => boolean): DueHandler =>
    async (db, action, now) => {
      const one = await findCase(db, action.subject);
      if (!one || isOver(one.state) || !stillMeant(one, action)) return "stale";
      await act({ ...parts, db, now, settings: await readSettings(db) }, one, action);
      return "acted";
    };
  return new Map([
    ["case.ask_again", handler(askOnce, (one, action) => one.state === "raised" && unchanged(one, action))],
    ["case.quiet", handler(quiet, (one, action) => one.state === "acknowledged" && unchanged(one, action))],
    ["case.follow_up", handler(followUp, unchanged)],
    ["case.promise", handler(promiseDue, (one) => one.informedAt === null)],
  ]);
}

const askOnce: Act = async (work, one) =>
  askAgain(work, await situationOf(work.db, work.settings, one, work.now));

/** The holder is reminded; after as long again without a decision, the case is released. */
const quiet: Act = async (work, one, action) => {
  const pause = quietAfterMs(work.settings, one);
  const heldFor = work.now - (one.takenAt ?? work.now);
  if (one.holderId !== null && heldFor < 2 * pause) {
    const situation = await situationOf(work.db, work.settings, one, work.now);
    await armTimer(work, one, "case.quiet", (one.takenAt ?? work.now) + 2 * pause);
    await tell(publishing(work), situation, one.holderId, `quiet-g${one.generation}`, [
      strong(one.ref),
      text(
        ` has been with you for ${duration(heldFor)} without a decision${lateness(action.dueAt, work.now)}. Decide it or release it; in ${duration(pause)} somebody else is asked.`,
      ),
    ]);
    return;
  }
  await release(work, { id: SYSTEM, role: "watchdog" }, one);
};

/** Somebody still owes the last step: the holder to hand back, or the raiser to tell the customer. */
const followUp: Act = async (work, one, action) => {
  const situation = await situationOf(work.db, work.settings, one, work.now);
  const pause = quietAfterMs(work.settings, one);
  // Each reminder comes after twice the pause before it, at most once a day, until it is done.
  const next = Math.min(
    24 * 3_600_000,
    Math.max(pause, 2 * (action.dueAt - (one.handedBackAt ?? one.decidedAt ?? action.dueAt))),
  );
  await armTimer(work, one, "case.follow_up", work.now + next);
  if (one.informedAt === null) {
    await tell(
      publishing(work),
      situation,
      one.raiserId,
      `tell-${work.now}`,
      [
        strong(one.ref),
        text(" is decided, but it is not on record that the customer was told. Record it when they know."),
      ],
      [],
      [informButton(one)],
    );
  }
  if (one.holderId !== null) {
    await tell(publishing(work), situation, one.holderId, `back-${work.now}`, [
      strong(one.ref),
      text(" is decided but not handed back. Hand it back with a line of feedback."),
    ]);
  }
};

/** The customer was promised a call by now, and nobody has recorded that they were told. */
const promiseDue: Act = async (work, one, action) => {
  const situation = await situationOf(work.db, work.settings, one, work.now);
  await recordStep(work, situation, { actor: SYSTEM, role: "watchdog" }, "promise_due", {});
  const at = shortTime(action.dueAt, work.now, work.settings.timezone);
  const holder =
    one.holderId === null
      ? [text(" Nobody has taken it yet.")]
      : [text(" It is with "), member(one.holderId), text(".")];
  for (const id of new Set([one.raiserId, ...(one.holderId ? [one.holderId] : [])])) {
    await tell(publishing(work), situation, id, "promise", [
      strong(
        `${one.ref}: the customer was promised a call by ${at}${lateness(action.dueAt, work.now)}, and it is not on record that they were told.`,
      ),
      ...holder,
    ]);
  }
};
