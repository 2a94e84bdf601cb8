import { type Message, member, payload, say, strong, text } from "../chat/message.ts";
import { keepText } from "../journal/index.ts";
import { type Member, changeLoad } from "../people/index.ts";
import { informButton } from "./cards.ts";
import { toldReminder } from "./inform.ts";
import { showCase, tell } from "./publish.ts";
import type { Case } from "./store.ts";
import { holderOnly } from "./take.ts";
import { situationOf } from "./who.ts";
import { type Work, armTimer, move, publishing, quietAfterMs, recordStep, stale } from "./work.ts";

/** Hands a decided case back to its raiser, with feedback for next time. */
export async function handBack(
  work: Work,
  actor: Member,
  one: Case,
  generation: number,
  feedback: string | undefined,
): Promise<Message> {
  await holderOnly(work, actor, one);
  if (one.generation !== generation) throw stale(one.ref);
  const kept = feedback === undefined ? undefined : await keepText(work.db, work.ids, work.now, feedback);
  const over = one.state === "customer_informed";
  const back = await move(work, one, "hand_back", {
    holderId: null,
    handedBackAt: work.now,
    feedbackPayload: kept?.id ?? null,
    ...(over ? { endedAt: work.now } : {}),
  });
  await changeLoad(work.db, actor.id, { holding: -1 });
  const situation = await situationOf(work.db, work.settings, back, work.now);
  await recordStep(
    work,
    situation,
    { actor: actor.id, role: "resolver" },
    "handed_back",
    { feedback: kept !== undefined },
    kept?.digest,
  );
  if (!over) await armTimer(work, back, "case.follow_up", work.now + quietAfterMs(work.settings, back));
  await showCase(publishing(work), situation);
  await tell(
    publishing(work),
    situation,
    back.raiserId,
    `g${back.generation}`,
    [member(actor.id), text(` has handed ${back.ref} back to you.${over ? " It is closed." : ""}`)],
    [
      ...(kept ? [{ b: "prose" as const, text: [text("Feedback: "), payload(kept.id)] }] : []),
      ...(over ? [] : [toldReminder]),
    ],
    over ? [] : [informButton(back)],
  );
  return say(
    strong(back.ref),
    text(
      over
        ? " is handed back and closed."
        : " is handed back. It closes when the raiser has told the customer.",
    ),
  );
}
