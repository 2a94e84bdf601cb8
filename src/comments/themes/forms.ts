import { z } from "zod";
import type { ButtonAction, FormAction, Reading } from "../../chat/feature.ts";
import { privately } from "../../chat/feature.ts";
import type { Choice } from "../../chat/form.ts";
import { cut } from "../../chat/cut.ts";
import { conflict } from "../../errors.ts";
import { readTexts } from "../../journal/index.ts";
import { shortTime } from "../../local-time.ts";
import { type Parts, workOf } from "../../work.ts";
import { MOST_NAME } from "../alerts/forms.ts";
import { notShown } from "../messages.ts";
import { listComments, recentThemes } from "../find.ts";
import { type Theme, findTheme, themeNow } from "../store.ts";
import { namesOfThemes } from "../theme-names.ts";
import { decidersOnly, themeById, themeDeciders } from "../who.ts";
import { themeCard } from "./card.ts";
import { decline, merge, nameAndOwn, split, staleTheme } from "./change.ts";

/** How far back themes are offered to merge with, ms: 90 days. */
const OFFERED_MS = 90 * 86_400_000;
/** Comments that can be taken out at a time: a list of choices holds as many on every platform. */
const MOST_SPLIT = 25;
/** The most characters of a choice's label (Slack's limit is 75). */
const MOST_LABEL = 75;

const themeContext = z.object({ theme: z.string(), generation: z.coerce.number().int() });

/** The theme of a button or form, for somebody who may decide about it as it stands. */
async function themeToChange(asking: Reading, id: string, generation: number): Promise<Theme> {
  const theme = await themeById(asking.db, asking.actor, id);
  await decidersOnly(asking.db, asking.settings, asking.actor, theme.teamId);
  if (theme.generation !== generation || theme.mergedInto !== null) throw staleTheme(theme.ref);
  return theme;
}

const inContext = (asking: Reading, context: Readonly<Record<string, string>>): Promise<Theme> => {
  const { theme, generation } = themeContext.parse(context);
  return themeToChange(asking, theme, generation);
};

const FORMS = ["edit", "merge", "split", "decline"] as const;

/** The buttons on a theme's card. */
export const themeButtons = (): readonly ButtonAction[] => [
  ...FORMS.map((name): ButtonAction => ({
    name: `theme.${name}`,
    who: "member",
    writes: false,
    run: async (asking, arg) => {
      const [id = "", typed = ""] = arg.split(":");
      const generation = /^\d{1,9}$/.test(typed) ? Number(typed) : -1;
      await themeToChange(asking, id, generation);
      return {
        kind: "form",
        form: `theme.${name}`,
        context: { theme: id, generation: String(generation) },
      };
    },
  })),
  {
    name: "theme.show",
    who: "member",
    writes: false,
    run: async (asking, arg) => {
      const theme = await themeById(asking.db, asking.actor, arg);
      return privately(await themeCard(asking, (await themeNow(asking.db, theme.id)) ?? theme));
    },
  },
];

/** The forms behind them. */
export const themeForms = (parts: Parts): readonly FormAction[] => [
  editForm(parts),
  mergeForm(parts),
  splitForm(parts),
  declineForm(parts),
];

const editForm = (parts: Parts): FormAction => ({
  name: "theme.edit",
  who: "member",
  draw: async (asking, context) => {
    const theme = await inContext(asking, context);
    const name = (await namesOfThemes(asking.db, [theme.id])).get(theme.id) ?? "";
    const owners = await themeDeciders(asking.db, asking.settings, theme.teamId);
    const people = owners.some(({ id }) => id === asking.actor.id) ? owners : [asking.actor, ...owners];
    return {
      title: "Name and owner",
      submitLabel: "Save",
      fields: [
        {
          id: "name",
          type: "text",
          label: "What to call it",
          required: true,
          initial: name.slice(0, MOST_NAME),
          maxLength: MOST_NAME,
        },
        {
          id: "owner",
          type: "member",
          label: "Who looks after it",
          required: true,
          initial: theme.ownerId ?? asking.actor.id,
          choices: people.slice(0, 100).map((one) => ({ value: one.id, label: one.name })),
        },
      ],
    };
  },
  submit: async (asking, raw, context) => {
    const theme = await inContext(asking, context);
    const { name, owner } = z.object({ name: z.string(), owner: z.string() }).parse(raw);
    const named = await nameAndOwn(workOf(parts, asking), asking.actor, theme, { name, ownerId: owner });
    return privately(await themeCard(asking, named));
  },
});

const mergeForm = (parts: Parts): FormAction => ({
  name: "theme.merge",
  who: "member",
  draw: async (asking, context) => {
    const theme = await inContext(asking, context);
    const choices = await otherThemes(asking, theme);
    if (choices.length === 0)
      throw conflict(
        `There is no other recent theme that ${theme.ref} could be merged with.`,
        "nothing to merge with",
      );
    return {
      title: "Merge themes",
      submitLabel: "Merge",
      intro: `Everything in ${theme.ref} goes into the theme that you choose, and stays there.`,
      fields: [{ id: "into", type: "choice", label: "Merge it into", required: true, choices }],
    };
  },
  submit: async (asking, raw, context) => {
    const theme = await inContext(asking, context);
    const { into } = z.object({ into: z.string() }).parse(raw);
    const other = await themeById(asking.db, asking.actor, into);
    await decidersOnly(asking.db, asking.settings, asking.actor, other.teamId);
    return privately(await themeCard(asking, await merge(workOf(parts, asking), asking.actor, theme, other)));
  },
});

async function otherThemes(asking: Reading, theme: Theme): Promise<Choice[]> {
  const recent = await recentThemes(asking.db, new Set([theme.teamId]), asking.now - OFFERED_MS, 100);
  const others = recent.filter(({ id }) => id !== theme.id);
  const names = await namesOfThemes(
    asking.db,
    others.map(({ id }) => id),
  );
  return others.map(({ id, ref }) => ({
    value: id,
    label: cut(`${ref} · ${names.get(id) ?? ""}`, MOST_LABEL),
  }));
}

const splitForm = (parts: Parts): FormAction => ({
  name: "theme.split",
  who: "member",
  draw: async (asking, context) => {
    const theme = await inContext(asking, context);
    const recent = await listComments(asking.db, { themeId: theme.id }, MOST_SPLIT);
    const texts = await readTexts(
      asking.db,
      recent.map(({ textPayload }) => textPayload),
    );
    if (recent.length < 2)
      throw conflict(`${theme.ref} has too few comments to take any out.`, "too few comments to split");
    return {
      title: "Take comments out",
      submitLabel: "Take out",
      intro: `What you choose becomes a theme of its own, and the two are kept apart from then on. The newest ${MOST_SPLIT} are shown.`,
      fields: [
        {
          id: "comments",
          type: "multiChoice",
          label: "About something else",
          required: true,
          choices: recent.map(({ id, severe, saidAt, textPayload }) => {
            const hidden = `${shortTime(saidAt, asking.now, asking.settings.timezone)} `;
            const said = severe === null ? texts.get(textPayload) : `${hidden}${notShown(severe)}`;
            return { value: id, label: cut(said ?? "[erased]", MOST_LABEL) };
          }),
        },
      ],
    };
  },
  submit: async (asking, raw, context) => {
    const theme = await inContext(asking, context);
    const chosen = z.object({ comments: z.string() }).parse(raw).comments.split("\n");
    const fresh = await split(workOf(parts, asking), asking.actor, theme, chosen);
    return privately(await themeCard(asking, (await findTheme(asking.db, fresh.id)) ?? fresh));
  },
});

const declineForm = (parts: Parts): FormAction => ({
  name: "theme.decline",
  who: "member",
  draw: async (asking, context) => {
    await inContext(asking, context);
    return {
      title: "Decline",
      submitLabel: "Decline",
      fields: [
        {
          id: "reason",
          type: "longText",
          label: "Why nothing is done about it",
          hint: "Whoever logged it can read this.",
          required: true,
          maxLength: 500,
        },
      ],
    };
  },
  submit: async (asking, raw, context) => {
    const theme = await inContext(asking, context);
    const { reason } = z.object({ reason: z.string() }).parse(raw);
    return privately(
      await themeCard(asking, await decline(workOf(parts, asking), asking.actor, theme, reason.trim())),
    );
  },
});
