import { setTimeout as sleep } from "node:timers/promises";
import { asc, eq, ne } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { dueActions, journal } from "../../db/schema/foundation.ts";
import { until } from "../support/until.ts";
import { BILLING, type World, as, openWorld, presses, raises, sees } from "../support/world.ts";

const MINUTE = 60_000;
let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});
/** Waits until every timer of a kind is done, and gives back how the newest ended. */
async function timerDone(here: World, kind: string): Promise<string | null | undefined> {
  for (;;) {
    const rows = await here.store.read
      .select()
      .from(dueActions)
      .where(eq(dueActions.kind, kind))
      .orderBy(asc(dueActions.dueAt));
    if (rows.every((row) => row.doneAt !== null)) return rows.at(-1)?.outcome;
    await sleep(20);
  }
}
const open = async (): Promise<World> => (world = await openWorld());

describe("when nobody takes a case in time", () => {
  it("the next candidate is asked, then the level above, then the whole channel; the raiser is told each time", async () => {
    const here = await open();
    const ref = await raises(here, "ana", "refund C-1042 wants 80 back");
    await sees(here, "priya", "dm", ref);
    here.clock.advance(2 * MINUTE + 1_000);
    await sees(
      here,
      "ana",
      "dm",
      `Priya Shah did not take ${ref} within 2 minutes. Now asked: Sam Whitfield.`,
    );
    const ask = await sees(
      here,
      "sam",
      "dm",
      ref,
      "you are asked because you may decide Refund up to £1,000.00",
    );
    expect(ask.pings).toContain("U0SAM");
    await sees(here, "tom", BILLING, ref, "asked Sam Whitfield");

    here.clock.advance(2 * MINUTE + 1_000);
    await sees(here, "helen", "dm", ref);
    here.clock.advance(2 * MINUTE + 1_000);
    const call = await sees(
      here,
      "tom",
      BILLING,
      `${ref} still waits.`,
      "Asked so far: Priya Shah, Sam Whitfield and Helen Achebe",
    );
    expect(call.thread, "in the thread under the card").toBeDefined();
    await sees(here, "ana", "dm", `Helen Achebe did not take ${ref}`, "Now asked: Priya Shah");

    // Whoever was asked earlier can still take it.
    await presses(here, "sam", "dm", "Take", ref);
    await sees(here, "ana", "dm", `Sam Whitfield has taken ${ref}`);
    // That the clock of the machine was moved on is on record, too.
    const onRecord = () => here.store.read.$count(journal, ne(journal.kind, "clock.jumped"));
    const before = await onRecord();
    here.clock.advance(2 * MINUTE + 1_000);
    const last = await timerDone(here, "case.ask_again");
    expect(last, "the timer of a taken case does nothing").toBe("stale");
    expect(await onRecord()).toBe(before);
  });

  it("waits longer where no customer waits", async () => {
    const here = await open();
    const ref = await raises(here, "ana", "refund C-1042 wants 80 back", { "Customer waiting": "No" });
    const [timer] = await here.store.read
      .select()
      .from(dueActions)
      .where(eq(dueActions.kind, "case.ask_again"));
    expect((timer?.dueAt ?? 0) - here.clock.now()).toBeGreaterThan(14 * MINUTE);
    here.clock.advance(15 * MINUTE + 1_000);
    await sees(here, "ana", "dm", `Priya Shah did not take ${ref} within 15 minutes.`);
  });

  it("says so at once where everybody is away, and asks as soon as somebody is back", async () => {
    const here = await open();
    for (const person of ["priya", "sam", "helen"] as const)
      await as(here, person).command("/away", "", { channel: BILLING });
    const ana = as(here, "ana");
    await ana.command("/escalate", "refund C-1042 wants 80 back", { channel: BILLING });
    await until("the form", () => ana.view?.title === "Escalate");
    await ana.submit();
    expect(ana.view?.text).toContain("Everybody who can take it is away");
    await as(here, "priya").command("/back", "", { channel: BILLING });
    await sees(here, "priya", "dm", "ESC-0001", "you are asked");
  });
});

describe("when whoever took a case goes quiet", () => {
  it("they are reminded, and after as long again somebody else is asked and the raiser told", async () => {
    const here = await open();
    const ref = await raises(here, "ana", "refund C-1042 wants 80 back");
    await presses(here, "priya", "dm", "Take", ref);
    await sees(here, "ana", "dm", "Priya Shah has taken");
    here.clock.advance(10 * MINUTE + 1_000);
    await sees(
      here,
      "priya",
      "dm",
      `${ref} has been with you for 10 minutes without a decision. Decide it or release it; in 10 minutes somebody else is asked.`,
    );
    here.clock.advance(10 * MINUTE + 1_000);
    await sees(here, "ana", "dm", `Priya Shah no longer has ${ref}.`, "Now asked: Sam Whitfield");
    await sees(here, "sam", "dm", ref);
  });

  it("and when the customer was not told, the raiser is reminded until it is on record", async () => {
    const here = await open();
    const ref = await raises(here, "ana", "refund C-1042 wants 40 back");
    await presses(here, "wei", "dm", "Take", ref);
    await presses(here, "wei", "dm", "Decide", ref);
    await until("the form", () => as(here, "wei").view?.title === `Decide ${ref}`);
    await as(here, "wei").fillIn({ "What was decided": "yes" });
    await as(here, "wei").submit();
    await sees(here, "ana", "dm", "Approved £40.00 by Wei Chen");
    here.clock.advance(10 * MINUTE + 1_000);
    await sees(here, "ana", "dm", `${ref} is decided, but it is not on record that the customer was told.`);
    await sees(here, "wei", "dm", `${ref} is decided but not handed back.`);
  });
});

describe("timers across downtime", () => {
  it("fire once when the program is back, and say that they are late", async () => {
    const here = await open();
    const ref = await raises(here, "ana", "refund C-1042 wants 80 back");
    await presses(here, "priya", "dm", "Take", ref);
    await sees(here, "ana", "dm", "Priya Shah has taken");
    const restarted = here.restart();
    here.clock.advance(13 * MINUTE);
    await restarted;
    await sees(here, "priya", "dm", `${ref} has been with you`, "late, because Floorwalker was not running");
    const done = (await here.store.read.select().from(dueActions)).filter(
      (row) => row.kind === "case.quiet" && row.outcome === "acted",
    );
    expect(done).toHaveLength(1);
  });
});
