import { z } from "zod";
import type { Decision } from "../authority/index.ts";
import type { FormAction, FormContent, Reading } from "../chat/feature.ts";
import { done, privately } from "../chat/feature.ts";
import type { Field } from "../chat/form.ts";
import { formatMoney } from "../money.ts";
import { GIVING, MOST_TEXT, OUTCOMES, OUTCOME_LABELS, TOLD, TOLD_LABELS } from "./case.ts";
import { decide } from "./decide.ts";
import { handBack } from "./hand-back.ts";
import { alreadyInformed, inform, informerOnly } from "./inform.ts";
import type { Case } from "./store.ts";
import { holderOnly } from "./take.ts";
import { weighFields, weighValues } from "./weigh-fields.ts";
import { mustWeigh } from "./weigh.ts";
import { caseById, situationOf } from "./who.ts";
import { type Parts, stale, workOf } from "./work.ts";

/** What a form about a case carries: which, and as of when. */
const caseContext = z.object({ case: z.string(), generation: z.coerce.number().int() });

/** The context of a form about a case. */
export const contextOf = (one: Case, generation: number): Record<string, string> => ({
  case: one.id,
  generation: String(generation),
});

/** The case that a form about one names; for somebody who may not know of it, as if there were none. */
export async function caseOfForm(
  asking: Reading,
  context: Readonly<Record<string, string>>,
): Promise<{ readonly one: Case; readonly generation: number }> {
  const { case: id, generation } = caseContext.parse(context);
  return { one: await caseById(asking.db, asking.actor, id), generation };
}

/** As {@link caseOfForm}, for a form that only makes sense while the case has not moved on. */
async function unmoved(
  asking: Reading,
  context: Readonly<Record<string, string>>,
): Promise<{ readonly one: Case; readonly generation: number }> {
  const found = await caseOfForm(asking, context);
  if (found.one.generation !== found.generation) throw stale(found.one.ref);
  return found;
}

const decideValues = z.object({
  outcome: z.enum([
    "advised",
    "approved",
    "approved_in_part",
    "refused",
    "resolved",
    "resolved_in_part",
    "not_resolved",
    "noted",
    "acted",
    "passed_on",
  ]),
  what: z.string(),
  amount: z.coerce.number().int().optional(),
  told: z.enum(TOLD),
});

/** The form behind *Decide*. */
export function decideForm(parts: Parts): FormAction {
  return {
    name: "case.decide",
    who: "member",
    draw: async (asking, context) => {
      const { one } = await unmoved(asking, context);
      await holderOnly(asking, asking.actor, one);
      const situation = await situationOf(asking.db, asking.settings, one, asking.now);
      return decideContent(one, situation.decision);
    },
    submit: async (asking, raw, context) => {
      const { one, generation } = await unmoved(asking, context);
      const values = decideValues.parse(raw);
      const message = await decide(workOf(parts, asking), asking.actor, one, generation, {
        outcome: values.outcome,
        what: values.what,
        amountPence: values.amount ?? null,
        told: values.told,
        weighed: weighValues.parse(raw),
      });
      return privately(message);
    },
  };
}

function decideContent(one: Case, decision: Decision | undefined): FormContent {
  const outcomes = OUTCOMES[one.kind];
  const first = outcomes[0];
  // Approval and advice leave the customer with the raiser; otherwise the resolver has them.
  const told = one.kind === "approval" || one.kind === "advice" ? "raiser_will" : "accepted";
  const currency = decision?.currency;
  const amount: Field[] = currency
    ? [
        {
          id: "amount",
          type: "money",
          label: "Amount",
          hint: "What the customer gets.",
          required: one.kind === "approval",
          currency,
          showWhen: { field: "outcome", oneOf: GIVING.filter((outcome) => outcomes.includes(outcome)) },
          ...(one.amountPence === null ? {} : { initial: formatMoney(one.amountPence, currency) }),
        },
      ]
    : [];
  const weighing = outcomes.filter((outcome) => mustWeigh(one, decision, outcome));
  const weighed = weighing.length === 0 ? [] : weighFields(true);
  return {
    title: `Decide ${one.ref}`,
    submitLabel: "Decide",
    fields: [
      {
        id: "outcome",
        type: "choice",
        label: "Decision",
        required: true,
        choices: outcomes.map((outcome) => ({ value: outcome, label: OUTCOME_LABELS[outcome] })),
        ...(first ? { initial: first } : {}),
      },
      {
        id: "what",
        type: "longText",
        label: "What was decided",
        hint: "What the raiser can tell the customer, and any condition.",
        required: true,
        maxLength: MOST_TEXT,
      },
      ...amount,
      ...weighed.map((field): Field => ({ ...field, showWhen: { field: "outcome", oneOf: weighing } })),
      {
        id: "told",
        type: "choice",
        label: "Told the customer",
        required: true,
        initial: told,
        choices: TOLD.map((value) => ({ value, label: TOLD_LABELS[value] })),
      },
    ],
  };
}

/** The form behind *Record: customer told*. */
export function informForm(parts: Parts): FormAction {
  const told = TOLD.filter((value) => value !== "raiser_will");
  const values = z.object({ told: z.enum(["accepted", "not_accepted", "unknown"]) });
  return {
    name: "case.inform",
    who: "member",
    draw: async (asking, context) => {
      const { one } = await caseOfForm(asking, context);
      await informerOnly(asking, asking.actor, one);
      if (one.informedAt !== null) throw alreadyInformed(one);
      return {
        title: `${one.ref}: customer told`,
        submitLabel: "Record",
        fields: [
          {
            id: "told",
            type: "choice",
            label: "Told the customer",
            required: true,
            choices: told.map((value) => ({ value, label: TOLD_LABELS[value] })),
          },
        ],
      };
    },
    submit: async (asking, raw, context) => {
      const { one } = await caseOfForm(asking, context);
      await inform(workOf(parts, asking), asking.actor, one, values.parse(raw).told);
      return done;
    },
  };
}

/** The form behind *Hand back*. */
export function handBackForm(parts: Parts): FormAction {
  const values = z.object({ feedback: z.string().optional() });
  return {
    name: "case.hand_back",
    who: "member",
    draw: async (asking, context) => {
      const { one } = await unmoved(asking, context);
      await holderOnly(asking, asking.actor, one);
      return {
        title: `Hand back ${one.ref}`,
        submitLabel: "Hand back",
        fields: [
          {
            id: "feedback",
            type: "longText",
            label: "Feedback",
            hint: "For the person who asked: was it right to ask, what to do next time. They alone see it.",
            required: false,
            maxLength: MOST_TEXT,
          },
        ],
      };
    },
    submit: async (asking, raw, context) => {
      const { one, generation } = await unmoved(asking, context);
      await handBack(workOf(parts, asking), asking.actor, one, generation, values.parse(raw).feedback);
      return done;
    },
  };
}
