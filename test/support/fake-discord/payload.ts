import { createHash } from "node:crypto";
import type { Book } from "./book.ts";
import {
  ATTACHMENT,
  type Account,
  type Channel,
  type Guild,
  type Posted,
  type Role,
  type StoredFile,
} from "./records.ts";
import { PERMISSIONS } from "./permissions.ts";
import { FLAG, within, type Component, type Json } from "./shapes.ts";

/** What is needed to write things down as Discord sends them. */
export interface Scene {
  readonly book: Book;
  readonly applicationId: string;
  readonly address: () => string;
}

/** Channel types, by Discord's numbers. */
const CHANNEL_TYPE = { text: 0, dm: 1, thread: 11 } as const;

const when = (ms: number): string => new Date(ms).toISOString().replace("Z", "000+00:00");

export const userJson = ({ id, name, isBot }: Account): Json => ({
  id,
  username: name,
  discriminator: "0",
  global_name: name,
  avatar: null,
  public_flags: 0,
  ...(isBot && { bot: true }),
});

export function memberJson({ book }: Scene, guild: Guild, user: string): Json {
  const roles = [...guild.roles.values()].filter((role) => role.holders.has(user)).map((role) => role.id);
  return {
    user: userJson(book.account(user)),
    nick: null,
    avatar: null,
    roles,
    joined_at: "2026-01-01T00:00:00.000000+00:00",
    premium_since: null,
    deaf: false,
    mute: false,
    flags: 0,
    pending: false,
    communication_disabled_until: null,
  };
}

export const roleJson = (role: Role, position: number): Json => ({
  id: role.id,
  name: role.name,
  permissions: String(role.permissions),
  position,
  color: 0,
  colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
  hoist: false,
  managed: false,
  mentionable: true,
  flags: 0,
});

export function channelJson({ book }: Scene, channel: Channel): Json {
  const last = book.history(channel.id).at(-1)?.id ?? null;
  const common = { id: channel.id, type: CHANNEL_TYPE[channel.kind], last_message_id: last, flags: 0 };
  if (channel.kind === "dm")
    return {
      ...common,
      recipients: channel.dmWith === undefined ? [] : [userJson(book.account(channel.dmWith))],
    };
  const inGuild = {
    ...common,
    guild_id: channel.guild,
    name: channel.name,
    parent_id: channel.parent ?? null,
  };
  if (channel.kind === "thread")
    return {
      ...inGuild,
      owner_id: book.bot,
      message_count: book.history(channel.id).length,
      member_count: 1,
      rate_limit_per_user: 0,
      total_message_sent: book.history(channel.id).length,
      thread_metadata: {
        archived: channel.archived,
        locked: channel.locked,
        auto_archive_duration: 4320,
        archive_timestamp: when(book.now()),
        create_timestamp: when(book.now()),
      },
    };
  return {
    ...inGuild,
    position: 0,
    topic: null,
    nsfw: false,
    rate_limit_per_user: 0,
    permission_overwrites: [...channel.overwrites.values()].map(({ id, type, allow, deny }) => ({
      id,
      type: type === "role" ? 0 : 1,
      allow: String(allow),
      deny: String(deny),
    })),
  };
}

const OBFUSCATED = 1 << 17;

/** A channel as the gateway tells of it: one that the bot cannot view is there, but says nothing of itself. */
export function dispatchedChannelJson(scene: Scene, channel: Channel): Json {
  const { book } = scene;
  const json = channelJson(scene, channel);
  if (book.canSee(book.bot, channel)) return json;
  const deny = { id: channel.guild, type: 0, allow: "0", deny: String(PERMISSIONS.ViewChannel) };
  return {
    ...json,
    name: "___hidden___",
    topic: null,
    last_message_id: null,
    flags: OBFUSCATED,
    permission_overwrites: [deny],
  };
}

export const rolesJson = (guild: Guild): Json[] =>
  [...guild.roles.values()].map((role, at) => roleJson(role, at));

/** A server as `GET /guilds/:guild` tells of it. */
export const guildJson = (guild: Guild): Json => ({
  id: guild.id,
  name: guild.name,
  icon: null,
  splash: null,
  discovery_splash: null,
  owner_id: guild.owner,
  afk_channel_id: null,
  afk_timeout: 300,
  verification_level: 0,
  default_message_notifications: 0,
  explicit_content_filter: 0,
  roles: rolesJson(guild),
  emojis: [],
  stickers: [],
  features: [],
  mfa_level: 0,
  application_id: null,
  system_channel_id: null,
  system_channel_flags: 0,
  rules_channel_id: null,
  public_updates_channel_id: null,
  safety_alerts_channel_id: null,
  vanity_url_code: null,
  description: null,
  banner: null,
  premium_tier: 0,
  premium_progress_bar_enabled: false,
  preferred_locale: "en-GB",
  nsfw_level: 0,
});

/** A server as the gateway tells of it. */
export function guildCreateJson(scene: Scene, guild: Guild): Json {
  const { book } = scene;
  const channels = [...book.channels.values()].filter((channel) => channel.guild === guild.id);
  const threads = channels.filter((channel) => channel.kind === "thread" && book.canSee(book.bot, channel));
  return {
    ...guildJson(guild),
    joined_at: "2026-01-01T00:00:00.000000+00:00",
    large: false,
    unavailable: false,
    member_count: guild.members.size,
    members: [memberJson(scene, guild, book.bot)],
    channels: channels
      .filter((channel) => channel.kind === "text")
      .map((channel) => dispatchedChannelJson(scene, channel)),
    threads: threads.map((thread) => channelJson(scene, thread)),
    presences: [],
    voice_states: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}

const hex = (ms: number): string => Math.floor(ms / 1000).toString(16);

/** The part of a file's address that keeps it from being guessed, and its end, a day later. */
export function signedPath(file: StoredFile): string {
  const folder = file.ephemeral ? "ephemeral-attachments" : "attachments";
  const path = `/${folder}/${file.channel}/${file.id}/${encodeURIComponent(file.name)}`;
  const mark = createHash("sha256").update(`${path}${file.at}`).digest("hex");
  return `${path}?ex=${hex(file.at + 86_400_000)}&is=${hex(file.at)}&hm=${mark}&`;
}

export function attachmentJson({ address }: Scene, file: StoredFile): Json {
  const url = `${address()}/cdn.discordapp.com${signedPath(file)}`;
  return {
    id: file.id,
    filename: file.name,
    size: file.bytes.length,
    url,
    proxy_url: url,
    content_type: file.contentType,
    ...(file.description !== undefined && { description: file.description }),
    ...(file.ephemeral && { ephemeral: true }),
  };
}

const mentionedIn = (content: string, pattern: RegExp): string[] => [
  ...new Set([...content.matchAll(pattern)].flatMap((found) => found[1] ?? [])),
];

/** A message as Discord sends it. The nonce is only in the answer to the post that gave it. */
export function messageJson(scene: Scene, post: Posted, withNonce = false): Json {
  const { book, applicationId } = scene;
  const channel = book.channels.get(post.channel);
  const thread = book.channels.get(post.id);
  const origin = post.origin;
  const files = post.files.flatMap((id) => book.files.get(id) ?? []);
  const flags = post.flags | (post.loading ? FLAG.loading : 0) | (thread ? FLAG.hasThread : 0);
  return {
    id: post.id,
    channel_id: post.channel,
    type: origin?.type === 2 ? 20 : post.reference === undefined ? 0 : 19,
    author: userJson(book.account(post.author)),
    content: post.content,
    timestamp: when(post.at),
    edited_timestamp: post.editedAt === undefined ? null : when(post.editedAt),
    tts: false,
    mention_everyone: post.pings.includes("everyone"),
    mentions: mentionedIn(post.content, /<@!?(\d+)>/g).flatMap((id) => {
      const account = book.accounts.get(id);
      return account ? [userJson(account)] : [];
    }),
    mention_roles: mentionedIn(post.content, /<@&(\d+)>/g),
    // What an embed shows is no longer listed: only the embed tells of it, by its address.
    attachments: files
      .filter(({ name }) => !post.embeds.some(({ image }) => image?.url === `${ATTACHMENT}${name}`))
      .map((file) => attachmentJson(scene, file)),
    embeds: post.embeds.map((embed) => {
      const shown = files.find(({ name }) => embed.image?.url === `${ATTACHMENT}${name}`);
      const url = shown && attachmentJson(scene, shown)["url"];
      return { type: "rich", ...embed, ...(shown && { image: { url, proxy_url: url } }) };
    }),
    components: post.components,
    pinned: false,
    flags,
    ...(post.reference !== undefined && {
      message_reference: {
        type: 0,
        message_id: post.reference,
        channel_id: post.channel,
        guild_id: channel?.guild,
      },
    }),
    ...(thread && { thread: channelJson(scene, thread) }),
    ...(withNonce && post.nonce !== undefined && { nonce: post.nonce }),
    ...(origin && {
      application_id: applicationId,
      webhook_id: applicationId,
      interaction_metadata: {
        id: origin.id,
        type: origin.type,
        user: userJson(book.account(origin.user)),
        authorizing_integration_owners: { "0": channel?.guild ?? "0" },
      },
    }),
  };
}

/** Components as Discord keeps them: each with a number of its own. */
export function numbered(components: readonly Component[]): readonly Component[] {
  const copy = structuredClone(components);
  for (const [index, each] of within(copy).entries()) each.id = each.id ?? index + 1;
  return copy;
}
