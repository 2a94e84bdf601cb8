import { and, eq, gte, isNotNull, isNull, lt, or, sql } from "drizzle-orm";
import { actions } from "../../../db/schema/actions.ts";
import { comments } from "../../../db/schema/comments.ts";
import { facility } from "../../../db/schema/foundation.ts";
import { type Read, query } from "../../../db/store.ts";
import { isThere } from "../../comments/index.ts";
import { localDate } from "../../local-days.ts";
import type { CountedAction } from "./count.ts";

/** When each comment of a team was said; the same ones that the weekly summary counts. */
export const commentTimes = query("own_comments", (db) =>
  db
    .select({ saidAt: comments.saidAt })
    .from(comments)
    .where(
      and(
        eq(comments.teamId, sql.placeholder("team")),
        gte(comments.saidAt, sql.placeholder("from")),
        lt(comments.saidAt, sql.placeholder("to")),
        isNull(comments.struckAt),
        isThere,
      ),
    ),
);

/** A team's actions of which a review was due, or done, within some days. */
export const actionsOfTeam = query("own_actions", (db) =>
  db
    .select({
      reviewOn: actions.reviewOn,
      reviewedAt: actions.reviewedAt,
      endedAt: actions.endedAt,
      state: actions.state,
      decision: actions.reviewDecision,
      result: actions.reviewResult,
    })
    .from(actions)
    .where(
      and(
        eq(actions.teamId, sql.placeholder("team")),
        or(
          sql`${actions.reviewOn} between ${sql.placeholder("first")} and ${sql.placeholder("last")}`,
          and(
            isNotNull(actions.reviewedAt),
            gte(actions.reviewedAt, sql.placeholder("from")),
            lt(actions.reviewedAt, sql.placeholder("to")),
          ),
        ),
      ),
    ),
);

/** An action worked if its review keeps the change and found that something changed: less noise than a hope. */
function worked({
  decision,
  result,
}: {
  readonly decision: string | null;
  readonly result: { readonly verdict: string } | null;
}): boolean {
  return decision === "keep" && (result?.verdict === "fewer" || result?.verdict === "more");
}

/** Which of a team's actions were due for review, or reviewed, from one local day to another. */
export async function countedActions(
  db: Read,
  team: string,
  span: { readonly first: string; readonly last: string; readonly from: number; readonly to: number },
  timeZone: string,
): Promise<CountedAction[]> {
  const rows = await db.run(actionsOfTeam, { team, ...span });
  const on = (at: number | null): string | null => (at === null ? null : localDate(at, timeZone));
  return rows.map((row) => ({
    reviewOn: row.reviewOn,
    reviewedOn: on(row.reviewedAt),
    droppedOn: row.state === "dropped" ? on(row.endedAt) : null,
    worked: worked(row),
  }));
}

/** When this database came into being, ms: what was before it is not known. */
export async function recordBegins(db: Read): Promise<number> {
  const [row] = await db.select({ at: facility.createdAt }).from(facility);
  return row?.at ?? 0;
}
