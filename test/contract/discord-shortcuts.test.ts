import { afterEach, describe, expect, it } from "vitest";
import { DISCORD, discordBench, type DiscordBench } from "../support/discord-harness.ts";
import { outgoing, refOf, toDm } from "../support/discord-wire.ts";

const { channel, ana, ben } = DISCORD;
const LOG = "Log customer comment";

describe("a shortcut on a Discord message", () => {
  let bench: DiscordBench;
  afterEach(() => bench.stop());
  const begin = async () => {
    bench = await discordBench();
    await bench.start();
    return { ...bench, ana: bench.discord.user(ana), ben: bench.discord.user(ben) };
  };

  it("stands in every message's menu in the server and in the bot's direct messages", async () => {
    const { discord } = await begin();
    expect(discord.commands.of(undefined).map(({ source }) => source)).toContainEqual({
      type: 3,
      name: LOG,
      contexts: [0, 1],
      integration_types: [0],
    });
  });

  it("happens where the message stands: in the channel, or in a thread of it", async () => {
    const { adapter, core, ...people } = await begin();
    const root = refOf(await adapter.send(outgoing("card")));
    const to = { kind: "channel" as const, channel, thread: root };
    const reply = refOf(await adapter.send({ ...outgoing("reply"), to }));
    await people.ana.usesShortcut(LOG, { id: root.id });
    expect(core.last).toMatchObject({ text: "Message card", place: { channel } });
    expect(core.last.place.thread).toBeUndefined();
    await people.ana.usesShortcut(LOG, { id: reply.id });
    expect(core.last).toMatchObject({ text: "Message reply", place: { channel, thread: reply.channel } });
  });

  it("may be used on what the bot said directly, where no server vouches", async () => {
    const { adapter, core, ...people } = await begin();
    const sent = refOf(await adapter.send(toDm("k", ana)));
    await people.ana.usesShortcut(LOG, { id: sent.id });
    expect(core.last).toMatchObject({
      text: "Message k",
      actor: { workspace: undefined, user: ana },
      place: { channel: sent.channel },
    });
  });

  it("is one event while it is being answered, however often Discord delivers it", async () => {
    const { core, discord, ...people } = await begin();
    const used = people.ana.usesShortcut(LOG, { id: people.ben.says(channel, "late") });
    for (const delivery of discord.deliveries.slice(-1)) discord.redeliver(delivery);
    await used;
    expect(core.events).toHaveLength(1);
    expect(people.ana.trouble).toEqual([]);
  });

  it("reads what people wrote as they read it, without being told what they write", async () => {
    const { core, discord, ...people } = await begin();
    const written = `**Late** <@${ben}> <#${channel}> @everyone :tada: [here](https://evil.test)`;
    await people.ana.usesShortcut(LOG, { id: people.ben.says(channel, written) });
    expect(core.last).toMatchObject({ text: "Late @someone #channel @everyone tada here" });
    expect(discord.gateway.intents).toBe(1);
  });
});
