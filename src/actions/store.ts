import { type SQL, and, asc, desc, eq, gt, inArray, isNotNull, isNull, lte, ne, or, sql } from "drizzle-orm";
import { inserter } from "../../db/insert.ts";
import { actions } from "../../db/schema/actions.ts";
import { dueActions } from "../../db/schema/foundation.ts";
import { type Read, type Tx, query } from "../../db/store.ts";
import { nextNumber } from "../counters.ts";
import { actionRef } from "./action.ts";

/** An improvement action as it is stored. */
export type Action = typeof actions.$inferSelect;

const insertRow = inserter("action_insert", actions);
const byId = query("action_by_id", (db) =>
  db
    .select()
    .from(actions)
    .where(eq(actions.id, sql.placeholder("id"))),
);
const byRef = query("action_by_ref", (db) =>
  db
    .select()
    .from(actions)
    .where(eq(actions.ref, sql.placeholder("ref"))),
);

/** The next reference of an action. */
export const nextActionRef = async (db: Tx): Promise<string> => actionRef(await nextNumber(db, "action"));

/** Stores a new action. */
export const insertAction = (db: Tx, row: Action): Promise<void> => insertRow(db, row);

/** An action by its internal id. */
export const findAction = async (db: Read, id: string): Promise<Action | undefined> =>
  (await db.run(byId, { id }))[0];

/** An action by "ACT-012". */
export const findActionByRef = async (db: Read, ref: string): Promise<Action | undefined> =>
  (await db.run(byRef, { ref }))[0];

/**
 * Changes an action if it still is what the caller saw. One of two who act at the same time wins.
 * @returns the action as it is now, or undefined if somebody was faster
 */
export async function changeAction(
  db: Tx,
  seen: Action,
  change: Partial<Action>,
): Promise<Action | undefined> {
  const [changed] = await db
    .update(actions)
    .set({ ...change, generation: seen.generation + 1 })
    .where(and(eq(actions.id, seen.id), eq(actions.generation, seen.generation)))
    .returning();
  return changed;
}

/** The most actions that a list shows. */
export const LIST_MOST = 15;

/** Teams to look at: some, or every one. */
type Teams = ReadonlySet<string> | "all";

const ofTeams = (teams: Teams): SQL | undefined =>
  teams === "all" ? undefined : inArray(actions.teamId, [...teams]);

const openWhere = (db: Read, where: SQL | undefined): Promise<Action[]> =>
  Promise.resolve(
    db
      .select()
      .from(actions)
      .where(and(isNull(actions.endedAt), where))
      .orderBy(asc(actions.reviewOn), asc(actions.ref))
      .limit(LIST_MOST + 1),
  );

/** Open actions that a member owns, first to be reviewed first. */
export const myOpenActions = (db: Read, memberId: string): Promise<Action[]> =>
  openWhere(db, eq(actions.ownerId, memberId));

/** Open actions of some teams, first to be reviewed first. */
export const openActions = (db: Read, teams: Teams): Promise<Action[]> => openWhere(db, ofTeams(teams));

/** Running actions of some teams whose review date (`YYYY-MM-DD`) is reached. */
export const actionsToReview = (db: Read, teams: Teams, today: string): Promise<Action[]> =>
  openWhere(db, and(eq(actions.state, "running"), lte(actions.reviewOn, today), ofTeams(teams)));

/** Actions of some teams that were reviewed, newest first. */
export const reviewedActions = (db: Read, teams: Teams, most: number): Promise<Action[]> =>
  Promise.resolve(
    db
      .select()
      .from(actions)
      .where(and(isNotNull(actions.reviewedAt), ofTeams(teams)))
      .orderBy(desc(actions.endedAt))
      .limit(most),
  );

/** Actions about the same thing that a note names. */
const MOST_OTHERS = 5;

/** Other actions about the same subject that were going on at some time since `since` (ms), newest first. */
export async function othersAbout(
  db: Read,
  one: Pick<Action, "subjectKind" | "subjectId"> & { readonly id?: string },
  since: number,
): Promise<Action[]> {
  const { subjectKind, subjectId } = one;
  if (subjectKind === null || subjectId === null) return [];
  return db
    .select()
    .from(actions)
    .where(
      and(
        eq(actions.subjectKind, subjectKind),
        eq(actions.subjectId, subjectId),
        or(isNull(actions.endedAt), gt(actions.endedAt, since)),
        one.id === undefined ? undefined : ne(actions.id, one.id),
      ),
    )
    .orderBy(desc(actions.plannedAt), desc(actions.ref))
    .limit(MOST_OTHERS);
}

/** Open actions without a timer that is still to come: each would be forgotten. */
export const openWithoutTimer = (db: Read): Promise<Action[]> =>
  Promise.resolve(
    db
      .select()
      .from(actions)
      .where(
        and(
          isNull(actions.endedAt),
          sql`not exists (select 1 from ${dueActions} where ${dueActions.subject} = ${actions.id} and ${dueActions.doneAt} is null)`,
        ),
      )
      .limit(100),
  );
