import type { Server } from "node:http";
import { createServer } from "node:http";
import type { Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";

/** A server that listens on this machine only. */
export interface Listening {
  readonly url: string;
  /** Takes nothing more, lets requests under way end, and cuts what is left after `withinMs`. */
  readonly close: (withinMs: number) => Promise<void>;
}

const SWEEP_MS = 50;

type Fetch = (request: Request) => Response | Promise<Response>;

/** Starts to listen on 127.0.0.1. `app` is made once the port is known, because the guard needs it. */
export async function listen(port: number, app: (port: () => number) => Fetch): Promise<Listening> {
  const server = createServer();
  const connections = new Connections(server);
  const portInUse = (): number => {
    const address = server.address();
    return typeof address === "object" && address ? address.port : port;
  };
  const listener = getRequestListener(app(portInUse), { overrideGlobalObjects: false });
  server.on("request", (incoming, outgoing) => void listener(incoming, outgoing));
  await bound(server, port);
  const url = `http://127.0.0.1:${portInUse()}`;
  return { url, close: (withinMs) => close(server, connections, withinMs) };
}

const bound = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });

/**
 * Ends connections as they fall idle. Node's own `closeIdleConnections` leaves out those on which
 * nothing was ever asked, and browsers open such ones in advance: stopping would wait for them.
 */
function close(server: Server, connections: Connections, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), withinMs);
    const sweep = setInterval(() => connections.endIdle(), SWEEP_MS);
    server.close(() => {
      clearTimeout(cut);
      clearInterval(sweep);
      resolve();
    });
    connections.endIdle();
  });
}

/** Knows which connections have a request under way. */
class Connections {
  readonly #open = new Set<Socket>();
  readonly #busy = new Set<Socket>();

  constructor(server: Server) {
    server.on("connection", (socket: Socket) => {
      this.#open.add(socket);
      socket.once("close", () => this.#open.delete(socket));
    });
    server.on("request", ({ socket }, response) => {
      this.#busy.add(socket);
      response.once("close", () => this.#busy.delete(socket));
    });
  }

  endIdle(): void {
    for (const socket of this.#open) if (!this.#busy.has(socket)) socket.destroy();
  }
}
