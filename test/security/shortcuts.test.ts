import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { say, userText } from "../../src/chat/message.ts";
import { DISCORD, discordBench } from "../support/discord-harness.ts";
import { type Asker, type Floor, WORKSPACE, openFloor, said } from "../support/floor.ts";
import { notingFeature } from "../support/noting.ts";
import { INJECTIONS } from "../support/payloads.ts";
import { CHANNEL, slackBench } from "../support/slack-harness.ts";
import type { StubCore } from "../support/stub-core.ts";
import { until } from "../support/until.ts";
import { BILLING, type World, as, openWorld, sees, usesShortcut } from "../support/world.ts";

describe("a shortcut of the core", () => {
  const noted: string[] = [];
  let floor: Floor;
  beforeAll(async () => {
    floor = await openFloor(undefined, undefined, undefined, [notingFeature(noted)]);
  });
  beforeEach(() => noted.splice(0));
  afterAll(() => floor.close());

  it.each<[string, Asker]>([
    ["a disabled leader", "gone"],
    ["nobody we know", { platform: "slack", workspace: WORKSPACE, user: "U0NOBODY", isBot: false }],
    [
      "an agent's id in another workspace",
      { platform: "slack", workspace: "T0OTHER", user: "U0ANA", isBot: false },
    ],
    ["a bot with an agent's id", { platform: "slack", workspace: WORKSPACE, user: "U0ANA", isBot: true }],
    [
      "an agent's id on another platform",
      { platform: "discord", workspace: "G1", user: "U0ANA", isBot: false },
    ],
  ])("is refused to %s, and that is on record without a word of the message", async (_who, asker) => {
    const state = await floor.state();
    const before = (await floor.record()).length;
    for (const name of ["note.begin", "note.now"])
      expect(said(await floor.shortcut(asker, name, "secret words"))).toContain("does not know this account");
    expect(noted).toEqual([]);
    expect(await floor.state()).toBe(state);
    const record = (await floor.record()).slice(before);
    expect(record.map((row) => [row.kind, row.subject])).toEqual([
      ["access.refused", "shortcut:note.begin"],
      ["access.refused", "shortcut:note.now"],
    ]);
    expect(JSON.stringify(record)).not.toContain("secret");
  });

  it.each([
    ["a card number", "She says 4111 1111 1111 1111 was charged twice"],
    ["a card number behind what would be cut off", `${"late ".repeat(1_000)}4111 1111 1111 1111`],
    ["a password", "my password is hunter2hunter2"],
  ])("keeps nothing of a message with %s, and says why", async (_what, words) => {
    const state = await floor.state();
    for (const name of ["note.begin", "note.now"]) {
      const answer = said(await floor.shortcut("ana", name, words));
      expect(answer).toMatch(/^This looks like a p/);
      expect(answer).not.toMatch(/4111|hunter2/);
    }
    expect(noted).toEqual([]);
    expect(await floor.state()).toBe(state);
    expect(JSON.stringify(await floor.record())).not.toMatch(/4111 1111|hunter2/);
  });
});

describe("a shortcut of the whole program", () => {
  let world: World;
  beforeAll(async () => {
    world = await openWorld({ mode: "http" });
  });
  afterAll(() => world.stop());

  it("is answered to the one who used it alone, also where there is none of the name", async () => {
    as(world, "tom").says(BILLING, "The parcel came late");
    await usesShortcut(world, "ana", "no.such_thing", BILLING, "The parcel came late");
    const answer = await sees(world, "ana", BILLING, "Floorwalker does not know that.");
    expect(answer.ephemeral).toBe(true);
    expect(as(world, "tom").sees(BILLING)).toHaveLength(1);
    expect(world.logs.join("\n")).not.toContain("parcel");
  });

  it("is refused to an account that is disabled", async () => {
    await usesShortcut(world, "gone", "no.such_thing", BILLING, "The parcel came late");
    await sees(world, "gone", BILLING, "Floorwalker does not know");
    expect(as(world, "gone").view).toBeUndefined();
  });
});

describe("words that people may use a shortcut on", () => {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });
  const textOf = (core: StubCore): string => (core.last.kind === "shortcut" ? core.last.text : "");

  it(
    "notify nobody on Slack when they are shown again, whether typed or sent as markup",
    { timeout: 120_000 },
    async () => {
      const bench = await slackBench({ mode: "http" });
      stops.push(() => bench.stop());
      await bench.start();
      const { slack, adapter, core } = bench;
      for (const [n, payload] of INJECTIONS.entries()) {
        const typed = slack.user("U0BEN").says(CHANNEL, payload);
        const sent = slack.book.post({ channel: CHANNEL, author: "U0BEN", text: payload, blocks: [] });
        for (const message of [typed, sent]) {
          await slack.user("U0ANA").usesShortcut("comment.log", message);
          const delivery = await adapter.send({
            key: `${n}/${message.ts}`,
            to: { kind: "channel", channel: CHANNEL },
            message: say(userText(textOf(core))),
          });
          if (delivery.outcome !== "sent") throw new Error(JSON.stringify(payload));
          const shown = slack.book.show(slack.book.find(CHANNEL, delivery.ref.id));
          expect([...shown.pings], JSON.stringify(payload)).toEqual([]);
        }
      }
      expect(core.events).toHaveLength(INJECTIONS.length * 2);
    },
  );

  it("notify nobody on Discord when they are shown again", { timeout: 120_000 }, async () => {
    const bench = await discordBench();
    stops.push(() => bench.stop());
    await bench.start();
    const { discord, adapter, core } = bench;
    const { channel, ana, ben } = DISCORD;
    const called = "123456789012345678";
    discord.addUser(called, "called");
    discord.addRole("1", "one", { holders: [called] });
    // Without one of these signs nothing can call anybody; and the library sends fifty a second at most.
    const calling = INJECTIONS.filter((payload) => /[<@]/.test(payload));
    for (const [n, payload] of calling.entries()) {
      const id = discord.user(ben).says(channel, payload);
      const before = discord.pings().length;
      await discord.user(ana).usesShortcut("Log customer comment", { id });
      const outgoing = {
        key: `${n}`,
        to: { kind: "channel" as const, channel },
        message: say(userText(textOf(core))),
      };
      await until(
        `${JSON.stringify(payload)} is posted`,
        async () => (await adapter.send(outgoing)).outcome === "sent",
      );
      expect(discord.pings().slice(before), JSON.stringify(payload)).toEqual([]);
    }
    expect(core.events).toHaveLength(calling.length);
  });
});
