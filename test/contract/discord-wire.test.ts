import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { say, text, type ResolvedMessage } from "../../src/chat/message.ts";
import { DISCORD, discordBench, pressesNewest, type DiscordBench } from "../support/discord-harness.ts";
import { outgoing, refOf, ROUTE, toDm } from "../support/discord-wire.ts";
import type { FaultKind } from "../support/fake-discord/faults.ts";
import { TestClock } from "../support/test-clock.ts";
import { until } from "../support/until.ts";

const { channel: CHANNEL, ana: ANA, ben: BEN, cem: CEM } = DISCORD;

const card: ResolvedMessage = {
  body: [{ b: "prose", text: [text("A card")] }],
  buttons: [{ action: "take", arg: "1", label: "Take" }],
};

const noncedSchema = z.object({ nonce: z.string().max(25), enforce_nonce: z.literal(true) });
/** What names each post, in the order in which they came. */
const nonces = ({ discord }: DiscordBench): string[] =>
  discord.requestsTo(ROUTE.post).map(({ body }) => noncedSchema.parse(body).nonce);

let bench: DiscordBench;
afterEach(() => bench.stop());
const begin = async (clock?: TestClock) => {
  bench = await discordBench(clock ? { now: () => clock.now() } : {});
  await bench.start();
  return { ...bench, ana: bench.discord.user(ANA), cem: bench.discord.user(CEM) };
};
const countOf = (route?: string): number =>
  route === undefined ? bench.discord.requests.length : bench.discord.requestsTo(route).length;

describe("one call to Discord", () => {
  it("is one request: send, update, delete, and a direct message once its conversation is open", async () => {
    const { adapter, ana, cem } = await begin();
    const before = countOf();
    const ref = refOf(await adapter.send(outgoing("k1")));
    await adapter.update(ref, outgoing("k2"));
    await adapter.delete(ref);
    expect(countOf() - before).toBe(3);
    refOf(await adapter.send(toDm("d1", CEM)));
    refOf(await adapter.send(toDm("d2", CEM)));
    expect([
      countOf(ROUTE.openDm),
      countOf(ROUTE.post),
      countOf(ROUTE.change),
      countOf(ROUTE.delete),
    ]).toEqual([1, 3, 1, 1]);
    expect(countOf() - before).toBe(6);
    expect(ana.sees(CHANNEL)).toEqual([]);
    expect(cem.dms().map((message) => message.text)).toEqual(["Message d1", "Message d2"]);
  });

  it("carries a name with every post, the same for a repeat, another for a copy, and never more than 25 characters", async () => {
    const { adapter, ana } = await begin();
    for (const one of [
      outgoing("k1"),
      outgoing("k1"),
      { ...outgoing("k1"), copy: 0 },
      { ...outgoing("k1"), copy: 3 },
      outgoing("k".repeat(500)),
      toDm("k1", BEN),
    ])
      refOf(await adapter.send(one));
    const [first, repeat, zeroth, copy, long, dm] = nonces(bench);
    expect([repeat, zeroth, dm]).toEqual([first, first, first]);
    expect(new Set([first, copy, long]).size).toBe(3);
    expect(ana.sees(CHANNEL)).toHaveLength(3);
    expect(bench.discord.user(BEN).dms()).toHaveLength(1);
  });

  it("says in every body whom it may notify: nobody but those whom the core named", async () => {
    const { adapter, core, discord, ana } = await begin();
    const everybody = say(text("@everyone <@440000000000000002> <@&1>"), {
      t: "person",
      name: "Cem",
      userId: CEM,
    });
    const ref = refOf(await adapter.send({ ...outgoing("k1"), message: everybody }));
    await adapter.update(ref, { ...outgoing("k1"), message: { ...everybody, buttons: card.buttons ?? [] } });
    const bytes = new Uint8Array(3);
    await adapter.upload({
      to: { kind: "channel", channel: CHANNEL },
      fileName: "a.png",
      bytes,
      alt: "@everyone",
    });
    core.answer = async () => {
      await sleep(2100);
      return { kind: "private", message: everybody };
    };
    await pressesNewest(ana, CHANNEL, "Take");
    await until("the late answer", () => ana.sees(CHANNEL).some((one) => one.ephemeral && one.edited));
    const bodies = discord.requests.filter(
      ({ route, method }) => method !== "GET" && !/commands/.test(route),
    );
    expect(bodies.map(({ route }) => route.replace(/ .*\/(?=\w+$|@)/, " "))).toEqual([
      "POST messages",
      "PATCH /channels/:channel/messages/:message",
      "POST messages",
      "POST callback",
      "PATCH @original",
    ]);
    const mentionsSchema = z.object({
      allowed_mentions: z.object({ parse: z.tuple([]), users: z.array(z.string()).optional() }),
    });
    const bodySchema = z.union([mentionsSchema, z.object({ data: mentionsSchema })]);
    for (const { body, route } of bodies) {
      const read = bodySchema.parse(body);
      const { users = [] } = ("data" in read ? read.data : read).allowed_mentions;
      expect(
        users.filter((user) => user !== CEM),
        route,
      ).toEqual([]);
    }
    // Cem was named but is not in the channel; the others were only typed.
    expect(discord.pings()).toEqual([]);
  });
});

describe("an answer that Discord lost", () => {
  it.each<FaultKind>(["drop-after", "502-after", "garbage-after"])(
    "after a post (%s) is `unknown` from one request, and a repeat is the same message",
    async (kind) => {
      const { adapter, discord, ana } = await begin();
      discord.faults.arm({ kind, route: ROUTE.post });
      expect((await adapter.send(outgoing("k1"))).outcome).toBe("unknown");
      expect(discord.faults.fired(kind)).toBe(1);
      expect(countOf(ROUTE.post)).toBe(1);
      const [seen] = ana.sees(CHANNEL);
      expect(refOf(await adapter.send(outgoing("k1")))).toEqual({ channel: CHANNEL, id: seen?.id });
      expect(ana.sees(CHANNEL)).toHaveLength(1);
    },
  );

  it.each<FaultKind>(["drop-before", "502-before"])(
    "before a post was taken (%s) is `unknown` too, and the repeat posts it",
    async (kind) => {
      const { adapter, discord, ana } = await begin();
      discord.faults.arm({ kind, route: ROUTE.post });
      expect((await adapter.send(outgoing("k1"))).outcome).toBe("unknown");
      expect(discord.faults.fired(kind)).toBe(1);
      expect(countOf(ROUTE.post)).toBe(1);
      expect(ana.sees(CHANNEL)).toEqual([]);
      refOf(await adapter.send(outgoing("k1")));
      expect(ana.sees(CHANNEL)).toHaveLength(1);
    },
  );

  it("ends after 10 s when Discord does not answer, or stops in the middle of an answer", async () => {
    const { adapter, discord, ana } = await begin();
    const ref = refOf(await adapter.send(outgoing("root")));
    const other = "330000000000000002";
    discord.addChannel(other, "other", [ANA]);
    discord.faults.arm({ kind: "hang-after", route: ROUTE.post, channel: CHANNEL });
    discord.faults.arm({ kind: "hang-after", route: ROUTE.change });
    discord.faults.arm({ kind: "hang-before", route: ROUTE.openDm });
    discord.faults.arm({ kind: "stall-after", route: ROUTE.post, channel: other });
    const before = performance.now();
    const outcomes = await Promise.all([
      adapter.send(outgoing("k1")),
      adapter.update(ref, outgoing("k2")),
      adapter.send(outgoing("k3", other)),
      adapter.send(toDm("k4", CEM)),
    ]);
    expect(performance.now() - before).toBeLessThan(11_000);
    expect(discord.faults.fired("hang-after")).toBe(2);
    expect(discord.faults.fired("hang-before")).toBe(1);
    expect(discord.faults.fired("stall-after")).toBe(1);
    // Where the conversation could not even be opened, certainly nothing was posted.
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(["unknown", "unknown", "unknown", "retry"]);
    expect([countOf(ROUTE.post), countOf(ROUTE.change), countOf(ROUTE.openDm)]).toEqual([3, 1, 1]);
    refOf(await adapter.send(outgoing("k1")));
    refOf(await adapter.send(outgoing("k3", other)));
    expect(ana.sees(CHANNEL).map((one) => one.text)).toEqual(["Message k2", "Message k1"]);
    expect(ana.sees(other)).toHaveLength(1);
  });

  it.each<FaultKind>(["drop-after", "502-after", "garbage-after"])(
    "after an update or a deletion (%s) is `unknown` from one request",
    async (kind) => {
      const { adapter, discord, ana } = await begin();
      const ref = refOf(await adapter.send(outgoing("k1")));
      discord.faults.arm({ kind, route: ROUTE.change });
      expect((await adapter.update(ref, outgoing("k2"))).outcome).toBe("unknown");
      expect(ana.sees(CHANNEL).map((one) => one.text)).toEqual(["Message k2"]);
      discord.faults.arm({ kind, route: ROUTE.delete });
      expect((await adapter.delete(ref)).outcome).toBe("unknown");
      expect(discord.faults.fired(kind)).toBe(2);
      expect([countOf(ROUTE.change), countOf(ROUTE.delete)]).toEqual([1, 1]);
      expect(ana.sees(CHANNEL)).toEqual([]);
    },
  );

  it("is found by its words once Discord has forgotten the name", async () => {
    const clock = new TestClock();
    const { adapter, discord, ana, cem } = await begin(clock);
    const since = clock.now();
    const message: ResolvedMessage = {
      title: [text("ESC-0001 *raised*")],
      status: { tone: "waiting", text: [text("Waiting  ")] },
      body: [
        { b: "fields", fields: [{ label: "Need", value: [text(" 80 back @everyone ")] }] },
        { b: "list", items: [[text("one")], [text("two\nlines")]] },
      ],
      buttons: card.buttons ?? [],
    };
    const lost = { ...outgoing("k1"), message };
    const dm = toDm("dm", CEM);
    for (const one of [lost, dm]) {
      discord.faults.arm({ kind: "drop-after", route: ROUTE.post });
      expect((await adapter.send(one)).outcome).toBe("unknown");
    }
    expect(discord.faults.fired("drop-after")).toBe(2);
    for (let n = 0; n < 250; n += 1) ana.says(CHANNEL, `chatter ${n}`);
    clock.advance(6 * 60_000);
    const posted = countOf(ROUTE.post);
    expect(await adapter.findSent(lost, since)).toEqual({ channel: CHANNEL, id: ana.sees(CHANNEL)[0]?.id });
    expect(await adapter.findSent(dm, since)).toMatchObject({ id: cem.dms()[0]?.id });
    expect(await adapter.findSent(outgoing("never"), since)).toBe("absent");
    expect(await adapter.findSent(outgoing("k1", DISCORD.nowhere), since)).toBe("absent");
    expect(countOf(ROUTE.post)).toBe(posted);
    // Without a look, a post that comes again so late is a second one.
    refOf(await adapter.send(lost));
    expect(ana.sees(CHANNEL).filter((one) => one.text.includes("ESC-0001"))).toHaveLength(2);
  });

  it("believes only its own posts, and never says `absent` of what it could not read", async () => {
    const { adapter, discord, ana } = await begin();
    const since = Date.now();
    ana.says(CHANNEL, "Message k1");
    expect(await adapter.findSent(outgoing("k1"), since)).toBe("absent");
    for (const kind of ["502-before", "rate-limit", "garbage-after"] as const) {
      discord.faults.arm({ kind, route: ROUTE.history });
      expect(await adapter.findSent(outgoing("k1"), since), kind).toBe("unknown");
      expect(discord.faults.fired(kind)).toBe(1);
    }
    expect(await adapter.findSent(toDm("k1", "440000000000000099"), since)).toBe("unknown");
  });

  it("cannot be when Discord is not reached at all: that is certain", async () => {
    const { adapter, discord } = await begin();
    await discord.goDown();
    // Until the kept connection is known to be closed, a request on it may have been read: that is `unknown`.
    await sleep(50);
    expect(await adapter.send(outgoing("k1"))).toMatchObject({
      outcome: "retry",
      reason: "ECONNREFUSED",
      wide: true,
    });
    await discord.comeBack();
    refOf(await adapter.send(outgoing("k1")));
  });
});
