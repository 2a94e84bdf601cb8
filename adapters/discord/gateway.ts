import {
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
} from "discord.js";
import type { ConnectionState, FailureReason, Undelivered } from "../../src/chat/adapter.ts";
import { backoff, brokenBy, pause, type Patience, within } from "../../src/chat/connecting.ts";
import { undelivered } from "./errors.ts";
import { restOptions, type Log } from "./rest.ts";

/** A connection that is not ready, or not back, after so long is given up for a new one, ms. */
const READY_WITHIN_MS = 30_000;
/** The library waits for a goodbye that may never come; we wait this long, ms. */
const GOODBYE_MS = 1_000;

/** A start waits so long for its turn, ms; after that it goes on without the connection. */
const TURN_WITHIN_MS = 1_000;

/** Settings of {@link createGateway}. */
export interface GatewaySettings {
  readonly token: string;
  readonly apiUrl?: string | undefined;
  readonly patience: Patience;
  /** Resolves when this process may hold the connection, with a signal that it may no longer. */
  readonly turn: (signal: AbortSignal) => Promise<AbortSignal>;
  /** What somebody did, as Discord says it. */
  readonly onInteraction: (interaction: unknown) => void;
  readonly tell: (state: ConnectionState) => void;
  readonly log: Log;
}

/** The connection over which events come in. */
export interface Gateway {
  /** The server that the bot serves: the one that it was in when it connected, if it was in just one. */
  guild(): string | undefined;
  /** Connects and stays connected. Resolves when connected, or when the first attempt failed. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Why a connection is of no use any more; without a problem it was we who ended it. */
interface Ending {
  readonly problem?: Undelivered;
}

const failed = (reason: FailureReason): Undelivered => ({ outcome: "failed", reason });
const SILENT: Undelivered = { outcome: "unknown", reason: "no_answer" };
/** Close codes after which the library gives up, by what an operator has to do about them. */
const CLOSED_FOR_GOOD: Readonly<Record<number, FailureReason>> = {
  4004: "token_revoked",
  4014: "missing_permission",
};

/** Why the library could not log in. Of the gateway's refusals it tells only the words. */
function refusal(error: unknown): Undelivered {
  const message = error instanceof Error ? error.message : "";
  if (error instanceof DiscordjsError && error.code === DiscordjsErrorCodes.TokenInvalid)
    return failed("token_revoked");
  if (message === "Authentication failed") return failed("token_revoked");
  return message === "Used disallowed intents" ? failed("missing_permission") : undelivered(error);
}

function newClient({ apiUrl, onInteraction, log }: GatewaySettings): Client {
  const client = new Client({
    // Which servers there are, and nothing that people write: interactions need no intent.
    intents: [GatewayIntentBits.Guilds],
    rest: restOptions(apiUrl),
  });
  // The library would build structures of its own from each, and reject, unhandled, on one that it
  // does not understand. It gets the packet under a name that it has no handler for.
  client.on("raw", (packet: unknown) => {
    if (typeof packet !== "object" || packet === null || !("t" in packet) || !("d" in packet)) return;
    if (packet.t !== GatewayDispatchEvents.InteractionCreate) return;
    packet.t = "TAKEN";
    onInteraction(packet.d);
  });
  client.on(Events.Error, () => log("warn", "discord client reported an error"));
  client.on(Events.ShardError, () => log("info", "discord connection reported an error"));
  return client;
}

/** Resolves when the client can do no more by itself: refused for good, or silent for too long. */
function useless(client: Client, settings: GatewaySettings, ready: () => void): Promise<Ending> {
  const { tell } = settings;
  return new Promise((resolve) => {
    const silence = (): NodeJS.Timeout =>
      setTimeout(() => resolve({ problem: SILENT }), READY_WITHIN_MS).unref();
    let silent = silence();
    const heard = (): void => {
      clearTimeout(silent);
      ready();
    };
    client.on(Events.ClientReady, heard);
    for (const event of [Events.ShardReady, Events.ShardResume] as const)
      client.on(event, () => {
        heard();
        if (client.isReady()) tell({ state: "connected" });
      });
    client.on(Events.ShardReconnecting, () => {
      clearTimeout(silent);
      silent = silence();
      tell({ state: "connecting", detail: "The connection to Discord ended; connecting again." });
    });
    client.on(Events.ShardDisconnect, ({ code }) => {
      clearTimeout(silent);
      resolve({ problem: failed(CLOSED_FOR_GOOD[code] ?? "rejected") });
    });
    client.login(settings.token).catch((error: unknown) => {
      clearTimeout(silent);
      resolve({ problem: refusal(error) });
    });
  });
}

/** Resolves when one of the signals comes; listens no longer than `listening`. */
const aborted = (signals: readonly AbortSignal[], listening: AbortSignal): Promise<Ending> =>
  new Promise((resolve) => {
    for (const signal of signals) {
      if (signal.aborted) resolve({});
      else signal.addEventListener("abort", () => resolve({}), { once: true, signal: listening });
    }
  });

/**
 * The gateway through discord.js, which resumes by itself after a drop. What it cannot mend
 * (a refused token, a gateway that stays silent) ends its client for good: then we make a new one.
 */
export function createGateway(settings: GatewaySettings): Gateway {
  const { patience, tell, log } = settings;
  const stopping = new AbortController();
  let loop: Promise<void> | undefined;
  let guild: string | undefined;

  /** Whom we serve changes only when we are removed there, or were in no server, or in several. */
  function watchGuilds(client: Client): void {
    const { cache } = client.guilds;
    const look = (): void => {
      if (guild === undefined || !cache.has(guild)) guild = cache.size === 1 ? cache.firstKey() : undefined;
      if (cache.size > 0) return tell({ state: "connected" });
      tell({ state: "broken", reason: "not_installed", detail: "The bot is in no server." });
    };
    client.on(Events.ClientReady, look);
    client.on(Events.GuildCreate, look);
    client.on(Events.GuildDelete, look);
  }

  /** Waits until this process may connect. The rest of it need not wait: it can send all the same. */
  async function ownTurn(settled: () => void): Promise<AbortSignal> {
    const turn = settings.turn(stopping.signal);
    let has = false;
    await within(
      TURN_WITHIN_MS,
      turn.then(() => {
        has = true;
      }),
    );
    if (!has) {
      tell({ state: "connecting", detail: "Another process holds the connection to Discord." });
      settled();
    }
    return turn;
  }

  async function keepConnected(settled: () => void): Promise<void> {
    for (let failures = 1; !stopping.signal.aborted; failures += 1) {
      const turn = await ownTurn(settled);
      if (stopping.signal.aborted) return;
      const client = newClient(settings);
      watchGuilds(client);
      let wasReady = false;
      const ready = (): void => {
        wasReady = true;
        settled();
      };
      const listening = new AbortController();
      const { problem } = await Promise.race([
        useless(client, settings, ready),
        aborted([stopping.signal, turn], listening.signal),
      ]);
      listening.abort();
      await within(GOODBYE_MS, client.destroy());
      settled();
      if (stopping.signal.aborted) return;
      if (wasReady) failures = 0;
      if (!problem) continue;
      tell(brokenBy(problem, "Discord", "bot token or the intents"));
      log("warn", "discord gateway not connected", { reason: problem.reason });
      const wait = problem.outcome === "failed" ? patience.tokenMs : backoff(failures + 1, patience);
      await pause(wait, stopping.signal);
    }
  }

  return {
    guild: () => guild,
    start: () =>
      new Promise((resolve) => {
        loop = keepConnected(resolve);
      }),
    async stop() {
      stopping.abort();
      await loop;
    },
  };
}
