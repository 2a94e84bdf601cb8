import type { Message } from "../../src/chat/message.ts";
import type { MessageRef } from "../../src/chat/adapter.ts";
import type { Fallback, Target } from "../../src/outbox/target.ts";
import { k } from "../kit.ts";

/**
 * One row per outgoing message, holding what it should say now. `revision` counts what
 * was wanted, `sentRevision` what the platform accepted: newer wishes overwrite older
 * ones that were not sent yet, so updates coalesce by themselves.
 */
export const outbox = k.table(
  "outbox",
  {
    id: k.sequence("id"),
    key: k.text("key").notNull(),
    target: k.json<Target>("target").notNull(),
    /** The lane: platform and place. One send at a time, one clock. */
    lane: k.text("lane").notNull(),
    message: k.json<Message>("message").notNull(),
    revision: k.int("revision").notNull(),
    sentRevision: k.int("sent_revision").notNull(),
    state: k.code("state", ["pending", "sending", "sent", "failed"]).notNull(),
    /** 0 urgent (somebody waits), 1 normal, 2 can wait (digests). */
    urgency: k.int("urgency").notNull(),
    attempt: k.int("attempt").notNull(),
    notBefore: k.at("not_before").notNull(),
    /** While sending: when the attempt is to be given up as lost. */
    claimedUntil: k.at("claimed_until"),
    /** When the first attempt at the post was made. */
    firstAttemptAt: k.at("first_attempt_at"),
    /** An attempt's answer was lost: the post may have happened. */
    uncertain: k.bool("uncertain").notNull(),
    ref: k.json<MessageRef>("ref"),
    /** Where to go instead when this place can never be reached. */
    fallback: k.json<readonly Fallback[]>("fallback").notNull(),
    reason: k.text("reason"),
    createdAt: k.at("created_at").notNull(),
    sentAt: k.at("sent_at"),
  },
  (table) => [
    k.uniqueIndex("outbox_key").on(table.key),
    k.index("outbox_lane").on(table.lane, table.state, table.urgency, table.id),
    k.index("outbox_state").on(table.state, table.claimedUntil),
  ],
);

/** A destination's clock: when it may next be posted to, and whether something is on its way there. */
export const lanes = k.table(
  "lanes",
  {
    lane: k.text("lane").primaryKey(),
    /** When there is next something to do; null when nothing waits. */
    wakeAt: k.at("wake_at"),
    /** Not before this: the rate limit, or what the platform asked for. */
    freeAt: k.at("free_at").notNull(),
    /** Something is on its way until then. */
    busyUntil: k.at("busy_until"),
  },
  (table) => [k.index("lanes_wake").on(table.wakeAt)],
);
