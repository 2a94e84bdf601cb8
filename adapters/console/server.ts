import type { Server } from "node:http";
import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";

/** A server that listens on this machine only. */
export interface Listening {
  readonly url: string;
  /** Takes nothing more, lets requests under way end, and cuts what is left after `withinMs`. */
  readonly close: (withinMs: number) => Promise<void>;
}

type Fetch = (request: Request) => Response | Promise<Response>;

/** Starts to listen on 127.0.0.1. `app` is made once the port is known, because the guard needs it. */
export async function listen(port: number, app: (port: () => number) => Fetch): Promise<Listening> {
  const server = createServer();
  const portInUse = (): number => {
    const address = server.address();
    return typeof address === "object" && address ? address.port : port;
  };
  const listener = getRequestListener(app(portInUse), { overrideGlobalObjects: false });
  server.on("request", (incoming, outgoing) => void listener(incoming, outgoing));
  await bound(server, port);
  const url = `http://127.0.0.1:${portInUse()}`;
  return { url, close: (withinMs) => close(server, withinMs) };
}

const bound = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });

function close(server: Server, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), withinMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
