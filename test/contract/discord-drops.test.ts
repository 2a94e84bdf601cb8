import { afterEach, describe, expect, it } from "vitest";
import type { ChatEvent } from "../../src/chat/event.ts";
import { say, text } from "../../src/chat/message.ts";
import { DISCORD, discordBench, type DiscordBench } from "../support/discord-harness.ts";
import { seeded } from "../support/seeded.ts";
import { until } from "../support/until.ts";

const { channel: CHANNEL, ana: ANA } = DISCORD;

let bench: DiscordBench;
afterEach(() => bench.stop());

describe("a hundred drops in a row", () => {
  it("have no effect twice, and lose nothing of what was done meanwhile", { timeout: 180_000 }, async () => {
    bench = await discordBench();
    await bench.start();
    const { core, discord, states } = bench;
    const { gateway } = discord;
    const ana = discord.user(ANA);
    const { next } = seeded("a hundred drops");
    const effects = new Map<string, number>();
    const dedupe = new Set<string>();
    core.answer = (event: ChatEvent) => {
      if (dedupe.has(event.eventId)) return { kind: "done" };
      dedupe.add(event.eventId);
      const what = event.kind === "command" ? event.text : "";
      effects.set(what, (effects.get(what) ?? 0) + 1);
      return { kind: "private", message: say(text(`Done ${what}.`)) };
    };
    const away: number[] = [];
    for (let n = 1; n <= 100; n += 1) {
      const before = gateway.resumes;
      const at = performance.now();
      // Sometimes at the same time as the drop, and before the library has noticed it.
      const early =
        next() < 0.3 ? ana.command("escalate", { what: `${n}a` }, { channel: CHANNEL }) : undefined;
      gateway.drop();
      await until("the drop", () => gateway.open === 0);
      const delivery = await ana.command("escalate", { what: `${n}b` }, { channel: CHANNEL });
      await until("the resume", () => gateway.resumes > before, 30_000);
      away.push(performance.now() - at);
      await early;
      if (next() < 0.3) discord.redeliver(delivery);
    }
    expect(gateway.resumes).toBe(100);
    expect(gateway.identifies).toBe(1);
    const asked = discord.deliveries.length;
    await until("everything is in", () => effects.size === asked);
    expect([...effects.values()].filter((count) => count !== 1)).toEqual([]);
    expect(ana.trouble).toEqual([]);
    expect(ana.sees(CHANNEL)).toHaveLength(asked);
    expect(new Set(ana.sees(CHANNEL).map((one) => one.text)).size).toBe(asked);
    console.log(`a hundred drops: back after at most ${Math.round(Math.max(...away))} ms, ${asked} commands`);
    await until("it is told", () => states.at(-1)?.state === "connected");
    expect(states.filter(({ state }) => state === "broken")).toEqual([]);
    expect(bench.rejections).toEqual([]);
  });
});
