import { and, asc, eq } from "drizzle-orm";
import { testimonies } from "../../db/schema/evidence.ts";
import { journal as events } from "../../db/schema/foundation.ts";
import { localDate } from "../local-days.ts";
import { type Member, findMember } from "../people/index.ts";
import type { Work } from "../work.ts";
import { type Decision, hashOf, judge, toJudge } from "./assessment/judge.ts";
import { joinedAt, recordConsent } from "./consent.ts";
import { claimsFor } from "./criteria-fields.ts";
import { type NewItem, NO_CUSTOMER, keepItem } from "./items/keep.ts";
import { shareItems } from "./items/share.ts";
import { type Registration, registrationsOf } from "./registered.ts";
import type { Item } from "./store.ts";
import { testify } from "./testimony/answer.ts";
import { askWitness } from "./testimony/ask.ts";

/** A piece of evidence of an example, as somebody would have filled in its form. */
export interface ExampleItem extends Pick<NewItem, "kind" | "title" | "texts" | "location" | "why"> {
  /** "58A:2.5" */
  readonly criteria: readonly string[];
  /** What it rests on: the subject of the learner's own events in the journal, and the customer of it. */
  readonly about?: { readonly subject: string; readonly customer: NewItem["customer"] };
}

/** A learner of an example with their unit. */
export interface ExampleLearner {
  readonly learner: Member;
  readonly registration: Registration;
}

/** A learner who has not joined yet, so that an example is made once; undefined where there is none. */
export async function exampleLearner(
  db: Work["db"],
  id: string,
  unit: string,
): Promise<ExampleLearner | undefined> {
  // First of all, because reading the units takes as long as the rest.
  if ((await joinedAt(db, id)) !== undefined) return undefined;
  const learner = await findMember(db, id);
  const registration = (await registrationsOf(db, id)).find((one) => one.unit.unit === unit);
  if (!learner || !registration) return undefined;
  return { learner, registration };
}

/** The learner joins, as with the button. */
export const joinExample = (work: Work, { learner, registration }: ExampleLearner): Promise<void> =>
  recordConsent(work, learner, [registration.unit.unit]);

/** The learner keeps a piece of evidence, signs for it and shares it. */
export async function shareExample(
  work: Work,
  { learner, registration }: ExampleLearner,
  { kind, title, texts, location, why, criteria, about }: ExampleItem,
): Promise<Item> {
  const { db, now, settings } = work;
  const rows = about
    ? await db
        .select({ seq: events.seq })
        .from(events)
        .where(and(eq(events.subject, about.subject), eq(events.actor, learner.id)))
        .orderBy(asc(events.seq))
    : [];
  const item = await keepItem(work, learner, {
    learnerId: learner.id,
    kind,
    title,
    occurredOn: localDate(now, settings.timezone),
    teamId: learner.homeTeam,
    customer: about?.customer ?? NO_CUSTOMER,
    texts,
    location,
    sources: rows.map(({ seq }) => seq),
    claims: claimsFor([registration], criteria),
    why,
  });
  await shareItems(work, learner, [item], "");
  return item;
}

/** A colleague is asked, and says what they saw. */
export async function witnessExample(
  work: Work,
  { learner }: ExampleLearner,
  item: Item,
  witness: Member,
  words: string,
): Promise<void> {
  await askWitness(work, learner, item, witness);
  const [asked] = await work.db
    .select({ id: testimonies.id })
    .from(testimonies)
    .where(and(eq(testimonies.witnessId, witness.id), eq(testimonies.itemId, item.id)));
  if (asked)
    await testify(work, witness, asked.id, {
      words,
      relationship: "line_manager",
      competence: "I have led this team for four years.",
    });
}

/** The assessor judges a criterion by what stands for it. */
export async function judgeExample(
  work: Work,
  { learner, registration }: ExampleLearner,
  assessor: Member,
  ref: string,
  verdict: { readonly decision: Decision; readonly reasons: string; readonly feedback: string },
): Promise<void> {
  const subject = { learner: learner.id, unit: registration.unit.unit, ref };
  const one = await toJudge(work.db, assessor, subject, work.settings.timezone);
  await judge(work, assessor, one, { ...verdict, shown: hashOf(one) });
}
