import { afterEach, describe, expect, it } from "vitest";
import { logs } from "../support/comments.ts";
import { settled } from "../support/standing.ts";
import { until } from "../support/until.ts";
import { BILLING, ORDERS, type World, as, openWorld, sees } from "../support/world.ts";

let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Moves the clock on to an instant. */
const goTo = (here: World, at: string): void => here.clock.advance(Date.parse(at) - here.clock.now());

/** The weeks of which the team was told, in the order in which it was. */
const weeks = (here: World): readonly string[] =>
  as(here, "tom")
    .sees(BILLING)
    .flatMap(({ text }) => /What customers told us: the week to (.+)/.exec(text)?.[1] ?? []);

/** Lets the program come to rest, with its timers armed anew. */
async function rest(here: World): Promise<void> {
  await here.restart();
  await settled(here);
}

describe("the weekly summary", () => {
  it.each([
    [
      "the clocks go forward",
      "2027-03-26T12:00Z",
      "2027-03-29T07:58Z",
      "2027-03-29T08:01Z",
      "Sun 28 Mar 2027",
    ],
    ["the clocks go back", "2027-10-29T12:00Z", "2027-11-01T08:58Z", "2027-11-01T09:01Z", "Sun 31 Oct 2027"],
  ])("comes at nine on Monday, once, where %s: over restarts", async (_, friday, before, after, week) => {
    world = await openWorld();
    const here = world;
    goTo(here, friday);
    await logs(here, "ana", "C-1042 the depot was closed at noon");
    await logs(here, "tom", "requested C-1043 the shop was hard to find");
    // Whatever was due before there was anything to tell is done with.
    await rest(here);
    goTo(here, before);
    await rest(here);
    expect(weeks(here)).toEqual([]);
    goTo(here, after);
    await until("it is there", () => weeks(here).length > 0);
    await rest(here);
    here.clock.advance(DAY);
    await rest(here);
    expect(weeks(here)).toEqual([week]);
    const { text } = await sees(here, "tom", BILLING, "What customers told us");
    expect(text).toContain("2 comments by 2 customers (none the week before): 1 spontaneous, 1 requested.");
    // A team that never logged anything is told nothing about nothing.
    expect(as(here, "megan").sees(ORDERS)).toEqual([]);
  });

  it("counts the hour that is there twice, and ends its week at midnight in London", async () => {
    world = await openWorld();
    const here = world;
    for (const [n, at] of [
      "2027-10-31T00:30Z",
      "2027-10-31T01:30Z",
      "2027-10-31T23:59Z",
      "2027-11-01T00:01Z",
    ].entries()) {
      goTo(here, at);
      await logs(here, "ana", `C-${1_000 + n} the depot was closed`);
    }
    goTo(here, "2027-11-01T09:01Z");
    await rest(here);
    const { text } = await until("it is there", () =>
      as(here, "tom")
        .sees(BILLING)
        .find((one) => one.text.includes("the week to Sun 31 Oct 2027")),
    );
    expect(text).toContain("3 comments by ");
  });

  it("comes once for each Monday where the program was down for ten days and two Mondays", async () => {
    world = await openWorld();
    const here = world;
    goTo(here, "2027-01-08T12:00Z");
    await rest(here);
    goTo(here, "2027-01-09T12:00Z");
    await logs(here, "ana", "C-1042 the depot was closed at noon");
    await rest(here);
    const told = weeks(here).length;
    // Down from Saturday to the Tuesday after next: nothing runs while the clock moves.
    await here.restart(() => here.clock.advance(10 * DAY));
    await until("both are there", () => weeks(here).length === told + 2);
    await rest(here);
    expect(weeks(here).slice(told)).toEqual(["Sun 10 Jan 2027", "Sun 17 Jan 2027"]);
    goTo(here, "2027-01-25T09:01Z");
    await until("the next is there", () => weeks(here).length === told + 3);
    await rest(here);
    expect(weeks(here).at(-1)).toBe("Sun 24 Jan 2027");
  });

  it("does not flood a team whose program was down for months", async () => {
    world = await openWorld();
    const here = world;
    goTo(here, "2027-01-09T12:00Z");
    await logs(here, "ana", "C-1042 the depot was closed at noon");
    await rest(here);
    const told = weeks(here).length;
    await here.restart(() => goTo(here, "2027-06-01T12:00Z"));
    await until("the last one is there", () => weeks(here).at(-1) === "Sun 30 May 2027");
    expect(weeks(here)).toHaveLength(told + 2);
  });
});
