import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { dueActions } from "../../../db/schema/foundation.ts";
import { members } from "../../../db/schema/people.ts";
import { type ActionsFloor, REVIEWED, does, openActionsFloor, plans, said } from "./support.ts";

let floor: ActionsFloor;
beforeEach(async () => {
  floor = await openActionsFloor();
});
afterEach(() => floor.close());

/** What a person was sent directly, oldest first. */
const dms = async (person: string): Promise<string[]> =>
  [...(await floor.sent())].flatMap(([to, words]) => (to.startsWith(`@${person} `) ? [words] : []));
/** What was said under the team's card. */
const thread = async (): Promise<string[]> =>
  [...(await floor.sent())].flatMap(([to, words]) =>
    / action\/[^/]+\/team\/slack\/./.test(to) ? [words] : [],
  );
const openTimers = async () => (await floor.timers()).filter((timer) => timer.doneAt === null);
const leaves = (person: string): Promise<void> =>
  floor.store.tx(async (db) => {
    await db.update(members).set({ active: false }).where(eq(members.id, person));
  });

describe("an action that starts later", () => {
  beforeEach(async () => {
    await plans(floor, "wei", { start: "2026-03-30", review: "2026-04-27" });
  });

  it("waits, and starts by itself on its day with the days before it as its baseline", async () => {
    expect(await floor.row("ACT-001")).toMatchObject({ state: "planned", baseline: null });
    expect(await openTimers()).toMatchObject([{ kind: "action.start" }]);
    const theme = floor.themes.themes.get("t1");
    theme?.said.push(Date.parse("2026-03-29T23:30:00Z"), Date.parse("2026-03-29T22:59:00Z"));
    // London is an hour ahead by then: its 30 March begins at 23:00 UTC.
    await floor.goTo("2026-03-29T22:59:59Z");
    expect(await floor.row("ACT-001")).toMatchObject({ state: "planned" });
    await floor.goTo("2026-03-29T23:00:00Z");
    const one = await floor.row("ACT-001");
    expect(one).toMatchObject({ state: "running", startOn: "2026-03-30" });
    expect(one.baseline).toMatchObject({ from: "2026-03-02" });
    expect(one.baseline?.kind === "daily" ? one.baseline.figures.at(-1) : undefined).toBe(1);
    const started = (await floor.record()).find((row) => row.kind === "action.started");
    expect([started?.actor, started?.role]).toEqual(["system", "timer"]);
    expect(await dms("wei")).toEqual([
      "ACT-001 has started. Before: 1 in 28 days (0.04 a day). The review is due on Mon 27 Apr 2026. If the change is not made, drop the action or tell its team.\nYou can: Drop",
    ]);
  });

  it("says so if it starts late, and still by the day that was planned", async () => {
    await floor.goTo("2026-04-01T12:00:00Z");
    expect(await floor.row("ACT-001")).toMatchObject({ state: "running", startOn: "2026-03-30" });
    expect((await dms("wei")).join()).toContain("late, because Floorwalker was not running");
  });

  it("can be started before its day; the timer then does nothing", async () => {
    await floor.goTo("2026-03-20T15:00:00Z");
    const answer = await floor.button("wei", "action.start", await floor.argOf("ACT-001"));
    expect(said(answer)).toBe(
      "ACT-001 has started. What was before is kept: 0 in 28 days (0 a day). You are reminded of its review.",
    );
    const before = await floor.row("ACT-001");
    expect(before).toMatchObject({ state: "running", startOn: "2026-03-20" });
    await floor.goTo("2026-03-30T08:00:00Z");
    expect((await floor.timers()).find((timer) => timer.kind === "action.start")?.outcome).toBe("stale");
    expect(await floor.row("ACT-001")).toEqual(before);
  });

  it("is started once, however often the button is pressed", async () => {
    const arg = await floor.argOf("ACT-001");
    const answers = await Promise.all([
      floor.button("wei", "action.start", arg),
      floor.button("priya", "action.start", arg),
    ]);
    expect(answers.map(said).filter((words) => words.includes("has started. What was before"))).toHaveLength(
      1,
    );
    expect((await floor.record()).filter((row) => row.kind === "action.started")).toHaveLength(1);
  });
});

describe("what was drawn before an action moved on", () => {
  it("a start is not taken: the button is older than the new owner", async () => {
    await plans(floor, "wei", { start: "2026-03-30", review: "2026-04-27" });
    const old = await floor.argOf("ACT-001");
    await does(floor, "wei", "hand_over", "ACT-001", { owner: "priya" });
    const before = await floor.row("ACT-001");
    expect(said(await floor.button("priya", "action.start", old))).toBe(
      "ACT-001 has moved on since this was drawn, so nothing was changed. /action ACT-001 shows where it stands.",
    );
    expect(await floor.row("ACT-001")).toEqual(before);
  });

  it("a reminder of somebody who is not its owner any more has no buttons left", async () => {
    await plans(floor, "wei");
    await floor.goTo("2026-04-10T08:00:00Z");
    expect((await dms("wei"))[0]).toContain("You can: Review, Hand over");
    await does(floor, "priya", "hand_over", "ACT-001", { owner: "sam" });
    expect((await dms("wei")).every((words) => !words.includes("You can"))).toBe(true);
  });
});

describe("a baseline", () => {
  it("is computed once: what is logged later, and every later step, leaves it as it was", async () => {
    await plans(floor, "wei");
    const { baseline } = await floor.row("ACT-001");
    const asked = floor.themes.asked.length;
    for (let day = 1; day <= 28; day += 1)
      floor.themes.themes.get("t1")?.said.push(floor.now() - day * 86_400_000);
    await does(floor, "priya", "hand_over", "ACT-001", { owner: "sam" });
    await does(floor, "sam", "tell", "ACT-001", {});
    expect(floor.themes.asked).toHaveLength(asked);
    await floor.goTo("2026-04-13T08:00:00Z");
    await does(floor, "sam", "review", "ACT-001", REVIEWED);
    expect((await floor.row("ACT-001")).baseline).toEqual(baseline);
    expect(baseline).toMatchObject({ figures: Array.from({ length: 28 }, () => 0) });
  });
});

describe("the reminders of a review", () => {
  beforeEach(async () => {
    await plans(floor, "wei");
  });

  it("go to the owner the working day before and on the day, never early", async () => {
    await floor.goTo("2026-04-10T07:59:59Z");
    expect(await dms("wei")).toEqual([]);
    await floor.goTo("2026-04-10T08:00:00Z");
    expect(await dms("wei")).toEqual([
      "ACT-001 is due for review on Mon 13 Apr 2026.\nYou can: Review, Hand over",
    ]);
    await floor.goTo("2026-04-13T08:00:00Z");
    expect((await dms("wei"))[1]).toBe("ACT-001 is due for review today.\nYou can: Review, Hand over");
    expect(await dms("priya")).toEqual([]);
  });

  it("go to whoever is above the owner, too, two days after it, and then every week", async () => {
    await floor.goTo("2026-04-13T08:00:00Z");
    await floor.goTo("2026-04-15T08:00:00Z");
    expect((await dms("wei")).at(-1)).toContain(
      "ACT-001 was due for review on Mon 13 Apr 2026, and no review is on record. Priya Shah is told, too.",
    );
    expect(await dms("priya")).toEqual([
      "ACT-001 was due for review on Mon 13 Apr 2026, and no review is on record. It is with Wei Chen, who was reminded.\nYou can: Review, Hand over",
    ]);
    expect(await dms("sam")).toEqual([]);
    await floor.goTo("2026-04-22T07:59:00Z");
    expect(await dms("priya")).toHaveLength(1);
    await floor.goTo("2026-04-22T08:00:00Z");
    await floor.goTo("2026-04-29T08:00:00Z");
    expect(await dms("priya")).toHaveLength(3);
    const reminded = (await floor.record()).filter((row) => row.kind === "action.reminded");
    expect(reminded.map((row) => row.actor)).toEqual(["system", "system", "system", "system"]);
  });

  it("come once and say what holds now, after the program was down for a fortnight", async () => {
    await floor.goTo("2026-04-24T10:00:00Z");
    expect(await dms("wei")).toEqual([
      "ACT-001 was due for review on Mon 13 Apr 2026, and no review is on record (this reminder comes 14 days late, because Floorwalker was not running). Priya Shah is told, too.\nYou can: Review, Hand over",
    ]);
    expect(await dms("priya")).toHaveLength(1);
    const [next] = await openTimers();
    expect(new Date(next?.dueAt ?? 0).toISOString()).toBe("2026-04-29T08:00:00.000Z");
  });

  it("go to nobody else where nobody is above the owner", async () => {
    await does(floor, "wei", "hand_over", "ACT-001", { owner: "helen" });
    await floor.goTo("2026-04-20T08:00:00Z");
    expect((await dms("helen")).at(-1)).toMatch(/no review is on record[^.]*\.\nYou can: Review, Hand over$/);
    expect(await dms("sam")).toEqual([]);
  });

  it("go to whoever is above an owner who has left, from the first on, and can be handed over from there", async () => {
    await leaves("wei");
    await floor.goTo("2026-04-10T08:00:00Z");
    expect(await dms("wei")).toEqual([]);
    expect(await dms("priya")).toEqual([
      "ACT-001 is due for review on Mon 13 Apr 2026. Wei Chen owns it and is not here any more: /action ACT-001 hands it over.\nYou can: Review, Hand over",
    ]);
    await does(floor, "priya", "hand_over", "ACT-001", { owner: "sam" });
    await floor.goTo("2026-04-13T08:00:00Z");
    expect((await dms("sam")).at(-1)).toContain("is due for review today");
    expect(await dms("wei"), "who has left is told nothing more that asks for anything").toEqual([
      "Priya Shah has handed ACT-001 over to Sam Whitfield. There is nothing more for you to do.",
    ]);
  });

  it("are said to the team where nobody is left to tell", async () => {
    await does(floor, "wei", "hand_over", "ACT-001", { owner: "helen" });
    await leaves("helen");
    await floor.goTo("2026-04-10T08:00:00Z");
    expect((await thread()).at(-1)).toContain("Helen Achebe owns it and is not here any more");
  });

  it("are for nobody once it is reviewed: the timer finds that it has moved on", async () => {
    await floor.goTo("2026-04-09T10:00:00Z");
    await does(floor, "wei", "review", "ACT-001", REVIEWED);
    const count = (await floor.sent()).size;
    await floor.goTo("2026-05-09T10:00:00Z");
    expect((await floor.sent()).size).toBe(count);
    expect((await floor.timers()).map((timer) => timer.outcome)).not.toContain("acted");
    expect(await openTimers()).toEqual([]);
  });

  it("take their buttons back when the review is done", async () => {
    await floor.goTo("2026-04-13T08:00:00Z");
    await does(floor, "wei", "review", "ACT-001", REVIEWED);
    expect((await dms("wei")).every((words) => !words.includes("You can"))).toBe(true);
  });

  it("are where they were after a restart", async () => {
    await floor.restart();
    await floor.goTo("2026-04-10T08:00:00Z");
    expect(await dms("wei")).toHaveLength(1);
    await floor.restart();
    await floor.goTo("2026-04-10T09:00:00Z");
    expect(await dms("wei")).toHaveLength(1);
  });
});

describe("that nothing is forgotten", () => {
  it("every open action has exactly one timer of its own generation after every step", async () => {
    const holds = async (): Promise<void> => {
      const timers = await openTimers();
      for (const one of await floor.rows()) {
        const own = timers.filter(
          (timer) => timer.subject === one.id && timer.generation === String(one.generation),
        );
        expect(own, `${one.ref} ${one.state}`).toHaveLength(one.endedAt === null ? 1 : 0);
      }
    };
    await plans(floor, "wei", { start: "2026-03-20", review: "2026-04-20" });
    await holds();
    await does(floor, "wei", "hand_over", "ACT-001", { owner: "priya" });
    await holds();
    await floor.goTo("2026-03-20T01:00:00Z");
    await holds();
    await does(floor, "priya", "tell", "ACT-001", {});
    await holds();
    await floor.goTo("2026-05-02T08:00:00Z");
    await holds();
    await does(floor, "priya", "review", "ACT-001", {
      ...REVIEWED,
      decision: "adapt",
      next_change: "A shorter letter.",
    });
    await holds();
    await does(floor, "priya", "drop", "ACT-002", { reason: "The fee is gone." });
    await holds();
    expect(await floor.rows()).toHaveLength(2);
  });

  it("the watchdog arms one again that lost its timer, whatever took it", async () => {
    await plans(floor, "wei");
    await plans(floor, "wei", { start: "2026-03-20", review: "2026-04-20" });
    await floor.store.tx(async (db) => {
      await db.update(dueActions).set({ doneAt: 1, outcome: "failed" });
    });
    expect(await openTimers()).toEqual([]);
    await floor.watchdog();
    expect((await openTimers()).map((timer) => timer.kind)).toEqual(["action.start", "action.review"]);
    await floor.watchdog();
    expect(await openTimers()).toHaveLength(2);
    await floor.goTo("2026-04-10T08:00:00Z");
    expect((await dms("wei")).at(-1)).toContain("ACT-001 is due for review");
  });
});
