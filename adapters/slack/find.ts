import { z } from "zod";
import type { Destination, MessageRef, Outgoing } from "../../src/chat/adapter.ts";
import { METADATA_TYPE } from "./calls.ts";
import type { Web } from "./web.ts";

/** Slack's clock and ours may differ by as much, ms. */
const SKEW_MS = 60_000;
const PAGE = 200;
const MOST_PAGES = 25;

const pageSchema = z.object({
  messages: z.array(
    z.object({
      ts: z.string(),
      user: z.string().optional(),
      metadata: z
        .object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) })
        .optional()
        .catch(undefined),
    }),
  ),
  has_more: z.boolean().optional(),
  response_metadata: z.object({ next_cursor: z.string().optional() }).optional(),
});
const openedSchema = z.object({ channel: z.object({ id: z.string() }) });

/** The conversation to read; `undefined` if it could not be learnt. */
async function conversation(web: Web, to: Destination): Promise<string | undefined> {
  if (to.kind === "channel") return to.channel;
  const opened = await web.call("conversations.open", { users: to.user });
  return opened.ok ? openedSchema.safeParse(opened.answer).data?.channel.id : undefined;
}

/**
 * Looks through the conversation, from shortly before the first attempt, for our key.
 * @param since ms since the epoch
 * @param botUser our own user id: another app could write the same metadata
 */
export async function findSent(
  web: Web,
  outgoing: Outgoing,
  since: number,
  botUser: string | undefined,
): Promise<MessageRef | "absent" | "unknown"> {
  const channel = await conversation(web, outgoing.to);
  if (channel === undefined) return "unknown";
  const thread = outgoing.to.kind === "channel" ? outgoing.to.thread?.id : undefined;
  let cursor: string | undefined;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const read = await web.call(thread === undefined ? "conversations.history" : "conversations.replies", {
      channel,
      ...(thread !== undefined && { ts: thread }),
      oldest: (Math.max(0, since - SKEW_MS) / 1000).toFixed(6),
      inclusive: true,
      include_all_metadata: true,
      limit: PAGE,
      ...(cursor !== undefined && { cursor }),
    });
    const found = read.ok ? pageSchema.safeParse(read.answer).data : undefined;
    if (!found) return "unknown";
    const ours = found.messages.find(
      (message) =>
        message.metadata?.event_type === METADATA_TYPE &&
        message.metadata.event_payload["key"] === outgoing.key &&
        (botUser === undefined || message.user === undefined || message.user === botUser),
    );
    if (ours) return { channel, id: ours.ts };
    cursor = found.response_metadata?.next_cursor;
    if (cursor === undefined || cursor === "") return found.has_more === true ? "unknown" : "absent";
  }
  return "unknown";
}
