import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { eq } from "drizzle-orm";
import { kpiTargets } from "../../../../db/schema/kpi.ts";
import { randomIds } from "../../../../src/ids.ts";
import { createJournal } from "../../../../src/journal/index.ts";
import { agree, decline } from "../../../../src/kpi/targets/answer.ts";
import { endTarget, withdraw } from "../../../../src/kpi/targets/end.ts";
import type { TargetRow } from "../../../../src/kpi/targets/store.ts";
import { type Member, findMember, readSettings } from "../../../../src/people/index.ts";
import type { Work } from "../../../../src/work.ts";
import { said } from "../../../support/floor.ts";
import { type KpiFloor, openKpiFloor } from "../../../support/kpi-floor.ts";
import type { PersonId } from "../../../support/world.ts";

let here: KpiFloor;
beforeEach(async () => {
  here = await openKpiFloor();
});
afterEach(() => here.close());

/** Sam asks Wei about a target that Priya is to look after. */
async function proposed(): Promise<TargetRow> {
  const form = await here.floor.command("sam", "kpi", "agree sl");
  const values = { low: "80", basis: "The contract", asked: "wei", owner: "priya", from: "2026-12-01" };
  await here.floor.submit("sam", form, values);
  const target = (await here.targetsOf("billing")).at(-1);
  if (!target) throw new Error("nothing was proposed");
  return target;
}

describe("a target that a team is no longer measured by", () => {
  it.each([
    ["priya", "owner"],
    ["sam", "leader"],
    ["helen", "leader"],
  ] as const)("was ended by %s as its %s, and the record says so", async (who, role) => {
    const { id } = await proposed();
    await here.floor.button("wei", "kpi.agree", id);
    expect(said(await here.floor.button(who, "kpi.end_target", id))).toContain("Ends on Tue 24 Nov 2026");
    const events = (await here.floor.record()).filter(({ kind }) => kind === "kpi.target_ended");
    expect(events.map((event) => [event.actor, event.role, event.subject])).toEqual([[who, role, id]]);
  });
});

describe("a target that somebody changed since it was looked at", () => {
  const acts: Readonly<Record<string, (work: Work, by: Member, seen: TargetRow) => Promise<unknown>>> = {
    agreed: agree,
    "not agreed": (work, by, seen) => decline(work, by, seen, "Too high"),
    withdrawn: withdraw,
    ended: (work, by, seen) => endTarget(work, by, seen, "2026-12-31"),
  };
  const as: Readonly<Record<string, PersonId>> = { agreed: "wei", "not agreed": "wei" };

  it.each(Object.keys(acts))(
    "cannot be %s: whoever was slower is told, and nothing is changed",
    async (act) => {
      const { store, clock } = here.floor;
      const seen = await proposed();
      await store.tx((db) =>
        db
          .update(kpiTargets)
          .set({ generation: seen.generation + 1 })
          .where(eq(kpiTargets.id, seen.id)),
      );
      const by = await findMember(store.read, as[act] ?? "priya");
      const settings = await readSettings(store.read);
      if (!by) throw new Error("nobody");
      const before = [await here.state(), (await here.floor.record()).length];
      const parts = {
        ids: randomIds,
        journal: createJournal(randomIds, false),
        active: new Set(["slack" as const]),
      };
      await expect(
        store.tx(async (db) => acts[act]?.({ ...parts, db, now: clock.now(), settings }, by, seen)),
      ).rejects.toMatchObject({ code: "conflict", userMessage: "Somebody was faster; look again." });
      expect([await here.state(), (await here.floor.record()).length]).toEqual(before);
    },
  );
});
