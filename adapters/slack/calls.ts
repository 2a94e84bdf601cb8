import { z } from "zod";
import type {
  Delivery,
  Destination,
  MessageRef,
  Outgoing,
  PlaceState,
  Undelivered,
} from "../../src/chat/adapter.ts";
import { render, type Files } from "./render.ts";
import type { Web } from "./web.ts";

/** Name of the metadata that makes a post findable by its key. */
export const METADATA_TYPE = "floorwalker_message";

const postedSchema = z.object({ channel: z.string(), ts: z.string() });
const infoSchema = z.object({
  channel: z.object({
    is_archived: z.boolean().optional(),
    is_member: z.boolean().optional(),
    is_im: z.boolean().optional(),
  }),
});

/** Nothing in the text is looked up, linked, previewed or read as markup. */
const LITERAL = { parse: "none", mrkdwn: false, unfurl_links: false, unfurl_media: false } as const;

/** A DM goes to the person's id: Slack opens the conversation itself, and it stays one request. */
const target = (to: Destination): { channel: string; thread_ts?: string } =>
  to.kind === "dm"
    ? { channel: to.user }
    : { channel: to.channel, ...(to.thread && { thread_ts: to.thread.id }) };

/** For a direct message, Slack says of an unknown person that the channel is not found. */
function forDestination(problem: Undelivered, to: Destination): Undelivered {
  return to.kind === "dm" && problem.outcome === "failed" && problem.reason === "channel_not_found"
    ? { outcome: "failed", reason: "user_not_found" }
    : problem;
}

/** Posts a message, with its key where a search finds it and no reader sees it. */
export async function post(web: Web, outgoing: Outgoing, files: Files): Promise<Delivery> {
  const result = await web.call("chat.postMessage", {
    ...target(outgoing.to),
    ...render(outgoing.message, files),
    ...LITERAL,
    metadata: { event_type: METADATA_TYPE, event_payload: { key: outgoing.key } },
  });
  if (!result.ok) return forDestination(result.problem, outgoing.to);
  const posted = postedSchema.safeParse(result.answer).data;
  return posted
    ? { outcome: "sent", ref: { channel: posted.channel, id: posted.ts } }
    : { outcome: "unknown", reason: "unreadable_answer" };
}

/** Replaces a message. Without `metadata` in the call Slack keeps what the post carried. */
export async function update(web: Web, ref: MessageRef, outgoing: Outgoing, files: Files): Promise<Delivery> {
  const result = await web.call("chat.update", {
    channel: ref.channel,
    ts: ref.id,
    ...render(outgoing.message, files),
    parse: LITERAL.parse,
  });
  return result.ok ? { outcome: "sent", ref } : result.problem;
}

/** Deletes a message, or a file (its ref carries a file's id). */
export async function remove(web: Web, ref: MessageRef): Promise<Delivery> {
  const result = ref.id.startsWith("F")
    ? await web.call("files.delete", { file: ref.id })
    : await web.call("chat.delete", { channel: ref.channel, ts: ref.id });
  return result.ok ? { outcome: "sent", ref } : result.problem;
}

/** Whether we could post there. */
export async function checkPlace(web: Web, channel: string): Promise<PlaceState> {
  const result = await web.call("conversations.info", { channel });
  if (!result.ok)
    return {
      ok: false,
      reason: result.problem.outcome === "failed" ? result.problem.reason : "unreachable",
    };
  const place = infoSchema.safeParse(result.answer).data?.channel;
  if (!place) return { ok: false, reason: "unreachable" };
  if (place.is_archived === true) return { ok: false, reason: "channel_archived" };
  if (place.is_im !== true && place.is_member !== true) return { ok: false, reason: "not_in_channel" };
  return { ok: true };
}
