import { PermissionFlagsBits, Routes } from "discord.js";
import { z } from "zod";
import type { PlaceState } from "../../src/chat/adapter.ts";
import type { Rest, Result } from "./rest.ts";

/** A permission that Floorwalker asks for, and what for: nothing is asked for in advance. */
export interface Wanted {
  readonly name: string;
  readonly bit: bigint;
  readonly why: string;
}

/** The permissions in the invite link, and in every channel that the bot is to use. */
export const PERMISSIONS: readonly Wanted[] = [
  { name: "View Channel", bit: PermissionFlagsBits.ViewChannel, why: "the team's channels are found" },
  {
    name: "Send Messages",
    bit: PermissionFlagsBits.SendMessages,
    why: "cards and notices are posted, changed and deleted",
  },
  { name: "Embed Links", bit: PermissionFlagsBits.EmbedLinks, why: "a card shows its fields as a table" },
  {
    name: "Create Public Threads",
    bit: PermissionFlagsBits.CreatePublicThreads,
    why: "what happens to a case is said under its card, not all over the channel",
  },
  {
    name: "Send Messages in Threads",
    bit: PermissionFlagsBits.SendMessagesInThreads,
    why: "the same",
  },
  { name: "Attach Files", bit: PermissionFlagsBits.AttachFiles, why: "charts and portfolios are uploaded" },
  {
    name: "Read Message History",
    bit: PermissionFlagsBits.ReadMessageHistory,
    why: "a post whose confirmation was lost is looked for, so that it is not repeated; a thread is opened under a card",
  },
];

const bits = z.string().regex(/^\d+$/).transform(BigInt);
const overwriteSchema = z.object({ id: z.string(), allow: bits, deny: bits });
const channelSchema = z.object({
  type: z.number(),
  guild_id: z.string().optional(),
  permission_overwrites: z.array(overwriteSchema).default([]),
});
const rolesSchema = z.array(z.object({ id: z.string(), permissions: bits }));
const memberSchema = z.object({ roles: z.array(z.string()) });

type Overwrite = z.infer<typeof overwriteSchema>;

/** What a member may do in a channel, by Discord's published rule: roles, then the channel's exceptions in order. */
export function permissionsIn(of: {
  readonly guild: string;
  readonly member: string;
  readonly memberRoles: readonly string[];
  readonly roles: readonly { readonly id: string; readonly permissions: bigint }[];
  readonly overwrites: readonly Overwrite[];
}): bigint {
  const held = new Set([of.guild, ...of.memberRoles]);
  let may = 0n;
  for (const role of of.roles) if (held.has(role.id)) may |= role.permissions;
  if ((may & PermissionFlagsBits.Administrator) !== 0n) return ~0n;
  const apply = (these: readonly Overwrite[]): void => {
    for (const { deny } of these) may &= ~deny;
    for (const { allow } of these) may |= allow;
  };
  apply(of.overwrites.filter((each) => each.id === of.guild));
  apply(of.overwrites.filter((each) => each.id !== of.guild && held.has(each.id)));
  apply(of.overwrites.filter((each) => each.id === of.member));
  return may;
}

/** Kinds of channels that take messages: text, announcements, threads. */
const TEXT = new Set([0, 5, 10, 11, 12]);

/**
 * Whether we could do in a channel all that we have to.
 * @param bot our own user id; without it permissions cannot be told
 */
export async function checkPlace(rest: Rest, channel: string, bot: string | undefined): Promise<PlaceState> {
  const read = await rest.call("get", Routes.channel(channel));
  if (!read.ok) return unreadable(read);
  const place = channelSchema.safeParse(read.answer).data;
  if (!place || bot === undefined) return { ok: false, reason: "unreachable" };
  if (place.guild_id === undefined || !TEXT.has(place.type))
    return { ok: false, reason: "channel_not_found" };
  const [roles, member] = await Promise.all([
    rest.call("get", Routes.guildRoles(place.guild_id)),
    rest.call("get", Routes.guildMember(place.guild_id, bot)),
  ]);
  if (!roles.ok) return unreadable(roles);
  if (!member.ok) return unreadable(member);
  const knownRoles = rolesSchema.safeParse(roles.answer).data;
  const me = memberSchema.safeParse(member.answer).data;
  if (!knownRoles || !me) return { ok: false, reason: "unreachable" };
  const may = permissionsIn({
    guild: place.guild_id,
    member: bot,
    memberRoles: me.roles,
    roles: knownRoles,
    overwrites: place.permission_overwrites,
  });
  const missing = PERMISSIONS.filter(({ bit }) => (may & bit) === 0n).map(({ name }) => name);
  return missing.length === 0
    ? { ok: true }
    : { ok: false, reason: "missing_permission", detail: missing.join(", ") };
}

function unreadable(read: Extract<Result, { ok: false }>): PlaceState {
  const { problem } = read;
  if (problem.outcome !== "failed") return { ok: false, reason: "unreachable" };
  // Discord shows no channel to somebody who may not look into it.
  return problem.reason === "missing_permission"
    ? { ok: false, reason: problem.reason, detail: "View Channel" }
    : { ok: false, reason: problem.reason };
}
