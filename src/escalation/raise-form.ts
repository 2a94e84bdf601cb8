import { z } from "zod";
import type { Decision } from "../authority/index.ts";
import type { FieldOption, FormAction, FormContent } from "../chat/feature.ts";
import { privately } from "../chat/feature.ts";
import type { Field } from "../chat/form.ts";
import { invalid } from "../errors.ts";
import { formatMoney } from "../money.ts";
import type { Settings } from "../people/index.ts";
import { teamFor } from "../people/index.ts";
import { KINDS, KIND_HINTS, KIND_LABELS, MOST_TEXT, SOMETHING_ELSE } from "./case.ts";
import { currentDecisions, raise } from "./raise.ts";
import { type Parts, workOf } from "./work.ts";

const raiseValues = z.object({
  kind: z.enum(KINDS),
  issue: z.string(),
  customer: z.string(),
  need: z.string(),
  amount: z.coerce.number().int().optional(),
  waiting: z.enum(["on_line", "promised", "no"]),
  promised: z.coerce.number().int().optional(),
});

/** What of the form can be given with the command, where a platform has named options. */
export const RAISE_OPTIONS: readonly FieldOption[] = [
  { field: "kind", type: "choice", hint: "Approval, advice, take-over, referral or notice" },
  { field: "issue", type: "choice", hint: "What it is about" },
  { field: "customer", type: "customerRef", hint: "The customer reference, never a name" },
  { field: "need", type: "longText", hint: "What the customer needs, in one line" },
  { field: "amount", type: "money", hint: "What the customer is to be given, for example 80.50" },
  { field: "waiting", type: "choice", hint: "Whether the customer is on the line; if left out: yes" },
  { field: "promised", type: "dateTime", hint: "When a call was promised by" },
];

/** The form behind `/escalate`: short, because a customer is waiting. */
export function raiseForm(parts: Parts): FormAction {
  return {
    name: "case.raise",
    who: "member",
    draw: async (asking) => raiseContent(await currentDecisions(asking.db, asking.settings), asking.settings),
    submit: async (asking, raw) => {
      const values = raiseValues.parse(raw);
      const decision = (await currentDecisions(asking.db, asking.settings)).find(
        (one) => one.id === values.issue,
      );
      if (values.kind === "approval" && decision?.currency && values.amount === undefined) {
        throw invalid("An approval needs an amount.", "approval without amount", {
          amount: `Say how much is to be approved, for example ${formatMoney(8_000, decision.currency)}.`,
        });
      }
      if (values.promised !== undefined && values.promised <= asking.now) {
        throw invalid("The promised time has passed.", "promise in the past", {
          promised: "Give a time that is still to come, or choose another answer above.",
        });
      }
      const team = decision?.ownerTeam ?? (await teamFor(asking.db, asking.actor));
      const message = await raise(workOf(parts, asking), asking.actor, team, decision, {
        kind: values.kind,
        issue: values.issue,
        customerRef: values.customer,
        need: values.need,
        amountPence: decision?.currency ? (values.amount ?? null) : null,
        waiting: values.waiting,
        promisedAt: values.promised ?? null,
      });
      return privately(message);
    },
  };
}

function raiseContent(decisions: readonly Decision[], settings: Settings): FormContent {
  const withAmount = decisions.filter((decision) => decision.currency !== null);
  const currency = withAmount[0]?.currency;
  const amount: Field[] = currency
    ? [
        {
          id: "amount",
          type: "money",
          label: "Amount",
          hint: "What the customer is to be given.",
          required: false,
          currency,
          showWhen: { field: "issue", oneOf: withAmount.map((decision) => decision.id) },
        },
      ]
    : [];
  return {
    title: "Escalate",
    submitLabel: "Escalate",
    fields: [
      {
        id: "kind",
        type: "choice",
        label: "Kind",
        required: true,
        initial: "approval",
        choices: KINDS.map((kind) => ({ value: kind, label: KIND_LABELS[kind], hint: KIND_HINTS[kind] })),
      },
      {
        id: "issue",
        type: "choice",
        label: "Issue type",
        required: true,
        choices: [
          ...decisions.map((decision) => ({ value: decision.id, label: decision.label })),
          { value: SOMETHING_ELSE, label: "Something else" },
        ],
      },
      {
        id: "customer",
        type: "customerRef",
        label: "Customer reference",
        hint: `For example ${settings.customerExample}. Never a name.`,
        required: true,
        maxLength: 40,
      },
      {
        id: "need",
        type: "longText",
        label: "What the customer needs",
        hint: "One line is enough. No card numbers, passwords or names.",
        required: true,
        maxLength: MOST_TEXT,
      },
      ...amount,
      {
        id: "waiting",
        type: "choice",
        label: "Customer waiting",
        required: true,
        initial: "on_line",
        choices: [
          { value: "on_line", label: "Yes, on the line now" },
          { value: "promised", label: "Promised a call" },
          { value: "no", label: "No" },
        ],
      },
      {
        id: "promised",
        type: "dateTime",
        label: "Call promised by",
        required: true,
        showWhen: { field: "waiting", oneOf: ["promised"] },
      },
    ],
  };
}
