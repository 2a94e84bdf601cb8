import type { Message } from "../../chat/message.ts";
import { putDirect } from "../../outbox/index.ts";
import { type Member, findMember, serves } from "../../people/index.ts";
import type { Work } from "../../work.ts";
import { proposalMessage } from "./messages.ts";
import { shownOf } from "./shown.ts";
import type { TargetRow } from "./store.ts";

/** What each of those who are asked is told, and told again when it changes. */
export const askKey = (targetId: string, memberId: string): string => `kpi/target/${targetId}/${memberId}`;

/**
 * Tells everybody who was asked, and who proposed it, how it stands.
 * @param by who has just answered it or withdrawn it
 * @returns what `by` gets to see
 */
export async function tell(work: Work, target: TargetRow, by: Member): Promise<Message> {
  const { db, now, active } = work;
  const shown = {
    ...(await shownOf(db, target)),
    ...(target.state === "withdrawn" && { withdrawnBy: by.id }),
  };
  // Whoever takes their own proposal back before anybody answered was sent nothing that has to change.
  const isUnheard = by.id === target.proposedBy && shown.agreements.every(({ answer }) => answer === null);
  const asked = shown.agreements.map(({ memberId }) => memberId);
  for (const id of new Set(isUnheard ? asked : [target.proposedBy, ...asked])) {
    const person = await findMember(db, id);
    // Who has left the team since hears no more of what it is measured by.
    if (person && (await serves(db, person, target.teamId)))
      await putDirect(db, now, active, person, {
        key: askKey(target.id, id),
        message: proposalMessage(shown, id),
      });
  }
  return proposalMessage(shown, by.id);
}
