import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { Answer } from "../../src/chat/adapter.ts";
import { say, text } from "../../src/chat/message.ts";
import { DISCORD, discordBench, type DiscordBench } from "../support/discord-harness.ts";
import { outgoing, toDm } from "../support/discord-wire.ts";
import type { Person } from "../support/fake-discord/index.ts";
import { until } from "../support/until.ts";

const { channel: CHANNEL, ana: ANA } = DISCORD;
/** A connection that is silent for so long is given up for a new one, ms. */
const SILENT_MS = 400;

type Gateway = DiscordBench["discord"]["gateway"];

let bench: DiscordBench;
afterEach(() => bench.stop());
const open = async (options: Parameters<typeof discordBench>[0] = {}) => {
  bench = await discordBench(options);
  const { discord } = bench;
  return { ...bench, gateway: discord.gateway, ana: discord.user(ANA) };
};
const begin = async (options: Parameters<typeof discordBench>[0] = {}) => {
  const all = await open(options);
  await bench.start();
  return all;
};
const isConnected = (): boolean => bench.states.at(-1)?.state === "connected";
const isBrokenBy = (reason: string): boolean => {
  const last = bench.states.at(-1);
  return last?.state === "broken" && last.reason === reason;
};
const privately = (words: string): Answer => ({ kind: "private", message: say(text(words)) });
const newest = (person: Person): string | undefined => person.sees(CHANNEL).at(-1)?.text;

/** Proves that events come in and answers go out. */
async function isServed(words: string): Promise<void> {
  bench.core.answer = () => privately(words);
  const ana = bench.discord.user(ANA);
  await ana.command("escalate", {}, { channel: CHANNEL });
  expect(newest(ana)).toBe(words);
  expect(bench.rejections).toEqual([]);
}

describe("the connection to Discord", () => {
  it("asks for nothing but which servers there are", async () => {
    const { gateway, adapter, states, discord } = await begin();
    expect(gateway.intents).toBe(1);
    expect([gateway.connections, gateway.identifies]).toEqual([1, 1]);
    expect(states.map(({ state }) => state)).toEqual(["connecting", "connected"]);
    expect(adapter.workspace()).toBe(discord.guildId);
    await isServed("Here.");
  });

  it.each<[string, (gateway: Gateway) => void]>([
    ["a drop", (gateway) => gateway.drop()],
    ["a request to connect again", (gateway) => gateway.askToReconnect()],
    ["close code 4000", (gateway) => gateway.closeAll(4000)],
    ["close code 4009", (gateway) => gateway.closeAll(4009)],
    ["silence", (gateway) => gateway.freeze()],
    ["a peer that is gone without a goodbye", (gateway) => gateway.freeze(true)],
  ])("resumes after %s, and what was done meanwhile is answered", async (_, spoil) => {
    const { gateway, core, states, ana } = await begin({ heartbeatMs: 100 });
    await until("a heartbeat", () => gateway.heartbeats > 0);
    core.answer = () => privately("Answered after the resume.");
    spoil(gateway);
    await ana.command("escalate", {}, { channel: CHANNEL });
    expect(newest(ana)).toBe("Answered after the resume.");
    await until("the resume", () => gateway.resumes === 1);
    await until("it is told", isConnected);
    expect(gateway.identifies).toBe(1);
    expect(core.events).toHaveLength(1);
    expect(states.map(({ state }) => state)).toEqual(["connecting", "connected", "connecting", "connected"]);
    await isServed("And again.");
    expect(ana.trouble).toEqual([]);
  });

  it("resumes in the same connection when it is told that it can", async () => {
    const { gateway } = await begin();
    gateway.invalidate(true);
    await until("the resume", () => gateway.resumes === 1);
    expect([gateway.connections, gateway.identifies]).toEqual([1, 1]);
    await isServed("Here.");
  });

  it.each<[string, (gateway: Gateway) => void]>([
    ["the session is void", (gateway) => gateway.invalidate(false)],
    ["close code 4007", (gateway) => gateway.closeAll(4007)],
  ])("begins anew when %s", async (_, spoil) => {
    const { gateway } = await begin();
    spoil(gateway);
    await until("the new session", () => gateway.identifies === 2, 10_000);
    await until("it is told", isConnected);
    expect(gateway.intents).toBe(1);
    await isServed("Here.");
  });

  it("is told once to have one event twice, and survives that Discord has its answer already", async () => {
    const { core, discord, ana } = await begin();
    const done = new Set<string>();
    core.answer = (event) => {
      if (done.has(event.eventId)) return { kind: "done" };
      done.add(event.eventId);
      return privately(`Answer ${done.size}.`);
    };
    const delivery = await ana.command("escalate", {}, { channel: CHANNEL });
    const refused = () => discord.requests.filter(({ errorCode }) => errorCode === 40060).length;
    for (let n = 1; n <= 3; n += 1) {
      discord.redeliver(delivery);
      await until("the refusal", () => refused() === n);
    }
    expect(core.events).toHaveLength(4);
    expect(new Set(core.events.map(({ eventId }) => eventId)).size).toBe(1);
    expect(ana.sees(CHANNEL).map((one) => one.text)).toEqual(["Answer 1."]);
    expect(ana.dms()).toEqual([]);
    await isServed("Here.");
  });
});

describe("a gateway that is of no use", () => {
  it.each(["silent", "deaf"] as const)("(%s) is told, and left for one that works", async (how) => {
    const { gateway, states } = await open({ adapter: { readyWithinMs: SILENT_MS } });
    gateway[how] = true;
    const starting = bench.start();
    await until("it is told", () => isBrokenBy("unreachable"));
    gateway[how] = false;
    await starting;
    await until("the connection", isConnected);
    await isServed("Here.");

    gateway[how] = true;
    gateway.drop();
    await until("it is told again", () => isBrokenBy("unreachable"));
    gateway[how] = false;
    await until("the new connection", isConnected);
    expect(states.filter(({ state }) => state === "broken")).toHaveLength(2);
    await isServed("Here again.");
  });

  it("because all of Discord is: that is told, however often the library tries, and passes", async () => {
    // Long enough for two attempts: a new one is no sign of life.
    const { discord, states } = await open({ adapter: { readyWithinMs: 1_200 } });
    await discord.goDown();
    const starting = bench.start();
    await until("it is told", () => isBrokenBy("unreachable"));
    await discord.comeBack();
    await starting;
    await until("the connection", isConnected);
    await isServed("Here.");

    await discord.goDown();
    await until("it is told again", () => isBrokenBy("unreachable"));
    await discord.comeBack();
    await until("the new connection", isConnected);
    expect(states.filter(({ state }) => state === "broken")).toHaveLength(2);
    await isServed("Here again.");
  });

  it.each(["502-before", "garbage-after", "rate-limit", "drop-before"] as const)(
    "because its address cannot be had (%s): it is asked for again",
    async (kind) => {
      const { discord } = await open();
      discord.faults.arm({ kind, route: "GET /gateway/bot", times: 2 });
      await bench.start();
      await until("the connection", isConnected);
      expect(discord.faults.fired(kind)).toBe(2);
      await isServed("Here.");
    },
  );
});

describe("a token", () => {
  it("that is wrong is told once, and comes right with a good one", async () => {
    const { discord, states, adapter } = await open();
    discord.revokeToken();
    const starting = bench.start();
    await until("it is told", () => isBrokenBy("token_revoked"));
    await until("several looks", () => discord.requestsTo("GET /users/@me").length > 3);
    discord.restoreToken();
    await starting;
    await until("the connection", isConnected);
    // Both the connection and the calls say so, in words of their own; for an operator it is one thing.
    expect(states.at(-1)).toEqual({ state: "connected" });
    expect(
      states.slice(0, -1).filter((state) => state.state !== "broken" || state.reason !== "token_revoked"),
    ).toEqual([]);
    expect(adapter.workspace()).toBe(discord.guildId);
    await isServed("Here.");
  });

  it.each([4004, undefined])(
    "that is revoked in the middle (close code %s) is told, and comes right",
    async (code) => {
      const { discord, gateway, states } = await begin();
      discord.revokeToken();
      // Discord says so in the connection; or only at the next attempt to resume.
      if (code === undefined) gateway.drop();
      else gateway.closeAll(code);
      await until("it is told", () => isBrokenBy("token_revoked"));
      discord.restoreToken();
      await until("the connection", isConnected);
      expect(states.filter(({ state }) => state === "broken")).toHaveLength(1);
      await isServed("Here.");
    },
  );

  it("whose intents are refused is told apart", async () => {
    const { gateway } = await begin();
    gateway.closeAll(4014);
    await until("it is told", () => isBrokenBy("missing_permission"));
    await until("the next attempt", isConnected);
    expect(gateway.identifies).toBe(2);
    await isServed("Here.");
  });
});

describe("the server", () => {
  const REMOVED = "not_installed";

  it("that does not have the bot is told, until the bot is added", async () => {
    const { discord, adapter } = await open();
    discord.removeBotFromGuild(discord.guildId);
    await bench.start();
    await until("it is told", () => isBrokenBy(REMOVED));
    expect(adapter.workspace()).toBeUndefined();
    discord.addBotToGuild(discord.guildId);
    await until("it is right", isConnected);
    expect(adapter.workspace()).toBe(discord.guildId);
    await isServed("Here.");
  });

  it.each<[string, (gateway: Gateway) => void, (gateway: Gateway) => boolean]>([
    ["while connected", () => undefined, () => true],
    ["and a drop comes after", (gateway) => gateway.drop(), ({ resumes }) => resumes === 1],
    [
      "and the session is void after",
      (gateway) => gateway.invalidate(false),
      ({ identifies }) => identifies === 2,
    ],
  ])(
    "that removes the bot is told, %s, and it stays told until the bot is back",
    async (_, spoil, isBack) => {
      const { discord, gateway, states, adapter } = await begin();
      discord.removeBotFromGuild(discord.guildId);
      await until("it is told", () => isBrokenBy(REMOVED));
      const before = states.length;
      spoil(gateway);
      await until("the connection", () => isBack(gateway), 10_000);
      await until("it is told again", () => isBrokenBy(REMOVED));
      expect(states.slice(before).map(({ state }) => state)).not.toContain("connected");
      // Whom and what the bot cannot reach meanwhile is not given up.
      for (const one of [outgoing("k1"), toDm("k2", ANA)])
        expect(await adapter.send(one)).toEqual({
          outcome: "retry",
          afterMs: 60_000,
          reason: "not_installed",
          wide: true,
        });
      discord.addBotToGuild(discord.guildId);
      await until("it is right", isConnected);
      expect(adapter.workspace()).toBe(discord.guildId);
      await isServed("Here.");
    },
  );

  it("that removed the bot while nobody was connected is missed at the new session", async () => {
    const { discord, gateway } = await begin();
    gateway.invalidate(false);
    await until("the end of the old session", () => gateway.open === 0);
    discord.removeBotFromGuild(discord.guildId);
    await until("it is told", () => isBrokenBy(REMOVED), 10_000);
    expect(gateway.identifies).toBe(2);
    discord.addBotToGuild(discord.guildId);
    await until("it is right", isConnected);
    await isServed("Here.");
  });

  it("is not guessed when there are several", async () => {
    const { discord, adapter } = await open();
    discord.addGuild("220000000000000002", "Another");
    await bench.start();
    await until("the connection", isConnected);
    expect(adapter.workspace()).toBeUndefined();
  });
});

describe("the turn to hold the connection", () => {
  it("is waited for, and given up at once when it is lost", async () => {
    const turns: AbortController[] = [];
    const wishes: (() => void)[] = [];
    const turn = (signal: AbortSignal): Promise<AbortSignal> =>
      new Promise((resolve) => {
        const mine = new AbortController();
        turns.push(mine);
        wishes.push(() => resolve(mine.signal));
        signal.addEventListener("abort", () => resolve(signal), { once: true });
      });
    const { gateway, states } = await open({ adapter: { turn } });
    const starting = bench.start();
    await until("the wish", () => wishes.length === 1);
    expect(gateway.connections).toBe(0);
    wishes[0]?.();
    await starting;
    await until("the connection", isConnected);
    await isServed("Here.");
    turns[0]?.abort();
    await until("the goodbye", () => gateway.open === 0);
    await until("the next wish", () => wishes.length === 2);
    expect(states.at(-1)?.state).toBe("connecting");
    wishes[1]?.();
    await until("the connection again", isConnected);
    await isServed("Here again.");
  });
});

describe("the end", () => {
  /** Timers that would keep the process alive. */
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

  it.each<[string, (all: Awaited<ReturnType<typeof open>>) => unknown]>([
    ["in peace", () => undefined],
    ["while the peer is half open", ({ gateway }) => gateway.freeze(true)],
    ["just after a drop", ({ gateway }) => gateway.drop()],
    [
      "just after a drop that was noticed",
      async ({ gateway }) => {
        gateway.drop();
        await until("it is noticed", () => bench.states.at(-1)?.state === "connecting");
      },
    ],
    [
      "while it waits to begin anew",
      async ({ gateway }) => {
        gateway.invalidate(false);
        await until("it is noticed", () => bench.states.at(-1)?.state === "connecting");
      },
    ],
    [
      "while Discord is silent",
      async ({ gateway }) => {
        gateway.silent = true;
        gateway.drop();
        await until("the connection", () => gateway.connections === 2);
      },
    ],
    [
      "while Discord is deaf",
      async ({ gateway }) => {
        gateway.deaf = true;
        gateway.drop();
        await sleep(700);
      },
    ],
    ["while Discord is down", ({ discord }) => discord.goDown()],
    [
      "while the token is refused",
      async ({ discord, gateway }) => {
        discord.revokeToken();
        gateway.closeAll(4004);
        await until("it is told", () => isBrokenBy("token_revoked"));
      },
    ],
  ])("comes soon and leaves nothing behind: %s", async (_, spoil) => {
    const all = await begin();
    const { gateway, adapter } = all;
    await spoil(all);
    let isOver = false;
    void adapter.stop().then(() => (isOver = true));
    await until("the end", () => isOver, 4_000);
    gateway.thaw();
    await until("the goodbye", () => gateway.open === 0);
    const { connections } = gateway;
    const asked = bench.discord.requests.length;
    // Whatever was left behind would be back by now.
    gateway.deaf = false;
    gateway.silent = false;
    await sleep(800);
    expect(gateway.connections).toBe(connections);
    expect(gateway.open).toBe(0);
    expect(bench.discord.requests).toHaveLength(asked);
    expect(timers()).toBeLessThanOrEqual(1);
  });

  it("comes in the middle of the start, too", async () => {
    const { gateway, adapter, core } = await open();
    gateway.silent = true;
    const starting = adapter.start({
      core,
      report: () => undefined,
      history: () => Promise.resolve([]),
    });
    await until("the connection", () => gateway.open > 0);
    await adapter.stop();
    gateway.silent = false;
    await starting;
    await until("the goodbye", () => gateway.open === 0);
    expect(gateway.identifies).toBe(0);
  });

  it("lets an answer that is under way end, and takes nothing new", async () => {
    const { core, adapter, ana } = await begin();
    core.answer = async () => {
      await sleep(300);
      return privately("Just in time.");
    };
    const running = ana.command("escalate", {}, { channel: CHANNEL });
    await until("the event", () => core.events.length > 0);
    const stopping = adapter.stop();
    const late = ana.command("escalate", {}, { channel: CHANNEL });
    await Promise.all([running, stopping]);
    expect(newest(ana)).toBe("Just in time.");
    await late;
    expect(core.events).toHaveLength(1);
    expect(ana.trouble).toEqual(["The application did not respond"]);
  });
});

describe("packets that no Discord would send", () => {
  it("are survived", async () => {
    const { core, gateway } = await begin();
    for (const packet of [
      "not json",
      "null",
      "[]",
      "1",
      '{"op":0}',
      '{"op":0,"t":"INTERACTION_CREATE","s":90}',
      '{"op":0,"t":"INTERACTION_CREATE","s":91,"d":null}',
      '{"op":0,"t":"INTERACTION_CREATE","s":92,"d":[]}',
      '{"op":0,"t":"INTERACTION_CREATE","s":93,"d":{"type":2}}',
      '{"op":0,"t":"INTERACTION_CREATE","s":94,"d":{"type":99,"id":"1","__proto__":{"x":1}}}',
      '{"op":0,"t":"SOMETHING_NEW","s":95,"d":{}}',
      '{"op":99,"d":{}}',
    ])
      gateway.sendRaw(packet);
    await isServed("Here.");
    expect(core.events).toHaveLength(1);
  });
});
