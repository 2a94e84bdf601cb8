import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Query } from "../../../../db/store.ts";
import { endedCases, endedWithPromise, openCases } from "../../../../src/kpi/own/cases.ts";
import { actionsOfTeam, commentTimes } from "../../../../src/kpi/own/others.ts";
import { firstConfirmed, firstSaid } from "../../../../src/kpi/own/samples.ts";
import { planOf } from "../../../support/query-plan.ts";
import { type TempStore, tempStore } from "../../../support/temp-store.ts";

let temp: TempStore;
beforeEach(async () => {
  temp = await tempStore();
});
afterEach(() => temp.close());

describe("what a digest waits for", () => {
  it.each<[Query<unknown>, string]>([
    [openCases, "cases_team_open (team_id=? AND ended_at=? AND raised_at<?)"],
    [endedCases, "cases_team_open (team_id=? AND ended_at>? AND ended_at<?)"],
    [endedWithPromise, "cases_team_open (team_id=? AND ended_at>? AND ended_at<?)"],
    [commentTimes, "comments_team (team_id=? AND said_at>? AND said_at<?)"],
    [actionsOfTeam, "actions_team_open (team_id=?)"],
    [firstConfirmed, "alerts_team (team_id=?)"],
    [firstSaid, "comments_theme (theme_id=?)"],
  ])("finds what it needs by an index, and sorts no table: %#", async (query, index) => {
    const plan = await planOf(temp.file, query);
    expect(plan.join("\n")).toContain(index);
    expect(plan.filter((step) => step.startsWith("SCAN"))).toEqual([]);
  });
});
