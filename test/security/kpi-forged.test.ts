import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RawValues } from "../../src/chat/form.ts";
import { type Asker, said } from "../support/floor.ts";
import { ABOUT, KPI_TABLE, argOf, contextOf, kpiCellOf } from "../support/kpi-roles.ts";
import { type KpiStage, openKpiStage } from "../support/kpi-stage.ts";

let here: KpiStage;
beforeAll(async () => {
  here = await openKpiStage();
}, 60_000);
afterAll(() => here.close());

/** What there is not, of each kind. */
const MISSING = "0".repeat(20);
const missingOf = (name: string): string => (ABOUT[name] === "team" ? "nowhere" : MISSING);
const entriesOf = (kind: "button" | "form"): readonly string[] =>
  Object.keys(KPI_TABLE).filter((entry) => entry.startsWith(`${kind} `));
const nameOf = (entry: string): string => entry.split(" ")[1] ?? "";
const named = [...entriesOf("button"), ...entriesOf("form")].filter(
  (entry) => ABOUT[nameOf(entry)] !== "nothing",
);

describe("figures that are there and not theirs", () => {
  it("has something of each kind to be found", () => {
    for (const of of ["billing", "orders"])
      expect(Object.entries(here.ids[of] ?? {}).filter(([, id]) => id === "")).toEqual([["nothing", ""]]);
  });

  it.each(named)("%s: look to whoever is of another team like what does not exist", async (entry) => {
    const name = nameOf(entry);
    for (const [asker, foreign] of [
      ["megan", "billing"],
      ["aoife", "billing"],
      ["priya", "orders"],
      ["tom", "orders"],
    ] as const) {
      const missing = await here.watched(() => here.attempt(entry, asker, missingOf(name)));
      const tried = await here.watched(() => here.attempt(entry, asker, here.idOf(foreign, name)));
      expect(tried.answer, asker).toEqual(missing.answer);
      expect([tried.isUntouched, missing.isUntouched]).toEqual([true, true]);
      expect(kpiCellOf(missing.answer), said(missing.answer)).toBe("hidden");
    }
  });

  it.each(named)(
    "%s: what does not exist is not there for whoever serves all teams either",
    async (entry) => {
      const { answer, isUntouched } = await here.watched(() =>
        here.attempt(entry, "helen", missingOf(nameOf(entry))),
      );
      expect(kpiCellOf(answer), said(answer)).toBe("hidden");
      expect(isUntouched).toBe(true);
    },
  );

  it.each([
    ["kpi", "list in"],
    ["kpi", "show sl in"],
    ["kpi", "agree sl in"],
    ["digest", "preview for"],
    ["digest", "now for"],
    ["digest", "schedule weekdays at 8:30 for"],
    ["digest", "mute until friday for"],
    ["digest", "unmute for"],
  ])(
    "/%s %s: a foreign team, one that does not exist and one that never can are one",
    async (name, words) => {
      const asks = async (team: string) =>
        (await here.watched(() => here.floor.command("priya", name, `${words} ${team}`))).answer;
      const missing = await asks("Nowhere");
      expect(kpiCellOf(missing), said(missing)).toBe("hidden");
      for (const team of ["Orders", "orders", "ORDERS", "constructor", "' OR 1=1 --", "%", "billing orders"])
        expect(await asks(team), team).toEqual(missing);
    },
  );

  it("an action cannot be planned about them", async () => {
    for (const asker of ["megan", "aoife", "helen"] as const) {
      const missing = await here.watched(() => here.floor.button(asker, "action.plan", "kpi:nowhere/sl"));
      expect(said(missing.answer), asker).toMatch(/^There is no /);
      if (asker === "helen") continue;
      const foreign = await here.watched(() => here.floor.button(asker, "action.plan", "kpi:billing/sl"));
      expect(foreign.answer).toEqual(missing.answer);
    }
  });
});

describe("buttons and forms of figures that nobody was given", () => {
  const asGiven = (id: string) => [id, `${id}/sl`, `${id}/sl/sl`, `${id}/nothing`, `${id}/`, ` ${id}`];

  it.each([
    "",
    "/",
    ":",
    "x",
    "x/sl",
    "/sl",
    "../../etc/sl",
    "__proto__/sl",
    "constructor",
    "toString/constructor",
    "file",
    "billing file file",
    "billing 9999 1f 1 Europe/London",
    "billing 0830 ff 1 Europe/London",
    "billing 0830 00 1 Europe/London",
    "billing 0830 1f 1 Nowhere/Land",
    "' OR 1=1 --",
    "%",
    "\u0000",
    `${"z".repeat(5_000)}/sl`,
  ])("an edited argument (%j) changes nothing and breaks nothing", async (arg) => {
    for (const entry of entriesOf("button"))
      for (const asker of ["priya", "tom", "helen"] as const) {
        const { answer, isUntouched } = await here.watched(() =>
          here.floor.button(asker, nameOf(entry), arg),
        );
        const words = said(answer);
        expect(
          words.startsWith("This button does not work any more.") ||
            ["hidden", "no"].includes(kpiCellOf(answer)),
          `${entry} by ${asker}: ${words}`,
        ).toBe(true);
        expect(isUntouched, entry).toBe(true);
      }
  });

  it("what surrounds a right id opens nothing that the id does not", async () => {
    for (const entry of entriesOf("button"))
      for (const arg of asGiven(here.idOf("orders", nameOf(entry)))) {
        const { answer, isUntouched } = await here.watched(() =>
          here.floor.button("priya", nameOf(entry), arg),
        );
        expect(["hidden", "something else"], `${entry} ${arg}: ${said(answer)}`).toContain(kpiCellOf(answer));
        expect(said(answer), entry).not.toMatch(/went wrong/);
        expect(isUntouched, entry).toBe(true);
      }
  });

  it.each(entriesOf("form"))(
    "%s: without what it was opened with, or with what it never was",
    async (entry) => {
      const name = nameOf(entry);
      const orders = contextOf(name, here.idOf("orders", name));
      const contexts: readonly (readonly [Readonly<Record<string, string>>, readonly Asker[]])[] = [
        [{}, ["priya", "tom", "helen"]],
        [{ about: "", target: "", team: "", kpi: "" }, ["priya", "tom", "helen"]],
        [
          { about: "__proto__", target: "__proto__", team: "__proto__", kpi: "__proto__" },
          ["priya", "helen"],
        ],
        [{ about: `${MISSING}/sl`, target: MISSING, team: "nowhere", kpi: "sl" }, ["priya", "tom", "helen"]],
        [{ ...orders, kpi: "nothing", why: "constructor" }, ["priya", "tom"]],
        [{ ...orders, why: "several" }, ["priya", "tom"]],
      ];
      for (const [context, askers] of contexts)
        for (const asker of askers) {
          const { answer, isUntouched } = await here.watched(() =>
            here.floor.forges(asker, name, context, here.values(name)),
          );
          // What is about nothing that there is already has nothing in it to be forged.
          if (ABOUT[name] === "nothing" && asker !== "tom") continue;
          expect(
            ["hidden", "no"],
            `${JSON.stringify(asker)} ${JSON.stringify(context)}: ${said(answer)}`,
          ).toContain(kpiCellOf(answer));
          expect(isUntouched).toBe(true);
        }
    },
  );

  /** What is in a form that its fields do not offer. */
  const wrong: readonly (readonly [form: string, values: RawValues])[] = [
    ["kpi.analyse", { owner: "aoife" }],
    ["kpi.analyse", { owner: "gone" }],
    ["kpi.analyse", { owner: "nobody" }],
    ["kpi.analyse", { finding: "x".repeat(1_501) }],
    ["kpi.analyse", { finding: " \n " }],
    ["kpi.define", { kpi: "../etc" }],
    ["kpi.define", { kpi: "__proto__" }],
    ["kpi.define", { kpi: "x".repeat(33) }],
    ["kpi.define", { name: "x".repeat(61) }],
    ["kpi.define", { purpose: "x".repeat(201) }],
    ["kpi.define", { unit: "stars" }],
    ["kpi.define", { unit: "seconds" }],
    ["kpi.define", { direction: "sideways" }],
    ["kpi.define", { formula: "offered / offered / offered" }],
    ["kpi.define", { formula: "constructor / offered" }],
    ["kpi.define", { formula: "__proto__" }],
    ["kpi.define", { formula: "(((((offered" }],
    ["kpi.define", { formula: `offered${" + offered".repeat(60)}` }],
    ["kpi.import", { kind: "stars" }],
    ["kpi.import", { vendor: "constructor" }],
    ["kpi.import", { dates: "backwards" }],
    ["kpi.import", { file: "" }],
    ["kpi.import", { file: "x".repeat(500) }],
    ["kpi.rebase", { from: "yesterday" }],
    ["kpi.rebase", { from: "2026-11-24" }],
    ["kpi.rebase", { from: "2030-01-01" }],
    ["kpi.rebase", { from: "1970-01-01" }],
    ["kpi.rebase", { reason: "x".repeat(501) }],
    ["kpi.target", { asked: "priya" }],
    ["kpi.target", { asked: "tom\naoife" }],
    ["kpi.target", { asked: "gone" }],
    ["kpi.target", { asked: "" }],
    ["kpi.target", { owner: "tom" }],
    ["kpi.target", { owner: "aoife" }],
    ["kpi.target", { low: "many" }],
    ["kpi.target", { low: "NaN" }],
    ["kpi.target", { low: "1e9" }],
    ["kpi.target", { from: "2036-01-01" }],
    ["kpi.target", { basis: "x".repeat(501) }],
    ["kpi.decline", { reason: "x".repeat(501) }],
    ["digest.schedule", { when: "at 8:30 and 9:30" }],
    ["digest.schedule", { when: "x".repeat(201) }],
    ["digest.schedule", { weekly: "8" }],
    ["digest.mute", { until: "2026-11-01" }],
    ["digest.mute", { until: "2030-01-01" }],
    ["digest.mute", { until: "for ever" }],
  ];
  it.each(wrong.map(([form, values]) => ({ form, values })))(
    "$form takes nothing that it does not offer: $values",
    async ({ form, values }) => {
      const asker: Asker = form === "kpi.decline" ? "ana" : "priya";
      const context = contextOf(form, here.idOf("billing", form));
      const { answer, isUntouched } = await here.watched(() =>
        here.floor.forges(asker, form, context, { ...here.values(form), ...values }),
      );
      expect(answer.kind, said(answer)).toBe("fieldErrors");
      expect(said(answer)).not.toMatch(/went wrong/);
      expect(isUntouched).toBe(true);
      // The same form with what is offered goes through, so it was the value that was refused.
      const { answer: well } = await here.watched(() => here.attempt(`form ${form}`, asker));
      expect(kpiCellOf(well), said(well)).toBe("yes");
    },
  );

  it("whoever is named twice is asked once", async () => {
    const { answer } = await here.watched(() =>
      here.floor.forges("priya", "kpi.target", contextOf("kpi.target", "billing"), {
        ...here.values("kpi.target"),
        asked: "tom\ntom",
      }),
    );
    expect(said(answer)).toContain("one person is asked");
  });

  it("what was done once cannot be done again with the same button", async () => {
    await here.putBack();
    const target = here.idOf("billing", "kpi.agree");
    expect(said(await here.floor.button("ana", "kpi.agree", target))).toContain("You agreed");
    const agreed = await here.state();
    expect(said(await here.floor.button("ana", "kpi.agree", target))).toContain("answered this already");
    expect(said(await here.attempt("form kpi.decline", "ana"))).toContain("answered this already");
    expect(await here.state()).toBe(agreed);
    const ended = here.idOf("billing", "kpi.end_target");
    expect(said(await here.floor.button("priya", "kpi.end_target", ended))).toContain("Ends on");
    const after = await here.state();
    expect(kpiCellOf(await here.floor.button("priya", "kpi.end_target", ended))).toBe("hidden");
    expect(await here.state()).toBe(after);
    await here.floor.button("priya", "digest.unmute", "billing");
    const unmuted = await here.state();
    expect(said(await here.floor.button("priya", "digest.unmute", "billing"))).toContain("are not muted");
    expect(await here.state()).toBe(unmuted);
    await here.putBack();
  });

  it("a proposal that somebody declined is over for everybody", async () => {
    await here.putBack();
    await here.attempt("form kpi.decline", "ana");
    const before = await here.state();
    for (const entry of ["button kpi.agree", "form kpi.decline"])
      expect(said(await here.attempt(entry, "wei"))).toContain("This proposal is over");
    expect(await here.state()).toBe(before);
    await here.putBack();
  });

  it("no target of a proposal is ended before it is agreed", async () => {
    const { answer, isUntouched } = await here.watched(() =>
      here.floor.button(
        "priya",
        "kpi.end_target",
        argOf("kpi.end_target", here.idOf("billing", "kpi.agree")),
      ),
    );
    expect(kpiCellOf(answer)).toBe("hidden");
    expect(isUntouched).toBe(true);
  });
});
