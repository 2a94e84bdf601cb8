import { z } from "zod";
import type { FormAction, FormContent, Reading } from "../chat/feature.ts";
import { done, privately } from "../chat/feature.ts";
import type { Field } from "../chat/form.ts";
import { invalid, refused } from "../errors.ts";
import type { Member, Settings } from "../people/index.ts";
import { formatMoney } from "../money.ts";
import type { Decision } from "../authority/index.ts";
import { teams } from "../../db/schema/people.ts";
import { asc, eq } from "drizzle-orm";
import type { Read } from "../../db/store.ts";
import {
  GIVING,
  KINDS,
  KIND_HINTS,
  KIND_LABELS,
  OUTCOMES,
  OUTCOME_LABELS,
  SOMETHING_ELSE,
  TOLD,
  TOLD_LABELS,
} from "./case.ts";
import { alreadyInformed, decide, handBack, inform, informerOnly } from "./decide.ts";
import { currentDecisions, raise } from "./raise.ts";
import type { Case } from "./store.ts";
import { holderOnly } from "./take.ts";
import { caseById, situationOf } from "./who.ts";
import { type Parts, stale, workOf } from "./work.ts";

/** Longest free text in a case, UTF-16 units. */
export const MOST_TEXT = 1_000;

const pence = z.coerce.number().int().optional();

const raiseValues = z.object({
  kind: z.enum(KINDS),
  issue: z.string(),
  customer: z.string(),
  need: z.string(),
  amount: pence,
  waiting: z.enum(["on_line", "promised", "no"]),
  promised: z.coerce.number().int().optional(),
});

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
      const team = decision?.ownerTeam ?? (await teamOfRaiser(asking.db, asking.actor));
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

/** The raiser's team; somebody who serves the whole centre raises with its first team. */
async function teamOfRaiser(db: Read, raiser: Member): Promise<string> {
  if (raiser.homeTeam !== null) return raiser.homeTeam;
  const [first] = await db
    .select({ id: teams.id })
    .from(teams)
    .where(eq(teams.active, true))
    .orderBy(asc(teams.id))
    .limit(1);
  if (!first)
    throw refused(
      "There is no team that could take a case. Whoever keeps the organisation file can add one.",
      "no team",
    );
  return first.id;
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

/** What a form about a case carries: which, and as of when. */
const caseContext = z.object({ case: z.string(), generation: z.coerce.number().int() });

/** The context of a form about a case. */
export const contextOf = (one: Case, generation: number): Record<string, string> => ({
  case: one.id,
  generation: String(generation),
});

async function caseOf(
  asking: Reading,
  context: Readonly<Record<string, string>>,
): Promise<{ readonly one: Case; readonly generation: number }> {
  const { case: id, generation } = caseContext.parse(context);
  return { one: await caseById(asking.db, asking.actor, id), generation };
}

/** As {@link caseOf}, for a form that only makes sense while the case has not moved on. */
async function unmoved(
  asking: Reading,
  context: Readonly<Record<string, string>>,
): Promise<{ readonly one: Case; readonly generation: number }> {
  const found = await caseOf(asking, context);
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
  amount: pence,
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
      const { one } = await caseOf(asking, context);
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
      const { one } = await caseOf(asking, context);
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
