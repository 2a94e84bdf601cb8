import { Client } from "pg";
import { afterEach, describe, expect, inject, it } from "vitest";
import { leases } from "../../db/schema/foundation.ts";
import { noLog } from "../../src/log.ts";
import { type Running, run } from "../../src/main.ts";
import { BILLING_D, onDiscord, populateDiscord, toldOnDiscord } from "../support/discord-floor.ts";
import { FakeDiscord } from "../support/fake-discord/index.ts";
import { postgresUrl } from "../support/postgres-url.ts";
import { until } from "../support/until.ts";
import { applyText, floorFile } from "../support/world.ts";

const missing = inject("noPostgres");

let discord: FakeDiscord | undefined;
const running: Running[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.stop();
  await discord?.stop();
  discord = undefined;
});

async function instance(url: string, fake: FakeDiscord): Promise<Running> {
  const source = await floorFile();
  const one = await run({
    config: {
      database: { dialect: "postgres", url },
      consolePort: 0,
      logLevel: "error",
      discord: { token: fake.token, apiUrl: fake.apiUrl },
    },
    log: noLog,
    prepare: async (store) => {
      await applyText(store, source, Date.now());
    },
  });
  running.push(one);
  return one;
}

describe.skipIf(missing !== "")("two processes on one database", () => {
  it("have one connection to Discord between them, and the second takes over from the first", async () => {
    const client = new Client({ connectionString: postgresUrl("postgres") });
    await client.connect();
    await client.query("CREATE DATABASE gateway");
    await client.end();
    const url = postgresUrl("gateway");
    discord = await FakeDiscord.start();
    const fake = discord;
    populateDiscord(fake);
    const first = await instance(url, fake);
    expect(fake.gateway.open).toBe(1);
    // The second runs, and sends what there is to send, while it waits for its turn at the gateway.
    await instance(url, fake);
    const ana = onDiscord({ discord: fake }, "ana");
    await until("the commands are there", () => fake.commands.of(undefined).length > 0);
    const raise = (customer: string): Promise<unknown> =>
      ana.command(
        "escalate",
        { issue: "Refund", customer, need: "money back", amount: "20" },
        { channel: BILLING_D },
      );
    await raise("C-1001");
    await until("it is raised once", () => toldOnDiscord(ana, BILLING_D)?.includes("ESC-0001"));
    expect(fake.gateway.identifies).toBe(1);
    const held = await first.store.read.select({ name: leases.name }).from(leases);
    expect(held.map(({ name }) => name).toSorted()).toEqual([
      "comment detector",
      "discord gateway",
      "portfolios",
    ]);

    running.splice(running.indexOf(first), 1);
    await first.stop();
    // An open connection is told nothing before it has said who it is.
    await until("the second has taken over", () => fake.gateway.identifies === 2, 30_000);
    expect(fake.gateway.open).toBe(1);
    await raise("C-1002");
    await until("it goes on", () => toldOnDiscord(ana, BILLING_D)?.includes("ESC-0002"));
    expect(fake.gateway.identifies).toBe(2);
  });
});
