import { and, asc, desc, eq, gte, inArray, isNull, or } from "drizzle-orm";
import { contains } from "../../db/kit.ts";
import { comments, themes } from "../../db/schema/comments.ts";
import { payloads } from "../../db/schema/foundation.ts";
import type { Read } from "../../db/store.ts";
import type { Comment, Theme } from "./store.ts";
import { type Teams, isThere } from "./tally.ts";

/** The most comments or themes that a list shows. */
export const LIST_MOST = 15;
/** How many of the newest comments a search reads: it answers at once, whatever was recorded in all. */
export const SEARCHED = 20_000;

/** What a list of comments is of. */
export type CommentsOf =
  | { readonly agentId: string }
  | { readonly themeId: string }
  | { readonly teams: Teams; readonly about?: string };

const filter = (of: CommentsOf) => {
  if ("agentId" in of) return and(eq(comments.agentId, of.agentId), isNull(comments.struckAt));
  if ("themeId" in of) return eq(comments.themeId, of.themeId);
  return and(
    isNull(comments.struckAt),
    isThere,
    of.teams === "all" ? undefined : inArray(comments.teamId, [...of.teams]),
    of.about === undefined ? undefined : eq(comments.about, of.about),
  );
};

/** Comments, newest first; one more than {@link LIST_MOST} where there are more. */
export const listComments = (db: Read, of: CommentsOf, most = LIST_MOST + 1): Promise<Comment[]> =>
  Promise.resolve(
    db
      .select()
      .from(comments)
      .where(filter(of))
      .orderBy(desc(comments.saidAt), desc(comments.seq))
      .limit(most),
  );

const smallAscii = (text: string): string => text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());

/** How a word may stand in a text of which SQLite has made small letters: of A to Z alone. */
function spellings(word: string): readonly string[] {
  const small = word.toLowerCase();
  const [first = ""] = small;
  const begun = first.toUpperCase() + small.slice(first.length);
  return [...new Set([small, smallAscii(begun), smallAscii(word.toUpperCase())])];
}

/**
 * Comments among the newest whose text has every one of some words, newest first. What is severe
 * is found by whoever logged it alone: to be found by its words would tell them.
 */
export async function searchComments(
  db: Read,
  teams: Teams,
  agentId: string,
  words: readonly string[],
): Promise<Comment[]> {
  const newest = db
    .select({ seq: comments.seq })
    .from(comments)
    .where(filter({ teams }))
    .orderBy(desc(comments.saidAt))
    .limit(SEARCHED)
    .as("newest");
  const rows = await db
    .select({ comment: comments })
    .from(newest)
    .innerJoin(comments, eq(comments.seq, newest.seq))
    .innerJoin(payloads, eq(payloads.id, comments.textPayload))
    .where(
      and(
        or(isNull(comments.severe), eq(comments.agentId, agentId)),
        ...words.map((word) => or(...spellings(word).map((one) => contains(payloads.text, one)))),
      ),
    )
    .orderBy(desc(comments.saidAt))
    .limit(LIST_MOST + 1);
  return rows.map((row) => row.comment);
}

/** The themes of some teams of which something was said since a time, latest first. */
export const recentThemes = (db: Read, teams: Teams, since: number, most: number): Promise<Theme[]> =>
  Promise.resolve(
    db
      .select()
      .from(themes)
      .where(
        and(
          isNull(themes.mergedInto),
          gte(themes.lastAt, since),
          teams === "all" ? undefined : inArray(themes.teamId, [...teams]),
        ),
      )
      .orderBy(desc(themes.lastAt), asc(themes.id))
      .limit(most),
  );

/** The most comments that an alert names. */
const MOST_IN_ALERT = 200;

/** The ids of a theme's comments since a time (ms), oldest first, at most {@link MOST_IN_ALERT}. */
export async function saidWithIds(db: Read, themeId: string, since: number): Promise<string[]> {
  const rows = await db
    .select({ id: comments.id })
    .from(comments)
    .where(and(eq(comments.themeId, themeId), gte(comments.saidAt, since)))
    .orderBy(asc(comments.saidAt), asc(comments.seq))
    .limit(MOST_IN_ALERT);
  return rows.map((row) => row.id);
}

/** Who logged the comments of a theme, each once. */
export async function agentsOf(db: Read, themeId: string): Promise<string[]> {
  const rows = await db
    .selectDistinct({ agentId: comments.agentId })
    .from(comments)
    .where(eq(comments.themeId, themeId));
  return rows.flatMap(({ agentId }) => (agentId === null ? [] : [agentId])).toSorted();
}
