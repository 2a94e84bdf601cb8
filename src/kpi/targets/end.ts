import { conflict } from "../../errors.ts";
import type { Member } from "../../people/index.ts";
import type { Work } from "../../work.ts";
import { type TargetRow, changeTarget } from "./store.ts";

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
