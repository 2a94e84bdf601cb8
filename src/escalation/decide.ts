import { boundaryOf, mayDecide } from "../authority/index.ts";
import { type Message, type Inline, member, payload, say, strong, text } from "../chat/message.ts";
import { AppError } from "../errors.ts";
import { keepText } from "../journal/index.ts";
import { type Member, membersServing, namesOf } from "../people/index.ts";
import { OUTCOME_LABELS, type Outcome, type Told } from "./case.ts";
import { informButton, weighButton } from "./cards.ts";
import { toldReminder } from "./inform.ts";
import { showCase, tell } from "./publish.ts";
import type { Case } from "./store.ts";
import { holderOnly } from "./take.ts";
import { type WeighInput, mayWeigh, mustWeigh, recordWeighed } from "./weigh.ts";
import { type Situation, situationOf } from "./who.ts";
import { withinAuthority } from "./within.ts";
import { amountOf, anyOf, issueLabel } from "./words.ts";
import { type Work, armTimer, move, publishing, quietAfterMs, recordStep, stale } from "./work.ts";

/** What the resolver filled in, checked. */
export interface DecideInput {
  readonly outcome: Outcome;
  readonly what: string;
  /** What is given, pence; null: nothing that has an amount. */
  readonly amountPence: number | null;
  readonly told: Told;
  /** What was weighed; complete where {@link mustWeigh} says so: the form has asked for it. */
  readonly weighed: WeighInput;
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
  const weighs = mustWeigh(one, situation.decision, input.outcome);
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
  const within = withinAuthority({ ...situation, kind: one.kind, ...input }, actor);
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
      ...(within === undefined ? {} : { within_authority: within }),
    },
    what.digest,
  );
  if (weighs) await recordWeighed(work, actor, now, input.weighed);
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
  const answer = say(
    strong(decided.ref),
    text(
      " is decided, and the person who asked knows. Hand it back when you can: a line of feedback helps them next time.",
    ),
  );
  return !weighs && mayWeigh(actor, decided) ? { ...answer, buttons: [weighButton(decided)] } : answer;
}

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
