import { member, payload, strong, text } from "../chat/message.ts";
import { keepText } from "../journal/index.ts";
import type { Member } from "../people/index.ts";
import { deedButton } from "./cards.ts";
import { dayWords } from "../local-days.ts";
import { settleNotes, showAction, tellOne, tellTeam } from "./publish.ts";
import type { Action } from "./store.ts";
import { type ActionWork, move, recordStep, roleIn } from "./work.ts";

/** Gives an action to another owner. */
export async function handOver(
  work: ActionWork,
  actor: Member,
  one: Action,
  ownerId: string,
): Promise<Action> {
  const doer = roleIn(one, actor);
  const handed = await move(work, one, "hand_over", { ownerId });
  await recordStep(work, handed, doer, "handed_over", { from: one.ownerId, to: ownerId });
  await settleNotes(work, one, one.ownerId);
  await showAction(work, handed);
  const step = `g${handed.generation}`;
  await tellTeam(work, handed, step, [
    member(actor.id),
    text(` has handed ${handed.ref} over from `),
    member(one.ownerId),
    text(" to "),
    member(ownerId),
    text("."),
  ]);
  if (ownerId !== actor.id) {
    await tellOne(work, handed, ownerId, step, {
      line: [
        member(actor.id),
        text(" has handed "),
        strong(handed.ref),
        text(
          ` over to you. Its review is due on ${dayWords(handed.reviewOn)}. /action ${handed.ref} shows it.`,
        ),
      ],
    });
  }
  if (one.ownerId !== actor.id && one.ownerId !== ownerId) {
    await tellOne(work, handed, one.ownerId, step, {
      line: [
        member(actor.id),
        text(` has handed ${handed.ref} over to `),
        member(ownerId),
        text(". There is nothing more for you to do."),
      ],
    });
  }
  return handed;
}

/** Gives an action up, with a reason. What was counted so far is not compared: that would be a review. */
export async function drop(work: ActionWork, actor: Member, one: Action, reason: string): Promise<Action> {
  const kept = await keepText(work.db, work.ids, work.now, reason);
  const dropped = await move(work, one, "drop", { dropReasonPayload: kept.id, endedAt: work.now });
  await recordStep(work, dropped, roleIn(one, actor), "dropped", { was: one.state }, kept.digest);
  const { subjectKind, subjectId } = dropped;
  if (subjectKind !== null && subjectId !== null) {
    const summary = { id: dropped.id, ref: dropped.ref, ownerId: dropped.ownerId, actorId: actor.id };
    await work.subjects.get(subjectKind)?.dropped?.(work, subjectId, summary);
  }
  await settleNotes(work, one, one.ownerId);
  await showAction(work, dropped);
  await tellTeam(work, dropped, `g${dropped.generation}`, [
    member(actor.id),
    text(` has dropped ${dropped.ref}: `),
    payload(kept.id),
  ]);
  await tellOthers(work, dropped, actor, [
    member(actor.id),
    text(` has dropped ${dropped.ref}: `),
    payload(kept.id),
  ]);
  return dropped;
}

/** Tells its owner and whoever planned it, unless they did it themselves. */
export async function tellOthers(
  work: ActionWork,
  one: Action,
  actor: Member,
  line: Parameters<typeof tellOne>[4]["line"],
): Promise<void> {
  for (const id of new Set([one.ownerId, one.plannerId])) {
    if (id === actor.id) continue;
    const buttons =
      one.state === "reviewed" && one.toldAt === null && id === one.ownerId ? [deedButton(one, "tell")] : [];
    await tellOne(work, one, id, `g${one.generation}`, { line, buttons });
  }
}
