import { and, eq, inArray } from "drizzle-orm";
import { judgements } from "../../../db/schema/assessment.ts";
import { declarations, testimonies } from "../../../db/schema/evidence.ts";
import type { Read } from "../../../db/store.ts";
import { type Message, member, payload, strong, text } from "../../chat/message.ts";
import { conflict, invalid, refused } from "../../errors.ts";
import { keepText } from "../../journal/index.ts";
import { putDirect } from "../../outbox/index.ts";
import { type Member, findMember, namesOf } from "../../people/index.ts";
import type { Work } from "../../work.ts";
import { judgedHash } from "../content-hash.ts";
import type { DECISIONS } from "../item.ts";
import { criterionWords } from "../words.ts";
import { type Judgeable, judgeable } from "./queue.ts";
import { registrationFor } from "./who.ts";

/** What an assessor says of a criterion. */
export type Decision = (typeof DECISIONS)[number];

/** As people read it. */
export const DECISION_WORDS: Readonly<Record<Decision, string>> = {
  met: "Met",
  not_yet: "Not yet",
  more_needed: "More needed",
};

/** What an assessor signs (DOMAIN 5.4). */
export const ASSESSOR_DECLARATION =
  "I have looked at this evidence myself and judge it against the criterion. I am neither the learner nor a witness to it.";

/** What is bound to a judgement: exactly what stands for the criterion now. */
export const hashOf = (one: Judgeable): string => judgedHash(one.claims);

/** So much of the hash stands in a button, which has no room for all of it: enough to tell that something has changed. */
export const HASH_SHOWN = 12;

/**
 * An assessor signs for what they had before them.
 * @param shown the hash of that, or the first {@link HASH_SHOWN} signs of it or more
 * @throws AppError `conflict` where something else is there by now
 */
export function assertAsShown(one: Judgeable, shown: string): void {
  if (shown.length >= HASH_SHOWN && hashOf(one).startsWith(shown)) return;
  throw conflict(
    "The evidence has changed since you opened it, so nothing was signed. /assess shows what is there now.",
    "content changed while judging",
  );
}

/**
 * A criterion as its assessor may judge it.
 * @throws AppError `not_found` where it is not theirs, `conflict` where nothing stands for it
 */
export async function toJudge(
  db: Read,
  actor: Member,
  subject: { readonly learner: string; readonly unit: string; readonly ref: string },
  timeZone: string,
): Promise<Judgeable> {
  const registration = await registrationFor(db, actor, "assessor", subject.learner, subject.unit);
  const found = (await judgeable(db, registration, timeZone)).find(
    ({ criterion }) => criterion.ref === subject.ref,
  );
  if (found && found.claims.length > 0) return found;
  throw conflict(
    `Nothing that was shared stands for ${subject.unit} ${subject.ref} any more. /assess shows what waits.`,
    "nothing to judge",
  );
}

/**
 * Whoever said what they saw does not judge it (DOMAIN 1.2).
 * @throws AppError `refused`
 */
async function assertNoWitness(db: Read, actor: Member, one: Judgeable): Promise<void> {
  const witnessed = await db
    .select({ itemId: testimonies.itemId })
    .from(testimonies)
    .where(
      and(
        eq(testimonies.witnessId, actor.id),
        eq(testimonies.state, "given"),
        inArray(
          testimonies.itemId,
          one.items.map(({ id }) => id),
        ),
      ),
    );
  const refs = one.items
    .filter(({ id }) => witnessed.some(({ itemId }) => itemId === id))
    .map(({ ref }) => ref);
  if (refs.length === 0) return;
  const verifier = (await namesOf(db, [one.registration.verifierId])).get(one.registration.verifierId);
  throw refused(
    `You are a witness to ${refs.join(", ")}, so you cannot judge it. Another assessor can; ${verifier ?? "the verifier"} or whoever keeps the organisation file can name one.`,
    "assessor is a witness",
  );
}

/** What an assessor filled in, checked. */
export interface Verdict {
  readonly decision: Decision;
  readonly reasons: string;
  /** For the learner; "" for none beyond the reasons. */
  readonly feedback: string;
  /** What they had before them; see {@link assertAsShown}. */
  readonly shown: string;
}

/**
 * Judges a criterion on all that stands for it, and signs.
 * @throws AppError `conflict` where it is not what the assessor had before them, `refused` for a witness
 */
export async function judge(work: Work, actor: Member, one: Judgeable, verdict: Verdict): Promise<Message> {
  const { db, ids, now, journal, active } = work;
  await assertNoWitness(db, actor, one);
  assertAsShown(one, verdict.shown);
  const hash = hashOf(one);
  if (verdict.reasons.trim() === "")
    throw invalid("Give your reasons.", "no reasons", { reasons: "Give your reasons." });
  const { unit, learnerId } = one.registration;
  const reasons = await keepText(db, ids, now, verdict.reasons);
  const feedback =
    verdict.feedback.trim() === "" ? undefined : await keepText(db, ids, now, verdict.feedback);
  const id = ids.next();
  await db.insert(judgements).values({
    id,
    learnerId,
    unit: unit.unit,
    edition: unit.edition,
    ref: one.criterion.ref,
    assessorId: actor.id,
    decision: verdict.decision,
    reasonsPayload: reasons.id,
    feedbackPayload: feedback?.id ?? null,
    claims: one.claims.map((claim) => claim.id),
    contentHash: hash,
    at: now,
  });
  await db.insert(declarations).values({
    id: ids.next(),
    subjectKind: "judgement",
    subjectId: id,
    memberId: actor.id,
    role: "assessor",
    text: ASSESSOR_DECLARATION,
    contentHash: hash,
    at: now,
  });
  await journal.record(db, now, {
    team: actor.homeTeam,
    actor: actor.id,
    role: "assessor",
    kind: "judgement.made",
    subject: id,
    facts: {
      learner: learnerId,
      criterion: `${unit.unit}:${one.criterion.ref}`,
      edition: unit.edition,
      decision: verdict.decision,
      items: one.items.map(({ ref }) => ref),
    },
    payloadDigest: reasons.digest,
  });
  const words = criterionWords(unit, one.criterion);
  await putDirect(db, now, active, await findMember(db, learnerId), {
    key: `evidence:judged:${id}`,
    message: {
      title: [text(`${words}: ${DECISION_WORDS[verdict.decision].toLowerCase()}`)],
      body: [
        {
          b: "prose",
          text: [
            member(actor.id),
            text(" has judged "),
            text(one.items.map(({ ref }) => ref).join(", ")),
            text(": "),
            payload(reasons.id),
          ],
        },
        ...(feedback ? [{ b: "prose" as const, text: [strong("Feedback: "), payload(feedback.id)] }] : []),
      ],
      buttons: [{ action: "evidence.coverage", arg: `${unit.unit}.`, label: `Coverage of ${unit.unit}` }],
    },
  });
  return {
    body: [
      {
        b: "prose",
        text: [
          strong(`${words}: ${DECISION_WORDS[verdict.decision].toLowerCase()}.`),
          text(" Signed in your name; the learner has your reasons."),
        ],
      },
    ],
  };
}
