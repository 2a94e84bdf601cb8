import { describe, expect, inject, it } from "vitest";
import { SAMPLES } from "../../src/kpi/measures.ts";
import { isOwnSample, ownDays, ownSample } from "../../src/kpi/own/index.ts";
import { readFigures } from "../../src/metrics/figures.ts";
import { tempDatabase } from "../support/temp-database.ts";
import { ELSEWHERE, STORIES } from "../unit/kpi/own/stories.ts";
import {
  at,
  prepare,
  review,
  store,
  storeAction,
  storeComment,
  storeTheme,
} from "../unit/kpi/own/support.ts";

const missing = inject("noPostgres");
const DAYS = ["2026-10-23", "2026-10-24", "2026-10-25", "2026-10-26", "2026-10-27"];

describe.skipIf(missing !== "")("what the bot counts itself, on PostgreSQL", () => {
  // The figures were worked out by hand in test/unit/kpi/own; a few of them stand here again.
  it("is what was worked out by hand, and a scrape reads the same as elsewhere", async () => {
    const temp = await tempDatabase();
    const db = temp.store;
    await prepare(db);
    await store(db, { ...STORIES, ...ELSEWHERE });
    await storeAction(db, "onTime", "2026-10-26", review("2026-10-26T23:59+00:00", "fewer", "keep"));
    await db.tx((tx) => storeComment(tx, "2026-10-25T12:00+00:00"));
    await storeTheme(db, "a", ["2026-10-24T12:00+01:00"], ["2026-10-25T12:00+00:00"]);

    const days = await ownDays(db.read, "billing", DAYS, "Europe/London");
    const row = (measure: "cases_open" | "due" | "due_met" | "feedback_given" | "comments_logged") =>
      DAYS.map((date) => days.get(date)?.sums[measure]);
    expect(row("cases_open")).toEqual([4, 5, 5, 5, 4]);
    expect(row("due")).toEqual([3, 2, 2, 6, 0]);
    expect(row("due_met")).toEqual([1, 1, 2, 3, 0]);
    expect(row("feedback_given")).toEqual([0, 0, 0, 0, 2]);
    expect(row("comments_logged")).toEqual([0, 1, 1, 0, 0]);
    expect(days.get("2026-10-26")?.sums).toMatchObject({ actions_due: 1, actions_effective: 1 });

    const [from, to] = [at("2026-10-23T00:00+01:00"), at("2026-10-27T00:00+00:00")];
    const counts = await Promise.all(
      Object.keys(SAMPLES)
        .filter(isOwnSample)
        .map(async (sample) => [sample, (await ownSample(db.read, "billing", sample, from, to)).length]),
    );
    expect(Object.fromEntries(counts)).toEqual({
      take_wait_ms: 8,
      case_resolution_ms: 5,
      first_reply_ms: 5,
      case_open_to_end_ms: 5,
      theme_lead_ms: 1,
    });

    expect(await readFigures(db.read, to)).toMatchObject({
      messages: { pending: 0, sending: 0, failed: 0 },
      timersOverdue: 0,
      imports: { kpi: 0, comments: 0 },
    });
    await temp.close();
  });
});
