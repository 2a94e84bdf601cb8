import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { bytesOf, readBody, withoutLeftovers, type ReadBody } from "./body.ts";
import type { Faults } from "../faults.ts";
import type { Fault } from "./faults.ts";
import { checkBody, checkQuery, warmUp } from "./openapi.ts";
import { signedPath } from "./payload.ts";
import { PostRate, type Standing } from "./rate.ts";
import { plainRefusal, Refusal } from "./refusal.ts";
import { CHANNEL_ROUTES } from "./routes/channels.ts";
import { INTERACTION_ROUTES } from "./routes/interactions.ts";
import { PLACE_ROUTES } from "./routes/places.ts";
import type { Answer, Route, Upload, World } from "./routes/route.ts";
import { isJson } from "./shapes.ts";

/** One request as it came in, in order of arrival. */
export interface Received {
  readonly method: string;
  readonly path: string;
  /** E.g. `POST /channels/:channel/messages`. */
  readonly route: string;
  readonly body: unknown;
  readonly files: readonly Upload[];
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Ms of a clock that never jumps. */
  readonly at: number;
  /** Ms since the epoch, by the test's clock. */
  readonly time: number;
  /** How long the answer asked to wait, as it said so. */
  retryAfter: string | undefined;
  /** What was answered; 0 if nothing was. */
  status: number;
  /** Discord's own code, on errors. */
  errorCode: number | undefined;
}

const ROUTES: readonly Route[] = [...CHANNEL_ROUTES, ...INTERACTION_ROUTES, ...PLACE_ROUTES];
const POST = "POST /channels/:channel/messages";

function find(method: string, path: string): { route: Route; params: Record<string, string> } | undefined {
  for (const route of ROUTES) {
    const found = route.operation.method === method.toLowerCase() ? route.pattern.exec(path) : null;
    if (!found) continue;
    const params = Object.entries(found.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]);
    return { route, params: Object.fromEntries(params) };
  }
  return undefined;
}

/** A request on its way through the server. */
interface Passing {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly received: Received;
}

/** The HTTP side: the API, attachments; hands WebSocket upgrades on. */
export class FakeServer {
  readonly requests: Received[] = [];
  /** What a bot should never have done, in words. */
  violations: string[] = [];
  /** Good for REST and for the gateway, unless revoked. */
  readonly token: string;
  isRevoked = false;
  /** Answers the next call with 401. */
  unauthorizedOnce = false;
  readonly rate: PostRate;
  onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void = () => undefined;
  readonly #world: () => World;
  readonly #faults: Faults<Fault>;
  #server: Server | undefined;
  #port = 0;

  constructor(world: () => World, faults: Faults<Fault>, token: string) {
    this.#world = world;
    this.#faults = faults;
    this.token = token;
    this.rate = new PostRate(() => world().book.now());
  }

  get address(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens; after {@link close} on the same port again. */
  async listen(): Promise<void> {
    warmUp(ROUTES.filter((each) => each.operation.method === "post").map((each) => each.operation));
    const server = createServer((request, response) => {
      this.#handle(request, response).catch((error: unknown) => {
        this.violations.push(
          `the fake itself failed: ${error instanceof Error ? (error.stack ?? "") : String(error)}`,
        );
        if (!response.headersSent) response.writeHead(500);
        response.end("{}");
      });
    });
    server.on("upgrade", (request, socket, head) => this.onUpgrade(request, socket, head));
    await new Promise<void>((resolve) => server.listen(this.#port, "127.0.0.1", resolve));
    const bound = server.address();
    this.#port = typeof bound === "object" && bound !== null ? bound.port : 0;
    this.#server = server;
  }

  async close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  async #handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.address);
    const bytes = await bytesOf(request).catch(() => undefined);
    // Whoever asked went away before the question was complete.
    if (!bytes) return;
    if (url.pathname.startsWith("/cdn.discordapp.com/")) return this.#download(url, response);
    // discord.js writes `@original` as `%40original`.
    const path = url.pathname.replace(/^\/api(?:\/v10)?(?=\/)/, "").replaceAll("%40", "@");
    const method = request.method ?? "GET";
    const found = url.pathname.startsWith("/api/") ? find(method, path) : undefined;
    const { headers } = request;
    const read = await readBody(bytes, headers["content-type"] ?? "").catch((error: unknown) => error);
    const { json, uploads } = isRead(read) ? read : { json: undefined, uploads: [] };
    const received: Received = {
      method,
      path,
      headers,
      body: json,
      files: uploads,
      at: performance.now(),
      time: this.#world().book.now(),
      retryAfter: undefined,
      route: found?.route.name ?? `${method} ${path}`,
      status: 0,
      errorCode: undefined,
    };
    this.requests.push(received);
    const passing = { request, response, received };
    if (!found) {
      this.violations.push(`no such route, or not built here: ${received.route}`);
      return this.#answer(passing, { status: 404, body: plainRefusal(404, "Not Found") });
    }
    const work = (): Answer => {
      if (!isRead(read)) throw read;
      checkQuery(found.route.operation, url.searchParams);
      const body = withoutLeftovers(found.route.name, json);
      if (method !== "GET" && method !== "DELETE") checkBody(found.route.operation, body);
      const violate = (words: string) => void this.violations.push(`${found.route.name}: ${words}`);
      const call = { params: found.params, query: url.searchParams, body, uploads, violate };
      return found.route.run(this.#world(), call);
    };
    return this.#throughFaults(passing, found.route, this.#channelOf(found.params), work);
  }

  /** The channel that a request is about, also by way of an interaction. */
  #channelOf(params: Readonly<Record<string, string>>): string | undefined {
    const { channel, token } = params;
    if (token === undefined) return channel;
    const tickets = [...this.#world().interactions.all.values()];
    return tickets.find((ticket) => ticket.delivery.token === token)?.channel.id;
  }

  #throughFaults(passing: Passing, route: Route, channel: string | undefined, work: () => Answer): void {
    const { request, response, received } = passing;
    const fault = this.#faults.strike(route.name, channel);
    const badGateway = (): void => {
      received.status = 502;
      response.writeHead(502).end("<html>Bad gateway</html>");
    };
    if (fault?.kind === "rate-limit") return this.#tooMany(passing, fault);
    if (fault?.kind === "error") {
      const body = { message: "Armed by the test", code: fault.code ?? 0 };
      return this.#answer(passing, { status: fault.status ?? 500, body });
    }
    if (fault?.kind === "drop-before") return void request.socket.destroy();
    if (fault?.kind === "502-before") return badGateway();
    if (fault?.kind === "hang-before") return;
    const answer =
      this.#unauthorized(route, request) ?? this.#limited(passing, route, channel) ?? this.#run(route, work);
    switch (fault?.kind) {
      case "drop-after":
        return void request.socket.destroy();
      case "502-after":
        return badGateway();
      case "garbage-after":
        received.status = 200;
        return void response.writeHead(200).end("<html>Hello from a proxy</html>");
      case "hang-after":
        return;
      case "stall-after":
        received.status = answer.status;
        return void response.writeHead(answer.status, { "content-type": "application/json" }).write("{");
      default:
        return this.#answer(passing, answer);
    }
  }

  #unauthorized(route: Route, request: IncomingMessage): Answer | undefined {
    if (!route.needsToken) return undefined;
    const isGood = request.headers.authorization === `Bot ${this.token}` && !this.isRevoked;
    if (isGood && !this.unauthorizedOnce) return undefined;
    this.unauthorizedOnce = false;
    return { status: 401, body: plainRefusal(401, "Unauthorized") };
  }

  #limited({ response }: Passing, route: Route, channel: string | undefined): Answer | undefined {
    const standing = route.name === POST && channel !== undefined ? this.rate.take(channel) : undefined;
    if (!standing) return undefined;
    if (this.rate.limit?.unannounced !== true)
      for (const [name, value] of Object.entries(headersFor(standing))) response.setHeader(name, value);
    if (standing.allowed) return undefined;
    response.setHeader("retry-after", String(Math.ceil(standing.resetMs / 1000)));
    response.setHeader("x-ratelimit-scope", "user");
    return { status: 429, body: rateLimited(standing.resetMs / 1000, false) };
  }

  #run(route: Route, work: () => Answer): Answer {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.violations.push(...error.violations.map((words) => `${route.name}: ${words}`));
      return { status: error.status, body: error.body };
    }
  }

  /** A limit that a test armed: the header as it says, or none. */
  #tooMany(passing: Passing, { retryAfter = "1", global = false }: Fault): void {
    const { response } = passing;
    if (retryAfter !== null) response.setHeader("retry-after", retryAfter);
    response.setHeader("x-ratelimit-scope", global ? "global" : "user");
    if (global) response.setHeader("x-ratelimit-global", "true");
    const seconds = Number(retryAfter ?? "");
    this.#answer(passing, { status: 429, body: rateLimited(Number.isFinite(seconds) ? seconds : 1, global) });
  }

  #answer({ response, received }: Passing, { status, body }: Answer): void {
    received.status = status;
    received.retryAfter = response.getHeader("retry-after")?.toString();
    const code = isJson(body) ? body["code"] : undefined;
    received.errorCode = status >= 400 && typeof code === "number" ? code : undefined;
    // An empty answer that calls itself JSON would be one that cannot be read.
    if (body === undefined) response.writeHead(status).end();
    else response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  }

  /** Attachments: by their whole address only, and for a day. */
  #download(url: URL, response: ServerResponse): void {
    const { book } = this.#world();
    const asked = url.pathname.replace("/cdn.discordapp.com", "") + url.search;
    const file = [...book.files.values()].find((each) => signedPath(each) === asked);
    if (!file || book.now() - file.at > 86_400_000)
      return void response.writeHead(404).end("This content is no longer available.");
    response.writeHead(200, { "content-type": file.contentType }).end(file.bytes);
  }
}

const isRead = (read: unknown): read is ReadBody => isJson(read) && "uploads" in read;

const headersFor = ({ limit, remaining, resetMs }: Standing): Record<string, string> => ({
  "x-ratelimit-limit": String(limit),
  "x-ratelimit-remaining": String(remaining),
  "x-ratelimit-reset-after": (resetMs / 1000).toFixed(3),
  "x-ratelimit-reset": ((Date.now() + resetMs) / 1000).toFixed(3),
  "x-ratelimit-bucket": "messages",
});

const rateLimited = (seconds: number, global: boolean) => ({
  message: "You are being rate limited.",
  retry_after: Number(seconds.toFixed(3)),
  global,
});
