import type { Read } from "../../db/store.ts";
import { type Message, customer, member, say, strong, text } from "../chat/message.ts";
import { type AppError, conflict, refused } from "../errors.ts";
import { type Member, changeLoad, namesOf } from "../people/index.ts";
import { askNext } from "./ask.ts";
import { askedFacts, askedWords, closeAsks } from "./asks.ts";
import { isOver } from "./case.ts";
import { showCase, tell } from "./publish.ts";
import type { Case } from "./store.ts";
import { type Situation, mayTake, routeOf, situationOf } from "./who.ts";
import { STATE_WORDS, anyOf, issueLabel } from "./words.ts";
import { type Work, armTimer, move, publishing, quietAfterMs, recordStep, stale } from "./work.ts";

/** "Priya Shah or Marcus Bell": who could do it, for a refusal. */
export async function whoCan(work: { readonly db: Read }, situation: Situation): Promise<string> {
  const { candidates } = await routeOf(work.db, situation);
  const first = candidates.slice(0, 3).map((candidate) => candidate.id);
  if (first.length === 0)
    return "Nobody who is here now can; whoever keeps the organisation file can change that.";
  const names = await namesOf(work.db, first);
  return `${anyOf(first.map((id) => names.get(id) ?? id))} can.`;
}

/** Takes a case: one winner, everybody else is told who has it. */
export async function take(work: Work, taker: Member, one: Case, generation: number): Promise<Message> {
  const situation = await situationOf(work.db, work.settings, one, work.now);
  if (one.holderId === taker.id) return say(text(`You already have ${one.ref}.`));
  if (one.holderId !== null) throw await alreadyWith(work, one);
  if (one.state !== "raised")
    throw conflict(
      `${one.ref} can no longer be taken: ${STATE_WORDS[one.state].toLowerCase()}.`,
      "case not open to take",
    );
  if (!(await mayTake(work.db, situation, taker))) {
    const own = one.raiserId === taker.id;
    const why = own
      ? `You raised ${one.ref} yourself, so somebody else has to take it.`
      : `You may not decide ${issueLabel(situation)} for this case.`;
    throw refused(
      `${why} ${await whoCan(work, situation)}`,
      own ? "raiser takes own case" : "not authorised to take",
    );
  }
  if (one.generation !== generation) throw stale(one.ref);
  const taken = await move(work, one, "take", { holderId: taker.id, takenAt: work.now });
  const asked = await closeAsks(work, one.id);
  await changeLoad(work.db, taker.id, { holding: 1, takenAt: work.now });
  await armTimer(work, taken, "case.quiet", work.now + quietAfterMs(work.settings, taken));
  const now = { ...situation, case: taken };
  await recordStep(work, now, { actor: taker.id, role: "resolver" }, "taken", {
    was_asked: asked.includes(taker.id),
    level: taker.level,
  });
  await showCase(publishing(work), now);
  await tell(publishing(work), now, taken.raiserId, `g${taken.generation}`, [
    member(taker.id),
    text(` has taken ${taken.ref}.`),
  ]);
  return say(
    strong(taken.ref),
    text(" is yours. The card in your direct messages has "),
    strong("Decide"),
    text(" and "),
    strong("Release"),
    text("."),
  );
}

/** The kind message for whoever was second. */
async function alreadyWith(work: Work, one: Case): Promise<AppError> {
  const holder = one.holderId ?? "";
  const name = (await namesOf(work.db, [holder])).get(holder) ?? "Somebody";
  return conflict(`${name} already has ${one.ref}. There is nothing that you need to do.`, "already taken");
}

/** Only whoever has the case may go on with it. */
export async function holderOnly(work: { readonly db: Read }, actor: Member, one: Case): Promise<void> {
  if (one.holderId === actor.id) return;
  if (one.holderId === null)
    throw conflict(`Nobody has ${one.ref} right now: ${STATE_WORDS[one.state].toLowerCase()}.`, "no holder");
  const name = (await namesOf(work.db, [one.holderId])).get(one.holderId) ?? "Somebody else";
  throw refused(`${name} has ${one.ref}, so only ${name} can do that.`, "not the holder");
}

/** Gives a case back to the queue: somebody else is asked. */
export async function release(
  work: Work,
  actor: { readonly id: string; readonly role: string },
  one: Case,
): Promise<Situation> {
  const holder = one.holderId;
  const released = await move(work, one, "release", { holderId: null, takenAt: null });
  if (holder !== null) await changeLoad(work.db, holder, { holding: -1 });
  const asked = await askNext(
    work,
    await situationOf(work.db, work.settings, released, work.now),
    new Set(holder ? [holder] : []),
  );
  await recordStep(work, asked.situation, { actor: actor.id, role: actor.role }, "released", {
    holder,
    ...askedFacts(asked),
  });
  await showCase(publishing(work), asked.situation);
  await tell(publishing(work), asked.situation, released.raiserId, `g${released.generation}`, [
    ...(holder ? [member(holder), text(` no longer has ${released.ref}. `)] : []),
    ...askedWords(asked),
  ]);
  return asked.situation;
}

/** Takes back a case that is not needed any more. Only its raiser can, and only before a decision. */
export async function withdraw(work: Work, actor: Member, one: Case, generation: number): Promise<Message> {
  if (one.raiserId !== actor.id) {
    const name = (await namesOf(work.db, [one.raiserId])).get(one.raiserId) ?? "The raiser";
    throw refused(`${name} raised ${one.ref}, so only ${name} can withdraw it.`, "not the raiser");
  }
  if (isOver(one.state))
    throw conflict(`${one.ref} is already over: ${STATE_WORDS[one.state].toLowerCase()}.`, "already over");
  if (one.generation !== generation) throw stale(one.ref);
  const holder = one.holderId;
  const withdrawn = await move(work, one, "withdraw", { holderId: null, endedAt: work.now });
  const asked = await closeAsks(work, one.id);
  if (holder !== null) await changeLoad(work.db, holder, { holding: -1 });
  const situation = { ...(await situationOf(work.db, work.settings, withdrawn, work.now)), case: withdrawn };
  await recordStep(work, situation, { actor: actor.id, role: "raiser" }, "withdrawn", { holder });
  await showCase(publishing(work), situation);
  for (const id of new Set([...asked, ...(holder ? [holder] : [])])) {
    await tell(publishing(work), situation, id, `g${withdrawn.generation}`, [
      member(actor.id),
      text(` has withdrawn ${withdrawn.ref} (`),
      customer(withdrawn.customerId),
      text("). There is nothing more to do."),
    ]);
  }
  return say(strong(withdrawn.ref), text(" is withdrawn. Whoever was asked has been told."));
}
