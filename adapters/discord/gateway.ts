import {
  Client,
  DiscordjsError,
  DiscordjsErrorCodes,
  Events,
  GatewayDispatchEvents,
  GatewayIntentBits,
} from "discord.js";
import { z } from "zod";
import type { ConnectionState, FailureReason, Undelivered } from "../../src/chat/adapter.ts";
import { backoff, brokenBy, pause, type Patience, within } from "../../src/chat/connecting.ts";
import { undelivered } from "./errors.ts";
import type { Log } from "../../src/log.ts";
import { restOptions } from "./rest.ts";
import { Shards } from "./shards.ts";

/** A connection that is not ready, or not back, after so long is given up for a new one, ms. */
const READY_WITHIN_MS = 30_000;
/** Ending a connection takes no longer, ms. */
const GOODBYE_MS = 2_000;

/** A start waits so long for its turn, ms; after that it goes on without the connection. */
const TURN_WITHIN_MS = 1_000;

/** Settings of {@link createGateway}. */
export interface GatewaySettings {
  readonly token: string;
  readonly apiUrl?: string | undefined;
  readonly patience: Patience;
  /** Instead of {@link READY_WITHIN_MS}. */
  readonly readyWithinMs?: number | undefined;
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
  /** Whether it is known that the bot is in no server at all. */
  isNowhere(): boolean;
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

const readySchema = z.object({ guilds: z.array(z.object({ id: z.string() })) });

/** @param over comes when the client is done with */
function newClient({ apiUrl, onInteraction, log }: GatewaySettings, over: AbortSignal): Client {
  const client = new Client({
    // Which servers there are, and nothing that people write: interactions need no intent.
    intents: [GatewayIntentBits.Guilds],
    rest: restOptions(apiUrl),
    ws: { buildStrategy: (manager) => new Shards(manager, over) },
  });
  // The library would build structures of its own from each, and reject, unhandled, on one that it
  // does not understand. It gets the packet under a name that it has no handler for.
  client.on("raw", (packet: unknown) => {
    if (typeof packet !== "object" || packet === null || !("t" in packet)) return;
    const given = "d" in packet ? packet.d : undefined;
    if (packet.t === GatewayDispatchEvents.Ready) forgetOthers(client, given);
    if (packet.t !== GatewayDispatchEvents.InteractionCreate) return;
    packet.t = "TAKEN";
    onInteraction(given);
  });
  client.on(Events.Error, () => log("warn", "discord client reported an error"));
  client.on(Events.ShardError, () => log("info", "discord connection reported an error"));
  return client;
}

/** A session that begins says which servers there are; the library keeps those that we were removed from meanwhile. */
function forgetOthers(client: Client, ready: unknown): void {
  const there = readySchema.safeParse(ready).data?.guilds.map(({ id }) => id);
  if (there) client.guilds.cache.sweep((_, id) => !there.includes(id));
}

/** Resolves when the client can do no more by itself: refused for good, or silent for too long. */
function useless(client: Client, settings: GatewaySettings, ready: () => void): Promise<Ending> {
  const { tell } = settings;
  return new Promise((resolve) => {
    const { readyWithinMs = READY_WITHIN_MS } = settings;
    // Attempts that fail at once are silence, too: the library makes them without end.
    let silent: NodeJS.Timeout | undefined;
    const listen = (): void => {
      silent ??= setTimeout(() => resolve({ problem: SILENT }), readyWithinMs).unref();
    };
    const heard = (): void => {
      clearTimeout(silent);
      silent = undefined;
      ready();
    };
    listen();
    client.on(Events.ClientReady, heard);
    client.on(Events.ShardReady, heard);
    client.on(Events.ShardResume, heard);
    client.on(Events.ShardReconnecting, () => {
      listen();
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
  let isNowhere = false;

  /** Whom we serve changes only when we are removed there, or were in no server, or in several. */
  function watchGuilds(client: Client): void {
    const { cache } = client.guilds;
    const look = (): void => {
      if (!client.isReady()) return;
      if (guild === undefined || !cache.has(guild)) guild = cache.size === 1 ? cache.firstKey() : undefined;
      isNowhere = cache.size === 0;
      if (!isNowhere) return tell({ state: "connected" });
      tell({ state: "broken", reason: "not_installed", detail: "The bot is in no server." });
    };
    for (const event of [
      Events.ClientReady,
      Events.ShardReady,
      Events.ShardResume,
      Events.GuildCreate,
      Events.GuildDelete,
    ] as const)
      client.on(event, look);
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
      const over = new AbortController();
      const client = newClient(settings, over.signal);
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
      over.abort();
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
    isNowhere: () => isNowhere,
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
