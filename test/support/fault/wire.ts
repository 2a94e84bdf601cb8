import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { until } from "../until.ts";
import type { Random } from "../seeded.ts";

/** What can be set about the way to Slack, at any time. */
export interface Weather {
  /** Longest wait before a request arrives, and again before its answer does, ms. */
  delayMs: number;
  /** How often reading a conversation's history fails, from 0 to 1: then nobody can tell whether a message arrived. */
  blindness: number;
}

/** The way to Slack: a proxy that takes its time, and carries on when whoever asked is dead. */
export interface Wire {
  /** For SLACK_API_URL. */
  readonly url: string;
  readonly weather: Weather;
  /** Posts and changes on their way now, and the most there ever were. */
  readonly sends: { readonly now: number; readonly most: number; readonly total: number };
  /** How often history could not be read. */
  readonly blinded: number;
  /** Waits until so many more sends have set out. */
  sendsFromNow(count: number, withinMs: number): Promise<void>;
  stop(): Promise<void>;
}

const isSend = (method: string): boolean => method === "chat.postMessage" || method === "chat.update";

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

/** Opens a wire to the fake Slack's Web API at `target`. */
export async function openWire(target: string, random: Random, weather: Weather): Promise<Wire> {
  const sends = { now: 0, most: 0, total: 0 };
  let blinded = 0;

  async function carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const method = (request.url ?? "").replace(/^\/api\//, "");
    const body = await bodyOf(request);
    if (method.startsWith("conversations.") && random.next() < weather.blindness) {
      blinded += 1;
      return void response.writeHead(502).end();
    }
    const delay = (): Promise<void> => sleep(isSend(method) ? random.next() * weather.delayMs : 0);
    await delay();
    // Of those who died meanwhile, half had their request on the way already.
    if (response.destroyed && random.next() < 0.5) return;
    const answer = await fetch(target + method, {
      method: "POST",
      headers: {
        "content-type": request.headers["content-type"] ?? "",
        authorization: request.headers.authorization ?? "",
      },
      body,
    });
    const text = await answer.text();
    await delay();
    const retryAfter = answer.headers.get("retry-after");
    response
      .writeHead(answer.status, {
        "content-type": "application/json",
        ...(retryAfter === null ? {} : { "retry-after": retryAfter }),
      })
      .end(text);
  }

  const server = createServer((request, response) => {
    const counted = isSend((request.url ?? "").replace(/^\/api\//, ""));
    if (counted) {
      sends.now += 1;
      sends.total += 1;
    }
    sends.most = Math.max(sends.most, sends.now);
    carry(request, response)
      // The fake hangs up where a fault says so; whoever asked sees the same.
      .catch(() => response.destroy())
      .finally(() => {
        if (counted) sends.now -= 1;
      });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  const port = typeof bound === "object" && bound !== null ? bound.port : 0;
  return {
    url: `http://127.0.0.1:${port}/api/`,
    weather,
    sends,
    get blinded() {
      return blinded;
    },
    sendsFromNow: async (count, withinMs) => {
      const wanted = sends.total + count;
      await until(`${count} sends`, () => sends.total >= wanted, withinMs);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
