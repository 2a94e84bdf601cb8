import { type SessionInfo, SimpleShardingStrategy } from "discord.js";

/** What holds the connections. discord.js exports another class under this one's name. */
type Manager = ConstructorParameters<typeof SimpleShardingStrategy>[0];

/** A connection that is to be closed and is not after so long is cut, ms: a peer that has frozen says no goodbye. */
const GOODBYE_MS = 1_000;

/** An attempt to connect that is not answered is given up for the next one, ms; the library waits up to a minute. */
const ATTEMPT_MS = 10_000;

/** As much of a WebSocket as it takes to be rid of it. */
interface Socket {
  on(event: "error", listener: () => void): unknown;
  terminate(): void;
}

/** As much of a shard as it takes to see it end a connection, for good or to make a new one. */
interface Shard {
  destroy: (options?: { readonly recover?: number }) => Promise<void>;
}

const isSocket = (value: unknown): value is Socket =>
  typeof value === "object" &&
  value !== null &&
  "on" in value &&
  typeof value.on === "function" &&
  "terminate" in value &&
  typeof value.terminate === "function";

const isShard = (value: unknown): value is Shard =>
  typeof value === "object" && value !== null && "destroy" in value && typeof value.destroy === "function";

const isMap = (value: unknown): value is ReadonlyMap<unknown, unknown> => value instanceof Map;

/** Cuts whatever a shard leaves behind when it ends a connection. */
function cutLooseEnds(shard: Shard): void {
  const destroy = shard.destroy.bind(shard);
  shard.destroy = async (options) => {
    const socket: unknown = Reflect.get(shard, "connection");
    if (!isSocket(socket)) return destroy(options);
    // The library stops listening to a connection that is still being made; its failure would end the process.
    socket.on("error", () => undefined);
    const cut = setTimeout(() => socket.terminate(), GOODBYE_MS).unref();
    await destroy(options);
    if (options?.recover !== undefined) return;
    clearTimeout(cut);
    socket.terminate();
  };
}

/**
 * The library's own way to hold connections, but for their ends: it waits half a minute for
 * the goodbye of a peer that has frozen, forgets connections that are being made, and makes
 * one half a second after a drop even if it was told meanwhile that it is over.
 */
export class Shards extends SimpleShardingStrategy {
  /** @param over comes when no connection may be made any more */
  constructor(manager: Manager, over: AbortSignal) {
    super(manager);
    const { options } = manager;
    options.handshakeTimeout = ATTEMPT_MS;
    options.helloTimeout = ATTEMPT_MS;
    const known = options.retrieveSessionInfo.bind(options);
    // Asked before each connection is made: without an answer none is.
    options.retrieveSessionInfo = (id) =>
      over.aborted ? new Promise<SessionInfo>(() => undefined) : known(id);
  }

  override async spawn(shardIds: number[]): Promise<void> {
    await super.spawn(shardIds);
    const shards: unknown = Reflect.get(this, "shards");
    if (!isMap(shards)) return;
    for (const shard of shards.values()) if (isShard(shard)) cutLooseEnds(shard);
  }
}
