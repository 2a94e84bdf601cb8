import type { Read } from "../../db/store.ts";
import { type Block, type Message, member, say, strong, text } from "../chat/message.ts";
import { conflict, refused } from "../errors.ts";
import { type Member, namesOf } from "../people/index.ts";
import { TOLD_LABELS, type Told } from "./case.ts";
import { settleNotes, showCase, tell } from "./publish.ts";
import type { Case } from "./store.ts";
import { situationOf } from "./who.ts";
import { type Work, armTimer, move, publishing, quietAfterMs, recordStep } from "./work.ts";

/** Said wherever the customer is still to be told. */
export const toldReminder: Block = {
  b: "prose",
  text: [text("Please tell the customer, and record here how they took it.")],
};

/** It was said once; saying it again changes nothing. */
export const alreadyInformed = (one: Case): Error =>
  conflict(`It is already on record that the customer of ${one.ref} was told.`, "already informed");

/** Only the raiser, or whoever has the case, can say that the customer knows. */
export async function informerOnly(work: { readonly db: Read }, actor: Member, one: Case): Promise<void> {
  if (actor.id !== one.raiserId && actor.id !== one.holderId) {
    const name = (await namesOf(work.db, [one.raiserId])).get(one.raiserId) ?? "The raiser";
    throw refused(
      `${name} is to tell the customer about ${one.ref}, so ${name} records it.`,
      "not the one to inform",
    );
  }
}

/**
 * The raiser, or whoever has the case, records that the customer knows and how they took it.
 * It can be said from any message about the case, however old, because it is true or not
 * whatever else happened since; it is recorded once.
 */
export async function inform(
  work: Work,
  actor: Member,
  one: Case,
  told: Exclude<Told, "raiser_will">,
): Promise<Message> {
  await informerOnly(work, actor, one);
  if (one.informedAt !== null) throw alreadyInformed(one);
  const state = one.state === "handed_back" ? { endedAt: work.now } : {};
  const informed = await move(work, one, "inform", {
    told,
    informedAt: work.now,
    informedBy: actor.id,
    ...state,
  });
  const situation = await situationOf(work.db, work.settings, informed, work.now);
  const role = actor.id === one.raiserId ? "raiser" : "resolver";
  await recordStep(work, situation, { actor: actor.id, role }, "customer_informed", {
    told,
    reply_recorded: true,
  });
  if (informed.state !== "closed")
    await armTimer(work, informed, "case.follow_up", work.now + quietAfterMs(work.settings, informed));
  await showCase(publishing(work), situation);
  await settleNotes(publishing(work), informed.id, informed.raiserId);
  if (one.deciderId !== null && one.deciderId !== actor.id) {
    await tell(publishing(work), situation, one.deciderId, `g${informed.generation}`, [
      member(actor.id),
      text(` has recorded for ${informed.ref}: ${TOLD_LABELS[told].toLowerCase()}.`),
    ]);
  }
  return say(
    strong(informed.ref),
    text(": recorded. "),
    text(informed.state === "closed" ? "The case is closed." : "The case closes when it is handed back."),
  );
}
