import type { Delivery, MessageRef, Outgoing } from "../../src/chat/adapter.ts";
import { say, text } from "../../src/chat/message.ts";
import { DISCORD } from "./discord-harness.ts";

/** Discord's routes as the fake names them. */
export const ROUTE = {
  post: "POST /channels/:channel/messages",
  change: "PATCH /channels/:channel/messages/:message",
  delete: "DELETE /channels/:channel/messages/:message",
  history: "GET /channels/:channel/messages",
  thread: "POST /channels/:channel/messages/:message/threads",
  openDm: "POST /users/@me/channels",
  answer: "POST /interactions/:interaction/:token/callback",
  changeAnswer: "PATCH /webhooks/:app/:token/messages/@original",
} as const;

/** A message to a channel, with its key as its words. */
export const outgoing = (key: string, channel: string = DISCORD.channel): Outgoing => ({
  key,
  to: { kind: "channel", channel },
  message: say(text(`Message ${key}`)),
});

/** The same to one person. */
export const toDm = (key: string, user: string): Outgoing => ({
  ...outgoing(key),
  to: { kind: "dm", user },
});

/** What names a message that was sent; throws where it was not. */
export function refOf(delivery: Delivery): MessageRef {
  if (delivery.outcome !== "sent") throw new Error(JSON.stringify(delivery));
  return delivery.ref;
}
