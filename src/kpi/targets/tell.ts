import type { Message } from "../../chat/message.ts";
import { putDirect } from "../../outbox/index.ts";
import { findMember, serves } from "../../people/index.ts";
import type { Work } from "../../work.ts";
import { answerButtons, targetMessage } from "./messages.ts";
import { shownOf } from "./shown.ts";
import type { TargetRow } from "./store.ts";

/** What each of those who are asked is told, and told again when it changes. */
export const askKey = (targetId: string, memberId: string): string => `kpi/target/${targetId}/${memberId}`;

/** Tells everybody who was asked, and who proposed it, how it stands. */
export async function tell(work: Work, target: TargetRow, title: string): Promise<Message> {
  const { db, now, active } = work;
  const shown = await shownOf(db, target);
  const open = target.state === "proposed";
  const message = targetMessage(shown, title, []);
  const asks = targetMessage(shown, "Do you agree", answerButtons(target));
  const answers = new Map([[target.proposedBy, message]]);
  for (const { memberId, answer } of shown.agreements)
    answers.set(memberId, open && answer === null ? asks : message);
  for (const [memberId, about] of answers) {
    const person = await findMember(db, memberId);
    // Who has left the team since hears no more of what it is measured by.
    if (person && (await serves(db, person, target.teamId)))
      await putDirect(db, now, active, person, { key: askKey(target.id, memberId), message: about });
  }
  return message;
}
