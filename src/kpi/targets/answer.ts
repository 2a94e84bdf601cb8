import type { Read } from "../../../db/store.ts";
import type { Message } from "../../chat/message.ts";
import { conflict, notFound } from "../../errors.ts";
import { keepText } from "../../journal/index.ts";
import { type Member, findMember, serves } from "../../people/index.ts";
import type { Work } from "../../work.ts";
import { type TargetRow, agreementsOf, answerAgreement, changeTarget, findTarget } from "./store.ts";
import { tell } from "./tell.ts";

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
  if (target.state === "withdrawn")
    throw conflict("This proposal was withdrawn: nobody needs to answer it any more.", "proposal withdrawn");
  if (own.answer !== null)
    throw conflict("You have answered this already, and your answer stands.", "answered already");
  if (target.state !== "proposed")
    throw conflict("This proposal is over: nothing can be agreed about it any more.", "proposal over");
  return target;
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
  if (await isOpen(work, target)) return tell(work, target, by);
  const agreed = await changeTarget(db, target, { state: "agreed", agreedAt: now });
  await journal.record(db, now, { ...event, actor: target.proposedBy, role: "proposer", kind: "kpi.agreed" });
  return tell(work, agreed, by);
}

/** Somebody does not agree: the proposal is over, and whoever proposed it learns why. */
export async function decline(work: Work, by: Member, target: TargetRow, reason: string): Promise<Message> {
  const { db, ids, now, journal } = work;
  const kept = await keepText(db, ids, now, reason);
  await answerAgreement(db, target.id, by.id, { answer: "declined", reasonPayload: kept.id, at: now });
  const declined = await changeTarget(db, target, { state: "declined" });
  await journal.record(db, now, {
    team: target.teamId,
    actor: by.id,
    role: "agreer",
    kind: "kpi.declined",
    subject: target.id,
    facts: { kpi: target.kpi, version: target.version },
    payloadDigest: kept.digest,
  });
  return tell(work, declined, by);
}
