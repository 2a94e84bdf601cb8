import type { ChildProcess } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { cases } from "../../db/schema/escalation.ts";
import { openStore } from "../../db/store.ts";
import { outboxCounts } from "../../src/outbox/index.ts";
import { figure, median, percentile, printTable } from "./figures.ts";
import { type Measured, measuredSchema } from "./load.ts";
import {
  type Helper,
  applyCentre,
  freePort,
  memoryOf,
  processorTimeOf,
  startBot,
  startHelper,
  verifyJournal,
} from "./processes.ts";

/** How long and how hard to measure. */
export interface ThroughputOptions {
  readonly folder: string;
  readonly rounds: number;
  readonly seconds: number;
  readonly connections: number;
  /** Where the program's CPU profile is written, if one is wanted. */
  readonly profile: string | undefined;
}

const WARM_UP_SECONDS = 3;

const portSchema = z.object({ port: z.number() });
const viewSchema = z.object({ view: z.string() });

/** Starts the fake Slack. Resolves to it and the address of its API. */
export async function startSlack(): Promise<{ readonly slack: Helper; readonly api: string }> {
  const slack = startHelper("fake-slack.ts");
  const { port } = portSchema.parse(await slack.next());
  return { slack, api: `http://127.0.0.1:${port}/api/` };
}

/**
 * Escalations per second through Slack's HTTP path, beside a bare Bolt app that only
 * acknowledges: in turns, so that whatever else the machine does meets both.
 * @returns resident memory before and after the load, MiB
 */
export async function measureThroughput(
  options: ThroughputOptions,
): Promise<{ readonly memoryBefore: number; readonly memoryAfter: number }> {
  const database = join(options.folder, "throughput.db");
  for (const suffix of ["", "-wal", "-shm"]) rmSync(`${database}${suffix}`, { force: true });
  await applyCentre(database);
  const { slack, api } = await startSlack();
  const load = startHelper("load.ts");
  const barePort = await freePort();
  const bare = startHelper("bare-app.ts", String(barePort));
  await bare.next();
  const bot = await startBot(
    database,
    api,
    options.profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${options.profile}`],
  );
  try {
    const memoryBefore = await memoryOf(bot.process);
    const opened = slack.next();
    await load.ask({ do: "open", port: bot.port });
    const { view } = viewSchema.parse(await opened);
    const submit = async (
      server: { readonly process: ChildProcess; readonly port: number },
      expect: string,
      seconds: number,
    ): Promise<Round> => {
      const before = await processorTimeOf(server.process);
      const { connections } = options;
      const measured = measuredSchema.parse(
        await load.ask({ do: "submit", port: server.port, view, expect, seconds, connections }),
      );
      return { ...measured, processorMs: (await processorTimeOf(server.process)) - before };
    };
    const onBare = (seconds: number) => submit({ process: bare.process, port: barePort }, "", seconds);
    const onBot = (seconds: number) => submit(bot, "ESC-", seconds);

    await onBare(WARM_UP_SECONDS);
    const warmUp = await onBot(WARM_UP_SECONDS);
    const bareRounds: Round[] = [];
    const botRounds: Round[] = [];
    for (let round = 0; round < options.rounds; round += 1) {
      bareRounds.push(await onBare(options.seconds));
      botRounds.push(await onBot(options.seconds));
    }
    const memoryAfter = await memoryOf(bot.process);
    await bot.stop();
    print(bareRounds, botRounds, options);
    await check(database, [warmUp, ...botRounds], bareRounds, bot.trouble);
    return { memoryBefore, memoryAfter };
  } finally {
    await Promise.all([bot.stop(), bare.stop(), load.stop(), slack.stop()]);
  }
}

/** A measurement, with the processor time that the server used meanwhile. */
type Round = Measured & { readonly processorMs: number };

const perSecond = (one: Measured): number => one.confirmed / one.seconds;

const processorEach = (one: Round): number => one.processorMs / one.confirmed;

function print(bare: readonly Round[], bot: readonly Round[], options: ThroughputOptions): void {
  const row = (name: string, rounds: readonly Round[]): string[] => [
    name,
    figure(median(rounds.map(perSecond))),
    figure(median(rounds.map((one) => percentile(one.latencies, 0.5))), 1),
    figure(median(rounds.map((one) => percentile(one.latencies, 0.99))), 1),
    figure(median(rounds.map(processorEach)), 2),
    rounds.map((one) => figure(perSecond(one))).join(" "),
  ];
  // Each round of the program against the round of the bare app right before it.
  const ratio = (of: (one: Round) => number): string =>
    figure(median(bot.map((one, round) => of(one) / of(bare[round] ?? one))), 2);
  printTable(
    `Escalations through Slack's HTTP path: ${options.rounds} rounds of ${options.seconds} s each, ${options.connections} connections, ${figure(bot[0]?.bodyBytes ?? 0)} bytes a request; medians of the rounds`,
    [
      ["", "per second", "p50 ms", "p99 ms", "CPU ms each", "each round, per second"],
      row("bare Bolt, acknowledges", bare),
      row("Floorwalker, committed", bot),
      [
        "ratio",
        ratio(perSecond),
        ratio((one) => percentile(one.latencies, 0.5)),
        ratio((one) => percentile(one.latencies, 0.99)),
        ratio(processorEach),
        "",
      ],
    ],
  );
}

const sum = (rounds: readonly Measured[], of: "confirmed" | "late" | "wrong"): number =>
  rounds.reduce((total, one) => total + one[of], 0);

/** Every confirmed case is in the database, nothing else is, and the journal verifies. */
async function check(
  database: string,
  ofBot: readonly Measured[],
  ofBare: readonly Measured[],
  trouble: readonly string[],
): Promise<void> {
  const store = await openStore(
    { dialect: "sqlite", file: database },
    { existingOnly: true, now: Date.now() },
  );
  const stored = await store.read.$count(cases);
  const counts = await outboxCounts(store.read);
  await store.close();
  const confirmed = sum(ofBot, "confirmed");
  const late = sum(ofBot, "late");
  const wrong = sum([...ofBot, ...ofBare], "wrong");
  console.log(
    `  ${figure(stored)} cases stored, ${figure(confirmed)} confirmed and ${figure(late)} answered with "still saving". Messages: ${figure(counts.sent)} sent meanwhile, ${figure(counts.pending + counts.sending)} waiting for Slack's rate of one a second and place, ${figure(counts.failed)} failed.`,
  );
  console.log(`  ${await verifyJournal(database)}`);
  if (stored !== confirmed + late || wrong > 0 || trouble.length > 0)
    throw new Error(
      `${wrong} wrong answers, ${stored} cases for ${confirmed} confirmed, ${trouble.slice(0, 5).join("\n")}`,
    );
}
