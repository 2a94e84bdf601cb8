import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { kpiDays, kpiImports } from "../../../db/schema/kpi-imports.ts";
import { kpiAdvice } from "../../../src/cli/doctor-kpi.ts";
import { readSettings } from "../../../src/people/index.ts";
import { type TempStore, tempStore } from "../../support/temp-store.ts";
import { applyText } from "../../support/world.ts";

let temp: TempStore;
beforeEach(async () => {
  temp = await tempStore();
});
afterEach(() => temp.close());

/** A Monday: the last working day is Friday, 20 November 2026. */
const MONDAY = Date.UTC(2026, 10, 23, 8);

const file = (
  parts: {
    readonly channels?: string;
    readonly kpi?: string;
    readonly digest?: string;
    readonly leader?: string;
  } = {},
): string =>
  [
    "organisation: { name: N, timezone: Europe/London }",
    "levels: [agent, senior, team_leader]",
    "teams:",
    `  - { id: billing, name: Billing${parts.channels ?? ""}${parts.digest ?? ""} }`,
    "people:",
    "  - { id: ana, name: Ana, team: billing, level: senior, slack: U0ANA }",
    `  - { id: priya, name: Priya, team: billing, level: team_leader${parts.leader ?? ", slack: U0PRIYA"} }`,
    parts.kpi ?? "",
  ].join("\n");
const QUEUE = "kpi: { queues: [{ id: calls, name: Calls, team: billing }] }";
const CLOSED_ON_FRIDAYS =
  "kpi: { queues: [{ id: calls, name: Calls, team: billing, open: { days: [sat, sun, mon], from: 08:00, to: 20:00 } }] }";

const advice = async (text: string, ...platforms: readonly ("slack" | "discord" | "console")[]) => {
  await applyText(temp.store, text, 0);
  const settings = await readSettings(temp.store.read);
  const found = await kpiAdvice(temp.store.read, settings, new Set(platforms), MONDAY);
  return found.map(({ mark, line }) => `${mark}: ${line}`);
};

/** A day's figures of billing, from an import that counts or does not. */
async function hasReadings(date: string, place: number | null): Promise<void> {
  await temp.store.tx(async (db) => {
    await db.insert(kpiImports).values({
      id: `import ${date}`,
      source: "intervals",
      digest: "d",
      fileName: "f.csv",
      mapping: "generic",
      mappingVersion: 1,
      timeZone: "Europe/London",
      via: "cli",
      rows: 1,
      startedAt: 0,
      place,
    });
    await db.insert(kpiDays).values({
      importId: `import ${date}`,
      source: "intervals",
      teamId: "billing",
      queueId: "",
      date,
      reading: {
        sums: { offered: 1 },
        partial: [],
        approximate: [],
        intervals: 1,
        expected: null,
        inTimeMs: null,
        shortMs: null,
      },
    });
  });
}

describe("what the doctor says of digests", () => {
  it("is nothing where they reach a leader in private", async () => {
    expect(await advice(file(), "slack")).toEqual([]);
  });

  it("is to look who is in a channel of Slack or Discord, which the bot cannot see", async () => {
    const channels = `, channels: { digest: { slack: C0DIGEST, discord: "330000000000000001" } }`;
    expect(await advice(file({ channels }), "slack", "discord")).toEqual([
      "note: the digest of billing goes to discord:330000000000000001: check there that nobody but the team's leaders is a member and that the channel is private; the bot cannot see who is in it",
      "note: the digest of billing goes to slack:C0DIGEST: check there that nobody but the team's leaders is a member and that the channel is private; the bot cannot see who is in it",
    ]);
  });

  it("is that everybody who serves the team reads its channels in the console", async () => {
    expect(await advice(file({ channels: ", channels: { digest: { console: d } }" }), "console")).toEqual([
      "note: the digest of billing goes to console:d: in the console everybody who serves the team can read it",
    ]);
  });

  it("is that a channel for alerts is read by others", async () => {
    const channels = ", channels: { alerts: { slack: C0ONE }, digest: { slack: C0ONE } }";
    expect(await advice(file({ channels }), "slack")).toEqual([
      "note: the digest of billing goes to slack:C0ONE, which is also the alerts channel of billing: people who lead no team read it there. Give the digest a channel of its own",
    ]);
  });

  it("is that one reaches nobody, on the platforms that are connected", async () => {
    const nobody =
      "wrong: the digest of billing reaches nobody: the team has no digest channel, and nobody who leads it has an account, on a connected platform";
    expect(await advice(file(), "discord")).toEqual([nobody]);
    expect(await advice(file({ leader: "" }), "slack")).toEqual([nobody]);
    expect(await advice(file({ leader: ", slack: U0PRIYA, disabled: true" }), "slack")).toEqual([nobody]);
    const channels = ", channels: { digest: { slack: C0D } }";
    expect(await advice(file({ channels, leader: "" }), "discord")).toEqual([nobody]);
  });

  it("is nothing of a team that gets none", async () => {
    const digest = ", digest: none";
    expect(await advice(file({ digest }), "discord")).toEqual([]);
    expect(await advice(file({ kpi: "kpi: { digest: none }" }), "discord")).toEqual([]);
    const own = file({ kpi: "kpi: { digest: none }", digest: ", digest: { at: 09:00 }" });
    expect((await advice(own, "discord")).join()).toContain("reaches nobody");
  });
});

describe("what the doctor says of figures", () => {
  const MISSING = "note: no figures were read for Fri 20 Nov 2026 (floorwalker kpi import): billing";

  it("is which team's are missing for the last working day", async () => {
    expect(await advice(file({ kpi: QUEUE }), "slack")).toEqual([MISSING]);
    await hasReadings("2026-11-22", 1);
    expect(await advice(file({ kpi: QUEUE }), "slack")).toEqual([MISSING]);
    await hasReadings("2026-11-20", 2);
    expect(await advice(file({ kpi: QUEUE }), "slack")).toEqual([]);
  });

  it("does not take those of an import that nobody has said yes to", async () => {
    await advice(file({ kpi: QUEUE }), "slack");
    await hasReadings("2026-11-20", null);
    expect(await advice(file({ kpi: QUEUE }), "slack")).toEqual([MISSING]);
  });

  it("is nothing where no queue was open that day, or none is known", async () => {
    expect(await advice(file({ kpi: CLOSED_ON_FRIDAYS }), "slack")).toEqual([]);
    expect(await advice(file(), "slack")).toEqual([]);
  });
});
