import { customerId } from "../customers.ts";
import { keepText } from "../journal/index.ts";
import type { Member } from "../people/index.ts";
import type { Work } from "../work.ts";
import type { Feeling, Origin, Source } from "./comment.ts";
import type { SevereTopic } from "./settings.ts";
import { type Comment, insertComment } from "./store.ts";

/** What somebody records, checked. */
export interface CommentInput {
  readonly said: string;
  /** Undefined: not known. */
  readonly customerRef: string | undefined;
  /** An id of the centre's own list. */
  readonly about: string | undefined;
  readonly origin: Origin;
  readonly feeling: Feeling | undefined;
  /** What was said to the customer in reply (`58A:2.5`). */
  readonly reply: string | undefined;
  readonly caseId: string | undefined;
  /** The topic of which a single comment is enough, if it is one. */
  readonly severe: SevereTopic | undefined;
  readonly source: Exclude<Source, "import">;
}

/** Records what a customer said, for the detector to hear. */
export async function recordComment(
  work: Work,
  agent: Member,
  team: string,
  input: CommentInput,
): Promise<Omit<Comment, "seq">> {
  const { db, ids, now } = work;
  const said = await keepText(db, ids, now, input.said);
  const reply = input.reply === undefined ? undefined : await keepText(db, ids, now, input.reply);
  const comment: Omit<Comment, "seq"> = {
    id: ids.next(),
    teamId: team,
    agentId: agent.id,
    customerId: input.customerRef === undefined ? null : await customerId(db, ids, input.customerRef, now),
    textPayload: said.id,
    about: input.about ?? null,
    origin: input.origin,
    feeling: input.feeling ?? null,
    replyPayload: reply?.id ?? null,
    caseId: input.caseId ?? null,
    severe: input.severe ?? null,
    noticeId: null,
    source: input.source,
    importId: null,
    at: now,
    saidAt: now,
    heard: null,
    themeId: null,
    struckAt: null,
  };
  await insertComment(db, comment);
  const event = {
    team,
    actor: agent.id,
    role: "recorder",
    subject: comment.id,
    facts: {
      customer: comment.customerId,
      about: comment.about,
      origin: comment.origin,
      feeling: comment.feeling,
      replied: reply !== undefined,
      severe: comment.severe,
      source: comment.source,
      case: comment.caseId,
    },
  };
  await work.journal.record(db, now, { ...event, kind: "comment.recorded", payloadDigest: said.digest });
  // What the customer was told is evidence of its own (`58A:2.5`), and a text of its own.
  if (reply)
    await work.journal.record(db, now, { ...event, kind: "comment.answered", payloadDigest: reply.digest });
  return comment;
}
