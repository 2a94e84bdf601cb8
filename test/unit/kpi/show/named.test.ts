import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { said } from "../../../support/floor.ts";
import { type KpiFloor, openKpiFloor } from "../../../support/kpi-floor.ts";

let here: KpiFloor;
beforeAll(async () => {
  here = await openKpiFloor();
});
afterAll(() => here.close());

const asks = async (who: "tom" | "priya", line: string): Promise<string> =>
  said(await here.floor.command(who, "kpi", line));

describe("a name that no KPI has", () => {
  it.each([
    [
      "its beginning",
      "fcr",
      "fcr_proxy (Resolved at first contact) or fcr_survey (Resolved, as customers say)",
    ],
    [
      "its beginning in capitals",
      "FCR",
      "fcr_proxy (Resolved at first contact) or fcr_survey (Resolved, as customers say)",
    ],
    ["a part of its name", "first contact", "fcr_proxy (Resolved at first contact)"],
    ["a space for the dash", "after contact", "acw (After-contact work)"],
    ["two letters the wrong way round", "nsp", "nps (Net promoter score)"],
    ["a slip in its name", "ocupancy", "occ (Occupancy)"],
  ])("is answered with what may be meant: %s", async (_, typed, meant) => {
    const words = `There is no KPI of that name. Did you mean ${meant}? /kpi list has them all.`;
    for (const verb of ["show", "agree"]) expect(await asks("priya", `${verb} ${typed}`), verb).toBe(words);
  });

  it("is answered with three at most, with what is a slip away among them", async () => {
    expect(await asks("priya", "show sla")).toBe(
      "There is no KPI of that name. Did you mean sla_ok (Due and met), sla_breach (Missed) or sl (Service level)? /kpi list has them all.",
    );
    const [, many = ""] = /Did you mean (.*)\?/.exec(await asks("priya", "show average")) ?? [];
    expect(many.match(/ \(/g)).toHaveLength(3);
  });

  it("that is like nothing is answered with where they all are", async () => {
    for (const typed of ["zzz", "x".repeat(1_000), "<!channel>", "constructor"])
      expect(await asks("priya", `show ${typed}`), typed).toBe(
        "There is no KPI of that name. /kpi list has them all.",
      );
  });

  it("is asked for where there is none", async () => {
    for (const line of ["show", "agree ", "show in Billing"])
      expect(await asks("priya", line), line).toBe("Name a KPI after it. /kpi list has them all.");
  });

  it("is on record as no access that was refused", async () => {
    const before = (await here.floor.record()).length;
    await asks("tom", "show fcr");
    await asks("tom", "agree fcr");
    expect(await here.floor.record(before)).toEqual([]);
    // A team that is not theirs still is one.
    await asks("tom", "show fcr in Orders");
    expect((await here.floor.record(before)).map(({ kind }) => kind)).toEqual(["access.refused"]);
  });

  it("suggests nothing that the person is not shown a list of", async () => {
    const list = await asks("tom", "list");
    let suggested = 0;
    for (const typed of ["a", "e", "fcr", "average", "adherence", "sla", "own"]) {
      const meant = [...(await asks("tom", `show ${typed}`)).matchAll(/\b([a-z0-9_]+) \([^)]*\)/g)];
      suggested += meant.length;
      for (const [, kpi] of meant) expect(list, typed).toContain(`(${kpi})`);
    }
    expect(suggested).toBeGreaterThan(10);
  });

  it("may be one of the centre's own", async () => {
    await here.floor.submit("priya", await here.floor.command("priya", "kpi", "define"), {
      name: "Calls back",
      kpi: "call_backs",
      purpose: "To see how many leave the queue",
      formula: "flow_out / offered",
      unit: "percent",
      direction: "down",
    });
    expect(await asks("tom", "show call_back")).toContain("Did you mean call_backs (Calls back)?");
  });
});
