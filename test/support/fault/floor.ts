import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openStore } from "../../../db/store.ts";
import { type BotProcess, type Exit, type Variables, compileBot, freePort, loadBot } from "../child.ts";
import { FakeSlack } from "../fake-slack/index.ts";
import { applyText } from "../world.ts";
import { type Team, centreFile, centreTeams, populateCentre } from "./centre.ts";
import type { Random } from "./random.ts";
import { type RaiseForm, type Submission, insist, learnForm } from "./raising.ts";
import { type Ledger, readLedger } from "./reckoning.ts";
import { type Wire, openWire } from "./wire.ts";

/** Beyond so many messages still to be sent nobody begins a new case: there is enough to be lost. */
const MOST_BACKLOG = 150;

/** A centre at work, with its bot in a process of its own that can be killed. */
export interface Floor {
  readonly slack: FakeSlack;
  readonly wire: Wire;
  readonly teams: readonly Team[];
  readonly form: RaiseForm;
  /** In here is everything that must be gone afterwards. */
  readonly folder: string;
  readonly databaseFile: string;
  readonly variables: Variables;
  /** The compiled program, for a bot with other variables; whoever starts it ends it. */
  readonly entry: string;
  /** Everything that anybody sent since the beginning. */
  readonly submissions: Submission[];
  /** Starts a bot that was loaded beforehand, and loads the one after it. */
  start(failpoint?: string): Promise<BotProcess>;
  /** Starts it and waits until it takes events. */
  startReady(failpoint?: string): Promise<BotProcess>;
  /** Agents escalate, each one case after another with pauses up to `pauseMs`, until {@link Crowd.goHome}. */
  crowd(pauseMs: number): Crowd;
  /** The database as it is on disk. */
  ledger(): Promise<Ledger>;
  /** Waits until everything was sent. */
  drained(withinMs: number): Promise<void>;
  close(): Promise<void>;
}

/** Agents at work. */
export interface Crowd {
  /** Nobody begins anything new; resolves when everybody was answered. */
  goHome(): Promise<void>;
}

/** Opens a floor of so many teams, its organisation applied and the form learnt; `more` is for the bot's environment. */
export async function openFloor(random: Random, teamCount = 48, more: Variables = {}): Promise<Floor> {
  const slack = await FakeSlack.start({ mode: "http" });
  const teams = centreTeams(teamCount);
  populateCentre(slack, teams);
  const wire = await openWire(slack.apiUrl, random, { delayMs: 0, blindness: 0 });
  const folder = await mkdtemp(join(tmpdir(), "floorwalker-fault-"));
  const temporary = join(folder, "tmp");
  await mkdir(temporary);
  const databaseFile = join(folder, "fault.db");
  const port = await freePort();
  slack.sendTo(`http://127.0.0.1:${port}/slack/events`);
  const store = await openStore({ dialect: "sqlite", file: databaseFile }, { now: Date.now() });
  await applyText(store, centreFile(teams), Date.now());
  await store.close();
  const variables = {
    DATABASE_URL: `file:${databaseFile}`,
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_PORT: String(port),
    SLACK_API_URL: wire.url,
    CONSOLE_PORT: "0",
    LOG_LEVEL: "info",
    TMPDIR: temporary,
    TZ: "UTC",
    ...more,
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
  const startReady = async (failpoint?: string): Promise<BotProcess> => {
    const bot = await start(failpoint);
    await bot.ready;
    return bot;
  };
  const first = await startReady();
  const [firstTeam] = teams;
  if (!firstTeam) throw new Error("a floor needs a team");
  const form = await learnForm(slack, firstTeam);
  first.signal("SIGTERM");
  await first.exited;

  const submissions: Submission[] = [];
  let customers = 1_000_000;
  const ledger = (): Promise<Ledger> => readLedger(databaseFile, folder);
  return {
    slack,
    wire,
    teams,
    form,
    folder,
    databaseFile,
    variables,
    entry,
    submissions,
    start,
    startReady,
    crowd: (pauseMs) => {
      const shift = { open: true };
      const work = teams.map(async (team) => {
        while (shift.open) {
          await sleep(20 + random.next() * pauseMs);
          if (up === undefined || 3 * submissions.length - wire.sends.total > MOST_BACKLOG) continue;
          customers += 1;
          submissions.push(
            await insist(
              slack,
              form,
              team,
              `C-${customers}`,
              () => shift.open,
              () => up !== undefined,
            ),
          );
        }
      });
      return {
        goHome: async () => {
          shift.open = false;
          await Promise.all(work);
        },
      };
    },
    ledger,
    drained: async (withinMs) => {
      const end = performance.now() + withinMs;
      for (;;) {
        const { outbox } = await ledger();
        const waiting = outbox.filter((row) => row.state !== "sent");
        if (waiting.length === 0) return;
        if (performance.now() > end)
          throw new Error(`${waiting.length} messages still wait: ${JSON.stringify(waiting.slice(0, 5))}`);
        await sleep(200);
      }
    },
    close: async () => {
      for (const bot of alive) bot.signal("SIGKILL");
      await Promise.all([...alive].map((bot) => bot.exited));
      await wire.stop();
      await slack.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Ends a bot in order and gives back how it ended. */
export async function endInOrder(bot: BotProcess): Promise<Exit> {
  bot.signal("SIGTERM");
  return bot.exited;
}
