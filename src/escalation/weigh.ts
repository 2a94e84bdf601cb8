import type { Read } from "../../db/store.ts";
import type { Decision } from "../authority/index.ts";
import type { Outcome } from "./case.ts";
import { type Message, say, strong, text } from "../chat/message.ts";
import { conflict, invalid, refused } from "../errors.ts";
import { keepText } from "../journal/index.ts";
import { type Member, namesOf } from "../people/index.ts";
import { type Case, weighedIn } from "./store.ts";
import { type Situation, situationOf } from "./who.ts";
import { DECIDED_KINDS } from "./within.ts";
import { type Work, recordStep } from "./work.ts";

/**
 * What was weighed in a decision, by field: three viewpoints that an assessor looks for in options
 * (DOMAIN 6.1 O, `H12E:ER4a` to `ER4c`), and what was turned down.
 */
export const WEIGHED = {
  customer_view: "From the customer's point of view",
  benefit: "What the organisation gains",
  risk: "What the organisation risks",
  alternatives: "Options you turned down, and why",
} as const;
/** One of {@link WEIGHED}. */
type Weighed = keyof typeof WEIGHED;
/** What the decider filled in, checked: none of it is empty. */
export type WeighInput = { readonly [field in Weighed]?: string | undefined };

/** Longest answer to one of them, UTF-16 units: a few lines each, so that all of them fit into one message. */
export const MOST_WEIGHED = 500;

/** Whether there is something to weigh in a case at all. Of a restricted one nothing is kept that is meant to be shown. */
const isWeighable = (one: Case): boolean => one.restricted === null && DECIDED_KINDS.includes(one.kind);

/** Whether somebody can note what they weighed, as far as the case itself tells; it may have been noted already. */
export const mayWeigh = (actor: Pick<Member, "id">, one: Case): boolean =>
  isWeighable(one) && one.deciderId === actor.id;

/**
 * @throws AppError `refused` to everybody but who decided; `conflict` where nothing can be noted (any more)
 */
export async function weigherOnly(work: { readonly db: Read }, actor: Member, one: Case): Promise<void> {
  if (!isWeighable(one))
    throw conflict(`Nothing is noted of what was weighed in ${one.ref}.`, "nothing to weigh");
  if (one.deciderId === null)
    throw conflict(`${one.ref} is not decided yet. Decide it first.`, "weighing before deciding");
  if (one.deciderId !== actor.id) {
    const name = (await namesOf(work.db, [one.deciderId])).get(one.deciderId) ?? "Whoever did";
    throw refused(
      `${name} decided ${one.ref}, so only ${name} can note what was weighed.`,
      "not the one who decided",
    );
  }
  if ((await weighedIn(work.db, one.id)) !== undefined)
    throw conflict(`What you weighed in ${one.ref} is already on record.`, "already weighed");
}

const FIELDS: readonly Weighed[] = ["customer_view", "benefit", "risk", "alternatives"];

/**
 * The decider notes what they weighed, once. It can be done however long ago the decision was, and
 * changes nothing about the case; it is their own account of it, so it is shown to them alone.
 */
export async function weigh(work: Work, actor: Member, one: Case, input: WeighInput): Promise<Message> {
  await weigherOnly(work, actor, one);
  if (FIELDS.every((field) => input[field] === undefined)) {
    const what = "Fill in at least one of these.";
    throw invalid(what, "nothing weighed", { customer_view: what });
  }
  await recordWeighed(work, actor, await situationOf(work.db, work.settings, one, work.now), input);
  return say(strong(one.ref), text(": what you weighed is on record. /case shows it to you alone."));
}

/** Puts on record what was weighed in a decision. */
export async function recordWeighed(
  work: Work,
  actor: Member,
  situation: Situation,
  input: WeighInput,
): Promise<void> {
  const given = FIELDS.filter((field) => input[field] !== undefined);
  const lines = given.map((field) => `${WEIGHED[field]}: ${input[field] ?? ""}`);
  const kept = await keepText(work.db, work.ids, work.now, lines.join("\n"));
  const has = (field: Weighed): boolean => given.includes(field);
  await recordStep(
    work,
    situation,
    { actor: actor.id, role: "resolver" },
    "weighed",
    {
      customer_view: has("customer_view"),
      benefit: has("benefit"),
      risk: has("risk"),
      alternatives: has("alternatives"),
      // All three viewpoints; what was turned down is welcome, but none of them.
      options_complete: has("customer_view") && has("benefit") && has("risk"),
      // Where the text is: a digest alone would have to be searched for.
      weighed_payload: kept.id,
    },
    kept.digest,
  );
}

/**
 * Whether deciding means saying what was weighed: where much may go wrong, the three viewpoints are part of the
 * decision (DOMAIN 2.5, `H12E:ER4a` to `ER4c`). Everywhere else it can be noted afterwards, because a customer may
 * be waiting. Who passes a case on has decided nothing.
 */
export const mustWeigh = (one: Case, decision: Decision | undefined, outcome: Outcome): boolean =>
  isWeighable(one) && outcome !== "passed_on" && decision?.marks.includes("high_risk") === true;
