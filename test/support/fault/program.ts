import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openStore } from "../../../db/store.ts";
import { type BotProcess, type Exit, type Variables, compileBot, loadBot } from "../child.ts";
import { applyText } from "../world.ts";
import { type Ledger, readLedger } from "./reckoning.ts";

/** The bot in a process of its own, on a database with an organisation, as often as it is started. */
export interface Program {
  /** In here is everything that must be gone afterwards. */
  readonly folder: string;
  readonly databaseFile: string;
  readonly variables: Variables;
  /** The compiled program, for a bot with other variables; whoever starts it ends it. */
  readonly entry: string;
  /** Starts a bot that was loaded beforehand, and loads the one after it. */
  start(failpoint?: string): Promise<BotProcess>;
  /** Starts it and waits until it takes events. */
  startReady(failpoint?: string): Promise<BotProcess>;
  /** Whether one takes events. */
  isUp(): boolean;
  /** The database as it is on disk. */
  ledger(): Promise<Ledger>;
  /** Kills whatever runs, and leaves nothing. */
  close(): Promise<void>;
}

/**
 * Compiles the program and gives it a database.
 * @param source the organisation's file
 * @param platform the bot's variables for its platforms
 */
export async function openProgram(source: string, platform: Variables): Promise<Program> {
  const folder = await mkdtemp(join(tmpdir(), "floorwalker-fault-"));
  const temporary = join(folder, "tmp");
  await mkdir(temporary);
  const databaseFile = join(folder, "fault.db");
  const store = await openStore({ dialect: "sqlite", file: databaseFile }, { now: Date.now() });
  await applyText(store, source, Date.now());
  await store.close();
  const variables = {
    DATABASE_URL: `file:${databaseFile}`,
    CONSOLE_PORT: "0",
    LOG_LEVEL: "info",
    TMPDIR: temporary,
    TZ: "UTC",
    ...platform,
  };
  const alive = new Set<BotProcess>();
  const entry = await compileBot(join(folder, "program"));
  const load = (): BotProcess => {
    const bot = loadBot(entry, variables);
    alive.add(bot);
    void bot.exited.then(() => alive.delete(bot));
    return bot;
  };
  let spare = load();
  let up: BotProcess | undefined;
  const start = async (failpoint?: string): Promise<BotProcess> => {
    const bot = spare;
    await bot.loaded;
    bot.go(failpoint);
    spare = load();
    bot.ready.then(
      () => (up = bot),
      () => undefined,
    );
    void bot.exited.then(() => {
      if (up === bot) up = undefined;
    });
    return bot;
  };
  return {
    folder,
    databaseFile,
    variables,
    entry,
    start,
    startReady: async (failpoint) => {
      const bot = await start(failpoint);
      await bot.ready;
      return bot;
    },
    isUp: () => up !== undefined,
    ledger: () => readLedger(databaseFile, folder),
    close: async () => {
      for (const bot of alive) bot.signal("SIGKILL");
      await Promise.all([...alive].map((bot) => bot.exited));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Ends a bot in order and gives back how it ended. */
export async function endInOrder(bot: BotProcess): Promise<Exit> {
  bot.signal("SIGTERM");
  return bot.exited;
}
