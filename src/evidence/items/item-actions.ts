import { z } from "zod";
import { cut } from "../../chat/cut.ts";
import type { ButtonAction, FormAction, Reading } from "../../chat/feature.ts";
import { privately } from "../../chat/feature.ts";
import { say, strong, text } from "../../chat/message.ts";
import { conflict, invalid } from "../../errors.ts";
import { readTexts } from "../../journal/index.ts";
import { putDirect } from "../../outbox/index.ts";
import { findMember } from "../../people/index.ts";
import { type Parts, type Work, workOf } from "../../work.ts";
import { chosenKeys, claimsFor, criteriaFields } from "../criteria-fields.ts";
import { type Registration, isOf } from "../registered.ts";
import { type Item, claimsOfItem, itemsOf } from "../store.ts";
import { learner, ownItem, readersOf } from "../who.ts";
import { MOST_TEXT } from "./accept.ts";
import { itemCard } from "./card.ts";
import { addClaims } from "./keep.ts";
import { LEARNER_DECLARATION, assertStands, shareItems } from "./share.ts";

/** Items that one form offers at most: a list on Discord holds as many. */
const MOST_ITEMS = 25;

/** The learner's items that nobody else sees yet. */
const privateItems = async ({ db, actor }: Reading): Promise<Item[]> =>
  (await itemsOf(db, actor.id)).filter(({ sharedAt, struckAt }) => sharedAt === null && struckAt === null);

/** The form behind *Share and sign*: which items, and what help there was. */
const shareForm = (parts: Parts): FormAction => ({
  name: "evidence.share",
  who: "member",
  draw: async (asking, context) => {
    const registrations = await learner(asking.db, asking.actor);
    const open = await privateItems(asking);
    if (open.length === 0) throw conflict("Everything that you keep is shared already.", "nothing private");
    const chosen = open.find(({ id }) => id === context["item"]);
    const offered = [...(chosen ? [chosen] : []), ...open.filter((one) => one !== chosen)].slice(
      0,
      MOST_ITEMS,
    );
    const titles = await readTexts(
      asking.db,
      offered.map(({ titlePayload }) => titlePayload),
    );
    return {
      title: "Share and sign",
      submitLabel: "Sign and share",
      intro: `${await readersOf(asking.db, registrations)} can see it then. You sign: “${LEARNER_DECLARATION}”`,
      fields: [
        {
          id: "items",
          type: "multiChoice",
          label: "What you share",
          required: true,
          choices: offered.map(({ id, ref, titlePayload }) => ({
            value: id,
            label: cut(`${ref} ${titles.get(titlePayload) ?? ""}`, 75),
          })),
          initial: (chosen ? [chosen] : offered).map(({ id }) => id).join("\n"),
        },
        {
          id: "help",
          type: "longText",
          label: "Help that you had with it",
          hint: "Who or what helped, and with what; also software and AI. Leave it empty if there was none.",
          required: false,
          maxLength: 1_000,
        },
      ],
    };
  },
  submit: async (asking, raw) => {
    const registrations = await learner(asking.db, asking.actor);
    const given = z.object({ items: z.string(), help: z.string().optional() }).parse(raw);
    const open = new Map((await privateItems(asking)).map((item) => [item.id, item]));
    const chosen = given.items.split("\n").flatMap((id) => open.get(id) ?? []);
    if (chosen.length === 0)
      throw invalid("Choose what you want to share.", "nothing chosen", { items: "Choose at least one." });
    const work = workOf(parts, asking);
    await shareItems(work, asking.actor, chosen, given.help ?? "");
    await tellAssessors(work, asking.actor.id, registrations, chosen);
    const refs = chosen.map(({ ref }) => ref).join(", ");
    return privately(
      say(
        strong(`${refs}: shared and signed.`),
        text(` ${await readersOf(asking.db, registrations)} can see it now.`),
      ),
    );
  },
});

/** Tells the assessors of the units that the items are claimed for; once for each sharing. */
async function tellAssessors(
  work: Work,
  learnerId: string,
  registrations: readonly Registration[],
  shared: readonly Item[],
): Promise<void> {
  const { db, now, active } = work;
  const units = new Map<string, Set<string>>();
  for (const item of shared) {
    for (const { unit } of await claimsOfItem(db, item.id)) {
      const assessor = registrations.find((one) => one.unit.unit === unit)?.assessorId;
      if (assessor !== undefined) units.set(assessor, (units.get(assessor) ?? new Set()).add(unit));
    }
  }
  const refs = shared.map(({ ref }) => ref).join(", ");
  for (const [assessor, codes] of units) {
    await putDirect(db, now, active, await findMember(db, assessor), {
      key: `evidence:${shared[0]?.id ?? ""}:shared:${assessor}`,
      urgency: "later",
      message: {
        body: [
          {
            b: "prose",
            text: [
              { t: "member", id: learnerId },
              text(` has shared ${refs} for ${[...codes].join(", ")}. /assess shows what waits for you.`),
            ],
          },
        ],
      },
    });
  }
}

/** The form behind *Claim more*. */
const claimForm = (parts: Parts): FormAction => ({
  name: "evidence.claim",
  who: "member",
  draw: async ({ db, actor }, context) => {
    const registrations = await learner(db, actor);
    const item = await ownItem(db, actor, context["item"] ?? "");
    assertStands(item);
    return {
      title: `Claim more: ${item.ref}`,
      submitLabel: "Claim",
      fields: [
        ...criteriaFields(registrations),
        {
          id: "why",
          type: "longText",
          label: "Why it meets this",
          required: true,
          maxLength: MOST_TEXT,
        },
      ],
    };
  },
  submit: async (asking, raw, context) => {
    const registrations = await learner(asking.db, asking.actor);
    const item = await ownItem(asking.db, asking.actor, context["item"] ?? "");
    assertStands(item);
    const { why } = z.object({ why: z.string() }).parse(raw);
    const there = await claimsOfItem(asking.db, item.id);
    const wanted = claimsFor(registrations, chosenKeys(raw)).filter(
      (claim) => !there.some((one) => isOf(claim, one) && claim.ref === one.ref),
    );
    if (wanted.length === 0) throw conflict(`${item.ref} is claimed for that already.`, "claimed already");
    await addClaims(workOf(parts, asking), asking.actor, item, wanted, why);
    return privately(await itemCard(asking, item));
  },
});

/** The forms behind an item's buttons. */
export const itemForms = (parts: Parts): readonly FormAction[] => [shareForm(parts), claimForm(parts)];

/** An item's buttons, and the one that shows it. */
export const itemButtons: readonly ButtonAction[] = [
  {
    name: "evidence.show",
    who: "member",
    writes: false,
    run: async (asking, id) => privately(await itemCard(asking, await ownItem(asking.db, asking.actor, id))),
  },
  {
    name: "evidence.share",
    who: "member",
    writes: false,
    run: async ({ db, actor }, id) => {
      if (id !== "all") await ownItem(db, actor, id);
      return { kind: "form", form: "evidence.share", context: { item: id } };
    },
  },
  {
    name: "evidence.claim",
    who: "member",
    writes: false,
    run: async ({ db, actor }, id) => {
      const item = await ownItem(db, actor, id);
      return { kind: "form", form: "evidence.claim", context: { item: item.id } };
    },
  },
];
