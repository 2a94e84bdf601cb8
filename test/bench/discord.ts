import { join } from "node:path";
import { z } from "zod";
import { writeDiscordCentre } from "./centre.ts";
import { type LoadOptions, PER_SECOND, PROCESSOR_EACH, inTurns, printComparison, within } from "./compare.ts";
import { checkOutcome } from "./outcome.ts";
import { type Helper, applyCentre, memoryOf, removeDatabase, startBot, startHelper } from "./processes.ts";

const portSchema = z.object({ port: z.number() });

async function startDiscord(): Promise<{ readonly discord: Helper; readonly api: string }> {
  const discord = startHelper("fake-discord.ts");
  const { port } = portSchema.parse(await discord.next());
  return { discord, api: `http://127.0.0.1:${port}/api` };
}

/**
 * Escalations per second through Discord's gateway, beside a bare discord.js bot that only
 * replies: with the form that `/escalate` opens, and with everything given by name.
 * @returns resident memory before and after the load, MiB
 */
export async function measureDiscord(
  options: LoadOptions,
): Promise<{ readonly memoryBefore: number; readonly memoryAfter: number }> {
  const database = join(options.folder, "discord.db");
  removeDatabase(database);
  await applyCentre(database, writeDiscordCentre(options.folder));
  // One for each bot, so that neither gets what is meant for the other.
  const [ofBare, ofBot] = await Promise.all([startDiscord(), startDiscord()]);
  const bare = startHelper("bare-bot.ts", ofBare.api);
  await bare.next();
  const settings = { DISCORD_TOKEN: "floorwalker-bench", DISCORD_API_URL: ofBot.api };
  const bot = await startBot(database, settings, options.profile);
  try {
    const memoryBefore = await memoryOf(bot.process);
    const compare = (way: "form" | "options") => {
      const load = (discord: Helper, expect: string) => (seconds: number) =>
        discord.ask({ way, seconds, people: options.connections, expect });
      return inTurns(
        { name: "bare discord.js, replies", process: bare.process, load: load(ofBare.discord, "") },
        { name: "Floorwalker, committed", process: bot.process, load: load(ofBot.discord, "ESC-") },
        options,
      );
    };
    const withForm = await compare("form");
    const byName = await compare("options");
    const memoryAfter = await memoryOf(bot.process);
    await bot.stop();
    const people = `${options.connections} people at a time`;
    printComparison(`Commands and their forms through Discord's gateway, ${people}`, withForm, [
      PER_SECOND,
      ...within("opened", "form "),
      ...within("latencies", "confirmed "),
      PROCESSOR_EACH,
    ]);
    printComparison(`Commands with everything by name through Discord's gateway, ${people}`, byName, [
      PER_SECOND,
      ...within("latencies"),
      PROCESSOR_EACH,
    ]);
    await checkOutcome(database, bot, [withForm, byName]);
    return { memoryBefore, memoryAfter };
  } finally {
    const helpers = [bare, ofBare.discord, ofBot.discord];
    await Promise.all([bot.stop(), ...helpers.map((helper) => helper.stop())]);
  }
}
