import { member, strong, text } from "../chat/message.ts";
import type { Facts } from "../journal/index.ts";
import { keepText } from "../journal/index.ts";
import { type Member, findMember } from "../people/index.ts";
import { DECISION_LABELS, type Decision } from "./action.ts";
import { type Baseline, type Result, type Share, sumOf } from "./compare.ts";
import { localDate } from "../local-days.ts";
import { resultNow } from "./measure.ts";
import { begin } from "./plan.ts";
import { settleNotes, showAction, tellTeam } from "./publish.ts";
import { tellOthers } from "./steps.ts";
import type { Action } from "./store.ts";
import { type ActionWork, move, recordStep, roleIn } from "./work.ts";
import { VERDICT_WORDS, figureWords } from "./words.ts";

/** What was filled in, checked. */
export interface ReviewInput {
  /** The figure since the start, where a person measures. */
  readonly figure: Share | undefined;
  readonly outcome: string;
  readonly sideEffects: string;
  readonly decision: Decision;
  /** What is tried instead; given if and only if the decision is to adapt. */
  readonly next: { readonly change: string; readonly reviewOn: string } | undefined;
}

const resultFacts = (result: Result | undefined): Facts => {
  if (!result) return { result: null };
  const compared = { verdict: result.verdict, chance_millionths: Math.round(result.chance * 1_000_000) };
  return result.kind === "typed"
    ? { ...compared, result: "typed", result_n: result.n, result_of: result.of }
    : {
        ...compared,
        result: "daily",
        result_from: result.from,
        result_days: result.figures.length,
        result_sum: sumOf(result.figures),
        signals: [...result.signals],
      };
};

/**
 * Puts on record what came of an action, with the comparison as it stands at this moment.
 * @returns the reviewed action, and the one that follows it if it is adapted
 */
export async function review(
  work: ActionWork,
  actor: Member,
  one: Action,
  input: ReviewInput,
): Promise<{ readonly reviewed: Action; readonly follows: Action | undefined }> {
  const result = await resultNow(work, one, input.figure);
  const outcome = await keepText(work.db, work.ids, work.now, input.outcome);
  const sideEffects = await keepText(work.db, work.ids, work.now, input.sideEffects);
  const reviewed = await move(work, one, "review", {
    reviewedAt: work.now,
    reviewerId: actor.id,
    reviewResult: result ?? null,
    reviewDecision: input.decision,
    outcomePayload: outcome.id,
    sideEffectsPayload: sideEffects.id,
    endedAt: work.now,
  });
  const facts = { ...resultFacts(result), decision: input.decision, side_effects_digest: sideEffects.digest };
  await recordStep(work, reviewed, roleIn(one, actor), "reviewed", facts, outcome.digest);
  await tellSubject(work, actor, reviewed, input.decision);
  const follows = input.next ? await followUp(work, actor, reviewed, input.next) : undefined;
  await settleNotes(work, one, one.ownerId);
  await showAction(work, reviewed);
  const line = [
    member(actor.id),
    text(` has reviewed ${reviewed.ref}: `),
    strong(`${result ? VERDICT_WORDS[result.verdict] : "Nothing was counted"}. `),
    ...(one.baseline && result
      ? [text(`Before: ${figureWords(one.baseline)}. Since: ${figureWords(result)}. `)]
      : []),
    text(`Decision: ${DECISION_LABELS[input.decision].toLowerCase()}.`),
    ...(follows ? [text(` ${follows.ref} follows.`)] : []),
  ];
  await tellTeam(work, reviewed, `g${reviewed.generation}`, line);
  await tellOthers(work, reviewed, actor, line);
  return { reviewed, follows };
}

async function tellSubject(work: ActionWork, actor: Member, one: Action, decision: Decision): Promise<void> {
  const { subjectKind, subjectId } = one;
  if (subjectKind === null || subjectId === null) return;
  await work.subjects.get(subjectKind)?.reviewed?.(work, subjectId, {
    id: one.id,
    ref: one.ref,
    ownerId: one.ownerId,
    actorId: actor.id,
    decision,
    // Where nothing was counted nothing was detected either.
    verdict: one.reviewResult?.verdict ?? "no_detectable_change",
  });
}

/**
 * The action that adapts a reviewed one: the same problem, another change, from today on. It
 * has a baseline of its own, because what it changes is how things are now.
 */
async function followUp(
  work: ActionWork,
  actor: Member,
  one: Action,
  next: { readonly change: string; readonly reviewOn: string },
): Promise<Action> {
  const change = await keepText(work.db, work.ids, work.now, next.change);
  const owner = await findMember(work.db, one.ownerId);
  const now: Baseline | null =
    one.reviewResult?.kind === "typed"
      ? { kind: "typed", n: one.reviewResult.n, of: one.reviewResult.of }
      : null;
  return begin(
    work,
    actor,
    {
      teamId: one.teamId,
      subjectKind: one.subjectKind,
      subjectId: one.subjectId,
      subjectRef: one.subjectRef,
      followsId: one.id,
      ownerId: owner?.active ? owner.id : actor.id,
      problemPayload: one.problemPayload,
      causePayload: one.causePayload,
      changePayload: change.id,
      measurePayload: one.measurePayload,
      expectedPayload: one.expectedPayload,
      startOn: localDate(work.now, work.settings.timezone),
      reviewOn: next.reviewOn,
      baseline: now,
    },
    {},
    change.digest,
  );
}
