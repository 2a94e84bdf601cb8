import { describe, expect, inject, it } from "vitest";
import { alerts, comments } from "../../db/schema/comments.ts";
import { leasedTurn } from "../../src/engine/index.ts";
import { randomIds } from "../../src/ids.ts";
import { verifyJournal } from "../../src/journal/index.ts";
import { noLog } from "../../src/log.ts";
import { OUTAGE } from "../support/comments.ts";
import { openCommentsFloor } from "../support/comments-floor.ts";
import { said } from "../support/floor.ts";
import { openPostgresAt, tempDatabase } from "../support/temp-database.ts";
import { until } from "../support/until.ts";

const missing = inject("noPostgres");

describe.skipIf(missing !== "")("comments on PostgreSQL", () => {
  it("are heard, alerted, searched, and the same after a restart", async () => {
    const here = await openCommentsFloor(undefined, await tempDatabase());
    const { floor } = here;
    await here.ordinary("billing");
    await here.burst(["ana", "tom"], OUTAGE.slice(0, 5), 3_000);
    await here.restart();
    await here.burst(["ana", "tom"], OUTAGE.slice(5), 3_100);
    const list = async (line: string) => said(await floor.command("priya", "comments", line));
    expect(await list("themes")).toMatch(/TH-001 .* · \d+ comments by \d+ customers: 0 spontaneous/);
    expect(await floor.store.read.select().from(alerts)).toMatchObject([{ state: "proposed", live: true }]);
    expect(await list("search logs UPDATE")).toContain("app logs her out since the update");
    const rows = await floor.store.read.select().from(comments);
    expect(rows.every(({ heard }) => heard !== null)).toBe(true);
    expect((await verifyJournal(floor.store.read)).faults).toEqual([]);
    await floor.close();
  });

  it("are heard by one process at a time; another takes over", async () => {
    const temp = await tempDatabase();
    const first = await openCommentsFloor(undefined, temp);
    const turnOf = (floor: typeof first.floor) =>
      leasedTurn({
        name: "comment detector",
        store: floor.store,
        clock: floor.clock,
        log: noLog,
        ids: randomIds,
      });
    const firstTurn = turnOf(first.floor);
    await until("the first has the turn", () => firstTurn.mine());
    const store = await openPostgresAt(temp.url);
    const second = await openCommentsFloor(undefined, { ...temp, store, close: () => store.close() });
    const secondTurn = turnOf(second.floor);
    expect(await firstTurn.confirmed(first.floor.store.read)).toBe(true);
    expect(secondTurn.mine()).toBe(false);
    expect(await secondTurn.confirmed(store.read)).toBe(false);
    await firstTurn.end();
    await until("the second has the turn", () => secondTurn.mine(), 15_000);
    expect(await firstTurn.confirmed(first.floor.store.read)).toBe(false);
    expect(await secondTurn.confirmed(store.read)).toBe(true);
    await secondTurn.end();
    expect(await secondTurn.confirmed(store.read)).toBe(false);
    await second.floor.close();
    await first.floor.close();
  });
});
