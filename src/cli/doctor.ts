import { asc, eq } from "drizzle-orm";
import { heartbeats } from "../../db/schema/foundation.ts";
import { teamChannels } from "../../db/schema/people.ts";
import { type Read, openStore } from "../../db/store.ts";
import { systemClock } from "../clock.ts";
import type { Adapter } from "../chat/adapter.ts";
import { type Config, processEnvironment, readConfig } from "../config.ts";
import { allConditions } from "../engine/index.ts";
import { ENGINE_HEARTBEAT } from "../housekeeping.ts";
import { commentAdvice } from "./doctor-comments.ts";
import { kpiAdvice } from "./doctor-kpi.ts";
import { noLog } from "../log.ts";
import { activePlatforms, adviceFor, outboxCounts } from "../outbox/index.ts";
import { findSettings, isSandbox } from "../people/index.ts";

/** A minute's beat, and as long again in case the machine was busy. */
const ALIVE_MS = 130_000;

/** Says that something is right, worth knowing, or wrong. */
type Say = (mark: "ok" | "note" | "wrong", line: string) => void;

const say: Say = (mark, line) => {
  console.log(`${mark === "ok" ? "ok   " : mark === "note" ? "note " : "WRONG"} ${line}`);
  if (mark === "wrong") process.exitCode = 1;
};

/** `floorwalker doctor`: exit 0 if all is well, 1 if something needs an operator. Changes nothing. */
export async function doctor(): Promise<void> {
  const config = readConfig(processEnvironment());
  say("ok", "settings can be read");
  const store = await openStore(config.database, { now: systemClock.now(), existingOnly: true });
  try {
    say(
      "ok",
      `database opens, its journal is guarded (${(await isSandbox(store.read)) ? "sandbox" : "live"})`,
    );
    await checkRunning(store.read, say);
    await checkOrganisation(store.read, config, say);
    await checkMessages(store.read, say);
    if (config.slack) await checkSlack(store.read, config.slack, say);
    if (config.discord) await checkDiscord(store.read, config.discord, say);
    if (!config.slack && !config.discord) {
      if (await isSandbox(store.read))
        say("note", "neither a Slack nor a Discord token is set: people can use only the console");
      else
        say("wrong", "neither a Slack nor a Discord token is set: on a live database nobody can use the bot");
    }
  } finally {
    await store.close();
  }
}

async function checkRunning(db: Read, say: Say): Promise<void> {
  const [beat] = await db.select().from(heartbeats).where(eq(heartbeats.name, ENGINE_HEARTBEAT));
  const ago = beat ? systemClock.now() - beat.at : undefined;
  if (ago !== undefined && ago < ALIVE_MS) say("ok", "the bot is running");
  else
    say(
      "note",
      beat
        ? `the bot last showed itself ${Math.round((ago ?? 0) / 60_000)} minutes ago: it is not running, or stuck`
        : "the bot has not run on this database yet",
    );
}

async function checkOrganisation(db: Read, config: Config, say: Say): Promise<void> {
  const settings = await findSettings(db);
  if (!settings) {
    say("wrong", "no organisation applied: run floorwalker apply FILE.yaml");
    return;
  }
  say("ok", `organisation ${settings.name}, times shown in ${settings.timezone}`);
  const active = activePlatforms(config, await isSandbox(db));
  // Without a platform nobody can be written to at all, and that is said below.
  if (active.size === 0) return;
  for (const { mark, line } of await commentAdvice(db, settings, active)) say(mark, line);
  for (const { mark, line } of await kpiAdvice(db, settings, active, systemClock.now())) say(mark, line);
}

async function checkMessages(db: Read, say: Say): Promise<void> {
  const counts = await outboxCounts(db);
  say(
    counts.failed > 0 ? "note" : "ok",
    `messages: ${counts.pending + counts.sending} waiting, ${counts.sent} sent, ${counts.failed} undeliverable`,
  );
  for (const condition of await allConditions(db))
    say("wrong", `${condition.detail} (since ${new Date(condition.since).toISOString()})`);
}

async function checkSlack(db: Read, slack: NonNullable<Config["slack"]>, say: Say): Promise<void> {
  const { createSlackAdapter } = await import("../../adapters/slack/index.ts");
  await checkPlaces(db, createSlackAdapter({ ...slack, clock: systemClock, log: noLog }), say);
}

async function checkDiscord(db: Read, discord: NonNullable<Config["discord"]>, say: Say): Promise<void> {
  const { createDiscordAdapter } = await import("../../adapters/discord/index.ts");
  const adapter = createDiscordAdapter({ ...discord, log: noLog });
  await checkPlaces(db, adapter, say);
  await adapter.stop();
  const settings = await findSettings(db);
  if (settings && settings.workspaces.discord === undefined)
    say(
      "note",
      "organisation.workspaces.discord is not set: name your server's id there, so that no other server is ever served",
    );
}

/** Whether the teams' channels can be used, and what is missing. */
async function checkPlaces(db: Read, adapter: Adapter, say: Say): Promise<void> {
  const { platform } = adapter;
  const rows = await db
    .select()
    .from(teamChannels)
    .where(eq(teamChannels.platform, platform))
    .orderBy(asc(teamChannels.channel));
  const channels = new Set(rows.map((row) => row.channel));
  if (channels.size === 0)
    say("note", `no team has a channel on ${platform}: its people are reached directly only`);
  for (const channel of channels) {
    const state = await adapter.checkPlace(channel);
    if (state.ok) say("ok", `${platform}:${channel} can be posted to`);
    else
      say(
        "wrong",
        `${adviceFor(`${platform}:${channel}`, state.reason)}${state.detail === undefined ? "" : ` Missing: ${state.detail}.`}`,
      );
  }
}
