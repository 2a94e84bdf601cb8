import { type ConsoleAdapter, createConsoleAdapter } from "../adapters/console/index.ts";
import { lockDatabase } from "../db/lock.ts";
import { type OpenOptions, type Store, openStore } from "../db/store.ts";
import {
  type Subjects,
  actionTimers,
  actionsFeature,
  actionsSection,
  actionsWatchdog,
} from "./actions/index.ts";
import type { Adapter, Core } from "./chat/adapter.ts";
import type { Platform } from "./chat/event.ts";
import { createRouter } from "./chat/router.ts";
import { clockWatch } from "./clock-watch.ts";
import { type Clock, systemClock } from "./clock.ts";
import {
  Listener,
  commentFromCase,
  commentsFeature,
  themeSubject,
  themesSection,
  weeklySchedule,
  weeklyTimers,
} from "./comments/index.ts";
import type { Config } from "./config.ts";
import { noteConnection } from "./connection-notes.ts";
import { readDirectory } from "./directory.ts";
import { Engine, type Turn, alwaysMine, holdLease, leasedTurn, runDueActions } from "./engine/index.ts";
import { casesSection, escalationFeature, escalationTimers, escalationWatchdog } from "./escalation/index.ts";
import { Exports, evidenceFeature, openWorkFolder } from "./evidence/index.ts";
import { health } from "./health.ts";
import { housekeeping } from "./housekeeping.ts";
import { type Ids, randomIds } from "./ids.ts";
import { createJournal, journalHead } from "./journal/index.ts";
import { composer, digestModule, kpiFeature, kpiSubject, openImports } from "./kpi/index.ts";
import type { Log } from "./log.ts";
import { Activity, metrics } from "./metrics/index.ts";
import { Sender, activePlatforms, sentTo } from "./outbox/index.ts";
import { findSettings, isSandbox } from "./people/index.ts";

/** What a run is made with; everything but the configuration has a default. */
export interface RunOptions {
  readonly config: Config;
  readonly log: Log;
  readonly clock?: Clock;
  readonly ids?: Ids;
  /** A number in [0, 1), for jitter. */
  readonly random?: () => number;
  /** What a database that does not exist yet becomes; live by default. */
  readonly createAs?: OpenOptions["createAs"];
  /** What actions can be about, besides what the features bring along. */
  readonly subjects?: Subjects;
  /** Called with the open store before anything else uses it: the demo applies its organisation here. */
  readonly prepare?: (store: Store) => Promise<void>;
}

/** A running Floorwalker. */
export interface Running {
  readonly core: Core;
  readonly store: Store;
  readonly adapters: ReadonlyMap<Platform, Adapter>;
  /** Where the console is. */
  readonly consoleUrl: string;
  /** Takes no more events, ends what is under way within 10 s, closes everything. */
  stop(): Promise<void>;
}

/** How long sends under way may take to end when the program stops, ms. */
const SENDS_END_WITHIN_MS = 3_000;

/** Puts everything together and starts it: config → database → core → adapters → engine. */
export async function run(options: RunOptions): Promise<Running> {
  const { config } = options;
  const clock = options.clock ?? systemClock;
  const ids = options.ids ?? randomIds;
  const unlock = await lockDatabase(config.database);
  try {
    const store = await openStore(config.database, {
      now: clock.now(),
      ...(options.createAs ? { createAs: options.createAs } : {}),
    });
    return await assemble({ ...options, clock, ids }, store, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function assemble(
  options: RunOptions & { readonly clock: Clock; readonly ids: Ids },
  store: Store,
  unlock: () => void,
): Promise<Running> {
  const { config, log, clock, ids } = options;
  await options.prepare?.(store);
  const sandbox = await isSandbox(store.read);
  const activity = new Activity();
  const journal = activity.recording(createJournal(ids, sandbox));
  const head = await journalHead(store.read);
  // The log is outside the database: a tail cut off later shows against this line.
  log("info", "journal head", { seq: head.seq, hash: head.hash });

  const adapters = new Map<Platform, Adapter>();
  const active = activePlatforms(config, sandbox);
  const parts = { ids, journal, active };
  const subjects: Subjects = new Map([
    ["theme", themeSubject],
    ["kpi", kpiSubject],
    ...(options.subjects ?? []),
  ]);
  const compose = composer({ ...parts, store, clock }, [casesSection, themesSection, actionsSection]);
  const core = createRouter({
    store,
    clock,
    ids,
    log,
    journal,
    features: [
      escalationFeature(parts, commentFromCase),
      commentsFeature(parts),
      actionsFeature(parts, subjects),
      kpiFeature({ ...parts, compose, log }),
      evidenceFeature(parts),
    ],
    workspaceOf: (platform) => adapters.get(platform)?.workspace(),
  });
  const sender = new Sender({
    store,
    adapters,
    clock,
    log,
    random: options.random ?? Math.random,
    somebodyWaits: () => core.underWay() > 0,
  });
  const turnFor = (name: string): Turn =>
    config.database.dialect === "postgres" ? leasedTurn({ store, clock, log, ids, name }) : alwaysMine;
  const turn = turnFor("comment detector");
  const exportTurn = turnFor("portfolios");
  const listener = new Listener({ ...parts, store, clock, log, turn });
  const imports = openImports(
    {
      ...parts,
      store,
      clock,
      log,
      download: async (platform, file, mostBytes) => {
        const adapter = adapters.get(platform);
        if (!adapter) throw new Error(`${platform} is not in use, so a file given there cannot be read`);
        return adapter.download(file, mostBytes);
      },
    },
    config.importToken,
  );
  const portfolios = new Exports({
    ...parts,
    folder: await openWorkFolder(config.database),
    turn: exportTurn,
    store,
    clock,
    log,
    adapterOf: (platform) => adapters.get(platform),
  });
  const handlers = new Map([
    ...escalationTimers(parts),
    ...actionTimers(parts, subjects),
    ...weeklyTimers(parts),
  ]);
  const engine: Engine = new Engine({
    clock,
    log,
    modules: [
      { name: "outbox", every: "turn", run: () => sender.run() },
      {
        name: "timers",
        every: "turn",
        run: () => runDueActions({ store, clock, log, handlers }),
      },
      listener.module(),
      escalationWatchdog(parts, store, clock, log),
      actionsWatchdog(parts, subjects, store, clock, log),
      weeklySchedule(parts, store, clock),
      digestModule({ ...parts, store, clock, log, compose }),
      ...imports.modules,
      portfolios.module(),
      housekeeping({ store, clock, sender }),
      clockWatch({ store, clock, log, journal }, () => (activity.clockJumps += 1)),
    ],
  });

  const console = await consoleAdapter(options, store, sandbox, engine, activity, imports.take);
  adapters.set("console", console);
  if (config.slack) {
    // Loaded only where it is used: Bolt alone costs 0.4 s and 34 MB.
    const { createSlackAdapter } = await import("../adapters/slack/index.ts");
    adapters.set("slack", createSlackAdapter({ ...config.slack, clock, log }));
  }
  if (config.discord) {
    const { createDiscordAdapter } = await import("../adapters/discord/index.ts");
    const lease = { store, clock, log, name: "discord gateway", holder: ids.next() };
    adapters.set(
      "discord",
      createDiscordAdapter({
        ...config.discord,
        log,
        // Every connection to the gateway gets every event: of several processes only one may have it.
        ...(config.database.dialect === "postgres" && { turn: (signal) => holdLease(lease, signal) }),
      }),
    );
  }
  await listener.prepare();
  await sender.recover(config.database.dialect === "sqlite");
  for (const adapter of adapters.values()) {
    await adapter.start({
      core: activity.watching(core),
      report: (state) => {
        activity.connections.set(adapter.platform, state.state);
        void noteConnection({ store, clock, log }, adapter.platform, state);
      },
      history: () => sentTo(store.read, adapter.platform),
    });
  }
  store.onCommit(() => {
    activity.commits += 1;
    engine.kick();
  });
  engine.start();
  return {
    core,
    store,
    adapters,
    consoleUrl: console.url(),
    stop: async () => {
      // An adapter that stops gives up what it is sending, so that is waited for first: each
      // send that ends in order is one that the next start need not look for.
      await engine.stop();
      await imports.end();
      await portfolios.end();
      await Promise.all([turn.end(), exportTurn.end()]);
      await sender.stop(SENDS_END_WITHIN_MS);
      await Promise.all([...adapters.values()].map((adapter) => adapter.stop()));
      const last = await journalHead(store.read);
      log("info", "journal head", { seq: last.seq, hash: last.hash });
      await store.close();
      unlock();
    },
  };
}

async function consoleAdapter(
  options: RunOptions & { readonly clock: Clock },
  store: Store,
  sandbox: boolean,
  engine: Engine,
  activity: Activity,
  takeImport: ReturnType<typeof openImports>["take"],
): Promise<ConsoleAdapter> {
  const settings = await findSettings(store.read);
  const sinceLastTurn = (): number => engine.sinceLastTurn();
  return createConsoleAdapter({
    port: options.config.consolePort,
    sandbox,
    clock: options.clock,
    log: options.log,
    organisation: settings?.name ?? "Floorwalker",
    ...(settings ? { timeZone: settings.timezone } : {}),
    directory: () => readDirectory(store.read),
    health: () => health(store.read, sinceLastTurn()),
    ...(takeImport && { takeImport }),
    metrics: metrics({ db: store.read, clock: options.clock, activity, sinceLastTurn }),
  });
}
