import { and, eq, sql } from "drizzle-orm";
import { inserter } from "../../db/insert.ts";
import { comments, themes } from "../../db/schema/comments.ts";
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
