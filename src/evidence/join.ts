import { eq, inArray } from "drizzle-orm";
import { items, testimonies } from "../../db/schema/evidence.ts";
import { payloads } from "../../db/schema/foundation.ts";
import type { ButtonAction, Reading } from "../chat/feature.ts";
import { privately } from "../chat/feature.ts";
import { type Message, say, strong, text } from "../chat/message.ts";
import { chunks } from "../chunks.ts";
import { conflict } from "../errors.ts";
import { type Parts, workOf } from "../work.ts";
import { joinedAt, recordConsent, withdrawConsent } from "./consent.ts";
import { rehash } from "./items/keep.ts";
import { strikeItem } from "./items/share.ts";
import { eraseProfile } from "./profile/profile.ts";
import { type Registration, registrationsOf } from "./registered.ts";
import { claimsOf, itemsOf, textsOf } from "./store.ts";
import { learner, readersOf } from "./who.ts";

/** What somebody agrees to; `consent.ts` names the version of these words. */
export async function joinMessage({ db }: Reading, registrations: readonly Registration[]): Promise<Message> {
  const units = registrations.map(({ unit }) => `${unit.unit} ${unit.title}`).join("; ");
  return {
    title: [text("Collect evidence of your work")],
    body: [
      { b: "prose", text: [text(`You are registered for: ${units}.`)] },
      {
        b: "list",
        items: [
          [
            text(
              "Floorwalker looks through the record of what you yourself did with it, and shows you, and nobody else, what of it may count.",
            ),
          ],
          [
            text(
              "You decide what to keep, and what to say of it. Nothing is shown before you share and sign it.",
            ),
          ],
          [
            text(
              `What you share is seen by ${await readersOf(db, registrations)}, and by witnesses only as far as you ask them.`,
            ),
          ],
          [text("It is for your portfolio only: not for appraisals, and not for discipline.")],
          [text("You can leave at any time with /evidence leave. What you have not shared is erased then.")],
        ],
      },
    ],
    buttons: [{ action: "evidence.join", arg: "", label: "Join", style: "primary" }],
  };
}

const leaveMessage: Message = {
  title: [text("Leave")],
  body: [
    {
      b: "prose",
      text: [
        text(
          "Nothing is suggested to you any more. What you have not shared is struck through, and its texts are erased for good, as is what you say about yourself. What you shared stays with the assessment for as long as the centre has to keep it; your assessor can tell you.",
        ),
      ],
    },
  ],
  buttons: [{ action: "evidence.leave", arg: "", label: "Leave and erase", style: "danger" }],
};

/** `/evidence join`: what it means, and the button. */
export async function offerToJoin(asking: Reading): Promise<Message> {
  const registrations = await registrationsOf(asking.db, asking.actor.id);
  if (registrations.length === 0) await learner(asking.db, asking.actor);
  if ((await joinedAt(asking.db, asking.actor.id)) !== undefined)
    throw conflict("You have joined already. /evidence shows what there is.", "joined already");
  return joinMessage(asking, registrations);
}

/** `/evidence leave`: what it means, and the button. */
export async function offerToLeave({ db, actor }: Reading): Promise<Message> {
  await learner(db, actor);
  return leaveMessage;
}

/** *Join* and *Leave and erase*. */
export const joinButtons = (parts: Parts): readonly ButtonAction[] => [
  {
    name: "evidence.join",
    who: "member",
    writes: true,
    run: async (asking) => {
      const registrations = await registrationsOf(asking.db, asking.actor.id);
      if (registrations.length === 0) await learner(asking.db, asking.actor);
      await recordConsent(
        workOf(parts, asking),
        asking.actor,
        registrations.map(({ unit }) => unit.unit),
      );
      return privately(
        say(
          strong("You have joined."),
          text(" /evidence shows what of your work may count, also of what happened before."),
        ),
      );
    },
  },
  {
    name: "evidence.leave",
    who: "member",
    writes: true,
    run: async (asking) => {
      const { db, actor } = asking;
      await learner(db, actor);
      const work = workOf(parts, asking);
      const own = (await itemsOf(db, actor.id)).filter(({ sharedAt }) => sharedAt === null);
      for (const item of own.filter(({ struckAt }) => struckAt === null))
        await strikeItem(work, actor, item, "The learner left.");
      await eraseTexts(
        work,
        own.map(({ id }) => id),
        actor.id,
      );
      await eraseProfile(work, actor.id);
      await withdrawConsent(work, actor, own.length);
      return privately(
        say(strong("You have left."), text(" What was yours alone is erased. /evidence join begins anew.")),
      );
    },
  },
];

/** Erases what the learner wrote about items of theirs: the journal keeps that there was something, and nothing of it. */
async function eraseTexts(
  { db }: Pick<ReturnType<typeof workOf>, "db">,
  ids: readonly string[],
  learnerId: string,
): Promise<void> {
  const texts = await textsOf(db, ids);
  const whys = (await claimsOf(db, learnerId)).filter(({ itemId }) => ids.includes(itemId));
  const erased = new Set([
    ...[...texts.values()].flat().map(({ payloadId }) => payloadId),
    ...whys.flatMap(({ whyPayload, struckPayload }) => [
      whyPayload,
      ...(struckPayload ? [struckPayload] : []),
    ]),
  ]);
  for (const id of ids) {
    const [item] = await db.select().from(items).where(eq(items.id, id));
    for (const one of [item?.titlePayload, item?.wherePayload, item?.struckPayload]) if (one) erased.add(one);
    for (const one of await db.select().from(testimonies).where(eq(testimonies.itemId, id)))
      for (const payload of [one.wordsPayload, one.competencePayload]) if (payload) erased.add(payload);
  }
  for (const some of chunks([...erased]))
    await db.update(payloads).set({ text: null, salt: null }).where(inArray(payloads.id, some));
  // The hash has no salt: left as it was, it would tell whether a guess at an erased text is right.
  for (const id of ids) await rehash({ db }, id);
}
