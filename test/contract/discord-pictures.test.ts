import { afterEach, describe, expect, it } from "vitest";
import { createDiscordAdapter } from "../../adapters/discord/index.ts";
import type { MessageRef, Outgoing } from "../../src/chat/adapter.ts";
import { image, text, type ResolvedMessage } from "../../src/chat/message.ts";
import { DISCORD, discordBench, type DiscordBench } from "../support/discord-harness.ts";
import { refOf, ROUTE } from "../support/discord-wire.ts";
import { dot } from "../support/png.ts";
import { TestClock } from "../support/test-clock.ts";
import { until } from "../support/until.ts";

const WORDS = "Service level: 78 %";
const digest: ResolvedMessage = {
  title: [text("Tuesday")],
  body: [{ b: "fields", fields: [{ label: "Calls", value: [text("410")] }] }, image("kpi:sl", WORDS)],
};
const outgoing = (key: string, message = digest): Outgoing => ({
  key,
  to: { kind: "channel", channel: DISCORD.channel },
  message,
});
const PATCH = "PATCH /channels/:channel/messages/:message";
const CALLBACK = "POST /interactions/:interaction/:token/callback";

describe("a picture on Discord", () => {
  let bench: DiscordBench;
  const clock = new TestClock();
  afterEach(async () => {
    const violations = bench.discord.takeViolations();
    await bench.stop();
    if (violations.length > 0) throw new Error(violations.join("\n"));
  });
  const begin = async (picturesWithinMs = 4_000) => {
    bench = await discordBench({ now: () => clock.now(), adapter: { picturesWithinMs } });
    bench.core.pictures.set("kpi:sl", dot(1));
    await bench.start();
    return { ...bench, ana: bench.discord.user(DISCORD.ana) };
  };
  const seen = () => bench.discord.user(DISCORD.ana).sees(DISCORD.channel);
  const files = (): number[] =>
    bench.discord.requests.flatMap((each) => (each.files.length > 0 ? [each.files.length] : []));

  it("travels in the one request that posts the message, and a repeat is the same message", async () => {
    const { adapter, discord } = await begin();
    discord.faults.arm({ kind: "drop-after", route: ROUTE.post });
    expect((await adapter.send(outgoing("k1"))).outcome).toBe("unknown");
    expect((await adapter.send(outgoing("k1"))).outcome).toBe("sent");
    expect(discord.requestsTo(ROUTE.post)).toHaveLength(2);
    expect(seen()).toHaveLength(1);
    expect(seen()[0]?.pictures.map((each) => each.alt)).toEqual([WORDS]);
    expect(seen()[0]?.files.map((each) => each.contentType)).toEqual(["image/png"]);
  });

  it("stays where it hangs when the message changes, also after a restart", async () => {
    const { adapter, core, discord } = await begin();
    const ref = refOf(await adapter.send(outgoing("k1")));
    const [before] = seen()[0]?.files ?? [];
    await adapter.stop();
    const next = createDiscordAdapter({ token: discord.token, apiUrl: discord.apiUrl, log: () => undefined });
    await next.start({ core, report: () => undefined, history: () => Promise.resolve([]) });
    expect((await next.update(ref, outgoing("k1", { ...digest, title: [text("Corrected")] }))).outcome).toBe(
      "sent",
    );
    await next.stop();
    expect(seen()[0]?.text).toContain("Corrected");
    expect(seen()[0]?.files.map((file) => file.id)).toEqual([before?.id]);
    expect(seen()[0]?.pictures).toHaveLength(1);
    expect(core.asked).toEqual(["kpi:sl"]);
    expect(files()).toEqual([1]);
  });

  it("is found with its message once Discord has forgotten the post's nonce", async () => {
    const { adapter } = await begin();
    const since = clock.now();
    const withPicture = refOf(await adapter.send(outgoing("k1")));
    const inWords = refOf(
      await adapter.send(outgoing("k2", { ...digest, body: [image("kpi:none", "None")] })),
    );
    expect(await adapter.findSent(outgoing("k1"), since)).toEqual(withPicture);
    expect(
      await adapter.findSent(outgoing("k2", { ...digest, body: [image("kpi:none", "None")] }), since),
    ).toEqual(inWords);
  });

  it("does not cost the message where the bot may not attach files, in a thread neither", async () => {
    const { adapter, discord } = await begin();
    const root: MessageRef = refOf(await adapter.send(outgoing("root", { body: [], title: [text("Root")] })));
    discord.denyBot(DISCORD.channel, "AttachFiles");
    refOf(await adapter.send(outgoing("k1")));
    refOf(
      await adapter.send({
        ...outgoing("k2"),
        to: { kind: "channel", channel: DISCORD.channel, thread: root },
      }),
    );
    for (const message of seen().slice(1)) {
      expect(message.text).toContain(`[Image: ${WORDS}]`);
      expect(message.text).toContain("410");
    }
    expect(
      seen()
        .map((message) => (message.thread === undefined ? "channel" : "thread"))
        .toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(["channel", "channel", "thread"]);
  });

  it("that is not drawn in time keeps the message back three times, then it goes in words", async () => {
    const { adapter, core, discord } = await begin(200);
    core.drawing = new Promise(() => undefined);
    for (const _ of [1, 2, 3]) expect((await adapter.send(outgoing("k1"))).outcome).toBe("retry");
    expect(discord.requestsTo(ROUTE.post)).toHaveLength(0);
    const ref = refOf(await adapter.send(outgoing("k1")));
    expect(seen()[0]?.text).toContain(`[Image: ${WORDS}]`);
    core.drawing = undefined;
    refOf(await adapter.update(ref, outgoing("k1")));
    expect(seen()[0]?.pictures).toHaveLength(1);
    expect(seen()[0]?.text).not.toContain(WORDS);
  });

  it("keeps no answer waiting: the words come first, in time", async () => {
    const { core, discord, ana } = await begin();
    let drawn = (): void => undefined;
    core.drawing = new Promise((resolve) => (drawn = resolve));
    core.answer = () => ({ kind: "private", message: digest });
    await ana.command("escalate", {}, { channel: DISCORD.channel });
    const [callback] = discord.requestsTo(CALLBACK);
    expect(callback?.status).toBe(204);
    expect(callback?.files).toEqual([]);
    expect(seen()[0]).toMatchObject({ ephemeral: true, pictures: [] });
    expect(seen()[0]?.text).toContain(`[Image: ${WORDS}]`);
    drawn();
    await until("the picture", () => (seen()[0]?.pictures.length ?? 0) > 0);
    expect(seen()).toHaveLength(1);
    expect(seen()[0]?.text).not.toContain(WORDS);
  });

  it("that cannot be added to an answer leaves its words", async () => {
    const { core, discord, ana } = await begin();
    discord.faults.arm({
      kind: "error",
      route: "PATCH /webhooks/:app/:token/messages/@original",
      status: 403,
      code: 50_013,
    });
    core.answer = () => ({ kind: "private", message: digest });
    await ana.command("escalate", {}, { channel: DISCORD.channel });
    await until("the refusal", () => discord.faults.fired("error") === 1);
    await until("the log", () => bench.logs.some((line) => line.includes("picture not added")));
    expect(seen()).toHaveLength(1);
    expect(seen()[0]?.text).toContain(`[Image: ${WORDS}]`);
    expect(ana.dms()).toEqual([]);
  });

  it("finds room beside the other embeds, and leaves nothing hanging below that found none", async () => {
    const { adapter, core } = await begin();
    const many = Array.from({ length: 12 }, (_, n) => `kpi:n${n}`);
    for (const [n, id] of many.entries()) core.pictures.set(id, dot(n));
    refOf(await adapter.send(outgoing("k1", { body: many.map((id) => image(id, id)) })));
    expect(seen()[0]?.pictures.map((each) => each.alt)).toEqual(many.slice(0, 10));
    expect(seen()[0]?.files).toHaveLength(10);
    expect(seen()[0]?.text).toContain("…");
    expect(bench.discord.requestsTo(PATCH)).toHaveLength(0);
  });
});
