import { and, asc, count, desc, eq, inArray, isNull, lte, min, sql } from "drizzle-orm";
import { commentImports } from "../../db/schema/comments.ts";
import { dueActions } from "../../db/schema/foundation.ts";
import { digests } from "../../db/schema/digests.ts";
import { kpiImports } from "../../db/schema/kpi-imports.ts";
import { outbox } from "../../db/schema/outbox.ts";
import { teams } from "../../db/schema/people.ts";
import { type Read, query } from "../../db/store.ts";
import { allConditions } from "../engine/index.ts";
import { journalHead } from "../journal/index.ts";

/** What the database says of the program's own health; counts and ages (ms) only. */
export interface Figures {
  /** Messages that are not where they should be: waiting, on their way, undeliverable. */
  readonly messages: Readonly<Record<"pending" | "sending" | "failed", number>>;
  /** How long the oldest of them has waited; 0 where none does. */
  readonly oldestMessageMs: number;
  readonly timersOverdue: number;
  /** By how much the oldest of them is late; 0 where none is. */
  readonly oldestTimerMs: number;
  /** What is wrong now, by its code. */
  readonly conditions: ReadonlyMap<string, number>;
  readonly journalSeq: number;
  /** Files that somebody gave and that do not count yet. */
  readonly imports: Readonly<Record<"kpi" | "comments", number>>;
  /** How long ago each team's last daily digest was posted; a team that never had one is not in it. */
  readonly digestAgesMs: ReadonlyMap<string, number>;
}

/** Sent ones are not counted: they are all that ever was, and only grow. */
const UNSENT = ["pending", "sending", "failed"] as const;
const WAITING = ["pending", "sending"] as const;
/** Of more than so many messages that wait, the age is that of those that came first. */
const MOST_LOOKED_AT = 1_000;

export const unsentMessages = query("metrics_messages", (db) =>
  db
    .select({ state: outbox.state, n: count() })
    .from(outbox)
    .where(inArray(outbox.state, [...UNSENT]))
    .groupBy(outbox.state),
);

/**
 * Since when messages in a state have waited. One that was sent before waits since it was last to be
 * changed; when a change is tried again, the time of the next attempt is all that is known.
 */
export const waitingSince = query("metrics_waiting", (db) =>
  db
    .select({
      since:
        sql`case when ${outbox.sentAt} is null then ${outbox.createdAt} else ${outbox.notBefore} end`.mapWith(
          Number,
        ),
    })
    .from(outbox)
    .where(eq(outbox.state, sql.placeholder("state")))
    .orderBy(asc(outbox.claimedUntil))
    .limit(sql.placeholder("most")),
);

export const overdueTimers = query("metrics_timers", (db) =>
  db
    .select({ n: count(), oldest: min(dueActions.dueAt) })
    .from(dueActions)
    .where(and(isNull(dueActions.doneAt), lte(dueActions.dueAt, sql.placeholder("now")))),
);

export const openKpiImports = query("metrics_kpi_imports", (db) =>
  db.select({ n: count() }).from(kpiImports).where(isNull(kpiImports.doneAt)),
);

const unheardCommentImports = query("metrics_comment_imports", (db) =>
  db.select({ n: count() }).from(commentImports).where(isNull(commentImports.heardAt)),
);

const activeTeams = query("metrics_teams", (db) =>
  db.select({ id: teams.id }).from(teams).where(eq(teams.active, true)),
);

export const lastDigest = query("metrics_digest", (db) =>
  db
    .select({ at: digests.decidedAt })
    .from(digests)
    .where(
      and(
        eq(digests.teamId, sql.placeholder("team")),
        eq(digests.kind, "daily"),
        eq(digests.state, "posted"),
      ),
    )
    .orderBy(desc(digests.date))
    .limit(sql.placeholder("one")),
);

async function oldestMessageMs(db: Read, now: number): Promise<number> {
  let oldest = now;
  for (const state of WAITING)
    for (const { since } of await db.run(waitingSince, { state, most: MOST_LOOKED_AT }))
      oldest = Math.min(oldest, since);
  return now - oldest;
}

async function conditionsByCode(db: Read): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { code } of await allConditions(db)) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

async function digestAgesMs(db: Read, now: number): Promise<ReadonlyMap<string, number>> {
  const ages = new Map<string, number>();
  for (const { id } of await db.run(activeTeams)) {
    const [last] = await db.run(lastDigest, { team: id, one: 1 });
    if (last) ages.set(id, Math.max(0, now - last.at));
  }
  return ages;
}

/**
 * Reads what a scrape shows. Each query goes by an index or over a short table, so that the whole
 * stays far below 50 ms however many cases there were.
 * @param now ms since the epoch
 */
export async function readFigures(db: Read, now: number): Promise<Figures> {
  const messages = { pending: 0, sending: 0, failed: 0 };
  for (const { state, n } of await db.run(unsentMessages)) if (state !== "sent") messages[state] = n;
  const [timers] = await db.run(overdueTimers, { now });
  const [kpi] = await db.run(openKpiImports);
  const [comments] = await db.run(unheardCommentImports);
  return {
    messages,
    oldestMessageMs: await oldestMessageMs(db, now),
    timersOverdue: timers?.n ?? 0,
    oldestTimerMs: Math.max(0, now - (timers?.oldest ?? now)),
    conditions: await conditionsByCode(db),
    journalSeq: (await journalHead(db)).seq,
    imports: { kpi: kpi?.n ?? 0, comments: comments?.n ?? 0 },
    digestAgesMs: await digestAgesMs(db, now),
  };
}
