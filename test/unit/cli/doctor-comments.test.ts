import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { commentAdvice } from "../../../src/cli/doctor-comments.ts";
import { readSettings } from "../../../src/people/index.ts";
import { type TempStore, tempStore } from "../../support/temp-store.ts";
import { applyText } from "../../support/world.ts";

let temp: TempStore;
beforeEach(async () => {
  temp = await tempStore();
});
afterEach(() => temp.close());

const file = (comments: string, alerts = ", channels: { alerts: { slack: C0ALERT } }"): string =>
  [
    "organisation: { name: N, timezone: Europe/London }",
    "levels: [agent, senior]",
    "teams:",
    `  - { id: billing, name: Billing${alerts} }`,
    "people:",
    "  - { id: ana, name: Ana, team: billing, level: agent, slack: U0ANA }",
    "  - { id: wei, name: Wei, team: billing, level: senior }",
    comments,
  ].join("\n");
const NAMED = "comments: { specialists: { safety: [ana], discrimination: [ana, wei], law: [wei] } }";

const advice = async (text: string, ...platforms: readonly ("slack" | "discord" | "console")[]) => {
  await applyText(temp.store, text, 0);
  const found = await commentAdvice(temp.store.read, await readSettings(temp.store.read), new Set(platforms));
  return found.map(({ mark, line }) => `${mark}: ${line}`);
};

describe("what the doctor says of comments", () => {
  it("is who is named for each topic, and whom of them nothing would reach", async () => {
    expect(await advice(file(NAMED), "slack")).toEqual([
      "ok: named for safety: ana",
      "note: named for discrimination: ana, wei; no account on a connected platform: wei",
      "wrong: named for law: wei; no account on a connected platform: wei",
    ]);
  });

  it("is that all is well where everybody can be reached", async () => {
    const lines = await advice(file(NAMED, ", channels: { alerts: { console: alerts } }"), "console");
    expect(lines.map((line) => line.slice(0, 3))).toEqual(["ok:", "ok:", "ok:"]);
  });

  it("is who is told where nobody is named, and which teams have no alerts channel", async () => {
    expect(await advice(file("", ""), "slack", "discord")).toEqual([
      "note: nobody is named for safety: a severe comment goes to the highest level that serves the raiser's team",
      "note: nobody is named for discrimination: a severe comment goes to the highest level that serves the raiser's team",
      "note: nobody is named for law: a severe comment goes to the highest level that serves the raiser's team",
      "note: no alerts channel on a connected platform: billing; alerts go to the escalations channel",
    ]);
  });

  it("counts an alerts channel only where the platform is connected", async () => {
    expect((await advice(file(NAMED), "discord")).at(-1)).toContain(
      "no alerts channel on a connected platform: billing",
    );
  });
});
