import { z } from "zod";
import type { FormAction, FormContent, Reading } from "../chat/feature.ts";
import { privately } from "../chat/feature.ts";
import { cut } from "../chat/cut.ts";
import { longText, shortText } from "../chat/fields.ts";
import type { Field } from "../chat/form.ts";
import { plainInline, say } from "../chat/message.ts";
import { invalid, notFound } from "../errors.ts";
import { resolve } from "../outbox/index.ts";
import { teamFor, teamNamed } from "../people/index.ts";
import { MOST_TEXT } from "./action.ts";
import { BASELINE_DAYS, readShare } from "./compare.ts";
import { actionCard } from "./cards.ts";
import { addDays, localDate } from "../local-days.ts";
import { type About, plan } from "./plan.ts";
import type { SubjectFigures } from "./subject.ts";
import { othersAbout } from "./store.ts";
import { assertMayPlan, mayGoOn, deedsFor, ownerChoices } from "./who.ts";
import { type ActionParts, actionWork } from "./work.ts";

/** Days from the start to the review, if nobody says otherwise: four whole weeks of each weekday. */
export const REVIEW_AFTER_DAYS = 28;
/** Nothing is planned further ahead, days: a slip in the year is not a plan. */
const MOST_AHEAD_DAYS = 366;

/** What a plan's form is for. */
interface Wanted {
  readonly teamId: string;
  readonly about: About | undefined;
  /** What is counted; undefined: the person measures. */
  readonly figures: SubjectFigures | undefined;
}

/** The context of the form: a subject, a team, or nothing, which is one's own team. */
export const planContext = (arg: string): Record<string, string> => {
  const at = arg.indexOf(":");
  return { kind: arg.slice(0, Math.max(at, 0)), subject: arg.slice(at + 1) };
};

const context = z.object({
  kind: z.string().optional(),
  subject: z.string().optional(),
  team: z.string().optional(),
});

async function wantedBy(
  parts: ActionParts,
  asking: Reading,
  given: Readonly<Record<string, string>>,
): Promise<Wanted> {
  const { kind, subject: id, team } = context.parse(given);
  if (kind === undefined || id === undefined) {
    const teamId = await ownTeam(asking, team);
    await assertMayPlan({ ...parts, ...asking }, asking.actor, teamId);
    return { teamId, about: undefined, figures: undefined };
  }
  const subject = parts.subjects.get(kind);
  if (!subject) throw notFound("subject", "no such kind of subject");
  const summary = await subject.find(asking.db, asking.actor, id);
  await assertMayPlan({ ...parts, ...asking }, asking.actor, summary.teamId);
  return { teamId: summary.teamId, about: { kind, summary }, figures: subject.figures };
}

async function ownTeam(asking: Reading, named: string | undefined): Promise<string> {
  if (named === undefined) return teamFor(asking.db, asking.actor);
  const found = await teamNamed(asking.db, asking.actor, named);
  if (found === undefined) throw notFound("team", "no such team to plan for");
  return found;
}

const planValues = z.object({
  problem: z.string(),
  cause: z.string().optional(),
  change: z.string(),
  owner: z.string(),
  measure: z.string().optional(),
  figure: z.string().optional(),
  expected: z.string().optional(),
  start: z.string(),
  review: z.string(),
});

/** The form in which an action is planned. */
export const planForm = (parts: ActionParts): FormAction => ({
  name: "action.plan",
  who: "member",
  draw: async (asking, given) => content(parts, asking, await wantedBy(parts, asking, given)),
  submit: async (asking, raw, given) => {
    const { teamId, about, figures } = await wantedBy(parts, asking, given);
    const values = planValues.parse(raw);
    const today = localDate(asking.now, asking.settings.timezone);
    checkDates(values.start, values.review, today);
    const work = actionWork(parts, asking);
    const planned = await plan(work, asking.actor, teamId, about, {
      problem: values.problem,
      cause: values.cause,
      change: values.change,
      expected: values.expected,
      ownerId: values.owner,
      startOn: values.start,
      reviewOn: values.review,
      measured: figures
        ? undefined
        : { measure: values.measure ?? "", figure: { kind: "typed", ...shareIn("figure", values.figure) } },
    });
    const deeds = (await mayGoOn(work, asking.actor, planned)) ? deedsFor(planned) : [];
    return privately(
      actionCard(planned, { subjects: parts.subjects, timeZone: asking.settings.timezone }, deeds),
    );
  },
});

/**
 * A figure that was typed into a field.
 * @throws AppError `invalid`, pointing at the field
 */
export function shareIn(
  field: string,
  typed: string | undefined,
): { readonly n: number; readonly of: number } {
  const share = readShare(typed ?? "");
  if (share) return share;
  throw invalid("A figure needs correcting.", "figure not understood", {
    [field]: "Give two whole numbers, how many of how many, for example 12 of 480.",
  });
}

/**
 * Whether a start and a review can be right, all local days.
 * @param ids of the fields that hold them
 * @throws AppError `invalid`, pointing at the fields
 */
export function checkDates(
  start: string,
  review: string,
  today: string,
  ids: { readonly start?: string; readonly review?: string } = {},
): void {
  const startProblem =
    start < today
      ? "This day has passed, and what was before is counted up to the start. Choose today if the change is made already."
      : start > addDays(today, MOST_AHEAD_DAYS)
        ? "This is more than a year ahead. Choose an earlier day."
        : undefined;
  const reviewProblem =
    review <= start
      ? "The review comes after the start. Choose a later day; four weeks show most."
      : review > addDays(start, MOST_AHEAD_DAYS)
        ? "This is more than a year after the start. Choose an earlier day."
        : undefined;
  const fields = {
    ...(startProblem === undefined ? {} : { [ids.start ?? "start"]: startProblem }),
    ...(reviewProblem === undefined ? {} : { [ids.review ?? "review"]: reviewProblem }),
  };
  if (Object.keys(fields).length > 0) throw invalid("A day needs correcting.", "dates out of order", fields);
}

/** The subject's title as plain words, for a field in which it can be changed. */
async function titleOf(asking: Reading, about: About | undefined): Promise<string | undefined> {
  if (!about) return undefined;
  const shown = await resolve(asking.db, say(...about.summary.title), asking.platform);
  const words = shown.body.flatMap((block) => (block.b === "prose" ? block.text.map(plainInline) : []));
  return cut(words.join(""), MOST_TEXT);
}

/** What a person measures, and the figure before the change. */
const ownMeasure: readonly Field[] = [
  shortText(
    "measure",
    "Measure",
    "What you count to see whether it worked, for example: contacts about the invoice.",
  ),
  shortText(
    "figure",
    "Figure before the change",
    "How many of how many, for example 12 of 480. It is asked again at the review.",
    { maxLength: 40 },
  ),
];

/** What is measured, and what is done about it already. */
async function introOf(asking: Reading, { about, figures }: Wanted): Promise<string | undefined> {
  if (!about) return undefined;
  const { id, ref } = about.summary;
  const open = await othersAbout(asking.db, { subjectKind: about.kind, subjectId: id }, asking.now);
  const lines = [
    ...(figures
      ? [
          `${ref}: measured by ${figures.measure}, over the ${BASELINE_DAYS} days before the start and all days since.`,
        ]
      : []),
    ...(open.length > 0
      ? [
          `Open about it already: ${open.map((one) => one.ref).join(", ")}. Two at a time cannot be told apart.`,
        ]
      : []),
  ];
  return lines.length > 0 ? lines.join("\n") : undefined;
}

async function content(parts: ActionParts, asking: Reading, wanted: Wanted): Promise<FormContent> {
  const { actor, now, settings } = asking;
  const { about, figures } = wanted;
  const today = localDate(now, settings.timezone);
  const owners = await ownerChoices({ ...parts, ...asking }, wanted.teamId);
  const problem = await titleOf(asking, about);
  const intro = await introOf(asking, wanted);
  return {
    title: "Plan an action",
    submitLabel: "Plan",
    ...(intro === undefined ? {} : { intro }),
    fields: [
      {
        ...longText("problem", "Problem", "What goes wrong, for whom. No names of customers.", {
          maxLength: MOST_TEXT,
        }),
        ...(problem === undefined ? {} : { initial: problem }),
      },
      longText("cause", "Cause", "What you think causes it. Leave it empty if nobody knows yet.", {
        required: false,
        maxLength: MOST_TEXT,
      }),
      longText("change", "Change", "What is done differently from the start on.", { maxLength: MOST_TEXT }),
      {
        id: "owner",
        type: "member",
        label: "Owner",
        hint: "Who sees to it until it is shown whether it worked.",
        required: true,
        choices: owners,
        ...(owners.some((choice) => choice.value === actor.id) ? { initial: actor.id } : {}),
      },
      ...(figures ? [] : ownMeasure),
      {
        id: "start",
        type: "date",
        label: "Start",
        hint: "The day on which the change is made.",
        required: true,
        initial: today,
      },
      {
        id: "review",
        type: "date",
        label: "Review",
        hint: "When you look whether it worked. Four weeks show most; nine days are the least.",
        required: true,
        initial: addDays(today, REVIEW_AFTER_DAYS),
      },
      shortText("expected", "Expected effect", "What should be better by then, and by how much.", {
        required: false,
        maxLength: 300,
      }),
    ],
  };
}
