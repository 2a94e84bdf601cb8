import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { parse } from "node:querystring";
import type { Duplex } from "node:stream";
import { z } from "zod";
import { readBlocks } from "./blockkit.ts";
import type { Faults } from "../faults.ts";
import type { Fault } from "./faults.ts";
import { checkFiles } from "./files.ts";
import { METHODS, type Slack } from "./methods.ts";
import { Refusal, type Json } from "./shapes.ts";

/** One request as it came in, in order of arrival. */
export interface Received {
  readonly method: string;
  readonly args: Json;
  /** Ms of a clock that never jumps. */
  readonly at: number;
  answered: string;
}

/** Who may post back to a response_url, and where to. */
export interface ResponseTicket {
  readonly user: string;
  readonly channel: string;
  readonly messageTs?: string;
  uses: number;
}

/** Posts to one channel: so many at once, then one an interval. */
export interface PostLimit {
  readonly burst: number;
  readonly everyMs: number;
}

const responseSchema = z.object({
  response_type: z.string().optional(),
  replace_original: z.boolean().optional(),
  delete_original: z.boolean().optional(),
  text: z.string().default(""),
  blocks: z.unknown().optional(),
  thread_ts: z.string().optional(),
});

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Arguments as the SDK encodes them: everything that is no word or number travels as JSON text. */
function argsOf(body: Buffer): Json {
  return Object.fromEntries(
    Object.entries(parse(body.toString())).map(([name, value]) => {
      const single = Array.isArray(value) ? value.join(",") : (value ?? "");
      const isJson = ["blocks", "view", "metadata", "files"].includes(name);
      const parsed: unknown = isJson ? JSON.parse(single) : single;
      return [name, parsed];
    }),
  );
}

/** The HTTP side: Web API, response urls, files; hands WebSocket upgrades on. */
export class FakeServer {
  readonly requests: Received[] = [];
  readonly tickets = new Map<string, ResponseTicket>();
  botToken: string;
  appToken: string;
  /** Tokens that were good once. */
  readonly revoked = new Set<string>();
  limit: PostLimit | undefined;
  onUpgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void = () => undefined;
  socketUrl: () => string = () => "";
  readonly #slack: Slack;
  readonly #faults: Faults<Fault>;
  readonly #posts = new Map<string, { allowance: number; at: number }>();
  #server: Server | undefined;
  #port = 0;

  constructor(slack: Omit<Slack, "address">, faults: Faults<Fault>, tokens: { bot: string; app: string }) {
    this.#slack = { ...slack, address: () => this.address };
    this.#faults = faults;
    this.botToken = tokens.bot;
    this.appToken = tokens.app;
  }

  get address(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Listens; after {@link close} on the same port again. */
  async listen(): Promise<void> {
    const server = createServer((request, response) => {
      this.#handle(request, response).catch((error: unknown) => {
        if (!response.headersSent) response.writeHead(500);
        response.end(String(error));
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
    const [, area = "", name = ""] = (request.url ?? "").split("?")[0]?.split("/") ?? [];
    const body = await bodyOf(request);
    if (area === "api") return this.#api(name, request, body, response);
    if (area === "response") return this.#respond(name, body, response);
    const file = this.#slack.book.files.get(name);
    if (area === "upload" && file) {
      const form = await new Response(body, {
        headers: { "content-type": request.headers["content-type"] ?? "" },
      }).formData();
      const part = form.get("body");
      if (part instanceof Blob) file.bytes = new Uint8Array(await part.arrayBuffer());
      return void response.end(`OK - ${file.bytes.length}`);
    }
    if (area === "files" && file && request.headers.authorization === `Bearer ${this.botToken}`)
      return void response.end(file.bytes);
    response.writeHead(404).end();
  }

  #refusalOfToken(method: string, request: IncomingMessage): string | undefined {
    const token = (request.headers.authorization ?? "").replace(/^Bearer /, "");
    if (token === "") return "not_authed";
    if (this.revoked.has(token)) return "token_revoked";
    const wanted = method === "apps.connections.open" ? this.appToken : this.botToken;
    if (token === wanted) return undefined;
    return token === this.appToken || token === this.botToken ? "not_allowed_token_type" : "invalid_auth";
  }

  async #api(
    method: string,
    request: IncomingMessage,
    body: Buffer,
    response: ServerResponse,
  ): Promise<void> {
    const args = argsOf(body);
    const received: Received = { method, args, at: performance.now(), answered: "nothing" };
    this.requests.push(received);
    const channel = typeof args["channel"] === "string" ? args["channel"] : undefined;
    const answer = (result: Json): void => {
      received.answered = result["ok"] === true ? "ok" : String(result["error"]);
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(result));
    };
    const tooMany = (retryAfter: string | null): void => {
      received.answered = "429";
      response
        .writeHead(429, retryAfter === null ? {} : { "retry-after": retryAfter })
        .end(JSON.stringify({ ok: false, error: "ratelimited" }));
    };
    const fault = this.#faults.strike(method, channel);
    if (fault?.kind === "rate-limit") return tooMany(fault.retryAfter === undefined ? "1" : fault.retryAfter);
    if (fault?.kind === "error")
      return answer({
        ok: false,
        error: fault.error ?? "internal_error",
        ...(fault.details && { response_metadata: { messages: fault.details } }),
      });
    if (fault?.kind === "drop-before") return void request.socket.destroy();
    if (fault?.kind === "502-before") return void response.writeHead(502).end("<html>Bad gateway</html>");
    if (fault?.kind === "hang-before") return;
    const refused = this.#refusalOfToken(method, request);
    if (refused !== undefined) return answer({ ok: false, error: refused });
    const wait = method === "chat.postMessage" && channel !== undefined ? this.#mustWait(channel) : 0;
    if (wait > 0) return tooMany(String(Math.ceil(wait / 1000)));
    const result = this.#run(method, args);
    switch (fault?.kind) {
      case "drop-after":
        return void request.socket.destroy();
      case "502-after":
        return void response.writeHead(502).end("<html>Bad gateway</html>");
      case "garbage-after":
        return void response.writeHead(200).end("<html>Hello from a proxy</html>");
      case "hang-after":
        return;
      default:
        return answer(result);
    }
  }

  #run(method: string, args: Json): Json {
    if (method === "apps.connections.open") return { ok: true, url: this.socketUrl() };
    const run = METHODS.get(method);
    if (!run) return { ok: false, error: "unknown_method" };
    try {
      return { ok: true, ...run(this.#slack, args) };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return {
        ok: false,
        error: error.code,
        response_metadata: { messages: error.details.map((one) => `[ERROR] ${one}`) },
      };
    }
  }

  /** Ms until this channel takes another post; takes one from its allowance if it is 0. */
  #mustWait(channel: string): number {
    if (!this.limit) return 0;
    const { burst, everyMs } = this.limit;
    const now = performance.now();
    const before = this.#posts.get(channel) ?? { allowance: burst, at: now };
    const allowance = Math.min(burst, before.allowance + (now - before.at) / everyMs);
    if (allowance < 1) return (1 - allowance) * everyMs;
    this.#posts.set(channel, { allowance: allowance - 1, at: now });
    return 0;
  }

  #respond(ticketId: string, body: Buffer, response: ServerResponse): void {
    const ticket = this.tickets.get(ticketId);
    const given = responseSchema.parse(JSON.parse(body.toString()));
    const received: Received = { method: "response_url", args: given, at: performance.now(), answered: "ok" };
    this.requests.push(received);
    if (!ticket || ticket.uses >= 5) {
      received.answered = "404";
      return void response.writeHead(404).end("used_url");
    }
    const fault = this.#faults.strike("response_url", ticket.channel);
    if (fault) {
      received.answered = "502";
      return void response.writeHead(502).end();
    }
    const { book } = this.#slack;
    const blocks = readBlocks(given.blocks);
    try {
      checkFiles(book, blocks);
    } catch {
      received.answered = "invalid_blocks";
      return void response.writeHead(404).end(JSON.stringify({ ok: false, error: "invalid_blocks" }));
    }
    ticket.uses += 1;
    book.post({
      channel: ticket.channel,
      text: given.text,
      blocks,
      threadTs: given.thread_ts,
      onlyFor: given.response_type === "in_channel" ? undefined : ticket.user,
    });
    response.end("ok");
  }
}
