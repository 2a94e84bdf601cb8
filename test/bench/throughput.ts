import { join } from "node:path";
import { z } from "zod";
import { SIGNING_SECRET } from "./centre.ts";
import { type LoadOptions, PER_SECOND, PROCESSOR_EACH, inTurns, printComparison, within } from "./compare.ts";
import { checkOutcome } from "./outcome.ts";
import {
  type Helper,
  type Settings,
  applyCentre,
  freePort,
  memoryOf,
  removeDatabase,
  startBot,
  startHelper,
} from "./processes.ts";

const portSchema = z.object({ port: z.number() });
const viewSchema = z.object({ view: z.string() });

/** Starts the fake Slack. Resolves to it and the address of its API. */
export async function startSlack(): Promise<{ readonly slack: Helper; readonly api: string }> {
  const slack = startHelper("fake-slack.ts");
  const { port } = portSchema.parse(await slack.next());
  return { slack, api: `http://127.0.0.1:${port}/api/` };
}

/** HTTP mode on a port, with a Slack that answers at `api`. */
export const slackSettings = (api: string, port: number): Settings => ({
  SLACK_BOT_TOKEN: "xoxb-bench",
  SLACK_SIGNING_SECRET: SIGNING_SECRET,
  SLACK_PORT: String(port),
  SLACK_API_URL: api,
});

/**
 * Escalations per second through Slack's HTTP path, beside a bare Bolt app that only
 * acknowledges.
 * @returns resident memory before and after the load, MiB
 */
export async function measureThroughput(
  options: LoadOptions,
): Promise<{ readonly memoryBefore: number; readonly memoryAfter: number }> {
  const { connections } = options;
  const database = join(options.folder, "throughput.db");
  removeDatabase(database);
  await applyCentre(database);
  const { slack, api } = await startSlack();
  const load = startHelper("load.ts");
  const barePort = await freePort();
  const bare = startHelper("bare-app.ts", String(barePort));
  await bare.next();
  const botPort = await freePort();
  const bot = await startBot(database, slackSettings(api, botPort), options.profile);
  try {
    const memoryBefore = await memoryOf(bot.process);
    const opened = slack.next();
    await load.ask({ do: "open", port: botPort });
    const { view } = viewSchema.parse(await opened);
    const submit = (port: number, expect: string) => (seconds: number) =>
      load.ask({ do: "submit", port, view, expect, seconds, connections });
    const comparison = await inTurns(
      { name: "bare Bolt, acknowledges", process: bare.process, load: submit(barePort, "") },
      { name: "Floorwalker, committed", process: bot.process, load: submit(botPort, "ESC-") },
      options,
    );
    const memoryAfter = await memoryOf(bot.process);
    await bot.stop();
    printComparison(`Escalations through Slack's HTTP path, ${connections} connections`, comparison, [
      PER_SECOND,
      ...within("latencies"),
      PROCESSOR_EACH,
    ]);
    await checkOutcome(database, bot, [comparison]);
    return { memoryBefore, memoryAfter };
  } finally {
    await Promise.all([bot.stop(), bare.stop(), load.stop(), slack.stop()]);
  }
}
