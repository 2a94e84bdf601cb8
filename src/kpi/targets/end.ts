import type { Message } from "../../chat/message.ts";
import { conflict } from "../../errors.ts";
import type { Member } from "../../people/index.ts";
import type { Work } from "../../work.ts";
import { type TargetRow, changeTarget } from "./store.ts";
import { tell } from "./tell.ts";

const OVER: Readonly<Record<Exclude<TargetRow["state"], "proposed">, string>> = {
  agreed:
    "Everybody has agreed to this, so it cannot be withdrawn. Those who lead the team can end it under /kpi show.",
  declined: "This proposal is over already: somebody did not agree.",
  withdrawn: "This proposal was withdrawn already.",
  ended: "Everybody had agreed to this, and it was ended since. There is nothing to withdraw.",
};

/**
 * A team is no longer measured by a KPI; what was agreed until then stays on record.
 * @param by whoever looks after the target, or another who leads the team
 */
export async function endTarget(
  work: Work,
  by: Member,
  target: TargetRow,
  lastDay: string,
): Promise<TargetRow> {
  const { db, now, journal } = work;
  const ended = await changeTarget(db, target, { state: "ended", toDate: lastDay });
  await journal.record(db, now, {
    team: target.teamId,
    actor: by.id,
    role: by.id === target.ownerId ? "owner" : "leader",
    kind: "kpi.target_ended",
    subject: target.id,
    facts: { kpi: target.kpi, version: target.version, to: lastDay },
  });
  return ended;
}

/**
 * A proposal is taken back before everybody has agreed: those who were asked see that, and need not answer.
 * @throws AppError `conflict` where it is over. Its state says so, whichever button it was: it is proposed only once
 */
export async function withdraw(work: Work, by: Member, target: TargetRow): Promise<Message> {
  const { db, now, journal } = work;
  if (target.state !== "proposed") throw conflict(OVER[target.state], `not to be withdrawn: ${target.state}`);
  const withdrawn = await changeTarget(db, target, { state: "withdrawn" });
  await journal.record(db, now, {
    team: target.teamId,
    actor: by.id,
    role: by.id === target.proposedBy ? "proposer" : "leader",
    kind: "kpi.withdrawn",
    subject: target.id,
    facts: { kpi: target.kpi, version: target.version },
  });
  return tell(work, withdrawn, by);
}
