import { and, eq, ne } from "drizzle-orm";
import { testimonies } from "../../../db/schema/evidence.ts";
import { journal } from "../../../db/schema/foundation.ts";
import type { Read } from "../../../db/store.ts";
import { type Message, member, payload, text } from "../../chat/message.ts";
import { conflict, invalid } from "../../errors.ts";
import { SYSTEM } from "../../journal/index.ts";
import { dayWords } from "../../local-days.ts";
import { putDirect } from "../../outbox/index.ts";
import { type Member, everybody, findMember, membersServing } from "../../people/index.ts";
import type { Work } from "../../work.ts";
import { assertStands } from "../items/share.ts";
import { registrationsOf } from "../registered.ts";
import { type Item, type Testimony, sourcesOf } from "../store.ts";

/** How many people are offered as witnesses with a button each. */
const MOST_OFFERED = 3;

/** Who judges a learner, with the words for it: "assesses CC15". */
async function judgesOf(db: Read, learnerId: string): Promise<ReadonlyMap<string, string>> {
  const judges = new Map<string, string>();
  for (const { unit, assessorId, verifierId } of await registrationsOf(db, learnerId)) {
    judges.set(assessorId, `assesses ${unit.unit}`);
    judges.set(verifierId, `verifies ${unit.unit}`);
  }
  return judges;
}

/**
 * Why somebody cannot be a witness for a learner's item, in words; undefined where they can. Witness, assessor
 * and verifier are never the same person, nor is anybody their own (DOMAIN 1.2).
 */
export async function witnessProblem(
  db: Read,
  item: Pick<Item, "learnerId">,
  witness: Member | undefined,
): Promise<string | undefined> {
  if (!witness?.active) return "They do not work here any more, so they cannot be asked.";
  if (witness.id === item.learnerId) return "Nobody is their own witness. Ask somebody who saw it.";
  const judges = (await judgesOf(db, item.learnerId)).get(witness.id);
  return judges === undefined
    ? undefined
    : `${witness.name} ${judges}, and whoever judges is no witness. Ask somebody else who saw it.`;
}

/** The most choices that a field of a form takes. */
const MOST_CHOICES = 100;

/** Everybody who can be asked: those first who serve the learner's own team. */
export async function possibleWitnesses(db: Read, learner: Member): Promise<Member[]> {
  const judges = await judgesOf(db, learner.id);
  const near = new Set(
    (learner.homeTeam === null ? [] : await membersServing(db, learner.homeTeam)).map(({ id }) => id),
  );
  return (await everybody(db))
    .filter(({ id }) => id !== learner.id && !judges.has(id))
    .toSorted((a, b) => Number(near.has(b.id)) - Number(near.has(a.id)))
    .slice(0, MOST_CHOICES);
}

/** Who took part in what an item rests on and can be asked, the most recent first: they saw it. */
export async function offeredWitnesses(db: Read, item: Item): Promise<Member[]> {
  const subjects = new Set(
    ((await sourcesOf(db, [item.id])).get(item.id) ?? []).map(({ subject }) => subject),
  );
  const asked = new Set(
    (await db.select().from(testimonies).where(eq(testimonies.itemId, item.id))).map(
      ({ witnessId }) => witnessId,
    ),
  );
  const found = new Map<string, Member>();
  for (const subject of subjects) {
    const actors = await db
      .selectDistinct({ actor: journal.actor })
      .from(journal)
      .where(and(eq(journal.subject, subject), ne(journal.actor, SYSTEM), ne(journal.actor, item.learnerId)));
    for (const { actor } of actors) {
      const person = asked.has(actor) || found.has(actor) ? undefined : await findMember(db, actor);
      if (person && (await witnessProblem(db, item, person)) === undefined) found.set(actor, person);
    }
  }
  return [...found.values()].slice(0, MOST_OFFERED);
}

/** The key of the message that asks a witness. */
export const askKey = (id: string): string => `evidence:testimony:${id}`;

/**
 * Asks somebody to say what they saw.
 * @throws AppError `invalid` where they cannot be a witness, `conflict` where they were asked already
 */
export async function askWitness(
  work: Work,
  by: Member,
  item: Item,
  witness: Member | undefined,
): Promise<void> {
  const { db, ids, now, journal: record, active } = work;
  assertStands(item);
  const problem = await witnessProblem(db, item, witness);
  if (problem !== undefined || !witness)
    throw invalid(problem ?? "Choose somebody.", "cannot be a witness", {
      witness: problem ?? "Choose somebody.",
    });
  const [asked] = await db
    .insert(testimonies)
    .values({
      id: ids.next(),
      itemId: item.id,
      learnerId: item.learnerId,
      witnessId: witness.id,
      askedBy: by.id,
      askedAt: now,
      state: "asked",
      relationship: null,
      competencePayload: null,
      wordsPayload: null,
      answeredAt: null,
      generation: 1,
    })
    .onConflictDoNothing()
    .returning();
  if (!asked) throw conflict(`${witness.name} was asked about ${item.ref} already.`, "asked already");
  await record.record(db, now, {
    team: by.homeTeam,
    actor: by.id,
    role: by.id === item.learnerId ? "learner" : "assessor",
    kind: "testimony.asked",
    subject: item.id,
    facts: { ref: item.ref, learner: item.learnerId, witness: witness.id },
  });
  await putDirect(db, now, active, witness, { key: askKey(asked.id), message: askMessage(item, asked) });
}

/** What a witness is shown: what it is about, and not a word of what the learner says of it. */
const askMessage = (item: Item, asked: Testimony): Message => ({
  title: [member(item.learnerId), text(" asks you to say what you saw")],
  body: [
    {
      b: "prose",
      text: [text("It is about: "), payload(item.titlePayload), text(`, ${dayWords(item.occurredOn)}.`)],
    },
    {
      b: "prose",
      text: [
        text(
          "They collect evidence of their work for a vocational unit. Two or three sentences of your own are enough: what they did, and how. You need not, and nobody asks why.",
        ),
      ],
    },
  ],
  buttons: [
    { action: "testimony.write", arg: asked.id, label: "Say what I saw", style: "primary" },
    { action: "testimony.decline", arg: asked.id, label: "Decline" },
  ],
});
