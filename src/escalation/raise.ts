import type { Decision } from "../authority/index.ts";
import type { Read } from "../../db/store.ts";
import type { Message } from "../chat/message.ts";
import { member, strong, text } from "../chat/message.ts";
import { customerId } from "../customers.ts";
import { type Facts, keepText } from "../journal/index.ts";
import { duration } from "../local-time.ts";
import { type Member, type Settings, teamName } from "../people/index.ts";
import { askNext } from "./ask.ts";
import { type Asked, askedFacts } from "./asks.ts";
import type { Kind, Waiting } from "./case.ts";
import { showCase } from "./publish.ts";
import { registerOf } from "./register.ts";
import { type Case, insertCase, nextCaseRef } from "./store.ts";
import { situationOf } from "./who.ts";
import { reasonWords } from "./words.ts";
import { type Work, armTimer, publishing, recordStep, takeWithinMs } from "./work.ts";

/** What the raiser filled in, checked. */
export interface RaiseInput {
  readonly kind: Kind;
  readonly issue: string;
  readonly customerRef: string;
  readonly need: string;
  /** Pence; null: none. */
  readonly amountPence: number | null;
  readonly waiting: Waiting;
  /** Ms since the epoch; null unless promised. */
  readonly promisedAt: number | null;
}

/** The decisions that can be chosen as an issue type now. */
export const currentDecisions = async (db: Read, settings: Settings): Promise<readonly Decision[]> =>
  (await registerOf(db, settings.authorityVersion)).decisions;

/** What is known of a case when it arises. */
type Beginning = Pick<
  Case,
  | "ref"
  | "kind"
  | "restricted"
  | "issue"
  | "teamId"
  | "raiserId"
  | "customerId"
  | "needPayload"
  | "amountPence"
  | "currency"
  | "waiting"
  | "promisedAt"
>;

/** Stores a case that nobody has been asked about yet. */
export async function begin({ db, ids, now, settings }: Work, beginning: Beginning): Promise<Case> {
  const one: Case = {
    id: ids.next(),
    ...beginning,
    state: "raised",
    generation: 1,
    asks: 0,
    holderId: null,
    authorityVersion: settings.authorityVersion,
    raisedAt: now,
    takenAt: null,
    decidedAt: null,
    deciderId: null,
    outcome: null,
    decidedPayload: null,
    decidedPence: null,
    told: null,
    informedAt: null,
    informedBy: null,
    handedBackAt: null,
    feedbackPayload: null,
    endedAt: null,
  };
  await insertCase(db, one);
  return one;
}

/** Raises a case and puts it to the first candidate. Resolves to what the raiser is told at once. */
export async function raise(
  work: Work,
  raiser: Member,
  team: string,
  decision: Decision | undefined,
  input: RaiseInput,
): Promise<Message> {
  const { db, ids, now, settings } = work;
  const need = await keepText(db, ids, now, input.need);
  const one = await begin(work, {
    ref: await nextCaseRef(db),
    kind: input.kind,
    restricted: null,
    issue: input.issue,
    teamId: team,
    raiserId: raiser.id,
    customerId: await customerId(db, ids, input.customerRef, now),
    needPayload: need.id,
    amountPence: input.amountPence,
    currency: input.amountPence === null ? null : (decision?.currency ?? null),
    waiting: input.waiting,
    promisedAt: input.promisedAt,
  });
  const asked = await askNext(work, await situationOf(db, settings, one, now));
  if (one.promisedAt !== null) await armTimer(work, asked.situation.case, "case.promise", one.promisedAt);
  await showRaised(work, raiser, asked, need.digest);
  return confirmation(work, asked);
}

/** Puts on record that a case was raised, and shows it to whom it is put. */
export async function showRaised(
  work: Work,
  raiser: Member,
  asked: Asked,
  needDigest: string,
  facts: Facts = {},
): Promise<void> {
  await recordStep(
    work,
    asked.situation,
    { actor: raiser.id, role: "raiser" },
    "raised",
    {
      ...askedFacts(asked),
      why_asked: asked.candidates[0]?.reason.why ?? "nobody",
      raiser_level: raiser.level,
      ...facts,
    },
    needDigest,
  );
  await showCase(publishing(work), asked.situation);
}

async function confirmation(work: Work, { situation, candidates, hole }: Asked): Promise<Message> {
  const { case: one } = situation;
  const [candidate] = candidates;
  const waits = duration(takeWithinMs(work.settings, one));
  const line = candidate
    ? [
        text(" is with "),
        member(candidate.id),
        text(
          `, who ${thirdPerson(reasonWords(candidate.reason, situation, one.currency))}. If nobody takes it within ${waits}, the next is asked and you are told.`,
        ),
      ]
    : [text(` is in the channel of ${await teamName(work.db, one.teamId)}. ${hole ?? ""}`)];
  return { body: [{ b: "prose", text: [strong(one.ref), ...line] }] };
}

/** "may decide …" serves for anybody; "are" and "serve" become "is" and "serves". */
const thirdPerson = (words: string): string =>
  words
    .replace(/^are /, "is ")
    .replace(/^serve /, "serves ")
    .replace("the person who asked", "you");
