import { Routes } from "discord.js";
import { z } from "zod";
import type { MessageRef, Outgoing } from "../../src/chat/adapter.ts";
import { picturesOf } from "../../src/chat/message.ts";
import { CODE } from "./errors.ts";
import type { Posts } from "./posts.ts";
import { render, type Drawn } from "./render.ts";
import type { Rest } from "./rest.ts";

/** Discord's clock and ours may differ by as much, ms. */
const SKEW_MS = 60_000;
const PAGE = 100;
const MOST_PAGES = 25;
/** The first second of 2015, from which Discord's ids count ms. */
const DISCORD_EPOCH = 1_420_070_400_000;

const pageSchema = z.array(
  z.object({
    id: z.string(),
    author: z.object({ id: z.string() }),
    content: z.string(),
    embeds: z
      .array(
        z.object({
          description: z.string().optional(),
          fields: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
        }),
      )
      .default([]),
  }),
);

type Page = z.infer<typeof pageSchema>;

/** The smallest id of the time, ms since the epoch. */
const idAt = (ms: number): string => (BigInt(Math.max(0, ms - DISCORD_EPOCH)) << 22n).toString();

/** What a reader sees, to compare by: Discord trims texts, and adds to embeds what it likes. */
const words = ({ content, embeds }: Pick<Drawn, "content" | "embeds"> | Page[number]): string =>
  JSON.stringify([
    content.trim(),
    embeds.map(({ description, fields }) => [
      description?.trim() ?? "",
      (fields ?? []).map(({ name, value }) => [name.trim(), value.trim()]),
    ]),
  ]);

/**
 * Looks through the conversation, from shortly before the first attempt, for a post of ours
 * with the same words: Discord keeps no key with a message. Needed only once Discord has
 * forgotten the nonce, after which a repeat would be a second post.
 * @param since ms since the epoch
 */
export async function findSent(
  rest: Rest,
  posts: Posts,
  outgoing: Outgoing,
  since: number,
  bot: string | undefined,
): Promise<MessageRef | "absent" | "unknown"> {
  const { to, message } = outgoing;
  // It may have gone with its pictures, or without them and in words.
  const all = new Set(picturesOf(message).map(({ picture }) => picture));
  const wanted = new Set([words(render(message)), words(render(message, all))]);
  if (to.kind === "dm") {
    const dm = await posts.dmWith(to.user);
    return dm.ok ? search(rest, dm.channel, wanted, since, bot) : "unknown";
  }
  if (!to.thread) return search(rest, to.channel, wanted, since, bot);
  const inThread = await search(
    rest,
    to.thread.channel === to.channel ? to.thread.id : to.thread.channel,
    wanted,
    since,
    bot,
  );
  // A follow-up whose thread could not be had was posted in the channel itself.
  return inThread === "absent" ? search(rest, to.channel, wanted, since, bot) : inThread;
}

async function search(
  rest: Rest,
  channel: string,
  wanted: ReadonlySet<string>,
  since: number,
  bot: string | undefined,
): Promise<MessageRef | "absent" | "unknown"> {
  if (bot === undefined) return "unknown";
  let after = idAt(since - SKEW_MS);
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const read = await rest.call("get", Routes.channelMessages(channel), {
      query: new URLSearchParams({ after, limit: String(PAGE) }),
    });
    if (!read.ok) return read.code === CODE.unknownChannel ? "absent" : "unknown";
    const messages = pageSchema.safeParse(read.answer).data;
    if (!messages) return "unknown";
    const ours = messages.find((message) => message.author.id === bot && wanted.has(words(message)));
    if (ours) return { channel, id: ours.id };
    if (messages.length < PAGE) return "absent";
    after = messages.map((message) => message.id).reduce((a, b) => (BigInt(a) > BigInt(b) ? a : b));
  }
  return "unknown";
}
