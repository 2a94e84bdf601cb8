import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "../../src/package-root.ts";

/** The centre that the measurements work in: the example that ships with Floorwalker, 26 people in five teams. */
export const CENTRE_FILE = join(packageRoot(import.meta.dirname), "docs", "examples", "northgate.yaml");
/** The Slack workspace that the example names. */
export const WORKSPACE = "T0NORTH";
/** Everybody in it who raises cases, by their Slack account. */
export const RAISERS = [
  "U0ANA",
  "U0TOM",
  "U0PRECIOUS",
  "U0CALLUM",
  "U0WEI",
  "U0MEGAN",
  "U0YUSUF",
  "U0KASIA",
  "U0JORDAN",
  "U0DEV",
  "U0ELLIE",
  "U0KWAME",
  "U0HANNAH",
  "U0NADIA",
  "U0OWEN",
  "U0LEON",
  "U0PRIYA",
  "U0AOIFE",
  "U0GARETH",
  "U0GRACE",
  "U0SHANICE",
] as const;
/** Where the form is opened. */
export const CHANNEL = "C0BILLESC";
/** Signs what the load sends; both programs check it. */
export const SIGNING_SECRET = "0123456789abcdef0123456789abcdef";
/** The path on which both programs listen. */
export const EVENTS_PATH = "/slack/events";

/** The id on Discord that stands for one on Slack, whether of a person, a channel or the workspace. */
export function onDiscord(slackId: string): string {
  const digest = createHash("sha256").update(slackId).digest("hex");
  return String(10n ** 17n + BigInt(`0x${digest.slice(0, 14)}`));
}

/** Writes the same centre as it would be on Discord. Returns the file. */
export function writeDiscordCentre(folder: string): string {
  const file = join(folder, "discord.yaml");
  const onSlack = readFileSync(CENTRE_FILE, "utf8");
  writeFileSync(
    file,
    onSlack.replaceAll(/\bslack: (\w+)/g, (_, id: string) => `discord: "${onDiscord(id)}"`),
  );
  return file;
}
