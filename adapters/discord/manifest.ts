import { PERMISSIONS, type Wanted } from "./permissions.ts";

/** What whoever installs the bot needs to know. */
export interface DiscordManifest {
  /** The page on which a server's administrator adds the bot. */
  readonly inviteUrl: string;
  /** What the invite asks for, and why. */
  readonly permissions: readonly Wanted[];
  /** What of Discord's stream of events the bot asks for, and why. */
  readonly intents: readonly { readonly name: string; readonly why: string }[];
}

/** Nothing that people write is asked for: neither privileged intents nor messages. */
const INTENTS = [
  { name: "Guilds", why: "the bot learns which server it is in, and when it was added or removed" },
] as const;

/** @param application the app's id, from its General Information page */
export function discordManifest(application: string): DiscordManifest {
  const all = PERMISSIONS.reduce((sum, { bit }) => sum | bit, 0n);
  const query = new URLSearchParams({
    client_id: application,
    scope: "bot applications.commands",
    permissions: all.toString(),
  });
  return {
    inviteUrl: `https://discord.com/oauth2/authorize?${query.toString()}`,
    permissions: PERMISSIONS,
    intents: INTENTS,
  };
}
