import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { say, text } from "../../src/chat/message.ts";
import { DISCORD, discordBench, type DiscordBench } from "../support/discord-harness.ts";
import { outgoing, refOf, ROUTE, toDm } from "../support/discord-wire.ts";
import { until } from "../support/until.ts";

const { channel: CHANNEL, nowhere: NOWHERE, ana: ANA, ben: BEN, cem: CEM } = DISCORD;
const OTHER = "330000000000000002";

let bench: DiscordBench;
afterEach(() => bench.stop());
const begin = async () => {
  bench = await discordBench();
  await bench.start();
  bench.discord.addChannel(OTHER, "other", [ANA]);
  return { ...bench, ana: bench.discord.user(ANA) };
};
const posts = (): number => bench.discord.requestsTo(ROUTE.post).length;

describe("a limit", () => {
  it.each([
    ["7", 7000],
    ["60", 60_000],
    ["0.35", 350],
    [null, undefined],
    ["0", undefined],
    ["soon", undefined],
    ["-5", undefined],
    ["99999999999999", undefined],
    ["Wed, 21 Oct 2026 07:28:00 GMT", undefined],
  ])("with Retry-After %s asks for %s ms, in one request", async (retryAfter, afterMs) => {
    const { adapter, discord, ana } = await begin();
    discord.faults.arm({ kind: "rate-limit", route: ROUTE.post, retryAfter });
    const limited = await adapter.send(outgoing("k1"));
    expect(discord.faults.fired("rate-limit")).toBe(1);
    expect(posts()).toBe(1);
    // The library adds a little, for clocks that differ.
    expect(limited).toStrictEqual({
      outcome: "retry",
      afterMs: afterMs === undefined ? undefined : afterMs + 50,
      reason: "ratelimited",
    });
    expect(ana.sees(CHANNEL)).toEqual([]);
  });

  it("in one channel holds up no other", async () => {
    const { adapter, discord, ana } = await begin();
    discord.faults.arm({
      kind: "rate-limit",
      route: ROUTE.post,
      channel: CHANNEL,
      retryAfter: "30",
      times: 5,
    });
    const limited = await Promise.all([1, 2, 3, 4, 5].map((n) => adapter.send(outgoing(`k${n}`))));
    const others = await Promise.all([1, 2, 3].map((n) => adapter.send(outgoing(`o${n}`, OTHER))));
    refOf(await adapter.send(toDm("d1", BEN)));
    expect(limited.map(({ outcome }) => outcome)).toEqual(Array.from({ length: 5 }, () => "retry"));
    expect(others.map(({ outcome }) => outcome)).toEqual(["sent", "sent", "sent"]);
    expect(discord.faults.fired("rate-limit")).toBe(5);
    expect(ana.sees(OTHER)).toHaveLength(3);
  });

  it("that Discord announces beforehand is kept without asking", async () => {
    const { adapter, discord, ana } = await begin();
    discord.limitPosts({ burst: 2, everyMs: 60_000 });
    refOf(await adapter.send(outgoing("k1")));
    refOf(await adapter.send(outgoing("k2")));
    const held = await Promise.all([3, 4, 5].map((n) => adapter.send(outgoing(`k${n}`))));
    for (const each of held) {
      if (each.outcome !== "retry") throw new Error(each.outcome);
      expect(each.afterMs).toBeGreaterThan(59_000);
      expect(each.afterMs).toBeLessThan(60_200);
      expect(each.wide).not.toBe(true);
    }
    expect(posts()).toBe(2);
    expect(discord.invalidAnswers()).toBe(0);
    refOf(await adapter.send(outgoing("o1", OTHER)));
    expect(ana.sees(CHANNEL)).toHaveLength(2);
  });

  it("over everything is `wide` and kept without asking, but people are still answered", async () => {
    const { adapter, core, discord, ana } = await begin();
    discord.faults.arm({ kind: "rate-limit", route: ROUTE.post, retryAfter: "20", global: true });
    expect(await adapter.send(outgoing("k1"))).toMatchObject({ outcome: "retry", wide: true });
    expect(discord.faults.fired("rate-limit")).toBe(1);
    const asked = discord.requests.length;
    for (const one of [outgoing("k1"), outgoing("o1", OTHER), toDm("d1", BEN)]) {
      const held = await adapter.send(one);
      if (held.outcome !== "retry") throw new Error(held.outcome);
      expect(held.wide).toBe(true);
      expect(held.afterMs).toBeGreaterThan(18_000);
      expect(held.afterMs).toBeLessThan(20_200);
    }
    expect(discord.requests.length).toBe(asked);
    core.answer = async () => {
      await sleep(2_100);
      return { kind: "private", message: say(text("Here is the answer.")) };
    };
    await ana.command("escalate", {}, { channel: CHANNEL });
    await until("the late answer", () => ana.sees(CHANNEL).at(-1)?.text === "Here is the answer.");
    expect(discord.invalidAnswers()).toBe(1);
  });

  it("of the library's own for all calls does not use up what answers need", async () => {
    const { adapter, core, discord, ana } = await begin();
    core.answer = async () => {
      await sleep(2_100);
      return { kind: "private", message: say(text("Here is the answer.")) };
    };
    await ana.command("escalate", {}, { channel: CHANNEL });
    const channels = Array.from({ length: 60 }, (_, n) => String(330000000000000100n + BigInt(n)));
    for (const channel of channels) discord.addChannel(channel, channel, [ANA]);
    const busy = await Promise.all(channels.map((channel) => adapter.send(outgoing(channel, channel))));
    expect(busy.filter(({ outcome }) => outcome === "retry").length).toBeGreaterThan(0);
    await until("the late answer", () => ana.sees(CHANNEL).at(-1)?.text === "Here is the answer.");
    expect(ana.dms()).toEqual([]);
  });
});

describe("what Discord refuses", () => {
  it.each([
    [10003, 404, { outcome: "failed", reason: "channel_not_found" }],
    [10004, 404, { outcome: "failed", reason: "channel_not_found" }],
    [10008, 404, { outcome: "failed", reason: "message_gone" }],
    [50001, 403, { outcome: "failed", reason: "missing_permission" }],
    [50013, 403, { outcome: "failed", reason: "missing_permission" }],
    [50005, 403, { outcome: "failed", reason: "message_gone" }],
    [50007, 403, { outcome: "failed", reason: "dm_closed" }],
    [50278, 403, { outcome: "failed", reason: "dm_closed" }],
    [50033, 400, { outcome: "failed", reason: "user_not_found" }],
    [50035, 400, { outcome: "failed", reason: "rejected" }],
    [50083, 400, { outcome: "failed", reason: "channel_archived" }],
    [160002, 400, { outcome: "failed", reason: "missing_permission" }],
    [99999, 400, { outcome: "failed", reason: "rejected" }],
    [20016, 400, { outcome: "retry", afterMs: undefined, reason: "discord_20016" }],
    [130000, 503, { outcome: "unknown", reason: "http_503" }],
    [0, 500, { outcome: "unknown", reason: "http_500" }],
  ])("with %i is understood, from one request", async (code, status, delivery) => {
    const { adapter, discord } = await begin();
    discord.faults.arm({ kind: "error", route: ROUTE.post, status, code });
    expect(await adapter.send(outgoing("k1"))).toEqual(delivery);
    expect(discord.faults.fired("error")).toBe(1);
    expect(posts()).toBe(1);
  });

  it("of what is gone, closed or not ours is told apart, and doctor sees the same", async () => {
    const { adapter, discord } = await begin();
    discord.deleteChannel(OTHER);
    expect(await adapter.send(outgoing("k1", OTHER))).toEqual({
      outcome: "failed",
      reason: "channel_not_found",
    });
    expect(await adapter.checkPlace(OTHER)).toEqual({ ok: false, reason: "channel_not_found" });
    expect(await adapter.send(outgoing("k1", NOWHERE))).toEqual({
      outcome: "failed",
      reason: "channel_not_found",
    });

    const ref = refOf(await adapter.send(outgoing("k1")));
    refOf(await adapter.delete(ref));
    expect(await adapter.update(ref, outgoing("k2"))).toEqual({ outcome: "failed", reason: "message_gone" });
    expect(await adapter.delete(ref)).toEqual({ outcome: "failed", reason: "message_gone" });
    const theirs = discord.user(ANA).says(CHANNEL, "mine");
    expect(await adapter.update({ channel: CHANNEL, id: theirs }, outgoing("k2"))).toEqual({
      outcome: "failed",
      reason: "message_gone",
    });

    discord.denyBot(CHANNEL, "SendMessages");
    expect(await adapter.send(outgoing("k2"))).toEqual({ outcome: "failed", reason: "missing_permission" });
    expect(await adapter.checkPlace(CHANNEL)).toEqual({
      ok: false,
      reason: "missing_permission",
      detail: "Send Messages",
    });
    discord.denyBot(CHANNEL, "ViewChannel");
    expect(await adapter.send(outgoing("k3"))).toEqual({ outcome: "failed", reason: "missing_permission" });
    expect(await adapter.checkPlace(CHANNEL)).toMatchObject({
      reason: "missing_permission",
      detail: "View Channel",
    });
    discord.allowBot(CHANNEL, "ViewChannel", "SendMessages");
    refOf(await adapter.send(outgoing("k4")));
    expect(await adapter.checkPlace(CHANNEL)).toEqual({ ok: true });

    const stranger = toDm("k", "440000000000000099");
    expect(await adapter.send(stranger)).toEqual({ outcome: "failed", reason: "user_not_found" });
    discord.closeDms(CEM);
    expect(await adapter.send(toDm("k1", CEM))).toEqual({ outcome: "failed", reason: "dm_closed" });
    discord.openDms(CEM);
    refOf(await adapter.send(toDm("k1", CEM)));
    expect(
      discord
        .user(CEM)
        .dms()
        .map((message) => message.text),
    ).toEqual(["Message k1"]);
  });

  it("once with 401 does not blind the client; the operator is told once, and that it is right again", async () => {
    const { adapter, discord, ana, states } = await begin();
    const before = states.length;
    discord.unauthorizedOnce();
    expect(await adapter.send(outgoing("k1"))).toEqual({ outcome: "failed", reason: "token_revoked" });
    expect(discord.requests.at(-1)?.status).toBe(401);
    refOf(await adapter.send(outgoing("k1")));
    expect(ana.sees(CHANNEL)).toHaveLength(1);
    await until("it is right again", () => states.at(-1)?.state === "connected");
    expect(states.slice(before)).toEqual([
      { state: "broken", reason: "token_revoked", detail: "Discord refuses the bot token." },
      { state: "connected" },
    ]);
    expect(discord.invalidAnswers()).toBe(1);
  });

  it("with 401 until the token is restored is told once, and ends", async () => {
    const { adapter, discord, states } = await begin();
    const before = states.length;
    discord.revokeToken();
    for (let n = 0; n < 3; n += 1)
      expect(await adapter.send(outgoing("k1"))).toEqual({ outcome: "failed", reason: "token_revoked" });
    await until("several looks", () => discord.requestsTo("GET /users/@me").length > 3);
    discord.restoreToken();
    await until("it is right again", () => states.at(-1)?.state === "connected");
    expect(states.slice(before).map(({ state }) => state)).toEqual(["broken", "connected"]);
    refOf(await adapter.send(outgoing("k1")));
  });

  it("of an interaction's own token says nothing about ours", async () => {
    const { core, discord, ana, states } = await begin();
    const before = states.length;
    core.answer = async () => {
      await sleep(2_100);
      discord.expireInteractionTokens();
      return { kind: "private", message: say(text("Late.")) };
    };
    await ana.command("escalate", {}, { channel: CHANNEL });
    await until("the answer", () => ana.dms().some((message) => message.text === "Late."));
    expect(discord.requestsTo(ROUTE.changeAnswer).map(({ status }) => status)).toEqual([401]);
    expect(states.slice(before)).toEqual([]);
  });
});
