import {
  and,
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
import { comments } from "../../db/schema/comments.ts";
import type { Read } from "../../db/store.ts";

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

/** Teams by id, or the whole centre. */
export type Teams = ReadonlySet<string> | "all";

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
    .orderBy(desc(countDistinct(comments.customerId)), desc(count()), min(comments.seq));
  return rows.flatMap(({ themeId, ...tally }) => (themeId === null ? [] : [{ themeId, ...tally }]));
}

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
