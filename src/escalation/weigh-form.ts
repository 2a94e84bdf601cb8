import type { FormAction } from "../chat/feature.ts";
import { privately } from "../chat/feature.ts";
import { caseOfForm } from "./case-forms.ts";
import { weighFields, weighValues } from "./weigh-fields.ts";
import { weigh, weigherOnly } from "./weigh.ts";
import { type Parts, workOf } from "./work.ts";

/** The form behind *Note what you weighed*. It is part of deciding only where much may go wrong: a customer may be waiting. */
export function weighForm(parts: Parts): FormAction {
  return {
    name: "case.weigh",
    who: "member",
    draw: async (asking, context) => {
      const { one } = await caseOfForm(asking, context);
      await weigherOnly(asking, asking.actor, one);
      return {
        title: `Weighed in ${one.ref}`,
        submitLabel: "Note it",
        fields: weighFields(false),
      };
    },
    submit: async (asking, raw, context) => {
      const { one } = await caseOfForm(asking, context);
      return privately(await weigh(workOf(parts, asking), asking.actor, one, weighValues.parse(raw)));
    },
  };
}
