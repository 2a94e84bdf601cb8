import type { Read } from "../../db/store.ts";
import { boundaryOf, mayDecide } from "../authority/index.ts";
import {
  type Block,
  type Message,
  type Inline,
  member,
  payload,
  say,
  strong,
  text,
} from "../chat/message.ts";
import { AppError, conflict, refused } from "../errors.ts";
import { keepText } from "../journal/index.ts";
import { type Member, changeLoad, membersServing, namesOf } from "../people/index.ts";
import { OUTCOME_LABELS, type Outcome, TOLD_LABELS, type Told } from "./case.ts";
import { informButton } from "./cards.ts";
import { showCase, tell } from "./publish.ts";
import type { Case } from "./store.ts";
import { holderOnly } from "./take.ts";
import { type Situation, situationOf } from "./who.ts";
import { amountOf, anyOf, issueLabel } from "./words.ts";
import { type Work, armTimer, move, publishing, quietAfterMs, recordStep, stale } from "./work.ts";

/** What the resolver filled in, checked. */
export interface DecideInput {
  readonly outcome: Outcome;
  readonly what: string;
  /** What is given, pence; null: nothing that has an amount. */
  readonly amountPence: number | null;
  readonly told: Told;
}

/** Decides a case inside one's authority. */
export async function decide(
  work: Work,
  actor: Member,
  one: Case,
  generation: number,
  input: DecideInput,
): Promise<Message> {
  await holderOnly(work, actor, one);
  if (one.generation !== generation) throw stale(one.ref);
  const situation = await situationOf(work.db, work.settings, one, work.now);
  await assertWithinAuthority(work, actor, situation, input.amountPence);
  const what = await keepText(work.db, work.ids, work.now, input.what);
  const informed = input.told !== "raiser_will";
  const decided = await move(work, one, informed ? "decide_informed" : "decide", {
    outcome: input.outcome,
    decidedPayload: what.id,
    decidedPence: input.amountPence,
    currency: one.currency ?? (input.amountPence === null ? null : (situation.decision?.currency ?? null)),
    told: input.told,
    decidedAt: work.now,
    deciderId: actor.id,
    informedAt: informed ? work.now : null,
    informedBy: informed ? actor.id : null,
  });
  const now = { ...situation, case: decided };
  await recordStep(
    work,
    now,
    { actor: actor.id, role: "resolver" },
    "decided",
    {
      outcome: input.outcome,
      decided_pence: input.amountPence,
      told: input.told,
      reply_recorded: informed,
      level: actor.level,
      // Which row was relied on: a limit is looked up in the version in force when the case arose.
      authority_row: situation.decision
        ? `${one.authorityVersion}:${situation.decision.id}:${actor.level}`
        : null,
    },
    what.digest,
  );
  await armTimer(work, decided, "case.follow_up", work.now + quietAfterMs(work.settings, decided));
  await showCase(publishing(work), now);
  await tell(
    publishing(work),
    now,
    decided.raiserId,
    `g${decided.generation}`,
    decidedLine(decided, actor),
    [{ b: "prose", text: [payload(what.id)] }, ...(informed ? [] : [toldReminder])],
    informed ? [] : [informButton(decided)],
  );
  return say(
    strong(decided.ref),
    text(
      " is decided, and the person who asked knows. Hand it back when you can: a line of feedback helps them next time.",
    ),
  );
}

const toldReminder: Block = {
  b: "prose",
  text: [text("Please tell the customer, and record here how they took it.")],
};

function decidedLine(decided: Case, actor: Member): Inline[] {
  const amount = amountOf(decided.decidedPence, decided.currency);
  const outcome = decided.outcome;
  const label = outcome !== null && outcome in OUTCOME_LABELS ? labelOf(outcome) : "Decided";
  return [
    strong(`${decided.ref}: ${label}${amount ? ` ${amount}` : ""}`),
    text(" by "),
    member(actor.id),
    text("."),
  ];
}

const labelOf = (outcome: string): string =>
  Object.entries(OUTCOME_LABELS).find(([code]) => code === outcome)?.[1] ?? "Decided";

/** Checked at the decision too: the amount may be another than the one that was asked for (DESIGN 4). */
async function assertWithinAuthority(
  work: Work,
  actor: Member,
  situation: Situation,
  amountPence: number | null,
): Promise<void> {
  const { decision, register, givenPence } = situation;
  if (!decision || (amountPence === null && situation.case.kind !== "approval")) return;
  const total = (amountPence ?? 0) + givenPence;
  if (amountPence !== null && mayDecide(register, decision.id, total, actor)) return;
  if (amountPence === null && actor.decides && boundaryOf(register, decision.id, actor.rank) !== "none")
    return;
  const able = (await membersServing(work.db, situation.case.teamId))
    .filter(
      (person) => person.id !== situation.case.raiserId && mayDecide(register, decision.id, total, person),
    )
    .toSorted((a, b) => a.rank - b.rank)
    .slice(0, 3)
    .map((person) => person.id);
  const names = await namesOf(work.db, able);
  const who =
    able.length > 0
      ? `${anyOf(able.map((id) => names.get(id) ?? id))} can decide it: release the case and they are asked.`
      : "Nobody who serves this team can decide it.";
  const limit = limitWords(actor, situation);
  const counted =
    givenPence > 0
      ? `, counting ${amountOf(givenPence, decision.currency) ?? ""} this customer was already given`
      : "";
  const asked = amountOf(total, decision.currency);
  throw new AppError(
    "refused",
    `${asked && amountPence !== null ? `${asked}${counted} is` : "This is"} above what you may decide for ${issueLabel(situation)} (${limit}). ${who}`,
    {
      log: "above authority",
      fields: { amount: `Above your limit (${limit}). ${who}` },
    },
  );
}

function limitWords(actor: Member, situation: Situation): string {
  const boundary = actor.decides ? boundaryOf(situation.register, situation.case.issue, actor.rank) : "none";
  if (typeof boundary === "object")
    return `up to ${amountOf(boundary.pence, situation.decision?.currency ?? null) ?? ""}`;
  return boundary === "any" ? "yes or no" : "nothing";
}

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
