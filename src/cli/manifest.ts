import { SCOPES, slackManifest } from "../../adapters/slack/manifest.ts";
import { invalid } from "../errors.ts";
import { randomIds } from "../ids.ts";
import { createJournal } from "../journal/index.ts";
import { escalationFeature } from "../escalation/index.ts";

/** `floorwalker manifest slack`: the manifest on standard output, the reasons for its scopes on standard error. */
export function manifest(platform: string, options: { readonly http?: string }): void {
  if (platform !== "slack")
    throw invalid(`There is no manifest for "${platform}". There is one for slack.`, "unknown platform");
  const feature = escalationFeature({
    ids: randomIds,
    journal: createJournal(randomIds, false),
    active: new Set(),
  });
  const settings =
    options.http === undefined ? { socketMode: true } : { socketMode: false, requestUrl: options.http };
  console.log(JSON.stringify(slackManifest(feature.commands, settings), null, 2));
  console.error("\nWhy it asks for each scope:");
  for (const { scope, why } of SCOPES) console.error(`  ${scope.padEnd(18)} ${why}`);
}
