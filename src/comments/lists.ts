import type { Reading } from "../chat/feature.ts";
import { type Block, type Inline, type Message, payload, strong, text } from "../chat/message.ts";
import { invalid } from "../errors.ts";
import { shortTime } from "../local-time.ts";
import { teamsServed } from "../people/index.ts";
import { LIST_MOST, SEARCHED, listComments, searchComments } from "./find.ts";
import { type Comment, findTheme, findThemeByRef } from "./store.ts";
import { saidByTheme } from "./tally.ts";
import { quoted } from "./messages.ts";
import { readThemeRef } from "./theme.ts";
import { tallyWords, themeItem } from "./themes/card.ts";
import { themeFor } from "./who.ts";
import { commentSettingsOf } from "./settings.ts";

/** How far back the list of themes goes, ms: 30 days. */
const THEMES_MS = 30 * 86_400_000;

/** What `/comments` shows for what followed it. */
export async function showList(asking: Reading, line: string): Promise<Message> {
  const [which = "mine", ...rest] = line.split(/\s+/).filter((word) => word !== "");
  const words = rest.join(" ");
  switch (which.toLowerCase()) {
    case "mine":
      return listed(
        asking,
        "Yours",
        await listComments(asking.db, { agentId: asking.actor.id }),
        "You have logged none yet. /comment C-1042 and what the customer said logs one.",
      );
    case "themes":
      return latestThemes(asking);
    case "theme":
      return ofTheme(asking, words);
    case "about":
      return aboutOne(asking, words);
    case "search":
      return found(asking, rest);
    default:
      throw invalid(
        "Say /comments mine, /comments themes, /comments theme TH-007, /comments about and a product, or /comments search and some words.",
        "unknown list",
      );
  }
}

async function listed(
  asking: Reading,
  title: string,
  comments: readonly Comment[],
  none: string,
): Promise<Message> {
  if (comments.length === 0) return { body: [{ b: "prose", text: [strong(`${title}: `), text(none)] }] };
  const items: Inline[][] = [];
  for (const comment of comments.slice(0, LIST_MOST)) items.push(await lineOf(asking, comment));
  const more: Block[] =
    comments.length > LIST_MOST
      ? [{ b: "prose", text: [text(`There are more; these are the newest ${LIST_MOST}.`)] }]
      : [];
  return { title: [text(title)], body: [{ b: "list", items }, ...more] };
}

async function lineOf({ actor, db, now, settings }: Reading, comment: Comment): Promise<Inline[]> {
  const theme = comment.themeId === null ? undefined : await findTheme(db, comment.themeId);
  const when = shortTime(comment.saidAt, now, settings.timezone);
  const said = comment.agentId === actor.id ? [payload(comment.textPayload)] : quoted(comment);
  return [text(`${when} · `), ...said, ...(theme ? [text(` · ${theme.ref}`)] : [])];
}

async function latestThemes(asking: Reading): Promise<Message> {
  const { db, now } = asking;
  const teams = await teamsServed(db, asking.actor);
  const most = await saidByTheme(db, teams, now - THEMES_MS, now + 1);
  if (most.length === 0)
    return {
      body: [
        {
          b: "prose",
          text: [text("No theme in the last 30 days: nobody said the same as anybody else.")],
        },
      ],
    };
  const items: Inline[][] = [];
  for (const tally of most.slice(0, LIST_MOST))
    items.push(...(await themeItem(db, tally.themeId, tallyWords(tally))));
  return {
    title: [text("Themes of the last 30 days, the most customers first")],
    body: [
      { b: "list", items },
      { b: "prose", text: [text("/theme and a reference shows one of them.")] },
    ],
  };
}

async function ofTheme(asking: Reading, named: string): Promise<Message> {
  const ref = readThemeRef(named);
  if (ref === undefined) throw invalid("Say which theme: /comments theme TH-007.", "no theme named");
  const theme = await themeFor(asking.db, asking.actor, await findThemeByRef(asking.db, ref));
  return listed(
    asking,
    `In ${theme.ref}`,
    await listComments(asking.db, { themeId: theme.id }),
    "none any more.",
  );
}

async function aboutOne(asking: Reading, named: string): Promise<Message> {
  const { about } = commentSettingsOf(asking.settings);
  const wanted = named.toLowerCase();
  const one = about.find(({ id, label }) => id === wanted || label.toLowerCase() === wanted);
  if (!one) {
    const list = about.map(({ id }) => id).join(", ");
    throw invalid(
      list === ""
        ? "Your centre has no list of products or processes. Whoever keeps the organisation file can add one."
        : `Say what about: one of ${list}.`,
      "unknown subject of comments",
    );
  }
  const teams = await teamsServed(asking.db, asking.actor);
  return listed(
    asking,
    `About ${one.label}`,
    await listComments(asking.db, { teams, about: one.id }),
    "none yet.",
  );
}

async function found(asking: Reading, words: readonly string[]): Promise<Message> {
  if (words.length === 0)
    throw invalid("Say what to look for: /comments search logs out.", "no words to search");
  const teams = await teamsServed(asking.db, asking.actor);
  const comments = await searchComments(asking.db, teams, asking.actor.id, words);
  return listed(
    asking,
    `With ${words.length === 1 ? "that word" : "all of those words"}`,
    comments,
    `none among the newest ${SEARCHED.toLocaleString("en-GB")} of your teams.`,
  );
}
