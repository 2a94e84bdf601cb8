import { and, eq, isNull } from "drizzle-orm";
import { comments, detectorOrders } from "../../db/schema/comments.ts";
import { conflict } from "../errors.ts";
import { keepText } from "../journal/index.ts";
import type { Work } from "../work.ts";
import type { Feeling, Origin } from "./comment.ts";
import type { Comment } from "./store.ts";

/** What can be said of a comment later. An absent reply leaves the one that is there. */
export interface Details {
  readonly about: string | undefined;
  readonly origin: Origin;
  readonly feeling: Feeling | undefined;
  readonly reply: string | undefined;
}

/** Changes what is known of a comment besides what was said, by the agent who logged it. */
export async function changeDetails(work: Work, comment: Comment, details: Details): Promise<Comment> {
  const { db, ids, now } = work;
  const reply = details.reply === undefined ? undefined : await keepText(db, ids, now, details.reply);
  const change = {
    about: details.about ?? null,
    origin: details.origin,
    feeling: details.feeling ?? null,
    ...(reply ? { replyPayload: reply.id } : {}),
  };
  await db.update(comments).set(change).where(eq(comments.id, comment.id));
  const changed = { ...comment, ...change };
  await recordEvent(work, changed, "detailed", reply?.digest);
  // An answer is on record as one, whenever it is written down.
  if (reply) await recordEvent(work, changed, "answered", reply.digest);
  return changed;
}

/**
 * Takes a comment back: it was a mistake. What was recorded stays in the journal; the comment
 * counts for nothing any more, and the detector forgets it.
 * @throws AppError `conflict` where it was taken back already
 */
export async function strike(work: Work, comment: Comment): Promise<void> {
  const { db, now } = work;
  const struck = await db
    .update(comments)
    .set({ struckAt: now })
    .where(and(eq(comments.id, comment.id), isNull(comments.struckAt)))
    .returning({ id: comments.id });
  if (struck.length === 0) throw conflict("This comment was taken back already.", "comment already struck");
  await db
    .insert(detectorOrders)
    .values({ teamId: comment.teamId, what: { do: "forget", comment: comment.id }, doneAt: null });
  await recordEvent(work, comment, "struck");
}

const recordEvent = (work: Work, comment: Comment, verb: string, payloadDigest?: string): Promise<void> =>
  work.journal.record(work.db, work.now, {
    team: comment.teamId,
    actor: comment.agentId ?? "",
    role: "recorder",
    kind: `comment.${verb}`,
    subject: comment.id,
    facts: {
      customer: comment.customerId,
      about: comment.about,
      origin: comment.origin,
      feeling: comment.feeling,
      replied: comment.replyPayload !== null,
      severe: comment.severe,
      source: comment.source,
      case: comment.caseId,
    },
    ...(payloadDigest === undefined ? {} : { payloadDigest }),
  });
