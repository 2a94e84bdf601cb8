import {
  and,
  asc,
  count,
  countDistinct,
  desc,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  max,
  min,
  or,
  sql,
} from "drizzle-orm";
import { inserter } from "../../db/insert.ts";
import { contains } from "../../db/kit.ts";
import { comments, themes } from "../../db/schema/comments.ts";
import { payloads } from "../../db/schema/foundation.ts";
import { type Read, type Tx, query } from "../../db/store.ts";
import { nextNumber } from "../counters.ts";
import { themeRef } from "./theme.ts";

/** A comment as it is stored. */
export type Comment = typeof comments.$inferSelect;
/** A theme as it is stored. */
export type Theme = typeof themes.$inferSelect;

const insertRow = inserter("comment_insert", comments, { omit: ["seq"] });

/** Stores a new comment. */
export const insertComment = (db: Tx, row: Omit<Comment, "seq">): Promise<void> => insertRow(db, row);

const byId = query("comment_by_id", (db) =>
  db
    .select()
    .from(comments)
    .where(eq(comments.id, sql.placeholder("id"))),
);

/** A comment by its id. */
export const findComment = async (db: Read, id: string): Promise<Comment | undefined> =>
  (await db.run(byId, { id }))[0];

const themeById = query("theme_by_id", (db) =>
  db
    .select()
    .from(themes)
    .where(eq(themes.id, sql.placeholder("id"))),
);
const themeByRef = query("theme_by_ref", (db) =>
  db
    .select()
    .from(themes)
    .where(eq(themes.ref, sql.placeholder("ref"))),
);

const insertThemeRow = inserter("theme_insert", themes);

/** Stores a theme of which nobody has decided anything yet, under the next reference. */
export async function insertTheme(
  db: Tx,
  now: number,
  { id, teamId, record, lastAt }: Pick<Theme, "id" | "teamId" | "record" | "lastAt">,
): Promise<Theme> {
  const theme: Theme = {
    id,
    ref: themeRef(await nextNumber(db, "theme")),
    teamId,
    key: record.key,
    record,
    retired: record.retired,
    namePayload: null,
    state: "heard",
    reasonPayload: null,
    ownerId: null,
    decidedAt: null,
    mutedUntil: null,
    mergedInto: null,
    createdAt: now,
    lastAt,
    generation: 1,
  };
  await insertThemeRow(db, theme);
  return theme;
}

/** A theme by its internal id. */
export const findTheme = async (db: Read, id: string): Promise<Theme | undefined> =>
  (await db.run(themeById, { id }))[0];
/** A theme by "TH-007". */
export const findThemeByRef = async (db: Read, ref: string): Promise<Theme | undefined> =>
  (await db.run(themeByRef, { ref }))[0];

/** A theme as it is now: one that went into another is that other one. */
export async function themeNow(db: Read, id: string): Promise<Theme | undefined> {
  let theme = await findTheme(db, id);
  while (theme && theme.mergedInto !== null) theme = await findTheme(db, theme.mergedInto);
  return theme;
}

/**
 * Changes a theme if it still is what the caller saw. One of two who act at the same time wins.
 * @returns the theme as it is now, or undefined if somebody was faster
 */
export async function changeTheme(db: Tx, seen: Theme, change: Partial<Theme>): Promise<Theme | undefined> {
  const [changed] = await db
    .update(themes)
    .set({ ...change, generation: seen.generation + 1 })
    .where(and(eq(themes.id, seen.id), eq(themes.generation, seen.generation)))
    .returning();
  return changed;
}

/** How much was said of something. */
export interface Tally {
  readonly comments: number;
  readonly customers: number;
  readonly spontaneous: number;
  /** When it was first and last said, ms; null where nothing was. */
  readonly firstAt: number | null;
  readonly lastAt: number | null;
}

const NOTHING: Tally = { comments: 0, customers: 0, spontaneous: 0, firstAt: null, lastAt: null };

const tallied = {
  comments: count(),
  customers: countDistinct(comments.customerId),
  spontaneous: sql`coalesce(sum(case when ${comments.origin} = 'spontaneous' then 1 else 0 end), 0)`.mapWith(
    Number,
  ),
  firstAt: min(comments.saidAt),
  lastAt: max(comments.saidAt),
};

/** How much was said of a theme, from one time to before another (ms). */
export async function tallyOf(db: Read, themeId: string, from: number, to: number): Promise<Tally> {
  const [row] = await db
    .select(tallied)
    .from(comments)
    .where(and(eq(comments.themeId, themeId), gte(comments.saidAt, from), lt(comments.saidAt, to)));
  return row ?? NOTHING;
}

type Teams = ReadonlySet<string> | "all";

/** What came with a batch is there for nobody until the batch is complete; only then is it heard. */
export const isThere = or(isNull(comments.importId), isNotNull(comments.heard));

const saidWithin = (teams: Teams, from: number, to: number) =>
  and(
    teams === "all" ? undefined : inArray(comments.teamId, [...teams]),
    gte(comments.saidAt, from),
    lt(comments.saidAt, to),
    isNull(comments.struckAt),
    isThere,
  );

/** How much was said to some teams in all, from one time to before another (ms). */
export async function saidInAll(db: Read, teams: Teams, from: number, to: number): Promise<Tally> {
  const [row] = await db
    .select(tallied)
    .from(comments)
    .where(saidWithin(teams, from, to));
  return row ?? NOTHING;
}

/** How much was said of each theme, the most customers first. */
export async function saidByTheme(
  db: Read,
  teams: Teams,
  from: number,
  to: number,
): Promise<(Tally & { readonly themeId: string })[]> {
  const rows = await db
    .select({ themeId: comments.themeId, ...tallied })
    .from(comments)
    .where(saidWithin(teams, from, to))
    .groupBy(comments.themeId)
    .orderBy(desc(countDistinct(comments.customerId)), desc(count()), comments.themeId);
  return rows.flatMap(({ themeId, ...tally }) => (themeId === null ? [] : [{ themeId, ...tally }]));
}

/** The most comments or themes that a list shows. */
export const LIST_MOST = 15;
/** How many of the newest comments a search reads: it answers at once, whatever was recorded in all. */
export const SEARCHED = 20_000;

/** What a list of comments is of. */
export type CommentsOf =
  | { readonly agentId: string }
  | { readonly themeId: string }
  | { readonly teams: ReadonlySet<string> | "all"; readonly about?: string };

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
  teams: ReadonlySet<string> | "all",
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
export const recentThemes = (
  db: Read,
  teams: ReadonlySet<string> | "all",
  since: number,
  most: number,
): Promise<Theme[]> =>
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

/** When each comment of a theme was said and by whom, from one time to before another (ms). */
export const saidOf = (
  db: Read,
  themeId: string,
  from: number,
  to: number,
): Promise<{ saidAt: number; customerId: string | null }[]> =>
  Promise.resolve(
    db
      .select({ saidAt: comments.saidAt, customerId: comments.customerId })
      .from(comments)
      .where(and(eq(comments.themeId, themeId), gte(comments.saidAt, from), lt(comments.saidAt, to))),
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
