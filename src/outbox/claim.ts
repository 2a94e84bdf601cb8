import { and, asc, eq, gt, inArray, isNull, like, lt, lte, min, or, sql } from "drizzle-orm";
import { placeholders, skipLocked } from "../../db/kit.ts";
import { lanes, outbox } from "../../db/schema/outbox.ts";
import { type Tx, query } from "../../db/store.ts";

/** A row of the outbox. */
export type OutboxRow = typeof outbox.$inferSelect;

/** How long an attempt may take before it counts as lost, ms; longer than any adapter waits for an answer. */
export const CLAIM_MS = 15_000;
/** How long a reply waits for the message whose thread it belongs to, before trying again, ms. */
const PARENT_WAIT_MS = 500;

/** The lane that stands for a whole platform: its clock holds back all the others. */
export const platformLane = (platform: string): string => `${platform}:*`;

/** A lane with something to send, whose clock allows it and in which nothing is on its way. Takes `now`. */
export const laneIsDue = and(
  lte(lanes.wakeAt, sql.placeholder("now")),
  or(isNull(lanes.busyUntil), lt(lanes.busyUntil, sql.placeholder("now"))),
);

const dueLanes = query("outbox_due_lanes", (db) =>
  skipLocked(
    db
      .select({ lane: lanes.lane })
      .from(lanes)
      .where(laneIsDue)
      .orderBy(asc(lanes.wakeAt))
      .limit(sql.placeholder("most")),
  ),
);

const nextInLane = query("outbox_next_in_lane", (db) =>
  db
    .select()
    .from(outbox)
    .where(
      and(
        eq(outbox.lane, sql.placeholder("lane")),
        eq(outbox.state, "pending"),
        lte(outbox.notBefore, sql.placeholder("now")),
      ),
    )
    .orderBy(asc(outbox.urgency), asc(outbox.id))
    .limit(sql.placeholder("one")),
);

const waitsInLane = query("outbox_waits_in_lane", (db) =>
  db
    .select({ id: outbox.id })
    .from(outbox)
    .where(
      and(
        eq(outbox.lane, sql.placeholder("lane")),
        eq(outbox.state, "pending"),
        lte(outbox.notBefore, sql.placeholder("at")),
      ),
    )
    .limit(sql.placeholder("one")),
);
const laneWake = query("outbox_lane_wake", (db) =>
  db
    .select({ at: min(outbox.notBefore) })
    .from(outbox)
    .where(and(eq(outbox.lane, sql.placeholder("lane")), eq(outbox.state, "pending"))),
);

/** When a lane next has something to send, ms; null when nothing waits in it. */
export async function nextWake(db: Tx, lane: string, freeAt: number): Promise<number | null> {
  // With a backlog the first row answers it; the smallest of all would read the whole backlog.
  const waiting = await db.run(waitsInLane, { lane, at: freeAt, one: 1 });
  if (waiting.length > 0) return freeAt;
  const [row] = await db.run(laneWake, { lane });
  const at = row?.at ?? null;
  return at === null ? null : Math.max(at, freeAt);
}

const setWake = query<unknown>("lane_set_wake", (db) =>
  db
    .update(lanes)
    .set(placeholders(lanes, ["wakeAt"]))
    .where(eq(lanes.lane, sql.placeholder("lane"))),
);
const setBusy = query<unknown>("lane_set_busy", (db) =>
  db
    .update(lanes)
    .set(placeholders(lanes, ["busyUntil"]))
    .where(eq(lanes.lane, sql.placeholder("lane"))),
);
const markSending = query<unknown>("outbox_mark_sending", (db) =>
  db
    .update(outbox)
    .set(placeholders(outbox, ["state", "attempt", "claimedUntil", "firstAttemptAt"]))
    .where(eq(outbox.id, sql.placeholder("id"))),
);
const pausedQuery = query("lanes_paused", (db) =>
  db
    .select({ lane: lanes.lane, freeAt: lanes.freeAt })
    .from(lanes)
    .where(and(like(lanes.lane, "%:*"), gt(lanes.freeAt, sql.placeholder("now")))),
);

/**
 * Claims at most `most` messages, one per lane whose clock allows it: each is marked as
 * being on its way before the call is made, so that a crash leaves a trace.
 */
export async function claim(db: Tx, now: number, most: number): Promise<OutboxRow[]> {
  const paused = await pausedPlatforms(db, now);
  const claimed: OutboxRow[] = [];
  for (const { lane } of await db.run(dueLanes, { now, most })) {
    const pausedUntil = paused.get(lane.slice(0, lane.indexOf(":")));
    if (pausedUntil !== undefined) {
      await db.run(setWake, { lane, wakeAt: pausedUntil });
      continue;
    }
    const [row] = await db.run(nextInLane, { lane, now, one: 1 });
    if (!row) {
      await db.run(setWake, { lane, wakeAt: await nextWake(db, lane, now) });
      continue;
    }
    if (await waitsForParent(db, row)) {
      await db
        .update(outbox)
        .set({ notBefore: now + PARENT_WAIT_MS })
        .where(eq(outbox.id, row.id));
      continue;
    }
    const change = {
      state: "sending" as const,
      attempt: row.attempt + 1,
      claimedUntil: now + CLAIM_MS,
      firstAttemptAt: row.firstAttemptAt ?? now,
    };
    await db.run(markSending, { id: row.id, ...change });
    await db.run(setBusy, { lane, busyUntil: change.claimedUntil });
    claimed.push({ ...row, ...change });
  }
  return claimed;
}

async function pausedPlatforms(db: Tx, now: number): Promise<ReadonlyMap<string, number>> {
  const rows = await db.run(pausedQuery, { now });
  return new Map(rows.map((row) => [row.lane.slice(0, row.lane.indexOf(":")), row.freeAt]));
}

/** A reply in a thread goes after the message that it replies to, unless that one can never be sent. */
async function waitsForParent(db: Tx, row: OutboxRow): Promise<boolean> {
  if (row.target.kind !== "channel" || row.target.threadOf === undefined) return false;
  const [parent] = await db
    .select({ state: outbox.state, ref: outbox.ref })
    .from(outbox)
    .where(eq(outbox.key, row.target.threadOf));
  return parent !== undefined && parent.ref === null && parent.state !== "failed";
}

/**
 * Attempts whose process died: whether the platform took them is unknown.
 * @param all whether this process is the only one that sends, so that every open attempt is an orphan
 */
export async function releaseOrphans(db: Tx, now: number, all: boolean): Promise<number> {
  const orphans = await db
    .update(outbox)
    .set({ state: "pending", uncertain: true, claimedUntil: null, notBefore: now })
    .where(and(eq(outbox.state, "sending"), all ? undefined : lt(outbox.claimedUntil, now)))
    .returning({ lane: outbox.lane });
  const touched = [...new Set(orphans.map((row) => row.lane))];
  if (touched.length > 0)
    await db.update(lanes).set({ busyUntil: null, wakeAt: now }).where(inArray(lanes.lane, touched));
  return orphans.length;
}
