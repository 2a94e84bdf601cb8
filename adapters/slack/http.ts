import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parse } from "node:querystring";
import type { App, Receiver } from "@slack/bolt";
import type { Clock } from "../../src/clock.ts";
import { isKnownKind } from "./payloads.ts";
import { Replays } from "./replay.ts";
import { isSigned } from "./signature.ts";
import type { Log } from "../../src/log.ts";

/** No request of Slack's is longer, bytes; more is refused before anything is computed over it. */
const MAX_BODY_BYTES = 1024 * 1024;
/** How long an answer may take to leave when the adapter stops, ms. */
const GOODBYE_MS = 500;
/** Slack waits 3 s for an answer; after that only the connection is to be freed, ms. */
const UNACKNOWLEDGED_MS = 3_001;
const PATH = "/slack/events";

/** Settings of {@link createHttpFront}. */
export interface HttpSettings {
  readonly signingSecret: string;
  readonly port: number;
  readonly host: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Bolt's seam for a transport. Bolt's own HTTP receiver takes signatures dated in the future;
 * behind a check of ours it would only read and check every body a second time.
 */
export interface HttpFront {
  readonly receiver: Receiver;
  listen(): Promise<void>;
  /** Takes no new connections; those open may end. */
  refuse(): void;
  close(): Promise<void>;
  address(): AddressInfo | undefined;
}

function answer(response: ServerResponse, status: number, body?: object): void {
  if (response.headersSent) return;
  response.writeHead(status, body && { "content-type": "application/json" });
  response.end(body && JSON.stringify(body));
}

/** Answers Slack with what the acknowledgement holds; rejects where the answer cannot go out any more. */
function acknowledge(response: ServerResponse, content: string | object | undefined): Promise<void> {
  if (response.headersSent || response.destroyed) return Promise.reject(new Error("already answered"));
  if (typeof content === "object") answer(response, 200, content);
  else response.writeHead(200).end(content ?? "");
  return Promise.resolve();
}

/** The whole body, or `undefined` as soon as it is too long or the caller went away. */
async function readBody(request: IncomingMessage): Promise<Buffer | "too long" | undefined> {
  if (Number(request.headers["content-length"] ?? 0) > MAX_BODY_BYTES) return "too long";
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request) {
      if (!Buffer.isBuffer(chunk)) return undefined;
      size += chunk.length;
      if (size > MAX_BODY_BYTES) return "too long";
      chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}

/** A header that is there exactly once: of two, we and Bolt might each believe another. */
function single(request: IncomingMessage, name: string): string | undefined {
  const given = request.headersDistinct[name];
  return given?.length === 1 ? given[0] : undefined;
}

/** A form with nothing but a payload, as every interaction is: some ten kilobytes that are decoded in one go. */
const isInteraction = (text: string): boolean => text.startsWith("payload=") && !text.includes("&");

/** What Slack sends: JSON, or a form that may hold JSON in `payload`. */
function readPayload(request: IncomingMessage, body: Buffer): object | undefined {
  try {
    const text = body.toString();
    const isForm = request.headers["content-type"] === "application/x-www-form-urlencoded";
    const form = isForm && !isInteraction(text) ? parse(text) : undefined;
    if (form && typeof form["payload"] !== "string") return form;
    const json = form
      ? String(form["payload"])
      : isForm
        ? decodeURIComponent(text.slice(8).replaceAll("+", " "))
        : text;
    const payload: unknown = JSON.parse(json);
    return typeof payload === "object" && payload !== null ? payload : undefined;
  } catch {
    return undefined;
  }
}

function pathOf(request: IncomingMessage): string | undefined {
  return URL.canParse(request.url ?? "", "http://localhost")
    ? new URL(request.url ?? "", "http://localhost").pathname
    : undefined;
}

/** Builds the server; it listens from {@link HttpFront.listen} on. */
export function createHttpFront(settings: HttpSettings): HttpFront {
  const { clock, log } = settings;
  const replays = new Replays();
  let app: App | undefined;
  const receiver: Receiver = {
    init: (given) => {
      app = given;
    },
    // The adapter opens and closes the server: it tries again where a port is taken.
    start: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  };

  let refusing = false;

  async function receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (refusing) return answer(response, 503);
    if (request.method !== "POST" || pathOf(request) !== PATH) return answer(response, 404);
    const body = await readBody(request);
    if (body === "too long") {
      // The rest is not read: the connection ends with the answer.
      response.setHeader("connection", "close");
      return answer(response, 413);
    }
    if (!body) return answer(response, 400);
    const payload = readPayload(request, body);
    // Slack's check of the certificate is not signed. It is answered and goes no further.
    if (payload && "ssl_check" in payload && payload.ssl_check === "1") return answer(response, 200);
    const signature = single(request, "x-slack-signature");
    const timestamp = single(request, "x-slack-request-timestamp");
    const now = clock.now();
    if (!isSigned({ timestamp, signature, body }, settings.signingSecret, now) || signature === undefined) {
      log("warn", "slack request refused: not signed by slack");
      return answer(response, 401);
    }
    if (!replays.note(signature, now)) {
      log("warn", "slack request ignored: seen before");
      return answer(response, 200);
    }
    if (!payload) return answer(response, 400);
    if ("type" in payload && payload.type === "url_verification" && "challenge" in payload)
      return answer(response, 200, { challenge: payload.challenge });
    if (!isKnownKind(payload)) {
      log("info", "slack request ignored: unknown kind");
      return answer(response, 200);
    }
    await handOver(payload, request, response);
  }

  /** To Bolt, which answers by acknowledging; what is never acknowledged is answered after Slack has given up. */
  async function handOver(
    payload: object,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const giveUp = setTimeout(() => answer(response, 404), UNACKNOWLEDGED_MS);
    response.once("close", () => clearTimeout(giveUp));
    const retry = Number(single(request, "x-slack-retry-num") ?? Number.NaN);
    const reason = single(request, "x-slack-retry-reason");
    await app?.processEvent({
      body: { ...payload },
      ...(Number.isInteger(retry) ? { retryNum: retry } : {}),
      ...(reason === undefined ? {} : { retryReason: reason }),
      ack: (content?: string | object) => acknowledge(response, content),
    });
  }

  const server: Server = createServer((request, response) => {
    response.on("error", () => undefined);
    receive(request, response).catch(() => {
      log("error", "slack request failed");
      answer(response, 500);
    });
  });
  return {
    receiver,
    listen: () =>
      new Promise((resolve, reject) => {
        server.once("error", reject);
        server.listen(settings.port, settings.host, () => {
          server.removeListener("error", reject);
          server.on("error", () => log("error", "slack http server failed"));
          resolve();
        });
      }),
    refuse: () => {
      refusing = true;
      if (server.listening) server.close();
    },
    close: () =>
      new Promise((resolve) => {
        // Answers just written still have to leave; idle connections go at once.
        const cut = setTimeout(() => server.closeAllConnections(), GOODBYE_MS);
        server.close(() => {
          clearTimeout(cut);
          resolve();
        });
        server.closeIdleConnections();
      }),
    address: () => {
      const bound = server.address();
      return typeof bound === "object" && bound !== null ? bound : undefined;
    },
  };
}
