import { afterEach, describe, expect, it } from "vitest";
import { BILLING, type World, as, openWorld, presses, sees, usesShortcut } from "../support/world.ts";
import { ordinaryWeeks } from "../support/comments.ts";
import { until } from "../support/until.ts";

let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

const MINUTE = 60_000;

/** The same thing in many words. */
const OUTAGE = [
  "app logs her out since the update",
  "since the update the app keeps logging him out",
  "gets logged out of the app after updating",
  "app logs out every few minutes after the new update",
  "the updated app logs her out again and again",
  "logged out by the app each time since the update",
  "app update logs him out all the time",
];

/** Logs a comment in one line. Resolves to what the agent was told. */
async function logs(here: World, person: "ana" | "tom", line: string): Promise<string> {
  const before = as(here, person).sees(BILLING).length;
  await as(here, person).command("/comment", line, { channel: BILLING });
  const told = await until("the agent is told", () => as(here, person).sees(BILLING).slice(before).at(-1));
  return told.text;
}

describe("/comment", () => {
  it("records one line at once, and says what was understood", async () => {
    world = await openWorld();
    const told = await logs(world, "ana", "C-1042 app logs her out since the update");
    expect(told).toContain("Recorded: app logs her out since the update");
    expect(told).toContain("Customer reference: C-1042");
    expect(told).toContain("How it came about: Spontaneous");
  });
});

describe("several customers say the same", () => {
  it("is put to the team with its proof, and to the agents whose comments are in it", async () => {
    world = await openWorld();
    const here = world;
    await ordinaryWeeks(here);
    for (const [n, said] of OUTAGE.entries()) {
      here.clock.advance(7 * MINUTE);
      await logs(here, n % 2 === 0 ? "ana" : "tom", `C-3${String(n).padStart(3, "0")} ${said}`);
    }
    const card = await sees(here, "priya", BILLING, "Several customers say the same");
    console.log(card.text);
    expect(card.text).toContain("customers in");
    await presses(here, "priya", BILLING, "Confirm and tell others");
    void usesShortcut;
  });
});
