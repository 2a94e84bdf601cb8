import type { Read } from "../../../db/store.ts";
import type { Message } from "../../chat/message.ts";
import { conflict, notFound } from "../../errors.ts";
import { keepText } from "../../journal/index.ts";
import { putDirect } from "../../outbox/index.ts";
import { type Member, findMember, serves, teamName } from "../../people/index.ts";
import type { Work } from "../../work.ts";
import { definitionAt } from "../definitions.ts";
import { answerButtons, targetMessage } from "./messages.ts";
import { askKey } from "./propose.ts";
import { type TargetRow, agreementsOf, answerAgreement, changeTarget, findTarget } from "./store.ts";

/**
 * A target that somebody was asked about, and has not answered yet. Who has left its team since is asked no more.
 * @throws AppError `not_found` for anybody else, `conflict` where it was answered or is over
 */
export async function askedOf(db: Read, member: Member, id: string): Promise<TargetRow> {
  const target = await findTarget(db, id);
  const agreements = target ? await agreementsOf(db, target.id) : [];
  const own = agreements.find(({ memberId }) => memberId === member.id);
  if (!target || !own || !(await serves(db, member, target.teamId)))
    throw notFound("target", target ? "not asked" : "no such target");
  if (own.answer !== null)
    throw conflict("You have answered this already, and your answer stands.", "answered already");
  if (target.state !== "proposed")
    throw conflict("This proposal is over: nothing can be agreed about it any more.", "proposal over");
  return target;
}

/** Tells everybody who was asked, and who proposed it, how it stands. */
async function tell(work: Work, target: TargetRow, title: string): Promise<Message> {
  const { db, now, active } = work;
  const definition = await definitionAt(db, target.kpi, target.version);
  if (!definition) throw new Error("a target of a KPI that does not exist");
  const agreements = await agreementsOf(db, target.id);
  const shown = { target, definition, teamName: await teamName(db, target.teamId), agreements };
  const open = target.state === "proposed";
  const message = targetMessage(shown, title, []);
  const asks = targetMessage(shown, "Do you agree", answerButtons(target));
  const answers = new Map([[target.proposedBy, message]]);
  for (const { memberId, answer } of agreements)
    answers.set(memberId, open && answer === null ? asks : message);
  for (const [memberId, about] of answers) {
    const person = await findMember(db, memberId);
    // Who has left the team since hears no more of what it is measured by.
    if (person && (await serves(db, person, target.teamId)))
      await putDirect(db, now, active, person, { key: askKey(target.id, memberId), message: about });
  }
  return message;
}

/** Whether somebody who was asked, and still works in the team, has not answered yet. */
async function isOpen({ db }: Work, target: TargetRow): Promise<boolean> {
  for (const { memberId, answer } of await agreementsOf(db, target.id)) {
    if (answer !== null) continue;
    const asked = await findMember(db, memberId);
    if (asked?.active && (await serves(db, asked, target.teamId))) return true;
  }
  return false;
}

/** Somebody agrees; once everybody has, the target is in force from its day on. */
export async function agree(work: Work, by: Member, target: TargetRow): Promise<Message> {
  const { db, now, journal } = work;
  await answerAgreement(db, target.id, by.id, { answer: "agreed", reasonPayload: null, at: now });
  const event = {
    team: target.teamId,
    actor: by.id,
    subject: target.id,
    facts: { kpi: target.kpi, version: target.version },
  };
  await journal.record(db, now, { ...event, role: "agreer", kind: "kpi.agreed_to" });
  if (await isOpen(work, target)) return tell(work, target, "You agreed");
  const agreed = await changeTarget(db, target, { state: "agreed", agreedAt: now });
  if (!agreed) throw conflict("Somebody was faster; look again.", "target changed meanwhile");
  await journal.record(db, now, { ...event, actor: target.proposedBy, role: "proposer", kind: "kpi.agreed" });
  return tell(work, agreed, "Agreed by everybody");
}

/** Somebody does not agree: the proposal is over, and whoever proposed it learns why. */
export async function decline(work: Work, by: Member, target: TargetRow, reason: string): Promise<Message> {
  const { db, ids, now, journal } = work;
  const kept = await keepText(db, ids, now, reason);
  await answerAgreement(db, target.id, by.id, { answer: "declined", reasonPayload: kept.id, at: now });
  const declined = await changeTarget(db, target, { state: "declined" });
  if (!declined) throw conflict("Somebody was faster; look again.", "target changed meanwhile");
  await journal.record(db, now, {
    team: target.teamId,
    actor: by.id,
    role: "agreer",
    kind: "kpi.declined",
    subject: target.id,
    facts: { kpi: target.kpi, version: target.version },
    payloadDigest: kept.digest,
  });
  return tell(work, declined, "Not agreed");
}

/** A team is no longer measured by a KPI; what was agreed until then stays on record. */
export async function endTarget(
  work: Work,
  by: Member,
  target: TargetRow,
  lastDay: string,
): Promise<TargetRow> {
  const { db, now, journal } = work;
  const ended = await changeTarget(db, target, { state: "ended", toDate: lastDay });
  if (!ended) throw conflict("Somebody was faster; look again.", "target changed meanwhile");
  await journal.record(db, now, {
    team: target.teamId,
    actor: by.id,
    role: "owner",
    kind: "kpi.target_ended",
    subject: target.id,
    facts: { kpi: target.kpi, version: target.version, to: lastDay },
  });
  return ended;
}
