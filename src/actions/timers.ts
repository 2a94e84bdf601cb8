import { member, strong, text } from "../chat/message.ts";
import type { DueAction, DueHandler } from "../engine/index.ts";
import { SYSTEM } from "../journal/index.ts";
import { lateness } from "../local-time.ts";
import { type Member, findMember, membersServing, readSettings } from "../people/index.ts";
import type { State } from "./action.ts";
import { deedButton } from "./cards.ts";
import { dayWords, localDate } from "../local-days.ts";
import { start, startedLine } from "./start.ts";
import { showAction, tellOne, tellTeam } from "./publish.ts";
import { type Stage, stageAt } from "./reminders.ts";
import { type Action, findAction } from "./store.ts";
import { leaderOf } from "./who.ts";
import { type ActionParts, type ActionWork, type TimerKind, armNext, recordStep } from "./work.ts";

type Act = (work: ActionWork, one: Action, action: DueAction) => Promise<void>;

/** The clock's part in what happens: nobody's evidence. */
const CLOCK = { id: SYSTEM, role: "timer" };

/** An action's timers: what each does when its time has come and the action is still what it was armed for. */
export function timersOf(parts: ActionParts): ReadonlyMap<string, DueHandler> {
  const handler =
    (state: State, act: Act): DueHandler =>
    async (db, action, now) => {
      const one = await findAction(db, action.subject);
      if (!one || one.state !== state || String(one.generation) !== action.generation) return "stale";
      await act({ ...parts, db, now, settings: await readSettings(db) }, one, action);
      return "acted";
    };
  return new Map<TimerKind, DueHandler>([
    ["action.start", handler("planned", startOnItsDay)],
    ["action.review", handler("running", remind)],
  ]);
}

/** Who answers for an action: its owner, unless they have left, and whoever is above them. */
async function answerable(
  { db }: ActionWork,
  one: Action,
): Promise<{ readonly owner: Member | undefined; readonly leader: Member | undefined }> {
  const owner = await findMember(db, one.ownerId);
  return {
    owner: owner?.active ? owner : undefined,
    leader: owner && leaderOf(owner, await membersServing(db, one.teamId)),
  };
}

/** "Gone Away owns it and is not here any more: hand it over." */
const ownerLeft = (one: Action) => [
  text(" "),
  member(one.ownerId),
  text(` owns it and is not here any more: /action ${one.ref} hands it over.`),
];

/** The day for which the change was planned has come. */
async function startOnItsDay(work: ActionWork, one: Action, action: DueAction): Promise<void> {
  const started = await start(work, one, CLOCK);
  await showAction(work, started);
  const { owner, leader } = await answerable(work, started);
  const step = `g${started.generation}`;
  const late = text(lateness(action.dueAt, work.now));
  await tellTeam(work, started, step, [...startedLine(started), late]);
  const to = owner ?? leader;
  if (!to) return;
  await tellOne(work, started, to.id, step, {
    line: [
      ...startedLine(started),
      late,
      ...(owner ? [text(" If the change is not made, drop the action or tell its team.")] : ownerLeft(one)),
    ],
    buttons: [deedButton(started, owner ? "drop" : "hand_over")],
  });
}

/** Said of a review, by whether its day is still to come. */
function dueWords(one: Action, today: string): string {
  if (one.reviewOn === today) return " is due for review today";
  return one.reviewOn > today
    ? ` is due for review on ${dayWords(one.reviewOn)}`
    : ` was due for review on ${dayWords(one.reviewOn)}, and no review is on record`;
}

/**
 * A review is due, or overdue: its owner is reminded, and once it is overdue whoever is above
 * them is told, too. What is said is what holds now, however late the timer comes.
 */
async function remind(work: ActionWork, one: Action, action: DueAction): Promise<void> {
  const { timezone } = work.settings;
  const stage: Stage = stageAt(one.reviewOn, work.now, timezone) ?? "before";
  await armNext(work, one);
  const { owner, leader } = await answerable(work, one);
  const told = [...(owner ? [owner] : []), ...(leader && (stage === "overdue" || !owner) ? [leader] : [])];
  await recordStep(work, one, CLOCK, "reminded", { stage, told: told.map((person) => person.id) });
  const due = `${dueWords(one, localDate(work.now, timezone))}${lateness(action.dueAt, work.now)}.`;
  const step = `${stage}-${work.now}`;
  for (const person of told) {
    const line = [strong(one.ref), text(due), ...whose(one, person, owner, stage, leader)];
    await tellOne(work, one, person.id, step, {
      line,
      buttons: [deedButton(one, "review"), deedButton(one, "hand_over")],
    });
  }
  if (told.length === 0) await tellTeam(work, one, step, [strong(one.ref), text(due), ...ownerLeft(one)]);
}

/** Whose review it is, for whoever reads it, and who else is told. */
function whose(
  one: Action,
  reader: Member,
  owner: Member | undefined,
  stage: Stage,
  leader: Member | undefined,
) {
  if (!owner) return ownerLeft(one);
  if (reader.id !== owner.id) return [text(" It is with "), member(owner.id), text(", who was reminded.")];
  return stage === "overdue" && leader ? [text(" "), member(leader.id), text(" is told, too.")] : [];
}
