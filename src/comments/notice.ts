import { and, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { comments } from "../../db/schema/comments.ts";
import type { ButtonAction, FormAction, Reading, Reply, Writing } from "../chat/feature.ts";
import { privately } from "../chat/feature.ts";
import { conflict } from "../errors.ts";
import { raiseRestricted, specialistsFor } from "../escalation/index.ts";
import { readTexts } from "../journal/index.ts";
import { type Parts, workOf } from "../work.ts";
import type { NoticeOffer } from "./messages.ts";
import type { Severity } from "./severity.ts";
import type { Comment } from "./store.ts";
import { ownComment } from "./who.ts";

/** What an agent is offered who logged a severe comment; undefined where nobody could be told. */
export async function noticeOffer(asking: Reading, severity: Severity): Promise<NoticeOffer | undefined> {
  const { db, settings, actor } = asking;
  const { people } = await specialistsFor(db, settings, severity.topic, actor);
  return people.length === 0 ? undefined : { ...severity, people: people.map(({ id }) => id) };
}

/**
 * A severe comment of the actor's of which nobody was notified yet.
 * @throws AppError `not_found`, or `conflict` where it was done already
 */
async function toNotify(
  asking: Reading,
  id: string,
): Promise<Comment & { readonly severe: NonNullable<Comment["severe"]> }> {
  const comment = await ownComment(asking.db, asking.actor, id);
  const { severe } = comment;
  if (severe === null) throw conflict("This comment needs no notice.", "comment not severe");
  if (comment.noticeId !== null)
    throw conflict(
      "The specialists were notified of this comment already; /cases mine shows your case.",
      "notified already",
    );
  return { ...comment, severe };
}

async function notify(
  parts: Parts,
  asking: Writing,
  comment: Awaited<ReturnType<typeof toNotify>>,
  customer: { readonly id: string } | { readonly ref: string },
): Promise<Reply> {
  const { db, actor } = asking;
  const said = (await readTexts(db, [comment.textPayload])).get(comment.textPayload) ?? "";
  const { caseId, message } = await raiseRestricted(workOf(parts, asking), actor, {
    topic: comment.severe,
    customer,
    need: said,
    commentId: comment.id,
  });
  const claimed = await db
    .update(comments)
    .set({ noticeId: caseId })
    .where(and(eq(comments.id, comment.id), isNull(comments.noticeId)))
    .returning({ id: comments.id });
  if (claimed.length === 0) throw conflict("The specialists were notified already.", "notified already");
  return privately(message);
}

/** *Notify them*: at once where the customer is known, else the form asks for the reference. */
export const noticeButton = (parts: Parts): ButtonAction => ({
  name: "comment.notice",
  who: "member",
  writes: true,
  run: async (asking, arg) => {
    const comment = await toNotify(asking, arg);
    if (comment.customerId === null)
      return { kind: "form", form: "comment.notice", context: { comment: comment.id } };
    return notify(parts, asking, comment, { id: comment.customerId });
  },
});

/** The form behind it. */
export const noticeForm = (parts: Parts): FormAction => ({
  name: "comment.notice",
  who: "member",
  draw: async (asking, context) => {
    await toNotify(asking, context["comment"] ?? "");
    return {
      title: "Notify the specialists",
      submitLabel: "Notify",
      fields: [
        {
          id: "customer",
          type: "customerRef",
          label: "Customer reference",
          hint: `For example ${asking.settings.customerExample}: they need to know whom to help.`,
          required: true,
          maxLength: 40,
        },
      ],
    };
  },
  submit: async (asking, raw, context) => {
    const comment = await toNotify(asking, context["comment"] ?? "");
    const { customer } = z.object({ customer: z.string() }).parse(raw);
    return notify(parts, asking, comment, { ref: customer });
  },
});
