import { count, eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { cases } from "../../db/schema/escalation.ts";
import { journal } from "../../db/schema/foundation.ts";
import { forgetMarkers } from "../../src/chat/seen.ts";
import type { Answer } from "../../src/chat/adapter.ts";
import { type Floor, openFloor, said } from "../support/floor.ts";
import { seeded } from "../support/seeded.ts";
import { until } from "../support/until.ts";
import { BILLING, type World, as, openWorld, presses, raises } from "../support/world.ts";

const HOUR_MS = 3_600_000;
let floor: Floor | undefined;
let world: World | undefined;
afterEach(async () => {
  await floor?.close();
  await world?.stop();
  floor = world = undefined;
});

const recorded = async (kind: string): Promise<number> => {
  const [row] =
    (await floor?.store.read.select({ n: count() }).from(journal).where(eq(journal.kind, kind))) ?? [];
  return row?.n ?? 0;
};

describe("a thousand events, each delivered four times", () => {
  it("have one effect and one record each: at once, out of order, after a restart, and 25 hours later", async () => {
    const { shuffle } = seeded("duplicates");
    floor = await openFloor();
    const here = floor;
    const form = await here.command("ana", "escalate", "refund C-1042 wants 40 back");
    if (form.kind !== "form") throw new Error(said(form));
    const asForm = (n: number): Answer => ({ kind: "form", form: { ...form.form, id: `form${n}` } });
    const raiseEvents = Array.from(
      { length: 600 },
      (_, n) => () =>
        here.submit("ana", asForm(n), { customer: `C-${20_000 + n}`, waiting: "no" }, `view${n}`),
    );
    // Away and back by turns, so that a repeat with an effect would show on the record.
    const awayEvents = Array.from(
      { length: 400 },
      (_, n) => () => here.command("tom", n % 2 === 0 ? "away" : "back", "", `trigger${n}`),
    );

    // First: the away/back chain in order, every event twice at once; then the raises, shuffled with their repeats.
    for (const event of awayEvents) await Promise.all([event(), event()]);
    await Promise.all(shuffle([...raiseEvents, ...raiseEvents]).map((event) => event()));
    const events = shuffle([...raiseEvents, ...awayEvents]);
    await here.restart();
    for (const event of events) await event();
    here.clock.advance(25 * HOUR_MS);
    await here.store.tx((db) => forgetMarkers(db, here.clock.now()));
    for (const event of shuffle(events)) await event();

    const [row] = await here.store.read.select({ n: count() }).from(cases);
    expect(row?.n).toBe(600);
    expect(await recorded("case.raised")).toBe(600);
    expect(await recorded("member.away")).toBe(200);
    expect(await recorded("member.back")).toBe(200);
  });
});

describe.each(["socket", "http"] as const)("Slack delivering again (%s)", (mode) => {
  it("is acknowledged every time and acts once, before and after a restart", async () => {
    world = await openWorld({ mode });
    const here = world;
    const ref = await raises(world, "ana", "refund C-1042 wants 80 back");
    await presses(world, "priya", "dm", "Take", ref);
    await as(world, "tom").command("/away", "", { channel: BILLING });
    const acting = world.slack.deliveries.filter((delivery) => delivery.receipt?.acked);
    expect(acting.length).toBeGreaterThanOrEqual(4);
    for (const delivery of acting) expect((await world.slack.redeliver(delivery)).acked).toBe(true);
    await world.restart();
    for (const delivery of acting) {
      const receipt = await world.slack.redeliver(delivery);
      // A replayed signature is refused before it gets anywhere; on a socket it is acknowledged.
      expect(receipt.acked || mode === "http").toBe(true);
    }
    const { read } = world.store;
    const kinds = (await read.select({ kind: journal.kind }).from(journal)).map((row) => row.kind);
    for (const kind of ["case.raised", "case.taken", "member.away"])
      expect(
        kinds.filter((one) => one === kind),
        kind,
      ).toHaveLength(1);
    await until("everything is delivered", () =>
      as(here, "ana")
        .dms()
        .some((message) => message.text.includes("Priya Shah has taken")),
    );
    expect(
      as(world, "ana")
        .dms()
        .filter((message) => message.text.includes("has taken")),
    ).toHaveLength(1);
  });
});
