import { eq, sql } from "drizzle-orm";
import { inserter } from "../../db/insert.ts";
import { lanes, outbox } from "../../db/schema/outbox.ts";
import { type Read, type Tx, query } from "../../db/store.ts";
import { placeholders, startsWith } from "../../db/kit.ts";
import type { Platform } from "../chat/event.ts";
import type { Message } from "../chat/message.ts";
import { type Member, accountsOf } from "../people/index.ts";
import type { ActivePlatforms } from "./active.ts";
import { type Fallback, type Target, laneOf } from "./target.ts";

/** Somebody waits for it; ordinary; can wait. */
export type Urgency = "urgent" | "normal" | "later";
const URGENCY: Readonly<Record<Urgency, number>> = { urgent: 0, normal: 1, later: 2 };

/** A message that somebody is to see. */
export interface Notice {
  /** Names the message for good: a second notice with this key changes what it says. */
  readonly key: string;
  readonly target: Target;
  readonly message: Message;
  readonly urgency?: Urgency;
  /** Where to go instead, in this order, if the target can never be reached. */
  readonly fallback?: readonly Fallback[];
}

const upsert = query("outbox_put", (db) =>
  db
    .insert(outbox)
    .values(
      placeholders(outbox, [
        "key",
        "target",
        "lane",
        "message",
        "revision",
        "sentRevision",
        "state",
        "urgency",
        "attempt",
        "notBefore",
        "uncertain",
        "fallback",
        "createdAt",
      ]),
    )
    .onConflictDoUpdate({
      target: outbox.key,
      set: {
        message: sql`excluded.message`,
        revision: sql`${outbox.revision} + 1`,
        // One on its way stays so: when it has arrived, the newer revision is seen to be missing.
        state: sql`case when ${outbox.state} = 'sending' then 'sending' else 'pending' end`,
        // Where an attempt's fate is unknown, how many there were tells whether a repeat may be out.
        attempt: sql`case when ${outbox.uncertain} or ${outbox.state} = 'sending' then ${outbox.attempt} else 0 end`,
        // What the platform asked us to wait for still holds; a card that was at rest goes now.
        notBefore: sql`case when ${outbox.state} = 'pending' then ${outbox.notBefore} else excluded.not_before end`,
      },
    })
    .returning({ lane: outbox.lane }),
);

const ensureLane = inserter("lane_insert", lanes, { ignore: true });
const wakeLane = query<unknown>("lane_wake", (db) =>
  db
    .update(lanes)
    .set({
      wakeAt: sql`case when ${lanes.wakeAt} is not null and ${lanes.wakeAt} <= ${sql.placeholder("now")} then ${lanes.wakeAt} when ${lanes.freeAt} > ${sql.placeholder("now")} then ${lanes.freeAt} else ${sql.placeholder("now")} end`,
    })
    .where(eq(lanes.lane, sql.placeholder("lane"))),
);

/** Puts a message into the outbox, or changes what one already there says. Part of the caller's transaction. */
export async function put(db: Tx, now: number, notice: Notice): Promise<void> {
  const wanted = laneOf(notice.target);
  const [row] = await db.run(upsert, {
    key: notice.key,
    target: notice.target,
    lane: wanted,
    message: notice.message,
    revision: 1,
    sentRevision: 0,
    state: "pending",
    urgency: URGENCY[notice.urgency ?? "normal"],
    attempt: 0,
    notBefore: now,
    uncertain: false,
    fallback: notice.fallback ?? [],
    createdAt: now,
  });
  // A message stays where it was posted, also when a new one would go elsewhere by now: its own lane has work.
  const lane = row?.lane ?? wanted;
  await ensureLane(db, { lane, wakeAt: now, freeAt: 0, busyUntil: null });
  await db.run(wakeLane, { lane, now });
}

/**
 * Takes the buttons off every message whose key begins so: what they offered was done.
 * A message that stays must not go on asking for it.
 */
export async function dropButtons(db: Tx, now: number, keyPrefix: string): Promise<void> {
  const rows = await db
    .select({ key: outbox.key, target: outbox.target, message: outbox.message })
    .from(outbox)
    .where(startsWith(outbox.key, keyPrefix));
  for (const { key, target, message } of rows) {
    if (message.buttons?.length) await put(db, now, { key, target, message: { ...message, buttons: [] } });
  }
}

/** Where people are looked for who have not been seen anywhere yet. */
const PREFERENCE: readonly Platform[] = ["slack", "discord", "console"];

/**
 * Where a direct message to a member goes: where they last acted, then any other account of
 * theirs. Empty if they have none on a platform that is in use.
 */
export async function directTargets(
  db: Read,
  member: Pick<Member, "id" | "lastPlatform">,
  active: ActivePlatforms,
): Promise<readonly Target[]> {
  const accounts = (await accountsOf(db, member.id)).filter((account) => active.has(account.platform));
  const order = [member.lastPlatform, ...PREFERENCE];
  return accounts
    .toSorted((a, b) => order.indexOf(a.platform) - order.indexOf(b.platform))
    .map(({ platform, user }) => ({ kind: "dm", platform, user, memberId: member.id }));
}
