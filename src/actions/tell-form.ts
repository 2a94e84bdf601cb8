import { z } from "zod";
import { cut } from "../chat/cut.ts";
import type { FormAction, FormContent, Reading } from "../chat/feature.ts";
import { privately } from "../chat/feature.ts";
import type { Choice } from "../chat/form.ts";
import { say, strong, text } from "../chat/message.ts";
import { readTexts } from "../journal/index.ts";
import { MOST_TEXT } from "./action.ts";
import { actionOfForm } from "./action-forms.ts";
import type { Action } from "./store.ts";
import { AUDIENCES, assertUntold, loggersOf, tell } from "./tell.ts";
import { type ActionParts, actionWork } from "./work.ts";

const tellValues = z.object({ wording: z.string(), to: z.string() });

/** The form behind *You said, we did*. */
export const tellForm = (parts: ActionParts): FormAction => ({
  name: "action.tell",
  who: "member",
  draw: async (asking, context) => {
    const one = await actionOfForm(parts, asking, context, "tell");
    assertUntold(one);
    return content(parts, asking, one);
  },
  submit: async (asking, raw, context) => {
    const one = await actionOfForm(parts, asking, context, "tell");
    const { wording, to } = tellValues.parse(raw);
    const chosen = new Set(to.split("\n"));
    const audience = new Set(AUDIENCES.filter((one) => chosen.has(one)));
    await tell(actionWork(parts, asking), asking.actor, one, wording, audience);
    return privately(say(strong(one.ref), text(": told. It is said once, so nobody is told again.")));
  },
});

async function content(parts: ActionParts, asking: Reading, one: Action): Promise<FormContent> {
  const texts = await readTexts(asking.db, [one.problemPayload, one.changePayload]);
  const wording = `You said: ${texts.get(one.problemPayload) ?? ""}\nWe did: ${texts.get(one.changePayload) ?? ""}`;
  const loggers = (await loggersOf(asking.db, parts.subjects, one)).length;
  const choices: readonly Choice[] = [
    { value: "channel", label: "The team's channel" },
    ...(loggers > 0 ? [{ value: "loggers", label: `Those who logged it (${loggers}), directly` }] : []),
  ];
  return {
    title: `Tell: ${one.ref}`,
    submitLabel: "Tell",
    intro: "This is said once. Leave out names of customers, and how individuals did.",
    fields: [
      {
        id: "wording",
        type: "longText",
        label: "Wording",
        hint: "What people said, what was done, and whether it helped.",
        required: true,
        maxLength: MOST_WORDING,
        initial: cut(wording, MOST_WORDING),
      },
      {
        id: "to",
        type: "multiChoice",
        label: "Who is told",
        required: true,
        choices,
        initial: choices.map((choice) => choice.value).join("\n"),
      },
    ],
  };
}

/** Problem and change together, with room for what came of it. */
const MOST_WORDING = 2 * MOST_TEXT + 500;
