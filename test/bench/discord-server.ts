import { type IncomingMessage, createServer } from "node:http";
import { type WebSocket, WebSocketServer } from "ws";
import { z } from "zod";
import { BOT, PLACE, guild, nextId } from "./discord-interactions.ts";

const OP = { dispatch: 0, heartbeat: 1, identify: 2, hello: 10, ack: 11 } as const;
/** Long enough not to disturb a measurement. */
const HEARTBEAT_MS = 45_000;

const frameSchema = z.object({ op: z.number() });
const CALLBACK = /\/interactions\/(\d+)\/[^/]+\/callback/;
const bot = { id: BOT, username: "bench", discriminator: "0", global_name: null, avatar: null, bot: true };

/** The least that serves as Discord for one bot: every call succeeds at once. */
export interface DiscordServer {
  readonly port: number;
  /** Tells the bot of something over the gateway. */
  dispatch(event: string, data: object): void;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  request.setEncoding("utf8");
  for await (const chunk of request) body += String(chunk);
  return body;
}

/** @param onCallback told of each answer to an interaction, by the interaction's id */
export async function startDiscord(onCallback: (id: string, body: string) => void): Promise<DiscordServer> {
  let port = 0;
  let client: WebSocket | undefined;
  let sequence = 0;

  function answerTo(url: string): unknown {
    if (url.endsWith("/gateway/bot"))
      return {
        url: `ws://127.0.0.1:${port}`,
        shards: 1,
        session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 },
      };
    if (url.endsWith("/commands")) return [];
    if (url.endsWith("/@me")) return bot;
    return { id: nextId(), channel_id: PLACE };
  }

  const server = createServer((request, response) => {
    const url = request.url ?? "";
    void bodyOf(request).then((body) => {
      const [, interaction] = CALLBACK.exec(url) ?? [];
      if (interaction === undefined) {
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify(answerTo(url)));
        return;
      }
      onCallback(interaction, body);
      response.writeHead(204).end();
    });
  });

  const tell = (op: number, data: unknown): void => client?.send(JSON.stringify({ op, d: data }));
  const dispatch = (event: string, data: object): void => {
    sequence += 1;
    client?.send(JSON.stringify({ op: OP.dispatch, t: event, s: sequence, d: data }));
  };

  new WebSocketServer({ server }).on("connection", (socket) => {
    client = socket;
    socket.on("message", (frame: Buffer) => {
      const { op } = frameSchema.parse(JSON.parse(frame.toString()));
      if (op === OP.heartbeat) tell(OP.ack, null);
      if (op !== OP.identify) return;
      dispatch("READY", {
        v: 10,
        user: bot,
        guilds: [{ id: guild.id, unavailable: true }],
        session_id: "bench",
        resume_gateway_url: `ws://127.0.0.1:${port}`,
        application: { id: BOT, flags: 0 },
      });
      dispatch("GUILD_CREATE", guild);
    });
    tell(OP.hello, { heartbeat_interval: HEARTBEAT_MS });
  });

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  port = typeof bound === "object" && bound !== null ? bound.port : 0;
  return { port, dispatch };
}
