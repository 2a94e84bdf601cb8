import type { Tx } from "../../db/store.ts";
import type { Message } from "../chat/message.ts";
import type { Member } from "../people/index.ts";
import type { ActivePlatforms } from "./active.ts";
import { type Urgency, directTargets, put } from "./put.ts";
import type { Fallback } from "./target.ts";

/** A direct message, and where it goes if the person cannot be reached at all. */
export interface DirectNotice {
  readonly key: string;
  readonly message: Message;
  readonly urgency?: Urgency;
  readonly fallback?: readonly Fallback[];
}

/**
 * Puts a direct message into the outbox. Where the person cannot be reached there, it goes to
 * their other accounts, and then to the `fallback`.
 */
export async function putDirect(
  db: Tx,
  now: number,
  active: ActivePlatforms,
  person: Member | undefined,
  { key, message, urgency = "normal", fallback = [] }: DirectNotice,
): Promise<void> {
  const [first, ...others] = person ? await directTargets(db, person, active) : [];
  if (first) {
    await put(db, now, { key, target: first, message, urgency, fallback: [...others, ...fallback] });
    return;
  }
  const [next, ...rest] = fallback;
  if (!next) return;
  const { instead, ...target } = next;
  await put(db, now, { key, target, message: instead ?? message, urgency, fallback: rest });
}
