import type { ButtonAction, Reading } from "../chat/feature.ts";
import { privately } from "../chat/feature.ts";
import { say, strong, text } from "../chat/message.ts";
import { assertFits, contextOf } from "./action-forms.ts";
import { planContext } from "./plan-form.ts";
import { startNow } from "./start.ts";
import type { Action } from "./store.ts";
import { type Deed, actionById, assertMayGoOn } from "./who.ts";
import { type ActionParts, actionWork, stale } from "./work.ts";
import { figureWords } from "./words.ts";

/** Reads a button's argument. A malformed one names no action, like one that does not exist. */
async function actionOfButton(
  asking: Reading,
  arg: string,
): Promise<{ readonly one: Action; readonly generation: number }> {
  const [id = "", generation = ""] = arg.split(":");
  return {
    one: await actionById(asking.db, asking.actor, id),
    generation: /^\d{1,9}$/.test(generation) ? Number(generation) : -1,
  };
}

/**
 * A button that opens a form about its action. The form shows the action as it stands, so the
 * button of an older message opens it, too; what is sent is checked against what was shown.
 */
const opens = (deed: Exclude<Deed, "start">): ButtonAction => ({
  name: `action.${deed}`,
  who: "member",
  writes: false,
  run: async (asking, arg) => {
    const { one } = await actionOfButton(asking, arg);
    return { kind: "form", form: `action.${deed}`, context: contextOf(one) };
  },
});

/** The buttons of the feature. */
export const actionButtons = (parts: ActionParts): readonly ButtonAction[] => [
  {
    name: "action.plan",
    who: "member",
    writes: false,
    run: (_, arg) => Promise.resolve({ kind: "form", form: "action.plan", context: planContext(arg) }),
  },
  {
    name: "action.start",
    who: "member",
    writes: true,
    run: async (asking, arg) => {
      const { one, generation } = await actionOfButton(asking, arg);
      await assertMayGoOn({ ...parts, ...asking }, asking.actor, one);
      assertFits(one, "start");
      if (one.generation !== generation) throw stale(one.ref);
      const started = await startNow(actionWork(parts, asking), asking.actor, one);
      const before = started.baseline ? ` What was before is kept: ${figureWords(started.baseline)}.` : "";
      return privately(say(strong(one.ref), text(` has started.${before} You are reminded of its review.`)));
    },
  },
  opens("review"),
  opens("tell"),
  opens("hand_over"),
  opens("drop"),
];
