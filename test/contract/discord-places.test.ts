import { afterEach, describe, expect, it } from "vitest";
import { createDiscordAdapter } from "../../adapters/discord/index.ts";
import type { CommandInfo, Core, MessageRef, Outgoing } from "../../src/chat/adapter.ts";
import { text } from "../../src/chat/message.ts";
import { DISCORD, discordBench, type DiscordBench } from "../support/discord-harness.ts";
import { outgoing, refOf, ROUTE, toDm } from "../support/discord-wire.ts";
import { signedPath } from "../support/fake-discord/payload.ts";
import { TestClock } from "../support/test-clock.ts";
import { until } from "../support/until.ts";

const { channel: CHANNEL, ana: ANA, cem: CEM } = DISCORD;

let bench: DiscordBench;
const clock = new TestClock();
afterEach(() => bench.stop());
const begin = async () => {
  bench = await discordBench({ now: () => clock.now() });
  await bench.start();
  return { ...bench, ana: bench.discord.user(ANA), cem: bench.discord.user(CEM) };
};
/** What Ana sees, each with where it stands. */
const seen = (): readonly string[] =>
  bench.discord
    .user(ANA)
    .sees(CHANNEL)
    .map((one) => `${one.thread === undefined ? "channel" : "thread"}: ${one.text}`);
const asked = (): readonly string[] => bench.discord.requests.map(({ route }) => route);

describe("a thread under a card", () => {
  const under = (key: string, thread: MessageRef): Outgoing => ({
    ...outgoing(key),
    to: { kind: "channel", channel: CHANNEL, thread },
  });
  const withCard = async () => {
    const all = await begin();
    const card = { ...outgoing("card"), message: { title: [text("ESC-0001 *refund*")], body: [] } };
    return { ...all, root: refOf(await all.adapter.send(card)) };
  };

  it("is made when it is first needed, is named after the card, and then used", async () => {
    const { adapter, discord, root } = await withCard();
    const before = asked().length;
    const first = refOf(await adapter.send(under("r1", root)));
    expect(first.channel).toBe(root.id);
    expect(asked().slice(before)).toEqual([
      ROUTE.post,
      "GET /channels/:channel/messages/:message",
      ROUTE.thread,
      ROUTE.post,
    ]);
    const second = refOf(await adapter.send(under("r2", root)));
    expect(asked().slice(before + 4)).toEqual([ROUTE.post]);
    expect(second.channel).toBe(root.id);
    expect(seen()).toEqual(["channel: ESC-0001 *refund*", "thread: Message r1", "thread: Message r2"]);
    expect(discord.book.threadsOf(CHANNEL).map(({ name }) => name)).toEqual(["ESC-0001 *refund*"]);
    // A reply to what stands in the thread stands in the thread.
    refOf(await adapter.send(under("r3", first)));
    expect(seen().at(-1)).toBe("thread: Message r3");
    refOf(await adapter.update(second, outgoing("changed")));
    expect(seen()).toContain("thread: Message changed");
  });

  it("that was deleted is made anew", async () => {
    const { adapter, discord, root } = await withCard();
    refOf(await adapter.send(under("r1", root)));
    discord.deleteThread(root.id);
    expect(await adapter.update({ channel: root.id, id: root.id }, outgoing("x"))).toEqual({
      outcome: "failed",
      reason: "message_gone",
    });
    refOf(await adapter.send(under("r2", root)));
    expect(seen()).toEqual(["channel: ESC-0001 *refund*", "thread: Message r2"]);
  });

  it("that somebody archived is opened again by what is said in it", async () => {
    const { adapter, discord, root } = await withCard();
    const first = refOf(await adapter.send(under("r1", root)));
    discord.book.channel(root.id).archived = true;
    refOf(await adapter.send(under("r2", root)));
    expect(seen().slice(1)).toEqual(["thread: Message r1", "thread: Message r2"]);
    discord.book.channel(root.id).archived = true;
    expect(await adapter.update(first, outgoing("r3"))).toEqual({
      outcome: "failed",
      reason: "channel_archived",
    });
  });

  it.each<[string, (root: MessageRef) => void, number]>([
    ["the card was deleted", ({ id }) => void (bench.discord.book.find(CHANNEL, id).deleted = true), 0],
    ["the bot may make no threads", () => bench.discord.denyBot(CHANNEL, "CreatePublicThreads"), 1],
    ["the bot may not write in threads", () => bench.discord.denyBot(CHANNEL, "SendMessagesInThreads"), 1],
    [
      "the bot may not write in the thread that is there",
      ({ id }) => {
        bench.discord.book.addThread(bench.discord.book.find(CHANNEL, id), "there");
        bench.discord.denyBot(CHANNEL, "SendMessagesInThreads");
      },
      1,
    ],
    [
      "the thread is locked",
      ({ id }) =>
        void (bench.discord.book.addThread(bench.discord.book.find(CHANNEL, id), "there").locked = true),
      1,
    ],
  ])("that cannot be had does not silence: %s, so it is said in the channel", async (_, spoil, cards) => {
    const { adapter, root } = await withCard();
    spoil(root);
    expect(refOf(await adapter.send(under("r1", root))).channel).toBe(CHANNEL);
    expect(seen().slice(cards)).toEqual(["channel: Message r1"]);
    // The channel itself says no: that is told as it is.
    bench.discord.denyBot(CHANNEL, "SendMessages", "SendMessagesInThreads");
    expect(await adapter.send(under("r2", root))).toEqual({
      outcome: "failed",
      reason: "missing_permission",
    });
  });

  it("whose making got no answer is tried again, and what was lost in it is found", async () => {
    const { adapter, discord, root } = await withCard();
    const since = clock.now();
    discord.faults.arm({ kind: "502-after", route: ROUTE.thread });
    expect((await adapter.send(under("r1", root))).outcome).toBe("retry");
    discord.faults.arm({ kind: "drop-after", route: ROUTE.post });
    expect((await adapter.send(under("r1", root))).outcome).toBe("unknown");
    expect([discord.faults.fired("502-after"), discord.faults.fired("drop-after")]).toEqual([1, 1]);
    expect(await adapter.findSent(under("r1", root), since)).toMatchObject({ channel: root.id });
    expect(refOf(await adapter.send(under("r1", root))).channel).toBe(root.id);
    expect(await adapter.findSent(under("r2", root), since)).toBe("absent");
    expect(seen().slice(1)).toEqual(["thread: Message r1"]);
  });

  it("finds in the channel what could not be said in it", async () => {
    const { adapter, discord, root } = await withCard();
    const since = clock.now();
    discord.denyBot(CHANNEL, "CreatePublicThreads");
    const said = refOf(await adapter.send(under("r1", root)));
    expect(await adapter.findSent(under("r1", root), since)).toEqual(said);
  });
});

describe("a direct conversation", () => {
  it("that is gone is opened again at the next attempt", async () => {
    const { adapter, discord, cem } = await begin();
    refOf(await adapter.send(toDm("k1", CEM)));
    discord.book.removeChannel(discord.book.dmWith(CEM).id);
    expect(await adapter.send(toDm("k2", CEM))).toEqual({ outcome: "failed", reason: "channel_not_found" });
    refOf(await adapter.send(toDm("k2", CEM)));
    expect(cem.dms().map((one) => one.text)).toEqual(["Message k2"]);
  });
});

describe("a file", () => {
  const bytes = new Uint8Array(3000).fill(7);
  const chart = {
    to: { kind: "channel", channel: CHANNEL },
    fileName: "chart.png",
    bytes,
    alt: "Calls by hour",
  } as const;

  it("is uploaded once, with words for those who cannot see it, and deleted", async () => {
    const { adapter, discord, ana, cem } = await begin();
    discord.faults.arm({ kind: "502-after", route: ROUTE.post });
    expect((await adapter.upload(chart)).outcome).toBe("unknown");
    expect(discord.faults.fired("502-after")).toBe(1);
    const ref = refOf(await adapter.upload(chart));
    const [message, ...more] = ana.sees(CHANNEL);
    expect(more).toEqual([]);
    expect(message?.files).toMatchObject([{ name: "chart.png", description: "Calls by hour" }]);
    expect(message?.files[0]?.bytes).toHaveLength(3000);
    refOf(await adapter.upload({ ...chart, to: { kind: "dm", user: CEM } }));
    expect(cem.dms()[0]?.files).toHaveLength(1);
    refOf(await adapter.delete(ref));
    expect(ana.sees(CHANNEL)).toEqual([]);
  });

  it("that is too large, or may not be attached, is refused", async () => {
    const { adapter, discord, ana } = await begin();
    const large = { ...chart, bytes: new Uint8Array(11 * 1024 * 1024) };
    expect(await adapter.upload(large)).toEqual({ outcome: "failed", reason: "rejected" });
    discord.denyBot(CHANNEL, "AttachFiles");
    expect(await adapter.upload(chart)).toEqual({ outcome: "failed", reason: "missing_permission" });
    expect(ana.sees(CHANNEL)).toEqual([]);
  });

  it("that somebody gave is read from Discord alone, and no further than allowed", async () => {
    const { adapter, discord, ana } = await begin();
    const given = discord.book.files.get(ana.givesFile("calls.csv", bytes));
    if (!given) throw new Error("no file");
    const address = `${new URL(discord.apiUrl).origin}/cdn.discordapp.com${signedPath(given)}`;
    expect(await adapter.download(address, 3000)).toHaveLength(3000);
    await expect(adapter.download(address, 2999)).rejects.toThrow("too large");
    await expect(adapter.download(address.replace("calls", "other"), 3000)).rejects.toThrow("404");
    for (const foreign of [
      "https://evil.test/calls.csv",
      "https://cdn.discordapp.com.evil.test/calls.csv",
      "https://evil.test/?https://cdn.discordapp.com/",
      "http://cdn.discordapp.com/calls.csv",
      "https://cdn.discordapp.com@evil.test/calls.csv",
      "file:///etc/passwd",
      "not an address",
      "",
    ])
      await expect(adapter.download(foreign, 3000), foreign).rejects.toThrow("outside Discord");
  });
});

describe("commands", () => {
  const registered = () =>
    bench.discord.commands.of(undefined).map(({ source }) => `${source.type} ${source.name}`);
  const again = async (
    commands: readonly CommandInfo[],
    shortcuts: Core["shortcuts"] = bench.core.shortcuts,
  ) => {
    const { core, discord } = bench;
    const adapter = createDiscordAdapter({
      token: discord.token,
      apiUrl: discord.apiUrl,
      log: () => undefined,
      patience: { firstMs: 20, longestMs: 100, tokenMs: 50 },
    });
    const next: Core = {
      commands,
      shortcuts,
      forms: core.forms,
      handle: (event) => core.handle(event),
      suggest: (typing) => core.suggest(typing),
      picture: (id) => core.picture(id),
    };
    const looks = (): number => asked().filter((route) => route === "GET /applications/:app/commands").length;
    const before = looks();
    await adapter.start({ core: next, report: () => undefined, history: () => Promise.resolve([]) });
    await until("a look at what is registered", () => looks() > before);
    await adapter.stop();
  };

  it("are registered at the first start, not at the next, and again when something changed", async () => {
    const { adapter, core, discord } = await begin();
    await adapter.stop();
    expect(discord.commands.writes).toBe(1);
    const [escalate] = core.commands;
    if (!escalate) throw new Error("no command");
    await again(core.commands);
    await again([{ ...escalate }]);
    expect(discord.commands.writes).toBe(1);
    const [what, ...others] = escalate.options;
    if (!what) throw new Error("no option");
    await again([{ ...escalate, options: [{ ...what, hint: "Something else" }, ...others] }]);
    expect(discord.commands.writes).toBe(2);
    await again([
      { ...escalate, options: others },
      { ...escalate, name: "away", options: [] },
    ]);
    expect(discord.commands.writes).toBe(3);
    await again([
      { ...escalate, name: "away", options: [] },
      { ...escalate, options: others },
    ]);
    expect(discord.commands.writes).toBe(3);
    expect(registered()).toEqual(["1 escalate", "1 away", "3 Log customer comment"]);
    await again([{ ...escalate, options: others }], []);
    expect(discord.commands.writes).toBe(4);
    expect(registered()).toEqual(["1 escalate"]);
  });

  it("are registered in the end, whatever goes wrong before", async () => {
    bench = await discordBench();
    const { discord } = bench;
    discord.faults.arm({ kind: "502-before", route: "GET /applications/:app/commands" });
    discord.faults.arm({ kind: "drop-after", route: "PUT /applications/:app/commands" });
    discord.faults.arm({ kind: "rate-limit", route: "GET /applications/:app/commands", retryAfter: null });
    discord.faults.arm({ kind: "garbage-after", route: "GET /applications/@me" });
    await bench.start();
    await until("the faults are over", () => discord.faults.fired("rate-limit") === 1);
    await until("it is quiet", () => bench.logs.length >= 3);
    expect(discord.faults.fired("502-before")).toBe(1);
    expect(discord.faults.fired("drop-after")).toBe(1);
    expect(discord.faults.fired("garbage-after")).toBe(1);
    expect(registered()).toEqual(["1 escalate", "3 Log customer comment"]);
    expect(discord.commands.writes).toBe(1);
  });
});
