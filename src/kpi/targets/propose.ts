import { invalid } from "../../errors.ts";
import { keepText } from "../../journal/index.ts";
import { putDirect } from "../../outbox/index.ts";
import { type Member, findMember } from "../../people/index.ts";
import type { Work } from "../../work.ts";
import type { Definition } from "../definition.ts";
import { proposalMessage } from "./messages.ts";
import { shownOf } from "./shown.ts";
import { type TargetRow, insertProposal } from "./store.ts";
import { askKey } from "./tell.ts";

/** A target as somebody proposes it, checked. */
export interface Proposal {
  readonly team: string;
  /** In the KPI's unit. */
  readonly low: number | null;
  readonly high: number | null;
  /** `YYYY-MM-DD`. */
  readonly from: string;
  readonly basis: string;
  readonly ownerId: string;
  /** Member ids. */
  readonly asked: readonly string[];
}

const inThousandths = (value: number | null): number | null =>
  value === null ? null : Math.round(value * 1_000);

/**
 * Proposes that a team is measured by a KPI (`H12E:PC7`): nothing is in force before everybody who is asked
 * has agreed, and nobody agrees with themselves alone.
 * @throws AppError `invalid`
 */
export async function propose(
  work: Work,
  by: Member,
  definition: Definition,
  proposal: Proposal,
): Promise<TargetRow> {
  const { db, ids, now, journal, active } = work;
  if (!proposal.asked.some((id) => id !== by.id)) {
    const problem = "Ask somebody besides yourself: a target is agreed between people.";
    throw invalid(problem, "nobody else is asked to agree", { asked: problem });
  }
  const basis = await keepText(db, ids, now, proposal.basis);
  const target: TargetRow = {
    id: ids.next(),
    kpi: definition.kpi,
    version: definition.version,
    teamId: proposal.team,
    low: inThousandths(proposal.low),
    high: inThousandths(proposal.high),
    fromDate: proposal.from,
    toDate: null,
    basisPayload: basis.id,
    ownerId: proposal.ownerId,
    proposedBy: by.id,
    proposedAt: now,
    state: "proposed",
    agreedAt: null,
    generation: 1,
  };
  await insertProposal(db, target, proposal.asked);
  await journal.record(db, now, {
    team: target.teamId,
    actor: by.id,
    role: "proposer",
    kind: "kpi.proposed",
    subject: target.id,
    facts: {
      kpi: target.kpi,
      version: target.version,
      low: target.low,
      high: target.high,
      from: target.fromDate,
      owner: target.ownerId,
      asked: [...proposal.asked],
    },
    payloadDigest: basis.digest,
  });
  const shown = await shownOf(db, target);
  for (const id of proposal.asked)
    await putDirect(db, now, active, await findMember(db, id), {
      key: askKey(target.id, id),
      message: proposalMessage(shown, id),
    });
  return target;
}
