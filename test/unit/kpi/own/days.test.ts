import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ownDays } from "../../../../src/kpi/own/index.ts";
import { type TempStore, tempStore } from "../../../support/temp-store.ts";
import { ELSEWHERE, STORIES } from "./stories.ts";
import { at, prepare, review, store, storeAction, storeComment, storeHalfBatch } from "./support.ts";

let temp: TempStore;
beforeEach(async () => {
  temp = await tempStore();
  await prepare(temp.store);
});
afterEach(() => temp.close());

const LONDON = "Europe/London";
/** Friday to Tuesday. The clocks go back on Sunday the 25th: it has 25 hours. */
const DAYS = ["2026-10-23", "2026-10-24", "2026-10-25", "2026-10-26", "2026-10-27"];

/** One measure of all days, in order. */
async function row(measure: string, dates: readonly string[] = DAYS): Promise<unknown[]> {
  const days = await ownDays(temp.store.read, "billing", dates, LONDON);
  return dates.map((date) => new Map(Object.entries(days.get(date)?.sums ?? {})).get(measure));
}

describe("what the bot counts of a team's cases", () => {
  // By hand, from DOMAIN 3, rows 25 to 32, 46 and 52. Fri, Sat, Sun, Mon, Tue.
  it.each<[string, number[]]>([
    ["cases_raised", [5, 1, 1, 3, 0]],
    // The withdrawn ones are over, and not closed.
    ["cases_closed", [1, 0, 1, 3, 1]],
    ["cases_open", [4, 5, 5, 5, 4]],
    ["due", [3, 2, 2, 6, 0]],
    ["due_met", [1, 1, 2, 3, 0]],
    ["breached", [2, 1, 0, 3, 0]],
    // Untaken since Saturday; from Monday also a customer who was promised a call.
    ["breached_open", [0, 1, 1, 2, 2]],
    ["feedback_due", [0, 0, 0, 2, 3]],
    ["feedback_given", [0, 0, 0, 0, 2]],
    ["promises_due", [0, 0, 1, 3, 0]],
    ["promises_met", [0, 0, 1, 1, 0]],
  ])("%s", async (measure, expected) => {
    await store(temp.store, { ...STORIES, ...ELSEWHERE });
    expect(await row(measure)).toEqual(expected);
  });

  it("is the same for each day alone as for all of them, whatever their order", async () => {
    await store(temp.store, STORIES);
    const together = await ownDays(temp.store.read, "billing", DAYS.toReversed(), LONDON);
    for (const date of DAYS) {
      const alone = await ownDays(temp.store.read, "billing", [date], LONDON);
      expect(alone.get(date), date).toEqual(together.get(date));
    }
  });

  it("is the same for two days with a gap between them", async () => {
    await store(temp.store, STORIES);
    expect(await row("cases_open", ["2026-10-23", "2026-10-27"])).toEqual([4, 4]);
    expect(await row("cases_raised", ["2026-10-23", "2026-10-27"])).toEqual([5, 0]);
  });

  it("is not another by a single figure where there are restricted cases", async () => {
    await store(temp.store, STORIES);
    const without = await ownDays(temp.store.read, "billing", DAYS, LONDON);
    await store(temp.store, ELSEWHERE);
    expect(await ownDays(temp.store.read, "billing", DAYS, LONDON)).toEqual(without);
  });

  it("is zero where nothing happened, and nothing about what nobody is asked for", async () => {
    const day = (await ownDays(temp.store.read, "billing", ["2026-10-23"], LONDON)).get("2026-10-23");
    expect(day?.sums).toEqual({
      cases_raised: 0,
      cases_closed: 0,
      cases_open: 0,
      due: 0,
      due_met: 0,
      breached: 0,
      breached_open: 0,
      feedback_due: 0,
      feedback_given: 0,
      promises_due: 0,
      promises_met: 0,
      actions_due: 0,
      actions_on_time: 0,
      actions_reviewed: 0,
      actions_effective: 0,
      comments_logged: 0,
    });
    expect(day).toMatchObject({ partial: [], approximate: [] });
  });

  it("follows the zone that is asked for", async () => {
    await store(temp.store, { one: { raised: "2026-10-23T23:50+01:00" } });
    const inNewYork = await ownDays(temp.store.read, "billing", ["2026-10-23"], "America/New_York");
    expect(inNewYork.get("2026-10-23")?.sums).toMatchObject({ cases_raised: 1, due: 1, breached: 1 });
  });
});

describe("a day that is not known", () => {
  it("is one that is not over: its figures are not in it at all", async () => {
    await store(temp.store, STORIES);
    const late = at("2026-10-26T23:59:59.999+00:00");
    const known = await ownDays(temp.store.read, "billing", DAYS, LONDON, late);
    expect([...known.keys()]).toEqual(DAYS.slice(0, 3));
    const after = await ownDays(temp.store.read, "billing", DAYS, LONDON, late + 1);
    expect([...after.keys()]).toEqual(DAYS.slice(0, 4));
  });

  it("is one from before the database began, unless cases were carried over into it", async () => {
    const before = ["1969-12-30", "1969-12-31", "1970-01-01"];
    // The clock in London stood at 01:00 when UTC's stood at 0.
    expect([...(await ownDays(temp.store.read, "billing", before, LONDON)).keys()]).toEqual(["1970-01-01"]);
    await store(temp.store, { carriedOver: { raised: "1969-12-31T12:00+01:00" } });
    expect([...(await ownDays(temp.store.read, "billing", before, LONDON)).keys()]).toEqual(before.slice(1));
  });
});

describe("what the bot counts of comments and actions", () => {
  it("is each comment on the day on which it was said, without those taken back or half there", async () => {
    await temp.store.tx(async (db) => {
      await storeComment(db, "2026-10-24T23:59+01:00");
      await storeComment(db, "2026-10-25T00:00+01:00");
      // Logged a day later.
      await storeComment(db, "2026-10-25T23:59+00:00", { at: at("2026-10-26T10:00+00:00") });
      await storeComment(db, "2026-10-25T12:00+00:00", { struckAt: at("2026-10-25T12:05+00:00") });
      await storeComment(db, "2026-10-25T12:00+00:00", { teamId: "orders" });
      await storeHalfBatch(db, "2026-10-25T12:00+00:00");
    });
    expect(await row("comments_logged")).toEqual([0, 1, 2, 0, 0]);
  });

  // DOMAIN 3, row 53.
  it("is each action on the day by which it was to be reviewed, and on which it was", async () => {
    const { store: db } = temp;
    await storeAction(db, "onTime", "2026-10-26", review("2026-10-26T23:59+00:00", "fewer", "keep"));
    await storeAction(db, "early", "2026-10-26", review("2026-10-24T12:00+01:00", "fewer", "stop"));
    await storeAction(
      db,
      "late",
      "2026-10-26",
      review("2026-10-27T00:00+00:00", "no_detectable_change", "keep"),
    );
    await storeAction(db, "never", "2026-10-26");
    const dropped = (time: string) => ({ state: "dropped" as const, endedAt: at(time) });
    await storeAction(db, "droppedBefore", "2026-10-26", dropped("2026-10-23T12:00+01:00"));
    await storeAction(db, "droppedAfter", "2026-10-26", dropped("2026-10-27T12:00+00:00"));
    await storeAction(db, "ofOthers", "2026-10-26", { teamId: "orders" });
    expect(await row("actions_due")).toEqual([0, 0, 0, 5, 0]);
    expect(await row("actions_on_time")).toEqual([0, 0, 0, 2, 0]);
    expect(await row("actions_reviewed")).toEqual([0, 1, 0, 1, 1]);
    // One was reviewed and undone, one kept in hope.
    expect(await row("actions_effective")).toEqual([0, 0, 0, 1, 0]);
  });
});
