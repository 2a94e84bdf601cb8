import { z } from "zod";
import type { FieldOption, FormAction, FormContent, Reading, Reply, Writing } from "../chat/feature.ts";
import { privately } from "../chat/feature.ts";
import type { Field } from "../chat/form.ts";
import { referenceOf } from "../customers.ts";
import { invalid, notFound } from "../errors.ts";
import { caseById } from "../escalation/index.ts";
import { referencePattern } from "./reference.ts";
import { type Settings, teamFor } from "../people/index.ts";
import { type Parts, workOf } from "../work.ts";
import { FEELINGS, FEELING_LABELS, MOST_COMMENT, ORIGINS, ORIGIN_LABELS } from "./comment.ts";
import { changeDetails } from "./details.ts";
import { detailedMessage, recordedMessage } from "./messages.ts";
import { noticeOffer } from "./notice.ts";
import { paraphraseProblem, withoutReferences } from "./parse.ts";
import { type CommentInput, recordComment } from "./record.ts";
import { commentSettingsOf } from "./settings.ts";
import { severityOf } from "./severity.ts";
import type { Comment } from "./store.ts";
import { ownComment } from "./who.ts";

/** What of the form can be given with the command, where a platform has named options. */
export const COMMENT_OPTIONS: readonly FieldOption[] = [
  { field: "said", type: "longText", hint: "What the customer said, in a sentence of yours" },
  { field: "customer", type: "customerRef", hint: "The customer reference, never a name" },
  { field: "about", type: "choice", hint: "The product or process it is about" },
  { field: "origin", type: "choice", hint: "Spontaneous, or requested in a survey or by a question" },
  { field: "feeling", type: "choice", hint: "How the customer felt" },
  { field: "reply", type: "longText", hint: "What you said to them in reply" },
];

/**
 * Records what somebody said, in a form or in one line, and says so.
 * @throws AppError `invalid` where the paraphrase says nothing that could be compared
 */
export async function record(
  parts: Parts,
  asking: Writing,
  input: Omit<CommentInput, "severe">,
): Promise<Reply> {
  const said = withoutReferences(input.said.trim(), referencePattern(asking.settings));
  const problem = paraphraseProblem(said, MOST_COMMENT);
  if (problem !== undefined) throw invalid(problem, "paraphrase not usable", { said: problem });
  const settings = commentSettingsOf(asking.settings);
  const severity = severityOf(said, settings);
  const comment = await recordComment(
    workOf(parts, asking),
    asking.actor,
    await teamFor(asking.db, asking.actor),
    { ...input, said, severe: severity?.topic },
  );
  const offer = severity && (await noticeOffer(asking, severity));
  return privately(recordedMessage(comment, settings, said, offer));
}

const logValues = z.object({
  said: z.string(),
  customer: z.string().optional(),
  about: z.string().optional(),
  origin: z.enum(ORIGINS),
  feeling: z.enum(FEELINGS).optional(),
  reply: z.string().optional(),
});

/** Where a form came from: a message's menu, or a case. */
const logContext = z.object({ source: z.enum(["message", "case"]).optional(), case: z.string().optional() });

/**
 * The case out of which a comment is logged, with its customer's reference.
 * @throws AppError `not_found` where the person may not know of it
 */
async function caseIn(
  asking: Reading,
  context: Readonly<Record<string, string>>,
): Promise<{ readonly id: string; readonly reference: string | undefined } | undefined> {
  const { case: id } = logContext.parse(context);
  if (id === undefined) return undefined;
  const one = await caseById(asking.db, asking.actor, id);
  // A restricted case is nobody's business; a comment would carry it to the team.
  if (one.restricted !== null) throw notFound("case", "comment from a restricted case");
  return { id: one.id, reference: await referenceOf(asking.db, one.customerId) };
}

/** The form behind `/comment`, and behind the menu of a message. */
export function commentForm(parts: Parts): FormAction {
  return {
    name: "comment.log",
    who: "member",
    draw: async (asking, context) => logContent(asking.settings, await caseIn(asking, context)),
    submit: async (asking, raw, context) => {
      const values = logValues.parse(raw);
      const { source } = logContext.parse(context);
      const one = await caseIn(asking, context);
      return record(parts, asking, {
        said: values.said,
        customerRef: values.customer,
        about: values.about,
        origin: values.origin,
        feeling: values.feeling,
        reply: values.reply,
        caseId: one?.id,
        source: source ?? "command",
      });
    },
  };
}

const detailValues = logValues.omit({ said: true, customer: true });

const own = (asking: Reading, context: Readonly<Record<string, string>>): Promise<Comment> =>
  ownComment(asking.db, asking.actor, context["comment"] ?? "");

/** The form behind *Add details*: what can be said later without changing what was heard. */
export function detailsForm(parts: Parts): FormAction {
  return {
    name: "comment.details",
    who: "member",
    draw: async (asking, context) => {
      const comment = await own(asking, context);
      const initial: Readonly<Record<string, string | null>> = {
        about: comment.about,
        origin: comment.origin,
        feeling: comment.feeling,
      };
      return {
        title: "Details of a comment",
        submitLabel: "Save",
        fields: detailFields(asking.settings).map((field) => {
          const value = initial[field.id] ?? undefined;
          return value === undefined ? field : { ...field, initial: value };
        }),
      };
    },
    submit: async (asking, raw, context) => {
      const comment = await own(asking, context);
      const { about, origin, feeling, reply } = detailValues.parse(raw);
      const changed = await changeDetails(workOf(parts, asking), comment, { about, origin, feeling, reply });
      return privately(detailedMessage(changed, commentSettingsOf(asking.settings)));
    },
  };
}

function logContent(
  settings: Settings,
  from: { readonly reference: string | undefined } | undefined,
): FormContent {
  return {
    title: "What a customer said",
    submitLabel: "Record",
    fields: [
      {
        id: "said",
        type: "longText",
        label: "What the customer said",
        hint: "In a sentence of yours. No names, no numbers of theirs.",
        required: true,
        maxLength: MOST_COMMENT,
      },
      {
        id: "customer",
        type: "customerRef",
        label: "Customer reference",
        hint: `For example ${settings.customerExample}. Without it the comment counts as no customer.`,
        required: false,
        ...(from?.reference === undefined ? {} : { initial: from.reference }),
        maxLength: 40,
      },
      ...detailFields(settings),
    ],
  };
}

function detailFields(settings: Settings): Field[] {
  const list = commentSettingsOf(settings).about;
  const about: Field[] =
    list.length === 0
      ? []
      : [
          {
            id: "about",
            type: "choice",
            label: "About",
            required: false,
            choices: list.map(({ id, label }) => ({ value: id, label })),
          },
        ];
  return [
    ...about,
    {
      id: "origin",
      type: "choice",
      label: "How it came about",
      required: true,
      initial: "spontaneous",
      choices: ORIGINS.map((value) => ({ value, label: ORIGIN_LABELS[value] })),
    },
    {
      id: "feeling",
      type: "choice",
      label: "How the customer felt",
      required: false,
      choices: FEELINGS.map((value) => ({ value, label: FEELING_LABELS[value] })),
    },
    {
      id: "reply",
      type: "longText",
      label: "What you said in reply",
      required: false,
      maxLength: MOST_COMMENT,
    },
  ];
}
