import { request } from "node:http";
import type { Core, SentMessage } from "../../../src/chat/adapter.ts";
import type { Directory } from "../../../adapters/console/directory.ts";
import { createConsoleAdapter, type ConsoleAdapter } from "../../../adapters/console/index.ts";
import { noLog } from "../../../src/log.ts";
import { createStubCore, directory as floor } from "./stub.ts";

/** What came back from the console. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  readonly bytes: Buffer;
}

/** A request as it goes over the wire: nothing is added that the test does not name. */
export function wire(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    // The path goes out as written: URL would tidy `..` away before the server sees it.
    const path = url.slice(url.indexOf("/", "http://".length));
    const { port } = new URL(url);
    const sent = request(
      {
        host: "127.0.0.1",
        port,
        path,
        method: options.method ?? "GET",
        headers: options.headers ?? {},
        agent: false,
      },
      (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("end", () => {
          const bytes = Buffer.concat(chunks);
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: bytes.toString(), bytes });
        });
      },
    );
    sent.on("error", reject);
    sent.end(options.body);
  });
}

/** A clock that stands until it is moved. */
export function handClock(at = Date.UTC(2026, 5, 15, 9, 30)) {
  let now = at;
  return { now: () => now, monotonic: () => now, move: (ms: number) => void (now += ms) };
}

/** A console with a core behind it, spoken to as its own page would. */
export interface Running {
  readonly adapter: ConsoleAdapter;
  readonly core: ReturnType<typeof createStubCore>;
  readonly url: string;
  readonly clock: ReturnType<typeof handClock>;
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Reply>;
  readonly post: (path: string, fields: Readonly<Record<string, string>>) => Promise<Reply>;
  /** What one person sees of a place, as HTML. */
  readonly see: (person: string, place?: string) => Promise<string>;
}

interface Setup {
  readonly sandbox?: boolean;
  readonly directory?: () => Promise<Directory>;
  readonly history?: readonly SentMessage[];
  readonly handle?: Core["handle"];
  readonly healthy?: boolean;
}

/** Starts a console on a free port. */
export async function startConsole(setup: Setup = {}): Promise<Running> {
  const clock = handClock();
  const stub = createStubCore();
  const core = setup.handle ? Object.assign(stub, { handle: setup.handle }) : stub;
  const adapter = createConsoleAdapter({
    port: 0,
    sandbox: setup.sandbox ?? true,
    clock,
    log: noLog,
    organisation: "Northwind",
    timeZone: "Europe/London",
    directory: setup.directory ?? (async () => floor),
    health: async () => ({ ok: setup.healthy ?? true, lines: ["Outbox: nothing waits"] }),
  });
  core.adapter = adapter;
  await adapter.start({ core, report: () => {}, history: async () => setup.history ?? [] });
  const url = adapter.url();
  const get = (path: string, headers: Record<string, string> = {}): Promise<Reply> =>
    wire(url + path, { headers });
  return {
    adapter,
    core,
    url,
    clock,
    get,
    post: (path, fields) =>
      wire(url + path, {
        method: "POST",
        headers: { origin: url, "hx-request": "true", "content-type": "application/x-www-form-urlencoded" },
        body: new URLSearchParams(fields).toString(),
      }),
    see: async (person, place = "c/escalations") => (await get(`/as/${person}/${place}`)).body,
  };
}
