import { SocketModeReceiver } from "@slack/bolt";
import type { ConnectionState, Undelivered } from "../../src/chat/adapter.ts";
import { backoff, brokenBy, pause, type Patience } from "../../src/chat/connecting.ts";
import { undelivered } from "./errors.ts";
import type { Log } from "../../src/log.ts";
import { clientOptions, type Reach } from "./web.ts";

/** Slack says hello at once; a connection that stays silent is given up, ms. */
const HELLO_WITHIN_MS = 15_000;
/** An unanswered ping ends the connection, ms. */
const PING_TIMEOUT_MS = 5000;
/** The SDK waits 30 s for a peer that does not answer its goodbye; we wait this long, ms. */
const GOODBYE_MS = 500;
const CLOSING = 2;

/** Settings of {@link createSocketLink}. */
export interface SocketSettings {
  readonly appToken: string;
  readonly reach: Reach;
  readonly patience: Patience;
  readonly tell: (state: ConnectionState) => void;
  readonly log: Log;
}

/** The WebSocket over which events come in. */
export interface SocketLink {
  readonly receiver: SocketModeReceiver;
  /** Which connection this is, counted. An acknowledgement is worth nothing on another than its event came on. */
  generation(): number;
  /** Connects and stays connected. Resolves when connected, or when the first attempt failed. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Socket Mode with our own reconnecting: the SDK's reports failures as unhandled
 * rejections, which end the process, and waits longer after each.
 */
export function createSocketLink(settings: SocketSettings): SocketLink {
  const { patience, tell, log } = settings;
  const stopping = new AbortController();
  const receiver = new SocketModeReceiver({
    appToken: settings.appToken,
    logger: settings.reach.logger,
    clientPingTimeout: PING_TIMEOUT_MS,
    autoReconnectEnabled: false,
    installerOptions: {
      clientOptions: clientOptions({
        ...settings.reach,
        signal: AbortSignal.any([settings.reach.signal, stopping.signal]),
      }),
    },
    processEventErrorHandler: async () => {
      log("error", "slack event failed");
      return false;
    },
  });
  const { client } = receiver;
  let loop: Promise<void> | undefined;
  let generation = 0;
  client.on("disconnected", () => {
    generation += 1;
  });

  // The SDK's own reader rejects, unhandled, on anything that is not shaped as it expects.
  const readers = client.listeners("ws_message");
  client.removeAllListeners("ws_message");
  client.on("ws_message", (...message) => {
    for (const reader of readers)
      Promise.resolve(reader(...message)).catch(() => log("warn", "slack sent an unreadable message"));
  });

  /** The SDK's second goodbye is the one that cuts the connection. */
  function cut(): void {
    client.disconnect().catch(() => undefined);
    if (client.websocket?.readyState === CLOSING) client.disconnect().catch(() => undefined);
  }

  /** Cuts a connection whose peer does not answer the goodbye. */
  function watchGoodbye(): () => void {
    let closingSeen = false;
    const timer = setInterval(() => {
      const closing = client.websocket?.readyState === CLOSING;
      if (closing && closingSeen) cut();
      closingSeen = closing;
    }, GOODBYE_MS);
    return () => clearInterval(timer);
  }

  async function connect(): Promise<void> {
    const tooLong = setTimeout(cut, HELLO_WITHIN_MS);
    try {
      await receiver.start();
    } finally {
      clearTimeout(tooLong);
    }
  }

  const disconnected = (): Promise<void> =>
    new Promise((resolve) => {
      client.once("disconnected", () => resolve());
    });

  async function keepConnected(settled: () => void): Promise<void> {
    for (let failures = 1; !stopping.signal.aborted; failures += 1) {
      let problem: Undelivered | undefined;
      const unwatch = watchGoodbye();
      const gone = disconnected();
      try {
        await connect();
        tell({ state: "connected" });
        settled();
        failures = 1;
        await gone;
        if (stopping.signal.aborted) return;
        tell({ state: "connecting", detail: "The connection to Slack ended; connecting again." });
      } catch (error) {
        if (stopping.signal.aborted) return;
        problem = undelivered(error);
        log("warn", "slack socket not connected", { reason: problem.reason });
        tell(brokenBy(problem, "Slack", "app token"));
      } finally {
        unwatch();
        settled();
      }
      const refused = problem?.outcome === "failed";
      await pause(refused ? patience.tokenMs : backoff(failures, patience), stopping.signal);
    }
  }

  return {
    receiver,
    generation: () => generation,
    start: () =>
      new Promise((resolve) => {
        loop = keepConnected(resolve);
      }),
    async stop() {
      stopping.abort();
      client.disconnect().catch(() => undefined);
      const cutting = setInterval(cut, GOODBYE_MS);
      await loop;
      clearInterval(cutting);
    },
  };
}
