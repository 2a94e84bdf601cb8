import { createHmac, randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import { z } from "zod";
import type { Json } from "./shapes.ts";

/** Slack waits so long for an answer, ms. */
const ANSWER_WITHIN_MS = 3000;

/** What came back for one delivery. */
export interface Receipt {
  readonly acked: boolean;
  readonly body: Json;
  /** HTTP status, in HTTP mode. */
  readonly status?: number;
}

/** Something that was sent to the bot. */
export interface Delivery {
  readonly id: string;
  readonly kind: "slash_commands" | "interactive";
  readonly payload: Json;
  receipt: Receipt | undefined;
}

/** How deliveries reach the bot. */
interface Carrier {
  carry(delivery: Delivery): Promise<Receipt>;
  close(): void;
}

const ackSchema = z.object({
  envelope_id: z.string(),
  payload: z.record(z.string(), z.unknown()).optional(),
});

/** Socket Mode: a WebSocket server that pushes envelopes and collects acknowledgements. */
export class SocketCarrier implements Carrier {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #sockets = new Set<WebSocket>();
  readonly #waiting = new Map<string, (body: Json) => void>();
  /** How often somebody connected. */
  connections = 0;
  /** Refuses to say hello while set. */
  silent = false;

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (client) => this.#greet(client));
  }

  #greet(client: WebSocket): void {
    this.connections += 1;
    this.#sockets.add(client);
    client.on("close", () => this.#sockets.delete(client));
    client.on("error", () => undefined);
    client.on("message", (data) => {
      const text = Buffer.isBuffer(data) ? data.toString() : "";
      const ack = ackSchema.safeParse(JSON.parse(text)).data;
      if (ack) this.#waiting.get(ack.envelope_id)?.(ack.payload ?? {});
    });
    // Each delivery listens for the end; a test makes more of them than the usual ten.
    client.setMaxListeners(0);
    if (!this.silent)
      client.send(
        JSON.stringify({ type: "hello", num_connections: 1, connection_info: { app_id: "A0FLOOR" } }),
      );
  }

  get open(): number {
    return this.#sockets.size;
  }

  async carry(delivery: Delivery): Promise<Receipt> {
    const client = [...this.#sockets].at(-1);
    if (!client) return { acked: false, body: {} };
    let timer: NodeJS.Timeout | undefined;
    const body = await new Promise<Json | undefined>((resolve) => {
      this.#waiting.set(delivery.id, resolve);
      timer = setTimeout(() => resolve(undefined), ANSWER_WITHIN_MS);
      client.once("close", () => resolve(undefined));
      client.send(
        JSON.stringify({
          envelope_id: delivery.id,
          type: delivery.kind,
          payload: delivery.payload,
          accepts_response_payload: true,
        }),
      );
    });
    clearTimeout(timer);
    this.#waiting.delete(delivery.id);
    return { acked: body !== undefined, body: body ?? {} };
  }

  /** Sends raw text, as no Slack would. */
  sendRaw(text: string): void {
    for (const client of this.#sockets) client.send(text);
  }

  /** Cuts every connection without a goodbye. */
  drop(): void {
    for (const client of this.#sockets) client.terminate();
  }

  /** Asks the bot to connect again, as Slack does every few hours. */
  askToReconnect(): void {
    this.sendRaw(JSON.stringify({ type: "disconnect", reason: "refresh_requested" }));
  }

  /** Stops reading from the connections: pings and goodbyes get no answer any more. */
  freeze(): void {
    for (const client of this.#sockets) client.pause();
  }

  close(): void {
    this.drop();
    this.#server.close();
  }
}

/** Slack's signature, written down a second time so that a mistake in the bot's own is seen. */
export const signatureOf = (secret: string, timestamp: number | string, body: string | Buffer): string => {
  const base = Buffer.concat([Buffer.from(`v0:${timestamp}:`), Buffer.from(body)]);
  return `v0=${createHmac("sha256", secret).update(base).digest("hex")}`;
};

/** A payload as Slack puts it into an HTTP body. */
export function formBody(kind: Delivery["kind"], payload: Json): string {
  if (kind === "interactive") return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return new URLSearchParams(
    Object.entries(payload).map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
}

/** HTTP mode: signed requests to the bot's own server. */
export class HttpCarrier implements Carrier {
  readonly #secret: string;
  readonly #now: () => number;
  readonly #attempts = new Map<string, number>();
  requestUrl = "";

  constructor(secret: string, now: () => number) {
    this.#secret = secret;
    this.#now = now;
  }

  async carry(delivery: Delivery): Promise<Receipt> {
    const body = formBody(delivery.kind, delivery.payload);
    const attempt = this.#attempts.get(delivery.id) ?? 0;
    this.#attempts.set(delivery.id, attempt + 1);
    // Slack repeats a delivery later, and signs it anew.
    const timestamp = Math.floor(this.#now() / 1000) + attempt;
    try {
      const response = await fetch(this.requestUrl, {
        method: "POST",
        headers: {
          "content-type": "application/x-www-form-urlencoded",
          "x-slack-request-timestamp": String(timestamp),
          "x-slack-signature": signatureOf(this.#secret, timestamp, body),
        },
        body,
        signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      });
      const text = await response.text();
      const parsed = z.record(z.string(), z.unknown()).safeParse(text === "" ? {} : JSON.parse(text));
      return { acked: response.ok, body: parsed.data ?? {}, status: response.status };
    } catch {
      return { acked: false, body: {} };
    }
  }

  close(): void {
    this.requestUrl = "";
  }
}

export const newDelivery = (kind: Delivery["kind"], payload: Json): Delivery => ({
  id: randomUUID(),
  kind,
  payload,
  receipt: undefined,
});
