import { z } from "zod";
import type { Book } from "../book.ts";
import type { Channel, Posted } from "../records.ts";
import { readMessage, said } from "../compose.ts";
import { INTENT } from "../gateway.ts";
import { channelJson, messageJson } from "../payload.ts";
import { has, type PermissionName } from "../permissions.ts";
import { Complaints, Refusal } from "../refusal.ts";
import type { MessageBody } from "../shapes.ts";
import { nothing, ok, param, route, type Answer, type Call, type Route, type World } from "./route.ts";

/** A channel that the bot can see. */
function reach(book: Book, id: string): Channel {
  const channel = book.channel(id);
  if (!book.canSee(book.bot, channel)) throw new Refusal(50001);
  return channel;
}

function demand(book: Book, channel: Channel, ...names: readonly PermissionName[]): void {
  const bits = book.permissions(book.bot, channel);
  if (names.some((name) => !has(bits, name))) throw new Refusal(50013);
}

function demandWriting(world: World, channel: Channel, body: MessageBody, call: Call): void {
  const { book } = world;
  if (channel.dmWith !== undefined) {
    const shares = [...book.guilds.values()].some(
      (guild) => guild.members.has(book.bot) && guild.members.has(channel.dmWith ?? ""),
    );
    if (!shares) throw new Refusal(50278);
    if (book.account(channel.dmWith).dmsClosed) throw new Refusal(50007);
    return;
  }
  demand(book, channel, channel.kind === "thread" ? "SendMessagesInThreads" : "SendMessages");
  if ((body.embeds ?? []).length > 0) demand(book, channel, "EmbedLinks");
  if (call.uploads.length > 0) demand(book, channel, "AttachFiles");
  if (channel.locked) throw new Refusal(160005);
}

/** The message that a new one answers, if it is still there. */
function answered(book: Book, channel: Channel, body: MessageBody): string | undefined {
  const reference = body.message_reference;
  if (!reference) return undefined;
  if (!has(book.permissions(book.bot, channel), "ReadMessageHistory")) throw new Refusal(160002);
  if (book.history(channel.id).some((post) => post.id === reference.message_id)) return reference.message_id;
  if (reference.fail_if_not_exists === false) return undefined;
  // Not the bot's fault: somebody may have deleted it a moment ago. So no violation.
  throw new Refusal(50035, [], {
    message_reference: {
      _errors: [{ code: "MESSAGE_REFERENCE_UNKNOWN_MESSAGE", message: "Unknown message" }],
    },
  });
}

function createMessage(world: World, call: Call): Answer {
  const { book } = world;
  const channel = reach(book, param(call, "channel"));
  const body = readMessage(call, call.body);
  const { nonce } = body;
  if (nonce === undefined || body.enforce_nonce !== true)
    call.violate("posts without nonce and enforce_nonce: a repeat would be a second message");
  demandWriting(world, channel, body, call);
  const twin =
    nonce !== undefined && body.enforce_nonce === true ? book.sameNonce(channel.id, nonce) : undefined;
  if (twin) return ok(messageJson(world, twin, true));
  const reference = answered(book, channel, body);
  const text = said(world, call, body, { channel: channel.id, ephemeral: false });
  const posted = book.post(channel, text, { nonce, reference, flags: body.flags ?? 0 });
  return ok(messageJson(world, posted, true));
}

function editMessage(world: World, call: Call): Answer {
  const { book } = world;
  const channel = reach(book, param(call, "channel"));
  const post = book.find(channel.id, param(call, "message"));
  const body = readMessage(call, call.body);
  if (post.author !== book.bot) throw new Refusal(50005);
  if (channel.archived) throw new Refusal(50083);
  if (call.uploads.length > 0) demand(book, channel, "AttachFiles");
  book.edit(post, said(world, call, body, { channel: channel.id, ephemeral: false }, post));
  return ok(messageJson(world, post));
}

function deleteMessage({ book }: World, call: Call): Answer {
  const channel = reach(book, param(call, "channel"));
  const post = book.find(channel.id, param(call, "message"));
  if (post.author !== book.bot) demand(book, channel, "ManageMessages");
  post.deleted = true;
  return nothing;
}

function getMessage(world: World, call: Call): Answer {
  const channel = reach(world.book, param(call, "channel"));
  demand(world.book, channel, "ReadMessageHistory");
  return ok(messageJson(world, world.book.find(channel.id, param(call, "message"))));
}

/** The part of a history that was asked for, oldest first. */
function page(posts: readonly Posted[], query: URLSearchParams): readonly Posted[] {
  const limit = Number(query.get("limit") ?? 50);
  const before = query.get("before");
  const after = query.get("after");
  const around = query.get("around");
  if (after !== null) return posts.filter((post) => BigInt(post.id) > BigInt(after)).slice(0, limit);
  if (before !== null) return posts.filter((post) => BigInt(post.id) < BigInt(before)).slice(-limit);
  if (around === null) return posts.slice(-limit);
  const middle = posts.filter((post) => BigInt(post.id) < BigInt(around)).length;
  const from = Math.max(0, middle - Math.floor(limit / 2));
  return posts.slice(from, from + limit);
}

function listMessages(world: World, call: Call): Answer {
  const { book } = world;
  const channel = reach(book, param(call, "channel"));
  const given = ["before", "after", "around"].filter((name) => call.query.has(name));
  if (given.length > 1) {
    const complaints = new Complaints();
    complaints.add(given[1] ?? "", "EXCLUSIVE", "before, after and around exclude each other");
    complaints.settle();
  }
  // Who may not read the past gets an empty one, not a refusal.
  if (!has(book.permissions(book.bot, channel), "ReadMessageHistory")) return ok([]);
  return ok(
    page(book.history(channel.id), call.query)
      .toReversed()
      .map((post) => messageJson(world, post)),
  );
}

const threadSchema = z.looseObject({ name: z.string() });

function startThread(world: World, call: Call): Answer {
  const { book, gateway } = world;
  const channel = reach(book, param(call, "channel"));
  if (channel.kind !== "text") throw new Refusal(50024);
  const post = book.find(channel.id, param(call, "message"));
  const { name } = threadSchema.parse(call.body);
  const complaints = new Complaints();
  complaints.length("name", name, 1, 100);
  complaints.settle();
  demand(book, channel, "CreatePublicThreads");
  if (book.channels.has(post.id)) throw new Refusal(160004);
  const thread = book.addThread(post, name);
  gateway.dispatch("THREAD_CREATE", { ...channelJson(world, thread), newly_created: true }, INTENT.guilds);
  return ok(channelJson(world, thread), 201);
}

export const CHANNEL_ROUTES: readonly Route[] = [
  route("GET /channels/:channel", "/channels/{channel_id}", (world, call) =>
    ok(channelJson(world, reach(world.book, param(call, "channel")))),
  ),
  route("GET /channels/:channel/messages", "/channels/{channel_id}/messages", listMessages),
  route("POST /channels/:channel/messages", "/channels/{channel_id}/messages", createMessage),
  route(
    "GET /channels/:channel/messages/:message",
    "/channels/{channel_id}/messages/{message_id}",
    getMessage,
  ),
  route(
    "PATCH /channels/:channel/messages/:message",
    "/channels/{channel_id}/messages/{message_id}",
    editMessage,
  ),
  route(
    "DELETE /channels/:channel/messages/:message",
    "/channels/{channel_id}/messages/{message_id}",
    deleteMessage,
  ),
  route(
    "POST /channels/:channel/messages/:message/threads",
    "/channels/{channel_id}/messages/{message_id}/threads",
    startThread,
  ),
];
