import { z } from "zod";
import type { FormAction, FormContent, Reading } from "../chat/feature.ts";
import { privately } from "../chat/feature.ts";
import type { Field } from "../chat/form.ts";
import type { Message } from "../chat/message.ts";
import { DECISIONS, DECISION_HINTS, DECISION_LABELS, MOST_TEXT } from "./action.ts";
import { actionOfForm } from "./action-forms.ts";
import { actionCard } from "./cards.ts";
import { addDays, dayWords, localDate } from "../local-days.ts";
import { figuresOf, resultNow } from "./measure.ts";
import { REVIEW_AFTER_DAYS, checkDates, shareIn } from "./plan-form.ts";
import { review } from "./review.ts";
import { type Action, othersAbout } from "./store.ts";
import { deedsFor, mayPlan } from "./who.ts";
import { type ActionParts, actionWork } from "./work.ts";
import { comparisonText, figureWords } from "./words.ts";

const reviewValues = z.object({
  figure: z.string().optional(),
  outcome: z.string(),
  side_effects: z.string(),
  decision: z.enum(DECISIONS),
  next_change: z.string().optional(),
  next_review: z.string().optional(),
});

/** The form behind *Review*: the comparison first, then what people make of it. */
export const reviewForm = (parts: ActionParts): FormAction => ({
  name: "action.review",
  who: "member",
  draw: async (asking, context) =>
    content(parts, asking, await actionOfForm(parts, asking, context, "review")),
  submit: async (asking, raw, context) => {
    const one = await actionOfForm(parts, asking, context, "review");
    const values = reviewValues.parse(raw);
    const { next_change: change, next_review: reviewOn } = values;
    const next =
      values.decision === "adapt" && change !== undefined && reviewOn !== undefined
        ? { change, reviewOn }
        : undefined;
    const today = localDate(asking.now, asking.settings.timezone);
    if (next) checkDates(today, next.reviewOn, today, { review: "next_review" });
    const done = await review(actionWork(parts, asking), asking.actor, one, {
      figure: one.baseline?.kind === "typed" ? shareIn("figure", values.figure) : undefined,
      outcome: values.outcome,
      sideEffects: values.side_effects,
      decision: values.decision,
      next,
    });
    return privately(answer(parts, asking, done.reviewed, done.follows));
  },
});

/** The reviewed action as it stands, and what can still be told about it. */
function answer(parts: ActionParts, asking: Reading, one: Action, follows: Action | undefined): Message {
  const drawn = { subjects: parts.subjects, timeZone: asking.settings.timezone };
  const card = actionCard(one, drawn, deedsFor(one));
  if (!follows) return card;
  const words = `${follows.ref} follows it from today, with what is usual now as its baseline. Its review is due on ${dayWords(follows.reviewOn)}.`;
  return { ...card, body: [...card.body, { b: "prose", text: [{ t: "text", text: words }] }] };
}

/** What is said above the fields. */
async function introOf(parts: ActionParts, asking: Reading, one: Action): Promise<string> {
  const { baseline } = one;
  if (baseline === null)
    return "Nothing was counted for this action. Say what you know, and how you know it.";
  if (baseline.kind === "typed")
    return `Before: ${figureWords(baseline)}. Type the figure since the start, counted alike.`;
  const result = await resultNow({ ...parts, ...asking }, one);
  const figures = figuresOf(parts.subjects, one);
  if (!result) return `Before: ${figureWords(baseline)}. What came since cannot be counted any more.`;
  const others = (await othersAbout(asking.db, one, one.startedAt ?? asking.now)).map((other) => other.ref);
  return [
    comparisonText(baseline, result, figures?.measure, figures?.totals?.measure),
    ...(others.length > 0
      ? [
          `Other actions about it went on meanwhile (${others.join(", ")}): which of them did it cannot be told.`,
        ]
      : []),
  ].join("\n");
}

async function content(parts: ActionParts, asking: Reading, one: Action): Promise<FormContent> {
  const adaptable = await mayPlan({ ...parts, ...asking }, asking.actor, one.teamId);
  return {
    title: `Review ${one.ref}`,
    submitLabel: "Review",
    intro: await introOf(parts, asking, one),
    fields: [
      ...(one.baseline?.kind === "typed" ? [typedFigure] : []),
      {
        id: "outcome",
        type: "longText",
        label: "What came of it",
        hint: "What the figures and the floor show. No detectable change is an answer, too.",
        required: true,
        maxLength: MOST_TEXT,
      },
      {
        id: "side_effects",
        type: "longText",
        label: "Side effects",
        hint: "What else moved, for better or worse. Look at one thing that might have suffered.",
        required: true,
        maxLength: MOST_TEXT,
      },
      {
        id: "decision",
        type: "choice",
        label: "Decision",
        required: true,
        choices: DECISIONS.filter((decision) => decision !== "adapt" || adaptable).map((decision) => ({
          value: decision,
          label: DECISION_LABELS[decision],
          hint: DECISION_HINTS[decision],
        })),
      },
      ...(adaptable
        ? adapting(addDays(localDate(asking.now, asking.settings.timezone), REVIEW_AFTER_DAYS))
        : []),
    ],
  };
}

const typedFigure: Field = {
  id: "figure",
  type: "text",
  label: "Figure since the start",
  hint: "How many of how many, counted as before, for example 5 of 500.",
  required: true,
  maxLength: 40,
};

/** What an action that follows needs, besides what it takes over. */
const adapting = (reviewOn: string): readonly Field[] => [
  {
    id: "next_change",
    type: "longText",
    label: "What is changed now",
    hint: "An action that follows begins today with this change.",
    required: true,
    maxLength: MOST_TEXT,
    showWhen: { field: "decision", oneOf: ["adapt"] },
  },
  {
    id: "next_review",
    type: "date",
    label: "Review of that",
    required: true,
    initial: reviewOn,
    showWhen: { field: "decision", oneOf: ["adapt"] },
  },
];
