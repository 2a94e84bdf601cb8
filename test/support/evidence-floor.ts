import { asc } from "drizzle-orm";
import { assessmentPlans, judgements, sampled, samples } from "../../db/schema/assessment.ts";
import {
  claims,
  consents,
  declarations,
  dismissals,
  itemSources,
  itemTexts,
  items,
  profiles,
  testimonies,
} from "../../db/schema/evidence.ts";
import { cases } from "../../db/schema/escalation.ts";
import { payloads } from "../../db/schema/foundation.ts";
import { outbox } from "../../db/schema/outbox.ts";
import type { Answer } from "../../src/chat/adapter.ts";
import type { RawValues } from "../../src/chat/form.ts";
import { type Button, plainText } from "../../src/chat/message.ts";
import { resolve } from "../../src/outbox/index.ts";
import { commentsFeature } from "../../src/comments/index.ts";
import { evidenceFeature } from "../../src/evidence/index.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal, verifyJournal } from "../../src/journal/index.ts";
import { type Asker, openFloor, said } from "./floor.ts";
import type { TempStore } from "./temp-store.ts";
import { type PersonId, SLACK_USERS, floorFile } from "./world.ts";

/**
 * Who is registered for what, by hand: a learner for each unit. Quinn assesses Wei, Sam the other two; Helen
 * verifies Wei and Priya, Aoife verifies Ana. Tom and Megan are colleagues and nothing else.
 */
export const LEARNERS = `
learners:
  - { person: wei, unit: CC15, assessor: qa, verifier: helen, from: 2020-01-01 }
  - { person: ana, unit: 58A, assessor: sam, verifier: aoife, from: 2020-01-01 }
  - { person: priya, unit: H12E, assessor: sam, verifier: helen, from: 2020-01-01 }
`;

/** The buttons of a message that somebody was answered. */
export const buttonsIn = (answer: Answer): readonly Button[] =>
  answer.kind === "private" ? (answer.message.buttons ?? []) : [];

/** What a learner of the test centre writes where a form asks for words. */
export const MY_PART =
  "I checked the account, found that the parcel had been lost at the depot and weighed what was fair.";
/** And why it meets a criterion. */
export const WHY = "Tom could not decide it himself, so I decided it within my limit and told him why.";
/** What a witness says, in words that are nobody else's. */
export const SEEN =
  "Wei listened to me first, asked two short questions and then rang the customer while I sat beside him.";

/** The core with cases, comments and evidence, without platforms and without an engine. */
export async function openEvidenceFloor(given?: TempStore, learners = LEARNERS) {
  const parts = {
    ids: randomIds,
    journal: createJournal(randomIds, false),
    active: new Set(["slack" as const]),
  };
  const feature = evidenceFeature(parts);
  const floor = await openFloor(`${await floorFile()}${learners}`, given, randomIds, [
    commentsFeature(parts),
    feature,
  ]);
  const { store } = floor;
  let customers = 0;

  /** Presses a button that stands in an answer, by its label. */
  const press = (asker: Asker, answer: Answer, label: string): Promise<Answer> => {
    const button = buttonsIn(answer).find((one) => one.label === label);
    if (!button) throw new Error(`no button ${label} in: ${said(answer)}`);
    return floor.button(asker, button.action, button.arg);
  };
  /** Opens a form by a button and sends it; an answer that refuses is given back as it is. */
  const fill = async (asker: Asker, answer: Answer, label: string, values: RawValues): Promise<Answer> => {
    const form = await press(asker, answer, label);
    return form.kind === "form" ? floor.submit(asker, form, values) : form;
  };
  const evidence = (asker: Asker, line = ""): Promise<Answer> => floor.command(asker, "evidence", line);
  const assess = (asker: Asker, line = ""): Promise<Answer> => floor.command(asker, "assess", line);

  return {
    floor,
    feature,
    store,
    press,
    fill,
    evidence,
    assess,
    /** Agrees to take part, as the button says. */
    join: async (...who: readonly PersonId[]): Promise<void> => {
      for (const one of who) await press(one, await evidence(one, "join"), "Join");
    },
    /** Somebody raises a refund that needs approval, and somebody else approves it; gives back the case's id. */
    decided: async (raiser: PersonId, resolver: PersonId, amount = 20): Promise<string> => {
      customers += 1;
      const id = await floor.raise(raiser, `refund C-${2_000 + customers} wants ${amount} back`);
      const take = await floor.button(resolver, "case.take", await floor.argOf(id));
      if (take.kind !== "done" && !said(take).includes("is yours"))
        throw new Error(`not taken: ${said(take)}`);
      const done = await floor.submit(
        resolver,
        await floor.button(resolver, "case.decide", await floor.argOf(id)),
        { what: "Approved as the procedure says" },
      );
      if (done.kind === "fieldErrors") throw new Error(`not decided: ${said(done)}`);
      const [row] = (await store.read.select().from(cases)).filter((one) => one.id === id);
      if (row?.decidedAt === null) throw new Error(`not decided: ${said(done)}`);
      return id;
    },
    /** Keeps the newest suggestion; gives back the card of what was kept. */
    keep: async (who: PersonId, values: RawValues = {}): Promise<Answer> =>
      fill(who, await evidence(who, "suggestions"), "Keep 1", {
        my_part: MY_PART,
        why: WHY,
        ...values,
      }),
    /** Signs for a piece of evidence and shares it. */
    share: async (who: PersonId, ref: string, help = ""): Promise<Answer> =>
      fill(who, await evidence(who, ref), "Share and sign", { help }),
    itemsOf: async (who: PersonId) =>
      (await store.read.select().from(items).orderBy(asc(items.ref))).filter(
        ({ learnerId }) => learnerId === who,
      ),
    /** The newest request to a witness. */
    request: async (witness: PersonId): Promise<string> => {
      const all = (await store.read.select().from(testimonies).orderBy(asc(testimonies.askedAt))).filter(
        ({ witnessId }) => witnessId === witness,
      );
      return all.at(-1)?.id ?? "";
    },
    /** What was written to somebody by direct message, in words and the oldest first, with its buttons. */
    mailOf: async (who: PersonId) => {
      const rows = await store.read.select().from(outbox).orderBy(asc(outbox.id));
      const own = rows.filter(({ target }) => JSON.stringify(target).includes(`"${SLACK_USERS[who]}"`));
      return Promise.all(
        own.map(async ({ message }) => ({
          text: plainText(await resolve(store.read, message, "slack")),
          buttons: message.buttons ?? [],
        })),
      );
    },
    /** Everything that a refusal must leave alone. */
    state: async (): Promise<string> => {
      const { read } = store;
      return JSON.stringify([
        await floor.state(),
        await read.select().from(consents).orderBy(asc(consents.id)),
        await read.select().from(items).orderBy(asc(items.id)),
        await read.select().from(itemTexts).orderBy(asc(itemTexts.itemId), asc(itemTexts.n)),
        await read.select().from(itemSources).orderBy(asc(itemSources.itemId), asc(itemSources.seq)),
        await read.select().from(claims).orderBy(asc(claims.id)),
        await read.select().from(dismissals).orderBy(asc(dismissals.learnerId), asc(dismissals.seq)),
        await read.select().from(profiles).orderBy(asc(profiles.memberId), asc(profiles.field)),
        await read.select().from(testimonies).orderBy(asc(testimonies.id)),
        await read.select().from(declarations).orderBy(asc(declarations.id)),
        await read.select().from(judgements).orderBy(asc(judgements.id)),
        await read.select().from(assessmentPlans).orderBy(asc(assessmentPlans.id)),
        await read.select().from(samples).orderBy(asc(samples.id)),
        await read.select().from(sampled).orderBy(asc(sampled.sampleId), asc(sampled.judgementId)),
        await read.select().from(payloads).orderBy(asc(payloads.id)),
      ]);
    },
    /** What is wrong with the journal; empty where it verifies. */
    faults: async () => (await verifyJournal(store.read)).faults,
    close: () => floor.close(),
  };
}

/** An open centre with learners. */
export interface EvidenceFloor extends Awaited<ReturnType<typeof openEvidenceFloor>> {}
