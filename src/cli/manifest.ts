import { discordManifest } from "../../adapters/discord/manifest.ts";
import { SCOPES, slackManifest } from "../../adapters/slack/manifest.ts";
import { actionsFeature } from "../actions/index.ts";
import type { Platform } from "../chat/event.ts";
import type { Feature } from "../chat/feature.ts";
import { commentsFeature } from "../comments/index.ts";
import { invalid } from "../errors.ts";
import { randomIds } from "../ids.ts";
import { createJournal } from "../journal/index.ts";
import { escalationFeature } from "../escalation/index.ts";
import { kpiFeature } from "../kpi/index.ts";
import { noLog } from "../log.ts";

interface ManifestOptions {
  /** Slack only: public address of the HTTP mode. */
  readonly http?: string;
  /** Discord only: the app's id. */
  readonly app?: string;
}

/** `floorwalker manifest PLATFORM`: what to paste or open on standard output, the reasons on standard error. */
export function manifest(platform: string, options: ManifestOptions): void {
  if (platform === "slack") slack(options.http);
  else if (platform === "discord") discord(options.app);
  else
    throw invalid(
      `There is no manifest for "${platform}". There is one for slack and one for discord.`,
      "unknown platform",
    );
}

function slack(http: string | undefined): void {
  const parts = { ids: randomIds, journal: createJournal(randomIds, false), active: new Set<Platform>() };
  const features: readonly Feature[] = [
    escalationFeature(parts),
    commentsFeature(parts),
    actionsFeature(parts, new Map()),
    kpiFeature({
      ...parts,
      log: noLog,
      compose: () => Promise.reject(new Error("only the commands are read")),
    }),
  ];
  const commands = features.flatMap((feature) => feature.commands);
  const shortcuts = features.flatMap((feature) => feature.shortcuts ?? []);
  const settings = http === undefined ? { socketMode: true } : { socketMode: false, requestUrl: http };
  console.log(JSON.stringify(slackManifest(commands, shortcuts, settings), null, 2));
  explain(
    "Why it asks for each scope:",
    SCOPES.map(({ scope, why }) => [scope, why]),
  );
}

function discord(app: string | undefined): void {
  if (app === undefined || !/^\d{17,20}$/.test(app))
    throw invalid(
      "Say which app: floorwalker manifest discord --app ID. The id is on the app's General Information page (Application ID), a number of 17 to 20 figures.",
      "no application id",
    );
  const { inviteUrl, permissions, intents } = discordManifest(app);
  console.log(inviteUrl);
  explain(
    "Why it asks for each permission:",
    permissions.map(({ name, why }) => [name, why]),
  );
  explain(
    "What it asks to be told (intents; none of them has to be switched on):",
    intents.map(({ name, why }) => [name, why]),
  );
  console.error(
    "\nOn the app's Bot page, switch off Public Bot, so that nobody else can add it to a server of theirs.",
  );
}

function explain(title: string, lines: readonly (readonly [string, string])[]): void {
  console.error(`\n${title}`);
  const width = Math.max(...lines.map(([name]) => name.length));
  for (const [name, why] of lines) console.error(`  ${name.padEnd(width)}  ${why}`);
}
