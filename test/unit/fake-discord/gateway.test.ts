import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { FakeDiscord } from "../../support/fake-discord/index.ts";
import { isJson, type Json } from "../../support/fake-discord/shapes.ts";
import { until } from "../../support/until.ts";
import { ask, idOf, message } from "./rest.ts";

const CHANNEL = "200000000000000001";
const GUILDS = 1;

/** A connection that only notes what it hears. */
class Ear {
  readonly frames: Json[] = [];
  closed: number | undefined;
  readonly #socket: WebSocket;

  constructor(discord: FakeDiscord) {
    this.#socket = new WebSocket(`${discord.apiUrl.replace("http", "ws").replace("/api", "/gateway")}?v=10`);
    this.#socket.on("close", (code) => (this.closed = code));
    this.#socket.on("error", () => undefined);
    this.#socket.on("message", (data) => {
      const frame: unknown = JSON.parse(Buffer.isBuffer(data) ? data.toString() : "null");
      if (isJson(frame)) this.frames.push(frame);
    });
  }

  /** The first frame of an opcode, or with an event's name. */
  heard(what: number | string): Promise<Json> {
    return until(String(what), () => this.frames.find((each) => each["op"] === what || each["t"] === what));
  }

  get events(): unknown[] {
    return this.frames.filter((each) => each["op"] === 0).map((each) => each["t"]);
  }

  get seq(): number {
    return Math.max(0, ...this.frames.map((each) => Number(each["s"] ?? 0)));
  }

  async says(op: number, d: unknown): Promise<void> {
    await this.heard(10);
    this.#socket.send(JSON.stringify({ op, d }));
  }

  async end(): Promise<number> {
    return until("the end", () => this.closed);
  }

  close(code?: number): void {
    this.#socket.close(code);
  }
}

describe("the gateway", () => {
  let discord: FakeDiscord;
  const identify = (token = discord.token, intents = GUILDS) => ({ token, intents, properties: {} });
  const connect = async (): Promise<{ ear: Ear; session: string }> => {
    const ear = new Ear(discord);
    await ear.says(2, identify());
    const ready = await ear.heard("READY");
    await ear.heard("GUILD_CREATE");
    const { d } = ready;
    return { ear, session: isJson(d) ? String(d["session_id"]) : "" };
  };
  const resume = async (session: string, seq: number): Promise<Ear> => {
    const ear = new Ear(discord);
    await ear.says(6, { token: discord.token, session_id: session, seq });
    return ear;
  };

  beforeEach(async () => {
    discord = await FakeDiscord.start({ heartbeatMs: 1234 });
    discord.addUser("100000000000000001", "ana");
    discord.addChannel(CHANNEL, "floor", ["100000000000000001"]);
  });
  afterEach(() => discord.stop());

  it("greets, names the servers and describes them", async () => {
    const { ear } = await connect();
    expect(await ear.heard(10)).toMatchObject({ d: { heartbeat_interval: 1234 } });
    expect(await ear.heard("READY")).toMatchObject({
      d: {
        guilds: [{ id: discord.guildId, unavailable: true }],
        resume_gateway_url: expect.stringMatching(/^ws:\/\/127/),
        application: {},
      },
    });
    expect(await ear.heard("GUILD_CREATE")).toMatchObject({ d: { channels: [{ id: CHANNEL, type: 0 }] } });
    await ear.says(1, ear.seq);
    await ear.heard(11);
    expect(discord.gateway).toMatchObject({ connections: 1, identifies: 1, heartbeats: 1, intents: GUILDS });
  });

  it.each([
    ["a wrong token", { token: "wrong", intents: GUILDS }, 4004],
    ["more than it may know", { intents: GUILDS | (1 << 15) }, 4014],
    ["nothing", { token: 1 }, 4002],
  ])("ends with %s", async (_, given, code) => {
    const ear = new Ear(discord);
    await ear.says(2, { ...identify(), ...given });
    expect(await ear.end()).toBe(code);
  });

  it("tells of channels, threads and servers to those who asked for it", async () => {
    const { ear } = await connect();
    const deaf = new Ear(discord);
    await deaf.says(2, identify(discord.token, 0));
    await deaf.heard("READY");
    const post = idOf(await ask(discord, "POST", `/channels/${CHANNEL}/messages`, message("x")));
    await ask(discord, "POST", `/channels/${CHANNEL}/messages/${post}/threads`, { name: "T" });
    discord.deleteThread(post);
    discord.deleteChannel(CHANNEL);
    discord.removeBotFromGuild(discord.guildId);
    discord.addBotToGuild(discord.guildId);
    const told = ["THREAD_CREATE", "THREAD_DELETE", "CHANNEL_DELETE", "GUILD_DELETE", "GUILD_CREATE"];
    await until("the last", () => ear.events.length === 7);
    expect(ear.events).toEqual(["READY", "GUILD_CREATE", ...told]);
    expect(deaf.events).toEqual(["READY"]);
  });

  it("hides what a channel is called that the bot cannot view", async () => {
    discord.denyBot(CHANNEL, "ViewChannel");
    const { ear } = await connect();
    const hidden = { id: CHANNEL, name: "___hidden___", flags: 1 << 17 };
    expect(await ear.heard("GUILD_CREATE")).toMatchObject({ d: { channels: [hidden] } });
    expect(await ask(discord, "GET", `/guilds/${discord.guildId}/channels`)).toMatchObject({
      body: { list: [] },
    });
    discord.allowBot(CHANNEL, "ViewChannel");
    expect(await ear.heard("CHANNEL_UPDATE")).toMatchObject({ d: { id: CHANNEL, name: "floor", flags: 0 } });
  });

  it("keeps what was missed for a resume, in order", async () => {
    const { ear, session } = await connect();
    discord.gateway.drop();
    expect(await ear.end()).toBe(1006);
    await until("nobody", () => discord.gateway.open === 0);
    discord.addChannel("200000000000000002", "one", []);
    discord.addChannel("200000000000000003", "two", []);
    const again = await resume(session, ear.seq);
    await again.heard("RESUMED");
    expect(again.events).toEqual(["CHANNEL_CREATE", "CHANNEL_CREATE", "RESUMED"]);
    expect(again.frames.map((each) => each["s"])).toEqual([null, ear.seq + 1, ear.seq + 2, ear.seq + 3]);
    expect(discord.gateway).toMatchObject({ connections: 2, identifies: 1, resumes: 1, open: 1 });
  });

  it("forgets what was missed for one that begins anew, and a session that was ended properly", async () => {
    const { ear, session } = await connect();
    ear.close(1000);
    await until("nobody", () => discord.gateway.open === 0);
    discord.addChannel("200000000000000002", "one", []);
    const again = await resume(session, ear.seq);
    expect(await again.heard(9)).toMatchObject({ d: false });
    const fresh = await connect();
    expect(fresh.ear.events).toEqual(["READY", "GUILD_CREATE"]);
  });

  it("refuses a number that it never gave", async () => {
    const { ear, session } = await connect();
    discord.gateway.drop();
    await ear.end();
    expect(await (await resume(session, 99)).end()).toBe(4007);
  });

  it("asks to reconnect, declares sessions void, closes with a code", async () => {
    const { ear, session } = await connect();
    discord.gateway.askToReconnect();
    await ear.heard(7);
    discord.gateway.invalidate(true);
    expect(await ear.heard(9)).toMatchObject({ d: true });
    discord.gateway.closeAll(4000);
    expect(await ear.end()).toBe(4000);
    const again = await resume(session, ear.seq);
    await again.heard("RESUMED");
    discord.gateway.invalidate(false);
    expect(await again.heard(9)).toMatchObject({ d: false });
    expect(await (await resume(session, 1)).heard(9)).toMatchObject({ d: false });
  });

  it("goes silent, and lets what it held back come later", async () => {
    const { ear, session } = await connect();
    discord.gateway.freeze();
    await ear.says(1, null);
    discord.addChannel("200000000000000002", "one", []);
    const other = await resume(session, ear.seq);
    await other.heard("RESUMED");
    expect(other.events).toEqual(["CHANNEL_CREATE", "RESUMED"]);
    expect(ear.frames.some((each) => each["op"] === 11)).toBe(false);
    discord.gateway.freeze();
    discord.addChannel("200000000000000003", "two", []);
    discord.gateway.thaw();
    await until("the second", () => other.events.length === 3);
    expect(ear.events).toEqual(["READY", "GUILD_CREATE"]);
  });

  it("says nothing at all while it is told to", async () => {
    discord.gateway.silent = true;
    const ear = new Ear(discord);
    await until("the connection", () => discord.gateway.open === 1);
    expect(ear.frames).toEqual([]);
  });
});
