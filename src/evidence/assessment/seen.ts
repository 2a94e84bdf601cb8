import { eq } from "drizzle-orm";
import { z } from "zod";
import { declarations, items } from "../../../db/schema/evidence.ts";
import type { Read } from "../../../db/store.ts";
import type { ButtonAction, FormAction } from "../../chat/feature.ts";
import { privately } from "../../chat/feature.ts";
import { longText, shortText } from "../../chat/fields.ts";
import type { Field, RawValues } from "../../chat/form.ts";
import { member, say, strong, text } from "../../chat/message.ts";
import { conflict, refused } from "../../errors.ts";
import { localDate } from "../../local-days.ts";
import { dropButtons, putDirect } from "../../outbox/index.ts";
import { findMember } from "../../people/index.ts";
import { type Parts, workOf } from "../../work.ts";
import { joinedAt } from "../consent.ts";
import { chosenKeys, claimsFor, criteriaFields } from "../criteria-fields.ts";
import type { ItemKind } from "../item.ts";
import { NO_CUSTOMER, keepItem } from "../items/keep.ts";
import { pastDay } from "../items/own.ts";
import { assertStands } from "../items/share.ts";
import { declarationsOf } from "../store.ts";
import { ownItem } from "../who.ts";
import { aboutIn, registrationFor } from "./who.ts";

/** What an assessor signs for what they saw or asked themselves. */
const SEEN_DECLARATION = "I saw or asked this myself, and recorded it as it was.";
/** What a learner signs for the record of a discussion (DOMAIN 5.1). */
const AGREEMENT = "This record says what we talked about, and what I said.";

interface Seen {
  readonly kind: ItemKind;
  /** Of its button and its form. */
  readonly name: string;
  readonly title: string;
  readonly fields: readonly Field[];
}

/** What assessors add themselves; the ids of the fields are the labels of what is kept. */
const SEEN: readonly Seen[] = [
  {
    kind: "observation",
    name: "assess.observation",
    title: "Observation",
    fields: [
      shortText("place", "Where", "The floor, a call listened to, a meeting."),
      longText("seen", "What was seen", "What they did and said, in order. Not how good it was."),
      longText("feedback", "Feedback", "What you told them.", { required: false }),
    ],
  },
  {
    kind: "professional_discussion",
    name: "assess.discussion",
    title: "Professional discussion",
    fields: [
      longText("agenda", "What it was to be about", "The criteria and situations that you had agreed on."),
      longText(
        "summary",
        "What was said",
        "In their words where you can, with the situations that they named.",
      ),
      shortText(
        "recording",
        "Where the recording is",
        "System and reference; leave it empty if there is none.",
        { required: false },
      ),
    ],
  },
  {
    kind: "question_answer",
    name: "assess.question",
    title: "Question and answer",
    fields: [
      longText("question", "Question", "As you asked it."),
      longText("answer", "Answer", "As it was given."),
      shortText("method", "How it was asked", "Spoken, written, in a meeting."),
    ],
  },
];

const common = z.object({ title: z.string(), day: z.string(), why: z.string() });
const contextShape = z.object({ learner: z.string(), unit: z.string() });

const fieldTexts = (seen: Seen, raw: RawValues) =>
  seen.fields.map(({ id }) => ({ label: id, text: raw[id] ?? "" }));

/** @throws AppError `refused` for a learner who has not agreed to be looked at, or no longer does */
async function assertJoined(db: Read, learnerId: string): Promise<void> {
  if ((await joinedAt(db, learnerId)) !== undefined) return;
  throw refused(
    "The learner has not joined, so nothing can be recorded about them. They can, with /evidence join.",
    "learner has not joined",
  );
}

/** The form by which an assessor adds what they saw or asked. It is shared at once, and signed by them. */
const seenForm = (parts: Parts, seen: Seen): FormAction => ({
  name: seen.name,
  who: "member",
  draw: async ({ db, actor, now, settings }, context) => {
    const { learner, unit } = aboutIn(contextShape, context, "learner");
    const registration = await registrationFor(db, actor, "assessor", learner, unit);
    await assertJoined(db, learner);
    return {
      title: seen.title,
      submitLabel: "Sign",
      intro: `You sign: “${SEEN_DECLARATION}”`,
      fields: [
        shortText("title", "In a line", "As it is to stand in the index of the evidence."),
        {
          id: "day",
          type: "date",
          label: "When",
          required: true,
          initial: localDate(now, settings.timezone),
        },
        ...seen.fields,
        ...criteriaFields([registration]),
        longText(
          "why",
          "What of it shows these criteria",
          "You judge them afterwards, together with everything else.",
        ),
      ],
    };
  },
  submit: async (asking, raw, context) => {
    const { learner: learnerId, unit } = aboutIn(contextShape, context, "learner");
    const { db, actor, now, settings } = asking;
    const registration = await registrationFor(db, actor, "assessor", learnerId, unit);
    await assertJoined(db, learnerId);
    const { title, day, why } = common.parse(raw);
    const work = workOf(parts, asking);
    const learner = await findMember(db, learnerId);
    const item = await keepItem(work, actor, {
      learnerId,
      kind: seen.kind,
      title,
      occurredOn: pastDay(day, localDate(now, settings.timezone)),
      teamId: learner?.homeTeam ?? null,
      customer: NO_CUSTOMER,
      texts: fieldTexts(seen, raw),
      location: undefined,
      sources: [],
      claims: claimsFor([registration], chosenKeys(raw)),
      why,
    });
    await db.update(items).set({ sharedAt: now }).where(eq(items.id, item.id));
    await db.insert(declarations).values({
      id: work.ids.next(),
      subjectKind: "item",
      subjectId: item.id,
      memberId: actor.id,
      role: "assessor",
      text: SEEN_DECLARATION,
      contentHash: item.contentHash,
      at: now,
    });
    const toAgree = seen.kind === "professional_discussion";
    await putDirect(db, now, work.active, learner, {
      key: agreeKey(item.id),
      message: {
        body: [
          {
            b: "prose",
            text: [
              member(actor.id),
              text(` has recorded ${item.ref} (${seen.title.toLowerCase()}) for ${unit}.`),
              ...(toAgree
                ? [text(` Read it, and say whether it is right: “${AGREEMENT}” If it is not, tell them.`)]
                : []),
            ],
          },
        ],
        buttons: [
          { action: "evidence.show", arg: item.id, label: `Show ${item.ref}` },
          ...(toAgree ? [{ action: "evidence.agree", arg: item.id, label: "Sign: it is right" }] : []),
        ],
      },
    });
    return privately(
      say(strong(`${item.ref} is recorded and signed.`), text(" /assess shows what waits to be judged.")),
    );
  },
});

const agreeKey = (id: string): string => `evidence:${id}:recorded`;

/** The forms by which assessors add evidence. */
export const seenForms = (parts: Parts): readonly FormAction[] => SEEN.map((seen) => seenForm(parts, seen));

/** The buttons that open them, and the learner's agreement with the record of a discussion. */
export const seenButtons = (parts: Parts): readonly ButtonAction[] => [
  ...SEEN.map(({ name }): ButtonAction => ({
    name,
    who: "member",
    writes: false,
    run: async ({ db, actor }, arg) => {
      const [learner = "", unit = ""] = arg.split(".");
      await registrationFor(db, actor, "assessor", learner, unit);
      return { kind: "form", form: name, context: { learner, unit } };
    },
  })),
  {
    name: "evidence.agree",
    who: "member",
    writes: true,
    run: async (asking, id) => {
      const { db, actor, now } = asking;
      const item = await ownItem(db, actor, id);
      assertStands(item);
      if (item.kind !== "professional_discussion")
        throw conflict(
          `${item.ref} is no record of a talk, so there is nothing in it to agree with.`,
          "no record of a discussion",
        );
      const signed = await declarationsOf(db, "item", [item.id]);
      if (signed.some(({ memberId }) => memberId === actor.id))
        throw conflict("You have signed this already.", "signed already");
      const work = workOf(parts, asking);
      await db.insert(declarations).values({
        id: work.ids.next(),
        subjectKind: "item",
        subjectId: item.id,
        memberId: actor.id,
        role: "learner",
        text: AGREEMENT,
        contentHash: item.contentHash,
        at: now,
      });
      await work.journal.record(db, now, {
        team: item.teamId,
        actor: actor.id,
        role: "learner",
        kind: "evidence.agreed",
        subject: item.id,
        facts: { ref: item.ref },
      });
      await dropButtons(db, now, agreeKey(item.id));
      return privately(say(strong(item.ref), text(": signed. The record is right, you say.")));
    },
  },
];
