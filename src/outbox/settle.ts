import { eq, sql } from "drizzle-orm";
import { placeholders } from "../../db/kit.ts";
import { lanes, outbox } from "../../db/schema/outbox.ts";
import { type Tx, query } from "../../db/store.ts";
import type { Delivery, FailureReason } from "../chat/adapter.ts";
import { clearCondition, raiseCondition } from "../engine/index.ts";
import type { Log } from "../log.ts";
import { backoffMs } from "./backoff.ts";
import { type OutboxRow, nextWake, platformLane } from "./claim.ts";
import { adviceFor, isConnectionWide } from "./failures.ts";
import { put } from "./put.ts";

/** What the outcome of an attempt is recorded with. */
export interface Settling {
  readonly now: number;
  /** A number in [0, 1), for jitter. */
  readonly random: number;
  /** Shortest time between two posts to the destination, ms. */
  readonly postIntervalMs: number;
  readonly log: Log;
}

/** While a platform refuses our token, ms between looks whether it was mended. */
const BROKEN_PAUSE_MS = 60_000;

const standing = query("outbox_standing", (db) =>
  db
    .select({ state: outbox.state, revision: outbox.revision })
    .from(outbox)
    .where(eq(outbox.id, sql.placeholder("id"))),
);
const markSent = query<unknown>("outbox_mark_sent", (db) =>
  db
    .update(outbox)
    .set(
      placeholders(outbox, [
        "ref",
        "sentRevision",
        "state",
        "notBefore",
        "attempt",
        "claimedUntil",
        "uncertain",
        "reason",
        "sentAt",
      ]),
    )
    .where(eq(outbox.id, sql.placeholder("id"))),
);
const laneClock = query("lane_clock", (db) =>
  db
    .select({ freeAt: lanes.freeAt })
    .from(lanes)
    .where(eq(lanes.lane, sql.placeholder("lane"))),
);
const releaseLane = query<unknown>("lane_release", (db) =>
  db
    .update(lanes)
    .set(placeholders(lanes, ["freeAt", "busyUntil", "wakeAt"]))
    .where(eq(lanes.lane, sql.placeholder("lane"))),
);

/** Records what became of an attempt, and frees its lane. One transaction. */
export async function settle(db: Tx, row: OutboxRow, delivery: Delivery, with_: Settling): Promise<void> {
  const { now } = with_;
  const [current] = await db.run(standing, { id: row.id });
  if (current?.state !== "sending") return; // released as an orphan meanwhile: whoever took it over settles it
  if (delivery.outcome === "sent") {
    await db.run(markSent, {
      id: row.id,
      ref: delivery.ref,
      sentRevision: row.revision,
      // A newer wish came while this one was on its way.
      state: current.revision > row.revision ? "pending" : "sent",
      notBefore: now,
      attempt: 0,
      claimedUntil: null,
      uncertain: false,
      reason: null,
      sentAt: now,
    });
    await clearCondition(db, row.lane, with_.log);
    // The limit is on posts; a changed card must not keep the next thing that is said waiting.
    await freeLane(db, row.lane, row.ref === null ? now + with_.postIntervalMs : now);
    return;
  }
  if (delivery.outcome === "failed" && !isConnectionWide(delivery.reason)) {
    await settleFailure(db, row, delivery.reason, with_);
    return;
  }
  const wait = waitAfter(row, delivery, with_.random);
  const unknown = delivery.outcome === "unknown";
  await db
    .update(outbox)
    .set({
      state: "pending",
      claimedUntil: null,
      notBefore: now + wait,
      uncertain: row.uncertain || (unknown && row.ref === null),
      reason: delivery.reason,
    })
    .where(eq(outbox.id, row.id));
  if (delivery.outcome === "failed") {
    const subject = row.target.platform;
    await raiseCondition(
      db,
      now,
      { subject, code: delivery.reason, detail: adviceFor(subject, delivery.reason) },
      with_.log,
    );
    await pausePlatform(db, row.target.platform, now + BROKEN_PAUSE_MS);
  } else if (delivery.outcome === "retry" && delivery.wide) {
    await pausePlatform(db, row.target.platform, now + wait);
  }
  // A platform that asked to wait means the whole destination; a lost answer says nothing about others.
  await freeLane(db, row.lane, delivery.outcome === "retry" ? now + wait : now + with_.postIntervalMs);
}

function waitAfter(row: OutboxRow, delivery: Delivery, random: number): number {
  if (delivery.outcome === "failed") return BROKEN_PAUSE_MS;
  const asked = delivery.outcome === "retry" ? delivery.afterMs : undefined;
  return asked ?? backoffMs(row.attempt, random);
}

async function settleFailure(db: Tx, row: OutboxRow, reason: FailureReason, with_: Settling): Promise<void> {
  const { now, log } = with_;
  if (reason === "message_gone" && row.ref !== null) {
    // Somebody deleted the card. What it says is still wanted, so it is posted anew.
    await db
      .update(outbox)
      .set({ ref: null, state: "pending", claimedUntil: null, notBefore: now, uncertain: false })
      .where(eq(outbox.id, row.id));
    await freeLane(db, row.lane, now + with_.postIntervalMs);
    return;
  }
  await db.update(outbox).set({ state: "failed", claimedUntil: null, reason }).where(eq(outbox.id, row.id));
  log("warn", "message could not be delivered", { key: row.key, lane: row.lane, reason });
  await raiseCondition(
    db,
    now,
    { subject: row.lane, code: reason, detail: adviceFor(row.lane, reason) },
    log,
  );
  const [next, ...rest] = row.fallback;
  if (next) {
    const { instead, ...target } = next;
    await put(db, now, {
      key: `${row.key}~`,
      target,
      message: instead ?? row.message,
      urgency: "urgent",
      fallback: rest,
    });
  }
  await freeLane(db, row.lane, now + with_.postIntervalMs);
}

async function freeLane(db: Tx, lane: string, earliest: number): Promise<void> {
  const [known] = await db.run(laneClock, { lane });
  const freeAt = Math.max(earliest, known?.freeAt ?? 0);
  const wakeAt = await nextWake(db, lane, freeAt);
  await db.run(releaseLane, { lane, freeAt, busyUntil: null, wakeAt });
}

async function pausePlatform(db: Tx, platform: string, until: number): Promise<void> {
  await db
    .insert(lanes)
    .values({ lane: platformLane(platform), freeAt: until, wakeAt: null, busyUntil: null })
    .onConflictDoUpdate({ target: lanes.lane, set: { freeAt: until } });
}
