import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ownDays, ownSample } from "../../src/kpi/own/index.ts";
import { addDays, localDate, startOf } from "../../src/local-days.ts";
import { until } from "../support/until.ts";
import { type World, as, openWorld, presses, raises, sees } from "../support/world.ts";

const LONDON = "Europe/London";
const HOUR_MS = 3_600_000;

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.stop());

/** The local day of everything that a test does: noon is far from midnight, whatever hour it is run at. */
async function atNoon(): Promise<string> {
  const today = localDate(world.clock.now(), LONDON);
  const noon = startOf(addDays(today, 1), LONDON) + 12 * HOUR_MS;
  world.clock.advance(noon - world.clock.now());
  return addDays(today, 1);
}

/** What is counted of billing on a day, once it is over. */
async function countedOn(day: string): Promise<Readonly<Record<string, number>>> {
  const days = await ownDays(world.store.read, "billing", [day], LONDON);
  return { ...days.get(day)?.sums };
}

describe("what people do in chat, as figures of the day", () => {
  it("counts a case from its raising to its close, and the feedback two working days later", async () => {
    const day = await atNoon();
    const [ana, priya] = [as(world, "ana"), as(world, "priya")];
    const ref = await raises(world, "ana", "refund C-1042 wants 80 back");
    await presses(world, "priya", "dm", "Take", ref);
    await presses(world, "priya", "dm", "Decide", ref);
    await until("the decision form", () => priya.view?.title === `Decide ${ref}`);
    await priya.fillIn({ "What was decided": "Refund in full" });
    await priya.submit();
    await sees(world, "ana", "dm", `${ref}: Approved £80.00 by Priya Shah.`);
    expect(await countedOn(day)).toMatchObject({
      cases_raised: 1,
      cases_closed: 0,
      cases_open: 1,
      due: 1,
      due_met: 1,
    });

    await presses(world, "priya", "dm", "Hand back", ref);
    await until("the feedback form", () => priya.view?.title === `Hand back ${ref}`);
    await priya.fillIn({ Feedback: "Right to ask" });
    await priya.submit();
    await presses(world, "ana", "dm", "Record: customer told", ref);
    await until("the form", () => ana.view?.title === `${ref}: customer told`);
    await ana.fillIn({ "Told the customer": "Told, and accepts it" });
    await ana.submit();
    await sees(world, "ana", "dm", ref, "Closed");
    expect(await countedOn(day)).toMatchObject({
      cases_closed: 1,
      cases_open: 0,
      breached: 0,
      feedback_due: 0,
    });

    const later = await Promise.all([1, 2, 3, 4].map((days) => countedOn(addDays(day, days))));
    expect(later.map((sums) => sums["feedback_due"] ?? 0).reduce((sum, n) => sum + n)).toBe(1);
    expect(later.map((sums) => sums["feedback_given"] ?? 0).reduce((sum, n) => sum + n)).toBe(1);

    const [from, to] = [startOf(day, LONDON), startOf(addDays(day, 1), LONDON)];
    for (const sample of [
      "take_wait_ms",
      "first_reply_ms",
      "case_resolution_ms",
      "case_open_to_end_ms",
    ] as const) {
      const things = await ownSample(world.store.read, "billing", sample, from, to);
      expect(
        things.map(({ open }) => open),
        sample,
      ).toEqual([false]);
    }
  });

  it("counts what was given back as taken in time, and open", async () => {
    const day = await atNoon();
    const ref = await raises(world, "ana", "refund C-1042 wants 80 back");
    await presses(world, "priya", "dm", "Take", ref);
    await presses(world, "priya", "dm", "Release", ref);
    await sees(world, "ana", "dm", `Priya Shah no longer has ${ref}`);
    expect(await countedOn(day)).toMatchObject({ due: 1, due_met: 1, breached_open: 0, cases_open: 1 });
  });

  it("says nothing of a day that is not over", async () => {
    const day = await atNoon();
    await raises(world, "ana", "refund C-1042 wants 80 back");
    const days = await ownDays(world.store.read, "billing", [day], LONDON, world.clock.now());
    expect(days.size).toBe(0);
  });
});
