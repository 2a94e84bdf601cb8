import type { ButtonAction, Reading } from "../chat/feature.ts";
import { privately } from "../chat/feature.ts";
import { say, strong, text } from "../chat/message.ts";
import { contextOf } from "./case-forms.ts";
import type { Case } from "./store.ts";
import { holderOnly, release, take, withdraw } from "./take.ts";
import { caseById } from "./who.ts";
import { type Parts, stale, workOf } from "./work.ts";

/** Reads a button's argument. A malformed one names no case, like one that does not exist. */
async function caseOfButton(
  asking: Reading,
  arg: string,
): Promise<{ readonly one: Case; readonly generation: number }> {
  const [id = "", generation = ""] = arg.split(":");
  return {
    one: await caseById(asking.db, asking.actor, id),
    generation: /^\d{1,9}$/.test(generation) ? Number(generation) : -1,
  };
}

/** A button that opens a form about its case. */
const opens = (name: string, form: string): ButtonAction => ({
  name,
  who: "member",
  writes: false,
  run: async (asking, arg) => {
    const { one, generation } = await caseOfButton(asking, arg);
    return { kind: "form", form, context: contextOf(one, generation) };
  },
});

/** The buttons of the feature. */
export const caseButtons = (parts: Parts): readonly ButtonAction[] => [
  {
    name: "case.take",
    who: "member",
    writes: true,
    run: async (asking, arg) => {
      const { one, generation } = await caseOfButton(asking, arg);
      return privately(await take(workOf(parts, asking), asking.actor, one, generation));
    },
  },
  {
    name: "case.release",
    who: "member",
    writes: true,
    run: async (asking, arg) => {
      const { one, generation } = await caseOfButton(asking, arg);
      await holderOnly(asking, asking.actor, one);
      if (one.generation !== generation) throw stale(one.ref);
      await release(workOf(parts, asking), { id: asking.actor.id, role: "resolver" }, one);
      return privately(
        say(strong(one.ref), text(" is released. Somebody else is asked, and the raiser has been told.")),
      );
    },
  },
  {
    name: "case.withdraw",
    who: "member",
    writes: true,
    run: async (asking, arg) => {
      const { one, generation } = await caseOfButton(asking, arg);
      return privately(await withdraw(workOf(parts, asking), asking.actor, one, generation));
    },
  },
  opens("case.decide", "case.decide"),
  opens("case.hand_back", "case.hand_back"),
  opens("case.inform", "case.inform"),
  opens("case.weigh", "case.weigh"),
];
