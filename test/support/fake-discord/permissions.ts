/** The permissions that matter to a bot that talks, by bit. */
export const PERMISSIONS = {
  ViewChannel: 1n << 10n,
  SendMessages: 1n << 11n,
  ManageMessages: 1n << 13n,
  EmbedLinks: 1n << 14n,
  AttachFiles: 1n << 15n,
  ReadMessageHistory: 1n << 16n,
  MentionEveryone: 1n << 17n,
  UseApplicationCommands: 1n << 31n,
  ManageThreads: 1n << 34n,
  CreatePublicThreads: 1n << 35n,
  SendMessagesInThreads: 1n << 38n,
} as const;

export type PermissionName = keyof typeof PERMISSIONS;

export const bitsOf = (names: readonly PermissionName[]): bigint =>
  names.reduce((bits, name) => bits | PERMISSIONS[name], 0n);

export const has = (bits: bigint, name: PermissionName): boolean => (bits & PERMISSIONS[name]) !== 0n;

/** What the bot's role gives it in every channel; a direct conversation allows as much. */
export const BOT_ROLE = bitsOf([
  "ViewChannel",
  "SendMessages",
  "SendMessagesInThreads",
  "CreatePublicThreads",
  "EmbedLinks",
  "AttachFiles",
  "ReadMessageHistory",
]);

/**
 * What `@everyone` may do in a new server. Discord gives the right to mention
 * everybody to everybody, so a bot that lets `@everyone` through is heard.
 */
export const EVERYONE_ROLE = BOT_ROLE | bitsOf(["MentionEveryone", "UseApplicationCommands"]);

/** An exception for one role or one member in one channel. */
export interface Overwrite {
  readonly id: string;
  readonly type: "role" | "member";
  allow: bigint;
  deny: bigint;
}

interface Holder {
  readonly id: string;
  /** The ids of the roles they hold, `@everyone` included. */
  readonly roles: readonly { readonly id: string; readonly permissions: bigint }[];
}

/** What somebody may do in a channel, by Discord's order: roles, then exceptions for roles, then for the member. */
export function effective(holder: Holder, guild: string, overwrites: readonly Overwrite[]): bigint {
  const base = holder.roles.reduce((bits, role) => bits | role.permissions, 0n);
  const apply = (bits: bigint, some: readonly Overwrite[]): bigint => {
    const denied = some.reduce((sum, each) => sum | each.deny, 0n);
    const allowed = some.reduce((sum, each) => sum | each.allow, 0n);
    return (bits & ~denied) | allowed;
  };
  const forRole = (id: string) => overwrites.filter((each) => each.type === "role" && each.id === id);
  const others = holder.roles.filter((role) => role.id !== guild).flatMap((role) => forRole(role.id));
  const mine = overwrites.filter((each) => each.type === "member" && each.id === holder.id);
  const bits = apply(apply(apply(base, forRole(guild)), others), mine);
  // Who cannot see a channel can do nothing in it; who cannot write can add nothing to what they write.
  if (!has(bits, "ViewChannel")) return 0n;
  return bits;
}
