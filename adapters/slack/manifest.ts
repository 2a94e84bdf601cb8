import type { CommandInfo, ShortcutInfo } from "../../src/chat/adapter.ts";
import { cut } from "../../src/chat/cut.ts";

/** The bot scopes that Floorwalker asks for, and what each is for: nothing is asked for in advance. */
export const SCOPES: readonly { readonly scope: string; readonly why: string }[] = [
  { scope: "commands", why: "people run slash commands" },
  { scope: "chat:write", why: "cards and notices are posted, updated and deleted" },
  { scope: "im:write", why: "a direct conversation is opened to look for a message or to give a file" },
  { scope: "im:history", why: "a direct message whose confirmation was lost is looked for" },
  { scope: "channels:read", why: "the doctor checks that a public channel is there and not archived" },
  { scope: "groups:read", why: "the same for private channels that the bot was invited to" },
  {
    scope: "channels:history",
    why: "a post whose confirmation was lost is looked for, so that it is not repeated",
  },
  { scope: "groups:history", why: "the same for private channels that the bot was invited to" },
  { scope: "files:write", why: "charts and portfolios are uploaded" },
  {
    scope: "files:read",
    why: "a file that somebody gives in a form is read; whether a chart is ready to be shown",
  },
];

/** How Slack reaches the bot. */
export interface ManifestSettings {
  readonly socketMode: boolean;
  /** Public address of the HTTP mode, e.g. `https://bot.example.org/slack/events`. */
  readonly requestUrl?: string;
}

/** The app manifest to paste into Slack's app settings. */
export function slackManifest(
  commands: readonly Pick<CommandInfo, "name" | "description" | "usage">[],
  shortcuts: readonly ShortcutInfo[],
  settings: ManifestSettings,
): object {
  const url = settings.socketMode ? {} : { url: settings.requestUrl };
  const address = settings.socketMode ? {} : { request_url: settings.requestUrl };
  return {
    display_information: {
      name: "Floorwalker",
      description: "Ask a colleague who may decide, while the customer waits",
    },
    features: {
      bot_user: { display_name: "Floorwalker", always_online: true },
      app_home: { home_tab_enabled: false, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      slash_commands: commands.map((command) => ({
        command: `/${command.name}`,
        description: cut(command.description, 2000),
        ...(command.usage !== "" && { usage_hint: cut(command.usage, 1000) }),
        // Mentions typed into a command come as typed: who is meant is decided by member, not by markup.
        should_escape: false,
        ...url,
      })),
      ...(shortcuts.length > 0 && {
        shortcuts: shortcuts.map(({ name, label, description }) => ({
          name: cut(label, 24),
          type: "message",
          callback_id: name,
          description: cut(description, 150),
        })),
      }),
    },
    oauth_config: { scopes: { bot: SCOPES.map((each) => each.scope) } },
    settings: {
      interactivity: { is_enabled: true, ...address },
      org_deploy_enabled: false,
      socket_mode_enabled: settings.socketMode,
      token_rotation_enabled: false,
    },
  };
}
