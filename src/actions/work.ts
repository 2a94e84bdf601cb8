import { arm } from "../engine/index.ts";
import type { Writing } from "../chat/feature.ts";
import { conflict } from "../errors.ts";
import type { Facts } from "../journal/index.ts";
import type { Member, Settings } from "../people/index.ts";
import { type Parts, type Work, workOf } from "../work.ts";
import { type Step, after, isOver } from "./action.ts";
import { startOf } from "../local-days.ts";
import { nextReminder } from "./reminders.ts";
import { type Action, changeAction } from "./store.ts";
import type { Subjects } from "./subject.ts";

/** Whether somebody's level lets them plan, own and review actions. */
export type MayAct = (settings: Settings, member: Member) => boolean;

/** What the feature is made with. */
export interface ActionParts extends Parts {
  readonly subjects: Subjects;
  readonly mayAct: MayAct;
}

/** One transaction's work on an action, by a person or by a timer. */
export interface ActionWork extends Work, ActionParts {}

/** The work of a handler. */
export const actionWork = (
  parts: ActionParts,
  asking: Pick<Writing, "db" | "now" | "settings">,
): ActionWork => ({ ...parts, ...workOf(parts, asking) });

/** The timers of an action: the day on which the change is to be made, and the reminders of its review. */
export type TimerKind = "action.start" | "action.review";

/** Arms what comes next for an action. Called for every step of one that is not over, so that none is without a timer. */
export async function armNext({ db, ids, now, settings }: Work, one: Action): Promise<void> {
  if (isOver(one.state)) return;
  const timer: { readonly kind: TimerKind; readonly dueAt: number } =
    one.state === "planned"
      ? { kind: "action.start", dueAt: startOf(one.startOn, settings.timezone) }
      : { kind: "action.review", dueAt: nextReminder(one.reviewOn, now, settings.timezone).at };
  await arm(db, ids, { ...timer, subject: one.id, generation: String(one.generation) });
}

/**
 * Moves an action one step, if it still is where the caller saw it, and arms what comes next.
 * @throws AppError `conflict` when the step makes no sense (any more)
 */
export async function move(
  work: Work,
  seen: Action,
  step: Step,
  change: Partial<Action> = {},
): Promise<Action> {
  const state = after(seen.state, step);
  const moved = state && (await changeAction(work.db, seen, { ...change, state }));
  if (!moved) throw stale(seen.ref);
  await armNext(work, moved);
  return moved;
}

/** What somebody is told whose button or form is older than the action. */
export const stale = (ref: string): Error =>
  conflict(
    `${ref} has moved on since this was drawn, so nothing was changed. /action ${ref} shows where it stands.`,
    "stale generation",
  );

/** Who did something, and as what. */
export interface Doer {
  /** Member id, or SYSTEM. */
  readonly id: string;
  readonly role: string;
}

/** A member's part in an action. */
export const roleIn = (one: Action, member: Member): Doer => ({
  id: member.id,
  role: one.ownerId === member.id ? "owner" : one.plannerId === member.id ? "planner" : "colleague",
});

const factsOf = (one: Action): Facts => ({
  ref: one.ref,
  subject_kind: one.subjectKind,
  subject: one.subjectId,
  subject_ref: one.subjectRef,
  follows: one.followsId,
  owner: one.ownerId,
  measure: one.measurePayload === null ? one.subjectKind : "own_words",
  start_on: one.startOn,
  review_on: one.reviewOn,
});

/** Puts a step of an action on record. */
export const recordStep = (
  work: Work,
  one: Action,
  by: Doer,
  verb: string,
  facts: Facts = {},
  payloadDigest?: string,
): Promise<void> =>
  work.journal.record(work.db, work.now, {
    team: one.teamId,
    actor: by.id,
    role: by.role,
    kind: `action.${verb}`,
    subject: one.id,
    facts: { ...factsOf(one), ...facts },
    ...(payloadDigest === undefined ? {} : { payloadDigest }),
  });
