import { and, eq } from "drizzle-orm";
import { declarations, testimonies } from "../../../db/schema/evidence.ts";
import type { Read } from "../../../db/store.ts";
import { type Message, member, say, text } from "../../chat/message.ts";
import { conflict, invalid, notFound, refused } from "../../errors.ts";
import { keepText, readTexts } from "../../journal/index.ts";
import { dropButtons, putDirect } from "../../outbox/index.ts";
import { type Member, findMember } from "../../people/index.ts";
import type { Work } from "../../work.ts";
import { testimonyHash } from "../content-hash.ts";
import { contentOf } from "../items/content.ts";
import { type Item, type Testimony, claimsOf, findItem } from "../store.ts";
import { askKey, witnessProblem } from "./ask.ts";
import { testimonyProblem } from "./own-words.ts";

/** What a witness signs (DOMAIN 5.4). */
export const WITNESS_DECLARATION =
  "I saw this myself, and I say so in my own words. I am not related to the learner, and I do not assess or verify them.";

/** How a witness knows the learner. Relatives and partners are no witnesses. */
export const RELATIONSHIPS = [
  { value: "line_manager", label: "I manage them" },
  { value: "helped", label: "They decided, advised or did something for me" },
  { value: "colleague", label: "We work in the same team" },
  { value: "other_team", label: "We work in different teams" },
  { value: "specialist", label: "I am responsible for this subject" },
  { value: "related", label: "We are related, or close in private" },
] as const;

/** What a witness filled in, checked. */
export interface Answer {
  readonly words: string;
  readonly relationship: string;
  readonly competence: string;
}

/**
 * What somebody was asked to say, still open.
 * @throws AppError `not_found` where it is not them who were asked, `conflict` where it is answered or over
 */
export async function askedOf(
  db: Read,
  actor: Member,
  id: string,
): Promise<{ readonly asked: Testimony; readonly item: Item }> {
  const [asked] = await db.select().from(testimonies).where(eq(testimonies.id, id));
  const item = asked && (await findItem(db, asked.itemId));
  if (!asked || !item || asked.witnessId !== actor.id)
    throw notFound("request", asked ? "another's request" : "no such request");
  if (asked.state === "gone")
    throw conflict(
      "The learner has taken this back, so nothing is needed any more.",
      "item struck meanwhile",
    );
  if (asked.state !== "asked")
    throw conflict("You have answered this already, and your answer stands.", "answered already");
  const problem = await witnessProblem(db, item, actor);
  if (problem !== undefined) throw refused(problem, "became assessor or verifier meanwhile");
  return { asked, item };
}

async function close(
  { db, now }: Work,
  asked: Testimony,
  change: Partial<Testimony> & Pick<Testimony, "state">,
): Promise<void> {
  const [closed] = await db
    .update(testimonies)
    .set({ ...change, answeredAt: now, generation: asked.generation + 1 })
    .where(and(eq(testimonies.id, asked.id), eq(testimonies.state, "asked")))
    .returning({ id: testimonies.id });
  if (!closed)
    throw conflict("You have answered this already, and your answer stands.", "answered meanwhile");
  await dropButtons(db, now, askKey(asked.id));
}

async function tellLearner(
  { db, now, active }: Work,
  asked: Testimony,
  item: Item,
  message: Message,
): Promise<void> {
  await putDirect(db, now, active, await findMember(db, item.learnerId), {
    key: `${askKey(asked.id)}:answer`,
    urgency: "later",
    message,
  });
}

/**
 * A witness says what they saw, and signs for it.
 * @throws AppError `invalid` where they are related, say nothing, or say it in the learner's words
 */
export async function testify(work: Work, by: Member, id: string, answer: Answer): Promise<Message> {
  const { db, ids, now, journal } = work;
  const { asked, item } = await askedOf(db, by, id);
  if (answer.relationship === "related") {
    const problem = "Somebody related or close cannot be a witness. Please decline; nobody asks why.";
    throw invalid(problem, "related witness", { relationship: problem });
  }
  const problem = testimonyProblem(answer.words, await learnersWords(db, item));
  if (problem !== undefined) throw invalid(problem, "testimony not usable", { words: problem });
  const words = await keepText(db, ids, now, answer.words);
  const competence = await keepText(db, ids, now, answer.competence);
  await close(work, asked, {
    state: "given",
    relationship: answer.relationship,
    wordsPayload: words.id,
    competencePayload: competence.id,
  });
  await db.insert(declarations).values({
    id: ids.next(),
    subjectKind: "testimony",
    subjectId: asked.id,
    memberId: by.id,
    role: "witness",
    text: WITNESS_DECLARATION,
    contentHash: testimonyHash({ item: item.ref, ...answer }),
    at: now,
  });
  await journal.record(db, now, {
    team: by.homeTeam,
    actor: by.id,
    role: "witness",
    kind: "testimony.given",
    subject: item.id,
    facts: { ref: item.ref, learner: item.learnerId, relationship: answer.relationship },
    payloadDigest: words.digest,
  });
  await tellLearner(work, asked, item, {
    body: [{ b: "prose", text: [member(by.id), text(` has said what they saw about ${item.ref}.`)] }],
    buttons: [{ action: "evidence.show", arg: item.id, label: `Show ${item.ref}` }],
  });
  return say(text("Thank you. It is signed in your name; the learner and the assessor can read it."));
}

/** A witness would rather not: one click, no reason. */
export async function declineToTestify(work: Work, by: Member, id: string): Promise<Message> {
  const { db, now, journal } = work;
  const { asked, item } = await askedOf(db, by, id);
  await close(work, asked, { state: "declined" });
  await journal.record(db, now, {
    team: by.homeTeam,
    actor: by.id,
    role: "witness",
    kind: "testimony.declined",
    subject: item.id,
    facts: { ref: item.ref, learner: item.learnerId },
  });
  await tellLearner(work, asked, item, {
    body: [{ b: "prose", text: [member(by.id), text(` cannot say anything about ${item.ref}.`)] }],
  });
  return say(text("Declined. Nobody asks why."));
}

/** Everything that the learner wrote about an item. */
async function learnersWords(db: Read, item: Item): Promise<string[]> {
  const content = await contentOf(db, item);
  const whys = (await claimsOf(db, item.learnerId))
    .filter(({ itemId }) => itemId === item.id)
    .map(({ whyPayload }) => whyPayload);
  return [
    content.myPart ?? "",
    ...content.content.map(({ text }) => text),
    ...(await readTexts(db, [...new Set(whys)])).values(),
  ];
}
