import { existsSync, renameSync, statSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fillDatabase } from "./big-database.ts";
import { figure, median, printTable } from "./figures.ts";
import { applyCentre, freePort, memoryOf, processorTimeOf, startBot } from "./processes.ts";
import { slackSettings, startSlack } from "./throughput.ts";

/** What is started. */
export interface StartupOptions {
  readonly folder: string;
  /** Cases in the big database. */
  readonly cases: number;
  /** How often each is started. */
  readonly starts: number;
  readonly profile: string | undefined;
}

/** How long after it is ready its memory is read, ms: what it does at once is done by then. */
const SETTLE_MS = 1_000;

/** Resident memory once a start has settled, MiB. */
export interface StartupMemory {
  readonly empty: number;
  readonly big: number;
}

/**
 * From the spawn of the process to the log line that says that it is ready, with an empty
 * database and with one that is full, in turns.
 */
export async function measureStartup(options: StartupOptions): Promise<StartupMemory> {
  const empty = join(options.folder, "empty.db");
  if (!existsSync(empty)) await applyCentre(empty);
  const big = await bigDatabase(options);
  const { slack, api } = await startSlack();
  try {
    const start = async (database: string): Promise<Start> => {
      const bot = await startBot(database, slackSettings(api, await freePort()), options.profile);
      const processorMs = await processorTimeOf(bot.process);
      await sleep(SETTLE_MS);
      const memory = await memoryOf(bot.process);
      await bot.stop();
      if (bot.trouble.length > 0) throw new Error(bot.trouble.join("\n"));
      return { readyAfterMs: bot.readyAfterMs, processorMs, memory };
    };
    const ofEmpty: Start[] = [];
    const ofBig: Start[] = [];
    for (let round = 0; round < options.starts; round += 1) {
      ofEmpty.push(await start(empty));
      ofBig.push(await start(big));
    }
    const row = (name: string, file: string, starts: readonly Start[]): string[] => [
      name,
      figure(statSync(file).size / 1024 ** 2),
      figure(median(starts.map((one) => one.readyAfterMs))),
      figure(median(starts.map((one) => one.processorMs))),
      starts.map((one) => figure(one.readyAfterMs)).join(" "),
    ];
    const ratios = ofBig.map((one, round) => one.readyAfterMs / (ofEmpty[round]?.readyAfterMs ?? 1));
    printTable(`From the spawn to "ready": ${options.starts} starts each; medians`, [
      ["", "file MiB", "ready after ms", "CPU ms", "each start, ms"],
      row("no cases", empty, ofEmpty),
      row(`${figure(options.cases)} cases`, big, ofBig),
      ["ratio", "", figure(median(ratios), 2), "", ""],
    ]);
    return {
      empty: median(ofEmpty.map((one) => one.memory)),
      big: median(ofBig.map((one) => one.memory)),
    };
  } finally {
    await slack.stop();
  }
}

interface Start {
  readonly readyAfterMs: number;
  readonly processorMs: number;
  readonly memory: number;
}

/** The full database; one that an earlier run left in the folder is taken again. */
async function bigDatabase({ folder, cases }: StartupOptions): Promise<string> {
  const file = join(folder, `cases-${cases}.db`);
  if (existsSync(file)) return file;
  const unfinished = `${file}.unfinished`;
  const started = performance.now();
  await applyCentre(unfinished);
  await fillDatabase(unfinished, cases, Date.now());
  renameSync(unfinished, file);
  console.log(
    `\nA database with ${figure(cases)} cases was written in ${figure((performance.now() - started) / 1000)} s.`,
  );
  return file;
}
