import { z } from "zod";
import { cut } from "../../chat/cut.ts";
import type { ButtonAction, FormAction } from "../../chat/feature.ts";
import { privately } from "../../chat/feature.ts";
import { shortText } from "../../chat/fields.ts";
import type { Choice } from "../../chat/form.ts";
import { say, strong, text } from "../../chat/message.ts";
import { conflict, invalid, refused } from "../../errors.ts";
import { type Parts, workOf } from "../../work.ts";
import { MOST_LABEL, criterionKey } from "../criteria-fields.ts";
import { type Registration, isOf, registrationsOf } from "../registered.ts";
import { type Claim, type Item, claimsOfItem, isLearners } from "../store.ts";
import { ownItem } from "../who.ts";
import { criteriaOf, criterionWords } from "../words.ts";
import { itemCard } from "./card.ts";
import { assertStands, strikeClaim, strikeItem } from "./share.ts";

const reason = shortText("reason", "Why", "", { maxLength: 300 });

/** @throws AppError `refused` for what an assessor recorded: it is theirs, and says what they saw */
function assertMade(item: Item): void {
  if (item.makerId === item.learnerId) return;
  throw refused(
    `${item.ref} is your assessor's record of what they saw or asked, so you cannot strike it through. Tell them if it is not right.`,
    "the assessor's record",
  );
}

/** The form behind *Strike through*. */
const strikeForm = (parts: Parts): FormAction => ({
  name: "evidence.strike",
  who: "member",
  draw: async ({ db, actor }, context) => {
    const item = await ownItem(db, actor, context["item"] ?? "");
    assertMade(item);
    assertStands(item, Number(context["generation"]));
    return {
      title: `Strike through ${item.ref}`,
      submitLabel: "Strike through",
      intro:
        "It keeps its place and its number, and counts for nothing. It cannot be undone; what happened can be kept again.",
      fields: [reason],
    };
  },
  submit: async (asking, raw, context) => {
    const item = await ownItem(asking.db, asking.actor, context["item"] ?? "");
    assertMade(item);
    assertStands(item, Number(context["generation"]));
    const { reason } = z.object({ reason: z.string() }).parse(raw);
    await strikeItem(workOf(parts, asking), asking.actor, item, reason);
    return privately(say(strong(item.ref), text(" is struck through.")));
  },
});

/** What one's own claims are known by in a form: one criterion may be claimed for in two editions of its unit. */
const keyOf = ({ unit, ref, edition }: Claim): string => `${criterionKey(unit, ref)} ${edition}`;

function choiceOf(registrations: readonly Registration[], claim: Claim): Choice {
  const unit = registrations.find((one) => isOf(one.unit, claim))?.unit;
  const criterion = unit && criteriaOf(unit).find(({ ref }) => ref === claim.ref);
  const label =
    unit && criterion
      ? criterionWords(unit, criterion)
      : `${claim.unit} ${claim.ref}, edition ${claim.edition}`;
  return { value: keyOf(claim), label: cut(label, MOST_LABEL) };
}

/** The form behind *Strike one claim*: the rest of the item stays as it is. */
const strikeClaimForm = (parts: Parts): FormAction => ({
  name: "evidence.strike_claim",
  who: "member",
  draw: async ({ db, actor }, context) => {
    const item = await ownItem(db, actor, context["item"] ?? "");
    assertStands(item);
    const claims = (await claimsOfItem(db, item.id)).filter(isLearners);
    if (claims.length === 0)
      throw conflict(`${item.ref} is claimed for nothing that you could take back.`, "no claim of theirs");
    const registrations = await registrationsOf(db, actor.id);
    return {
      title: `Strike a claim: ${item.ref}`,
      submitLabel: "Strike through",
      intro:
        "It keeps its place and counts for nothing. Where it was judged, the assessor is asked to judge again on what is left.",
      fields: [
        {
          id: "claim",
          type: "choice",
          label: "Which claim",
          required: true,
          choices: claims.map((claim) => choiceOf(registrations, claim)),
        },
        reason,
      ],
    };
  },
  submit: async (asking, raw, context) => {
    const item = await ownItem(asking.db, asking.actor, context["item"] ?? "");
    assertStands(item);
    const given = z.object({ claim: z.string(), reason: z.string() }).parse(raw);
    const claim = (await claimsOfItem(asking.db, item.id))
      .filter(isLearners)
      .find((one) => keyOf(one) === given.claim);
    if (!claim)
      throw invalid("Choose among what is claimed.", "no such claim", {
        claim: "Choose among what is claimed.",
      });
    await strikeClaim(workOf(parts, asking), asking.actor, item, claim, given.reason);
    return privately(await itemCard(asking, item));
  },
});

/** The forms by which something is taken back. */
export const strikeForms = (parts: Parts): readonly FormAction[] => [
  strikeForm(parts),
  strikeClaimForm(parts),
];

/** The buttons that open them. */
export const strikeButtons: readonly ButtonAction[] = [
  {
    name: "evidence.strike",
    who: "member",
    writes: false,
    run: async ({ db, actor }, arg) => {
      const [id = "", generation = ""] = arg.split(".");
      const item = await ownItem(db, actor, id);
      return { kind: "form", form: "evidence.strike", context: { item: item.id, generation } };
    },
  },
  {
    name: "evidence.strike_claim",
    who: "member",
    writes: false,
    run: async ({ db, actor }, id) => {
      const item = await ownItem(db, actor, id);
      return { kind: "form", form: "evidence.strike_claim", context: { item: item.id } };
    },
  },
];
