import { and, asc, eq, gt, isNotNull, sql } from "drizzle-orm";
import { lanes, outbox } from "../../db/schema/outbox.ts";
import { type Read, query } from "../../db/store.ts";
import type { Destination, MessageRef, SentMessage } from "../chat/adapter.ts";
import type { Platform } from "../chat/event.ts";
import { type OutboxRow, laneIsDue } from "./claim.ts";
import { resolve } from "./resolve.ts";

const dueLane = query("outbox_has_due_lane", (db) =>
  db.select({ lane: lanes.lane }).from(lanes).where(laneIsDue).limit(sql.placeholder("one")),
);

/** Whether anything may be sent now: asked often, and without taking the write lock. */
export const hasDueLane = async (db: Read, now: number): Promise<boolean> =>
  (await db.run(dueLane, { now, one: 1 })).length > 0;

/** A row's destination, with the platform's name of the message whose thread it belongs to. */
export async function destinationOf(db: Read, row: Pick<OutboxRow, "target">): Promise<Destination> {
  const { target } = row;
  if (target.kind === "dm") return { kind: "dm", user: target.user };
  const thread = target.threadOf === undefined ? undefined : await refOf(db, target.threadOf);
  return { kind: "channel", channel: target.channel, ...(thread ? { thread } : {}) };
}

/** The platform's name for a message that was sent. */
export async function refOf(db: Read, key: string): Promise<MessageRef | undefined> {
  const [row] = await db.select({ ref: outbox.ref }).from(outbox).where(eq(outbox.key, key));
  return row?.ref ?? undefined;
}

/** Messages read at a time when a platform is shown what it was sent before. */
const MOST_HISTORY = 2_000;

/** What a platform was sent, oldest first, at most the newest 2,000: for one that keeps no history itself. */
export async function sentTo(db: Read, platform: Platform): Promise<readonly SentMessage[]> {
  const [newest] = await db.select({ id: sql`max(${outbox.id})`.mapWith(Number) }).from(outbox);
  const rows = await db
    .select()
    .from(outbox)
    .where(and(isNotNull(outbox.ref), gt(outbox.id, (newest?.id ?? 0) - MOST_HISTORY)))
    .orderBy(asc(outbox.id));
  const messages: SentMessage[] = [];
  for (const row of rows) {
    if (row.target.platform !== platform || row.ref === null) continue;
    messages.push({
      key: row.key,
      to: await destinationOf(db, row),
      ref: row.ref,
      message: await resolve(db, row.message, platform),
      at: row.sentAt ?? row.createdAt,
    });
  }
  return messages;
}

/** Counts by state, for doctor and metrics. */
export async function outboxCounts(db: Read): Promise<Readonly<Record<OutboxRow["state"], number>>> {
  const rows = await db
    .select({ state: outbox.state, n: sql`count(*)`.mapWith(Number) })
    .from(outbox)
    .groupBy(outbox.state);
  const counts = { pending: 0, sending: 0, sent: 0, failed: 0 };
  for (const row of rows) counts[row.state] = row.n;
  return counts;
}
