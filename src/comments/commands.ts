import type { ButtonAction, Command, Reading, Shortcut } from "../chat/feature.ts";
import { privately } from "../chat/feature.ts";
import { type Button, say, text } from "../chat/message.ts";
import { matching } from "../chat/suggest.ts";
import { invalid, notFound } from "../errors.ts";
import { caseById } from "../escalation/index.ts";
import { teamsServed } from "../people/index.ts";
import { type Parts, workOf } from "../work.ts";
import { COMMENT_OPTIONS, record } from "./comment-form.ts";
import { referencePattern } from "./reference.ts";
import { MOST_COMMENT } from "./comment.ts";
import { strike } from "./details.ts";
import { showList } from "./lists.ts";
import { paraphraseProblem, understandComment } from "./parse.ts";
import { recentThemes } from "./find.ts";
import { findThemeByRef, themeNow } from "./store.ts";
import { namesOfThemes } from "./theme-names.ts";
import { readThemeRef } from "./theme.ts";
import { themeCard } from "./themes/card.ts";
import { commentSettingsOf } from "./settings.ts";
import { ownComment, themeFor } from "./who.ts";

/** How far back themes are offered while one types, ms: 30 days. */
const OFFERED_MS = 30 * 86_400_000;

/** `/comment`: one line records; alone, or with options by name, it opens the form. */
const log = (parts: Parts): Command => ({
  name: "comment",
  description: "Log what a customer said, so that it is added up with what others heard",
  usage: "[C-1042 app logs her out since the update]",
  who: "member",
  line: { name: "line", hint: "In one line, for example: C-1042 app logs her out since the update" },
  options: { form: "comment.log", fields: COMMENT_OPTIONS },
  writes: true,
  run: async (asking, line) => {
    const { about } = commentSettingsOf(asking.settings);
    const found = understandComment(line, about, referencePattern(asking.settings));
    if (line === "" || Object.keys(asking.given).length > 0) {
      const initial = {
        said: found.said,
        customer: found.customer,
        about: found.about,
        origin: found.origin,
      };
      return {
        kind: "form",
        form: "comment.log",
        context: {},
        initial: Object.fromEntries(
          Object.entries(initial).flatMap(([id, value]) =>
            value === undefined || value === "" ? [] : [[id, value]],
          ),
        ),
      };
    }
    const problem = paraphraseProblem(found.said, MOST_COMMENT);
    if (problem !== undefined) {
      throw invalid(
        `${problem} For example: /comment ${asking.settings.customerExample} app logs her out since the update. Nothing was recorded.`,
        "paraphrase not usable",
      );
    }
    return record(parts, asking, {
      said: found.said,
      customerRef: found.customer,
      about: found.about,
      origin: found.origin ?? "spontaneous",
      feeling: undefined,
      reply: undefined,
      caseId: undefined,
      source: "command",
    });
  },
});

/** What themes to offer while somebody types one. */
async function suggestThemes(asking: Reading, typed: string) {
  const teams = await teamsServed(asking.db, asking.actor);
  const recent = await recentThemes(asking.db, teams, asking.now - OFFERED_MS, 100);
  const names = await namesOfThemes(
    asking.db,
    recent.map(({ id }) => id),
  );
  return matching(
    recent.map(({ id, ref }) => ({ value: ref, label: `${ref} · ${names.get(id) ?? ""}` })),
    typed,
  );
}

/** `/theme`: one theme, privately, with everything that this person can do. */
const showTheme: Command = {
  name: "theme",
  description: "Show what customers say the same of, and what you can do about it",
  usage: "TH-007",
  who: "member",
  line: { name: "theme", hint: "Its reference, for example TH-007", required: true, suggest: suggestThemes },
  writes: false,
  run: async (asking, line) => {
    const ref = readThemeRef(line);
    if (ref === undefined) {
      throw line === ""
        ? invalid("Say which theme: /theme TH-007. The latest are under /comments themes.", "no theme named")
        : notFound("theme", "not a theme reference");
    }
    const theme = await themeFor(asking.db, asking.actor, await findThemeByRef(asking.db, ref));
    // One that went into another leads there: its reference may stand in somebody's notes.
    return privately(await themeCard(asking, (await themeNow(asking.db, theme.id)) ?? theme));
  },
};

/** `/comments`: lists, privately. */
const showMany: Command = {
  name: "comments",
  description: "Show comments: yours, by theme, by product, by words; or the latest themes",
  usage: "[mine | themes | theme TH-007 | about app | search words]",
  who: "member",
  line: {
    name: "which",
    hint: "mine, themes, about a product, or search and some words; yours if left out",
    suggest: (asking, typed) =>
      Promise.resolve(
        matching(
          [
            { value: "mine", label: "mine: logged by you" },
            { value: "themes", label: "themes: the latest in your teams" },
            ...commentSettingsOf(asking.settings).about.map(({ id, label }) => ({
              value: `about ${id}`,
              label: `about ${label}`,
            })),
          ],
          typed,
        ),
      ),
  },
  writes: false,
  run: async (asking, line) => privately(await showList(asking, line)),
};

/** The commands of the feature. */
export const commentCommands = (parts: Parts): readonly Command[] => [log(parts), showTheme, showMany];

/** The button on a case's card: what its customer said besides becomes a comment. */
export const commentFromCase = (one: { readonly id: string; readonly ref: string }): readonly Button[] => [
  {
    action: "comment.from_case",
    arg: one.id,
    label: "Log a comment",
    describe: `Log what the customer of ${one.ref} said`,
  },
];

/** The buttons on what an agent recorded. */
export const commentButtons = (parts: Parts): readonly ButtonAction[] => [
  {
    name: "comment.details",
    who: "member",
    writes: false,
    run: async (asking, arg) => {
      const comment = await ownComment(asking.db, asking.actor, arg);
      return { kind: "form", form: "comment.details", context: { comment: comment.id } };
    },
  },
  {
    name: "comment.from_case",
    who: "member",
    writes: false,
    run: async (asking, arg) => {
      const one = await caseById(asking.db, asking.actor, arg);
      return { kind: "form", form: "comment.log", context: { source: "case", case: one.id } };
    },
  },
  {
    name: "comment.strike",
    who: "member",
    writes: true,
    run: async (asking, arg) => {
      await strike(workOf(parts, asking), await ownComment(asking.db, asking.actor, arg));
      return privately(say(text("Taken back: it counts for nothing any more.")));
    },
  },
];

/** The entry in the menu of a message: a colleague's or a customer's words become a comment. */
export const commentShortcuts: readonly Shortcut[] = [
  {
    name: "comment.message",
    label: "Log customer comment",
    description: "Log what a customer said in this message",
    who: "member",
    writes: false,
    run: (_, said) =>
      Promise.resolve({
        kind: "form",
        form: "comment.log",
        context: { source: "message" },
        initial: { said: said.slice(0, MOST_COMMENT) },
      }),
  },
];
