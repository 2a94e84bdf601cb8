import { z } from "zod";
import type { FormAction, FormContent, Reading } from "../chat/feature.ts";
import { privately } from "../chat/feature.ts";
import type { Choice, Field } from "../chat/form.ts";
import { say, strong, text } from "../chat/message.ts";
import { conflict } from "../errors.ts";
import { MOST_TEXT, type Step, after, isOver } from "./action.ts";
import { drop, handOver } from "./steps.ts";
import type { Action } from "./store.ts";
import { actionById, assertMayGoOn, ownerChoices } from "./who.ts";
import { type ActionParts, actionWork, stale } from "./work.ts";

/** What a form about an action carries: which, and as of when. */
const actionContext = z.object({ action: z.string(), generation: z.coerce.number().int() });

/** The context of a form about an action. */
export const contextOf = (one: Action): Record<string, string> => ({
  action: one.id,
  generation: String(one.generation),
});

/**
 * The action that a form is about, if it still is what it was and this person may take this step.
 * @throws AppError `not_found`, `refused` or `conflict`
 */
export async function actionOfForm(
  parts: ActionParts,
  asking: Reading,
  context: Readonly<Record<string, string>>,
  step: Step,
): Promise<Action> {
  const { action: id, generation } = actionContext.parse(context);
  const one = await actionById(asking.db, asking.actor, id);
  await assertMayGoOn({ ...parts, ...asking }, asking.actor, one);
  assertFits(one, step);
  if (one.generation !== generation) throw stale(one.ref);
  return one;
}

/** @throws AppError `conflict` where a step makes no sense, in words that say why */
export function assertFits(one: Action, step: Step): void {
  if (after(one.state, step) !== undefined) return;
  const why = isOver(one.state)
    ? `${one.ref} is over: it was ${one.state}.`
    : one.state === "planned"
      ? `${one.ref} has not started yet: its change is still to be made.`
      : `${one.ref} has started already.`;
  throw conflict(`${why} Nothing was changed; /action ${one.ref} shows it.`, "step does not fit");
}

const handOverValues = z.object({ owner: z.string() });

/** The form behind *Hand over*. */
export const handOverForm = (parts: ActionParts): FormAction => ({
  name: "action.hand_over",
  who: "member",
  draw: async (asking, context): Promise<FormContent> => {
    const one = await actionOfForm(parts, asking, context, "hand_over");
    const owners = await ownerChoices({ ...parts, ...asking }, one.teamId);
    return {
      title: `Hand over ${one.ref}`,
      submitLabel: "Hand over",
      fields: [
        {
          id: "owner",
          type: "member",
          label: "New owner",
          hint: "Who sees to it from now on. They are told.",
          required: true,
          choices: othersThan(one.ownerId, owners),
        },
      ],
    };
  },
  submit: async (asking, raw, context) => {
    const one = await actionOfForm(parts, asking, context, "hand_over");
    await handOver(actionWork(parts, asking), asking.actor, one, handOverValues.parse(raw).owner);
    return privately(say(strong(one.ref), text(" is handed over. Its new owner has been told.")));
  },
});

/**
 * Those to whom it can be handed.
 * @throws AppError `conflict` where there is nobody: a form without a choice could not be sent
 */
function othersThan(owner: string, owners: readonly Choice[]): readonly Choice[] {
  const others = owners.filter((choice) => choice.value !== owner);
  if (others.length > 0) return others;
  throw conflict(
    "Nobody else who serves this team may own an action. Whoever keeps the organisation file can change that.",
    "nobody to hand over to",
  );
}

const dropValues = z.object({ reason: z.string() });
const reason: Field = {
  id: "reason",
  type: "longText",
  label: "Reason",
  hint: "Why it is not gone on with. The team sees it.",
  required: true,
  maxLength: MOST_TEXT,
};

/** The form behind *Drop*. */
export const dropForm = (parts: ActionParts): FormAction => ({
  name: "action.drop",
  who: "member",
  draw: async (asking, context) => {
    const one = await actionOfForm(parts, asking, context, "drop");
    return { title: `Drop ${one.ref}`, submitLabel: "Drop", fields: [reason] };
  },
  submit: async (asking, raw, context) => {
    const one = await actionOfForm(parts, asking, context, "drop");
    await drop(actionWork(parts, asking), asking.actor, one, dropValues.parse(raw).reason);
    return privately(say(strong(one.ref), text(" is dropped. Its team can see why.")));
  },
});
