import { z } from "zod";
import { type ButtonAction, type FormAction, privately } from "../../chat/feature.ts";
import { type Parts, workOf } from "../../work.ts";
import { agree, askedOf, decline } from "./answer.ts";
import { MOST_TEXT } from "./rules.ts";

/** The form behind *I do not agree*. */
export const declineForm = (parts: Parts): FormAction => ({
  name: "kpi.decline",
  who: "member",
  draw: async ({ db, actor }, given) => {
    await askedOf(db, actor, given["target"] ?? "");
    return {
      title: "I do not agree",
      submitLabel: "Say so",
      fields: [
        {
          id: "reason",
          type: "longText",
          label: "Why not, or what instead",
          hint: "Whoever proposed it reads it, and so do the others who were asked.",
          required: true,
          maxLength: MOST_TEXT,
        },
      ],
    };
  },
  submit: async (asking, raw, given) => {
    const target = await askedOf(asking.db, asking.actor, given["target"] ?? "");
    const { reason } = z.object({ reason: z.string() }).parse(raw);
    return privately(await decline(workOf(parts, asking), asking.actor, target, reason));
  },
});

/** *I agree* and *I do not agree*, for those who were asked. */
export const answerActions = (parts: Parts): readonly ButtonAction[] => [
  {
    name: "kpi.agree",
    who: "member",
    writes: true,
    run: async (asking, arg) => {
      const target = await askedOf(asking.db, asking.actor, arg);
      return privately(await agree(workOf(parts, asking), asking.actor, target));
    },
  },
  {
    name: "kpi.decline",
    who: "member",
    writes: false,
    run: async ({ db, actor }, arg) => {
      const target = await askedOf(db, actor, arg);
      return { kind: "form", form: "kpi.decline", context: { target: target.id } };
    },
  },
];
