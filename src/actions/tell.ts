import { conflict } from "../errors.ts";
import { keepText } from "../journal/index.ts";
import { type Member, findMember } from "../people/index.ts";
import type { Read } from "../../db/store.ts";
import { showAction, spread } from "./publish.ts";
import type { Action } from "./store.ts";
import type { Subjects } from "./subject.ts";
import { type ActionWork, move, recordStep, roleIn } from "./work.ts";

/** Whom it is told. */
export const AUDIENCES = ["channel", "loggers"] as const;
/** One of {@link AUDIENCES}. */
export type Audience = (typeof AUDIENCES)[number];

/** Those who are still here of the people who logged what the action is about. */
export async function loggersOf(db: Read, subjects: Subjects, one: Action): Promise<readonly Member[]> {
  const subject = one.subjectKind === null ? undefined : subjects.get(one.subjectKind);
  if (!subject?.audience || one.subjectId === null) return [];
  const ids = new Set(await subject.audience(db, one.subjectId));
  const people = await Promise.all([...ids].map((id) => findMember(db, id)));
  return people.filter((person) => person !== undefined).filter((person) => person.active);
}

/** @throws AppError `conflict`: it is said once, the second time nobody would read it */
export function assertUntold(one: Action): void {
  if (one.toldAt !== null) throw conflict(`What was done about ${one.ref} was already told.`, "already told");
}

/** "You said, we did": in the team's channel, and to those who logged it. The form checks that it was not told yet. */
export async function tell(
  work: ActionWork,
  actor: Member,
  one: Action,
  wording: string,
  to: ReadonlySet<Audience>,
): Promise<Action> {
  const kept = await keepText(work.db, work.ids, work.now, wording);
  const people = to.has("loggers")
    ? (await loggersOf(work.db, work.subjects, one)).map((person) => person.id)
    : [];
  const told = await move(work, one, "tell", { toldAt: work.now, toldPayload: kept.id });
  await recordStep(
    work,
    told,
    roleIn(one, actor),
    "told",
    { channel: to.has("channel"), people, while: one.state },
    kept.digest,
  );
  await spread(work, told, kept.id, { channel: to.has("channel"), people });
  await showAction(work, told);
  return told;
}
