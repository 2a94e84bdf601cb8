import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { WebSocketServer, type WebSocket } from "ws";
import { z } from "zod";
import type { Json } from "./shapes.ts";

/** Gateway opcodes that are used here. */
const OP = {
  dispatch: 0,
  heartbeat: 1,
  identify: 2,
  resume: 6,
  reconnect: 7,
  invalid: 9,
  hello: 10,
  ack: 11,
} as const;

/** Intents by bit. */
export const INTENT = { guilds: 1 << 0, members: 1 << 1, presences: 1 << 8, content: 1 << 15 } as const;
const PRIVILEGED = INTENT.members | INTENT.presences | INTENT.content;

const frameSchema = z.object({ op: z.number(), d: z.unknown().optional() });
const identifySchema = z.looseObject({ token: z.string(), intents: z.number() });
const resumeSchema = z.looseObject({ token: z.string(), session_id: z.string(), seq: z.number() });

/** What was sent or waits to be sent under one session. */
interface Session {
  readonly id: string;
  readonly intents: number;
  readonly sent: { readonly seq: number; readonly text: string }[];
  seq: number;
  socket: WebSocket | undefined;
}

/** What the gateway needs to know of the rest. */
export interface GatewayWorld {
  readonly tokenIsGood: (token: string) => boolean;
  readonly address: () => string;
  /** READY's own fields, and the guilds that follow. */
  readonly ready: () => Json;
  readonly guilds: () => readonly Json[];
}

/** The WebSocket side: sessions that outlive their connections, and ways to break both. */
export class Gateway {
  readonly #server = new WebSocketServer({ noServer: true });
  readonly #sockets = new Set<WebSocket>();
  /** Connections that were never answered. */
  readonly #unheard = new Set<Duplex>();
  /** Connections that went silent, with the last that was sent on them. */
  readonly #frozen = new Map<WebSocket, number>();
  readonly #sessions = new Map<string, Session>();
  readonly #world: GatewayWorld;
  readonly #heartbeatMs: number;
  /** How often somebody connected, identified and resumed. */
  connections = 0;
  identifies = 0;
  resumes = 0;
  heartbeats = 0;
  /** The intents of the last identify. */
  intents = 0;
  /** Refuses to say hello while set. */
  silent = false;
  /** Takes connections while set, and does not even answer that they asked for one. */
  deaf = false;

  constructor(world: GatewayWorld, heartbeatMs: number) {
    this.#world = world;
    this.#heartbeatMs = heartbeatMs;
  }

  /** How many connections are open. */
  get open(): number {
    return this.#sockets.size;
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (this.deaf) return void this.#unheard.add(socket);
    this.#server.handleUpgrade(request, socket, head, (client) => this.#greet(client));
  }

  #greet(client: WebSocket): void {
    this.connections += 1;
    this.#sockets.add(client);
    client.on("error", () => undefined);
    client.on("close", (code) => this.#left(client, code));
    client.on("message", (data) => {
      if (this.#frozen.has(client)) return;
      const frame = frameSchema.safeParse(parsed(Buffer.isBuffer(data) ? data.toString() : "")).data;
      if (frame) this.#take(client, frame.op, frame.d);
      else client.close(4002, "Error while decoding payload.");
    });
    if (!this.silent) tell(client, { op: OP.hello, d: { heartbeat_interval: this.#heartbeatMs } });
  }

  #left(client: WebSocket, code: number): void {
    this.#sockets.delete(client);
    this.#frozen.delete(client);
    const session = this.#sessionOf(client);
    if (!session) return;
    session.socket = undefined;
    // A client that says goodbye in the ordinary way is not coming back.
    if (code === 1000 || code === 1001) this.#sessions.delete(session.id);
  }

  #sessionOf(client: WebSocket): Session | undefined {
    return [...this.#sessions.values()].find((session) => session.socket === client);
  }

  #take(client: WebSocket, op: number, given: unknown): void {
    switch (op) {
      case OP.heartbeat:
        this.heartbeats += 1;
        return tell(client, { op: OP.ack });
      case OP.identify:
        return this.#identify(client, given);
      case OP.resume:
        return this.#resume(client, given);
      default:
        // Presence and the like change nothing here, but only after identifying.
        if (!this.#sessionOf(client)) client.close(4003, "Not authenticated.");
    }
  }

  #identify(client: WebSocket, given: unknown): void {
    const asked = identifySchema.safeParse(given).data;
    if (!asked) return client.close(4002, "Error while decoding payload.");
    if (this.#sessionOf(client)) return client.close(4005, "Already authenticated.");
    if (!this.#world.tokenIsGood(asked.token)) return client.close(4004, "Authentication failed.");
    if ((asked.intents & PRIVILEGED) !== 0) return client.close(4014, "Disallowed intent(s).");
    this.identifies += 1;
    this.intents = asked.intents;
    const session: Session = {
      id: randomUUID().replaceAll("-", ""),
      intents: asked.intents,
      sent: [],
      seq: 0,
      socket: client,
    };
    this.#sessions.set(session.id, session);
    const url = `${this.#world.address().replace("http", "ws")}/gateway`;
    this.#push(session, "READY", { ...this.#world.ready(), session_id: session.id, resume_gateway_url: url });
    if ((asked.intents & INTENT.guilds) === 0) return;
    for (const guild of this.#world.guilds()) this.#push(session, "GUILD_CREATE", guild);
  }

  #resume(client: WebSocket, given: unknown): void {
    const asked = resumeSchema.safeParse(given).data;
    if (!asked) return client.close(4002, "Error while decoding payload.");
    if (!this.#world.tokenIsGood(asked.token)) return client.close(4004, "Authentication failed.");
    const session = this.#sessions.get(asked.session_id);
    if (!session) return tell(client, { op: OP.invalid, d: false });
    if (asked.seq > session.seq) return client.close(4007, "Invalid seq.");
    this.resumes += 1;
    // What was frozen or half open gives way to the connection that is there now.
    session.socket?.terminate();
    session.socket = client;
    for (const { seq, text } of session.sent) if (seq > asked.seq) client.send(text);
    session.seq += 1;
    tell(client, { op: OP.dispatch, t: "RESUMED", s: session.seq, d: {} });
  }

  #push(session: Session, event: string, data: Json): void {
    session.seq += 1;
    const text = JSON.stringify({ op: OP.dispatch, t: event, s: session.seq, d: data });
    session.sent.push({ seq: session.seq, text });
    const { socket } = session;
    if (socket && !this.#frozen.has(socket)) socket.send(text);
  }

  /** Sends an event to every session, also to those without a connection: they get it when they resume. */
  dispatch(event: string, data: Json, intent = 0): void {
    for (const session of this.#sessions.values())
      if (intent === 0 || (session.intents & intent) !== 0) this.#push(session, event, data);
  }

  /** Sends raw text, as no Discord would. */
  sendRaw(text: string): void {
    for (const client of this.#sockets) client.send(text);
  }

  /** Cuts every connection without a goodbye. */
  drop(): void {
    for (const client of this.#sockets) client.terminate();
  }

  /** Closes every connection with one of Discord's codes. */
  closeAll(code: number): void {
    for (const client of this.#sockets) client.close(code);
  }

  /** Asks the bot to connect again (op 7), as Discord does when it moves things. */
  askToReconnect(): void {
    for (const client of this.#sockets) tell(client, { op: OP.reconnect, d: null });
  }

  /** Declares the sessions void (op 9). Not resumable: whatever was missed is gone. */
  invalidate(resumable: boolean): void {
    for (const client of this.#sockets) {
      const session = this.#sessionOf(client);
      if (session && !resumable) this.#sessions.delete(session.id);
      tell(client, { op: OP.invalid, d: resumable });
    }
  }

  /**
   * The connections that are open now go silent: no heartbeat is answered, nothing arrives. New ones work.
   * @param dead whether they are half open: then not even a goodbye is heard
   */
  freeze(dead = false): void {
    for (const client of this.#sockets) {
      if (this.#frozen.has(client)) continue;
      this.#frozen.set(client, this.#sessionOf(client)?.seq ?? 0);
      if (dead) client.pause();
    }
  }

  /** What was held back arrives, on connections that are still there. */
  thaw(): void {
    for (const [client, last] of this.#frozen) {
      this.#frozen.delete(client);
      client.resume();
      for (const { seq, text } of this.#sessionOf(client)?.sent ?? []) if (seq > last) client.send(text);
    }
  }

  close(): void {
    this.drop();
    for (const socket of this.#unheard) socket.destroy();
    this.#sessions.clear();
    this.#server.close();
  }
}

const tell = (client: WebSocket, frame: Json): void =>
  client.send(JSON.stringify({ s: null, t: null, ...frame }));

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
