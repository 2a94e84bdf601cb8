import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Answer } from "../../src/chat/adapter.ts";
import { said } from "../support/floor.ts";
import { KPI_TABLE, MEMBERS, kpiCellOf } from "../support/kpi-roles.ts";
import { type KpiStage, openKpiStage } from "../support/kpi-stage.ts";
import { withPeople } from "../support/organisation.ts";
import { OUTSIDERS } from "../support/outsiders.ts";
import { applyText, floorFile } from "../support/world.ts";

let here: KpiStage;
beforeAll(async () => {
  here = await openKpiStage();
}, 60_000);
afterAll(() => here.close());

/** Tries something; gives back what it did to the stage and to the record. */
async function watched(act: () => Promise<Answer>) {
  const seq = (await here.floor.record()).length;
  const done = await here.watched(act);
  const events = await here.floor.record(seq);
  return { ...done, recorded: events.map(({ kind, subject }) => `${kind} ${subject}`) };
}

describe("who may do what with figures and digests", () => {
  it("has a row for everything that there is", async () => {
    const { commands, buttons, forms, shortcuts } = here.feature;
    const words = await Promise.all(
      commands.map(async ({ name, line }) => {
        const offered = await here.floor.suggest("priya", name, line?.name ?? "", "");
        expect(offered.length, name).toBeGreaterThan(3);
        return offered.map(({ value }) => `command ${name} ${value}`);
      }),
    );
    const entries = [
      ...commands.map(({ name }) => `command ${name}`),
      ...words.flat(),
      ...(shortcuts ?? []).map(({ name }) => `shortcut ${name}`),
      ...buttons.map(({ name }) => `button ${name}`),
      ...forms.map(({ name }) => `form ${name}`),
    ];
    expect(Object.keys(KPI_TABLE).toSorted()).toEqual(entries.toSorted());
  });

  const cells = Object.entries(KPI_TABLE).flatMap(([entry, row]) => [
    ...MEMBERS.map((who, index) => {
      const cell = row[index];
      if (!cell) throw new Error(`no cell for ${entry}, ${who}`);
      return { entry, who, asker: who, cell };
    }),
    ...Object.entries(OUTSIDERS).map(([who, asker]) => ({ entry, who, asker, cell: "stranger" as const })),
  ]);

  it.each(cells.filter(({ cell }) => cell === "yes"))("$entry by $who: yes", async ({ entry, asker }) => {
    const { answer, recorded } = await watched(() => here.attempt(entry, asker));
    expect(kpiCellOf(answer), said(answer)).toBe("yes");
    expect(recorded.filter((one) => one.startsWith("access."))).toEqual([]);
  });

  it.each(cells.filter(({ cell }) => cell !== "yes"))(
    "$entry by $who: $cell",
    async ({ entry, asker, cell }) => {
      const { answer, isUntouched, recorded } = await watched(() => here.attempt(entry, asker));
      expect(kpiCellOf(answer), said(answer)).toBe(cell);
      expect(isUntouched, "a refusal changes nothing").toBe(true);
      expect(recorded).toEqual([`access.refused ${entry.split(" ").slice(0, 2).join(":")}`]);
    },
  );

  it("does what it says for those who may, so that a refusal is one of something", async () => {
    const changing = Object.keys(KPI_TABLE).filter((entry) =>
      /^button (kpi\.(agree|end_target|withdraw|import_count|import_drop)|digest\.(save|unmute))$|^form (?!digest\.schedule)|digest (now|mute|unmute)$/.test(
        entry,
      ),
    );
    expect(changing).toHaveLength(17);
    for (const entry of changing) {
      const asker = KPI_TABLE[entry]?.[3] === "yes" ? "priya" : "ana";
      const { answer, isUntouched } = await watched(() => here.attempt(entry, asker));
      expect(isUntouched, `${entry}: ${said(answer)}`).toBe(false);
    }
    await here.putBack();
  });
});

describe("who is who", () => {
  it("takes effect on the next click when somebody is disabled, or loses their level or their team", async () => {
    await here.putBack();
    const { floor } = here;
    const source = await floorFile();
    const become = (change: Parameters<typeof withPeople>[1]) =>
      applyText(floor.store, withPeople(source, change), floor.clock.now());
    const entries = ["button kpi.end_target", "button kpi.chart", "form kpi.target", "command digest now"];
    for (const [change, cell] of [
      [{ disabled: true }, "stranger"],
      [{ level: "agent" }, "no"],
      [{ team: "orders" }, "hidden"],
    ] as const) {
      await become({ priya: change });
      for (const entry of entries) {
        const { answer, isUntouched } = await watched(() => here.attempt(entry, "priya"));
        expect(kpiCellOf(answer), `${entry} ${JSON.stringify(change)}: ${said(answer)}`).toBe(cell);
        expect(isUntouched, entry).toBe(true);
      }
    }
    await applyText(floor.store, source, floor.clock.now());
    for (const entry of entries) {
      const { answer } = await watched(() => here.attempt(entry, "priya"));
      expect(kpiCellOf(answer), entry).toBe("yes");
    }
  });

  it("whoever was asked about a target and is of another team now is asked no more", async () => {
    await here.putBack();
    const { floor } = here;
    const source = await floorFile();
    await applyText(floor.store, withPeople(source, { ana: { team: "orders" } }), floor.clock.now());
    for (const entry of ["button kpi.agree", "button kpi.decline", "form kpi.decline"]) {
      const { answer, isUntouched } = await watched(() => here.attempt(entry, "ana"));
      expect(kpiCellOf(answer), `${entry}: ${said(answer)}`).toBe("hidden");
      expect(isUntouched).toBe(true);
    }
    await applyText(floor.store, source, floor.clock.now());
    const { answer } = await watched(() => here.attempt("button kpi.agree", "ana"));
    expect(kpiCellOf(answer)).toBe("yes");
  });
});
