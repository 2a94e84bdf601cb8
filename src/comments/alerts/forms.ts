import { z } from "zod";
import { teams } from "../../../db/schema/people.ts";
import { asc, eq } from "drizzle-orm";
import type { Read } from "../../../db/store.ts";
import type { ButtonAction, FormAction, FormContent, Reading } from "../../chat/feature.ts";
import { privately } from "../../chat/feature.ts";
import type { Choice } from "../../chat/form.ts";
import { invalid, notFound } from "../../errors.ts";
import { serves } from "../../people/index.ts";
import { type Parts, workOf } from "../../work.ts";
import { withoutReferences } from "../parse.ts";
import { referencePattern } from "../reference.ts";
import { namesOfThemes } from "../theme-names.ts";
import { decidersOnly, themeDeciders } from "../who.ts";
import { alreadyKnown, confirm, mute, notSame, staleAlert } from "./decide.ts";
import { alertReasons } from "./cards.ts";
import { findTheme } from "../store.ts";
import { type Alert, commentsIn, findAlert } from "./store.ts";
import { howMany } from "./words.ts";

/** The most characters of a theme's name, and of what others are told. */
export const MOST_NAME = 80;
const MOST_WORDING = 1_000;

const alertContext = z.object({ alert: z.string(), generation: z.coerce.number().int() });

/**
 * The alert that a button or a form names.
 * @throws AppError `not_found` for who does not serve its team
 */
async function visibleAlert(asking: Reading, id: string): Promise<Alert> {
  const alert = await findAlert(asking.db, id);
  if (alert && (await serves(asking.db, asking.actor, alert.teamId))) return alert;
  throw notFound("alert", alert ? "alert not visible" : "no such alert");
}

/**
 * The alert that a button or a form names, for somebody who may decide about it as it stands.
 * @throws AppError `not_found` for who does not serve its team, `refused` below the level, `conflict` when it has moved on
 */
async function alertFor(asking: Reading, id: string, generation: number): Promise<Alert> {
  const alert = await visibleAlert(asking, id);
  await decidersOnly(asking.db, asking.settings, asking.actor, alert.teamId);
  if (alert.generation !== generation || alert.state !== "proposed") throw staleAlert();
  return alert;
}

const readArg = (arg: string): { readonly alert: string; readonly generation: number } => {
  const [alert = "", generation = ""] = arg.split(":");
  return { alert, generation: /^\d{1,9}$/.test(generation) ? Number(generation) : -1 };
};

const inContext = (asking: Reading, context: Readonly<Record<string, string>>): Promise<Alert> => {
  const { alert, generation } = alertContext.parse(context);
  return alertFor(asking, alert, generation);
};

/** *Show why*, for everybody who serves the team. */
const whyButton: ButtonAction = {
  name: "alert.why",
  who: "member",
  writes: false,
  run: async (asking, arg) => {
    const alert = await visibleAlert(asking, arg);
    const theme = await findTheme(asking.db, alert.themeId);
    if (!theme) throw staleAlert();
    return privately(alertReasons({ theme, alert, comments: await commentsIn(asking.db, alert), hours: [] }));
  },
};

/** The buttons on an alert's card. */
export const alertButtons = (parts: Parts): readonly ButtonAction[] => [
  whyButton,
  ...["confirm", "known", "mute"].map((name): ButtonAction => ({
    name: `alert.${name}`,
    who: "member",
    writes: false,
    run: async (asking, arg) => {
      const { alert, generation } = readArg(arg);
      await alertFor(asking, alert, generation);
      return {
        kind: "form",
        form: `alert.${name}`,
        context: { alert, generation: String(generation) },
      };
    },
  })),
  {
    name: "alert.not_same",
    who: "member",
    writes: true,
    run: async (asking, arg) => {
      const { alert, generation } = readArg(arg);
      const seen = await alertFor(asking, alert, generation);
      return privately(await notSame(workOf(parts, asking), asking.actor, seen));
    },
  },
];

const confirmValues = z.object({
  name: z.string(),
  wording: z.string(),
  recipients: z.string(),
  owner: z.string(),
});

/** The forms behind the buttons. */
export const alertForms = (parts: Parts): readonly FormAction[] => [
  {
    name: "alert.confirm",
    who: "member",
    draw: async (asking, context) => confirmContent(asking, await inContext(asking, context)),
    submit: async (asking, raw, context) => {
      const seen = await inContext(asking, context);
      const { name, wording, recipients, owner } = confirmValues.parse(raw);
      const pattern = referencePattern(asking.settings);
      const told = {
        name: withoutReferences(name, pattern),
        wording: withoutReferences(wording, pattern),
        ownerId: owner,
        recipients: recipients.split("\n"),
      };
      return privately(await confirm(workOf(parts, asking), asking.actor, seen, told));
    },
  },
  {
    name: "alert.known",
    who: "member",
    draw: async (asking, context) => {
      await inContext(asking, context);
      return {
        title: "Already known",
        submitLabel: "Save",
        fields: [
          {
            id: "where",
            type: "text",
            label: "Where is it known?",
            hint: "A link, a ticket, or who is at work on it.",
            required: true,
            maxLength: 300,
          },
        ],
      };
    },
    submit: async (asking, raw, context) => {
      const seen = await inContext(asking, context);
      const where = z.object({ where: z.string() }).parse(raw).where;
      return privately(await alreadyKnown(workOf(parts, asking), asking.actor, seen, where));
    },
  },
  {
    name: "alert.mute",
    who: "member",
    draw: async (asking, context) => {
      await inContext(asking, context);
      return {
        title: "Mute",
        submitLabel: "Mute",
        fields: [{ id: "until", type: "dateTime", label: "No alert about it until", required: true }],
      };
    },
    submit: async (asking, raw, context) => {
      const seen = await inContext(asking, context);
      const until = z.object({ until: z.coerce.number().int() }).parse(raw).until;
      if (until <= asking.now)
        throw invalid("That time has passed.", "mute in the past", {
          until: "Give a time that is still to come.",
        });
      return privately(await mute(workOf(parts, asking), asking.actor, seen, until));
    },
  },
];

const channel = ({ id, name }: { readonly id: string; readonly name: string }): Choice => ({
  value: `team:${id}`,
  label: `${name}: alerts channel`,
});

/** Who can be told: this team's channel first, who logged it, who may decide, then the other teams. */
async function recipientChoices(db: Read, team: string): Promise<Choice[]> {
  const all = await db.select().from(teams).where(eq(teams.active, true)).orderBy(asc(teams.name));
  return [
    ...all.filter(({ id }) => id === team).map(channel),
    { value: "agents", label: "Those who logged it, directly" },
    { value: "leaders", label: "Those who may decide, directly" },
    ...all.filter(({ id }) => id !== team).map(channel),
  ].slice(0, 100);
}

async function confirmContent(asking: Reading, alert: Alert): Promise<FormContent> {
  const { db, settings, actor } = asking;
  const name = ((await namesOfThemes(db, [alert.themeId])).get(alert.themeId) ?? "").slice(0, MOST_NAME);
  const owners = await themeDeciders(db, settings, alert.teamId);
  const people = owners.some(({ id }) => id === actor.id) ? owners : [actor, ...owners];
  return {
    title: "Confirm and tell others",
    submitLabel: "Confirm and tell",
    intro: "What you write is what they read. No customer's name or reference.",
    fields: [
      {
        id: "name",
        type: "text",
        label: "What to call it",
        hint: "Short, in words that your colleagues would use.",
        required: true,
        initial: name,
        maxLength: MOST_NAME,
      },
      {
        id: "wording",
        type: "longText",
        label: "What to tell them",
        required: true,
        initial: `${howMany(alert.burst.customers, alert.burst.windowMs)} told us about: ${name}.`,
        maxLength: MOST_WORDING,
      },
      {
        id: "recipients",
        type: "multiChoice",
        label: "Whom to tell",
        required: true,
        initial: `team:${alert.teamId}\nagents`,
        choices: await recipientChoices(db, alert.teamId),
      },
      {
        id: "owner",
        type: "member",
        label: "Who looks after it",
        required: true,
        initial: actor.id,
        choices: people.slice(0, 100).map((one) => ({ value: one.id, label: one.name })),
      },
    ],
  };
}
