import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { initialValues } from "../../../src/chat/form.ts";
import { type ActionsFloor, openActionsFloor, plans, said } from "./support.ts";

const DAY = 86_400_000;
let floor: ActionsFloor;
beforeEach(async () => {
  floor = await openActionsFloor();
});
afterEach(() => floor.close());

describe("planning an action about a theme", () => {
  it("opens a form that holds what is known already", async () => {
    const form = await floor.button("wei", "action.plan", "theme:t1");
    if (form.kind !== "form") throw new Error(said(form));
    expect(form.form.intro).toBe(
      "TH-007: measured by customers a day who say it, over the 28 days before the start and all days since.",
    );
    expect(initialValues(form.form)).toEqual({
      problem: "Customers say: unexpected fee on the invoice",
      owner: "wei",
      start: "2026-03-16",
      review: "2026-04-13",
    });
    expect(form.form.fields.map((field) => field.id)).toEqual([
      "problem",
      "cause",
      "change",
      "owner",
      "start",
      "review",
      "expected",
    ]);
    const owner = form.form.fields.find((field) => field.id === "owner");
    expect(owner?.type === "member" ? owner.choices.map((choice) => choice.value) : []).toEqual([
      "wei",
      "priya",
      "qa",
      "sam",
      "helen",
    ]);
  });

  it("starts at once if it starts today, with what was before it frozen", async () => {
    const theme = floor.themes.themes.get("t1");
    // Eleven customers in the fortnight before, one at midnight as the first day begins, one too early, two today.
    for (let n = 1; n <= 11; n += 1) theme?.said.push(floor.now() - n * DAY);
    theme?.said.push(
      Date.parse("2026-02-16T00:00:00Z"),
      Date.parse("2026-02-15T23:59:59Z"),
      floor.now(),
      floor.now() - 1,
    );
    const answer = said(
      await plans(floor, "wei", { cause: "The letter is unclear.", expected: "Half as many." }),
    );
    expect(answer).toContain("ACT-001 · Improvement action");
    expect(answer).toContain("Running · with Wei Chen · review due Mon 13 Apr 2026");
    expect(answer).toContain("About: TH-007");
    expect(answer).toContain("Cause: The letter is unclear.");
    expect(answer).toContain("Expected: Half as many.");
    expect(answer).toContain("Before the start: 12 in 28 days (0.43 a day); usual is up to 2 a day");
    expect(answer).toContain("You can: Review, You said, we did, Hand over, Drop");
    const one = await floor.row("ACT-001");
    expect(one).toMatchObject({ state: "running", ownerId: "wei", plannerId: "wei", teamId: "billing" });
    expect(one.baseline).toMatchObject({ kind: "daily", from: "2026-02-16" });
  });

  it("puts its steps on record, in ids and codes and without a word of anybody's", async () => {
    await plans(floor, "priya", { owner: "wei", cause: "The letter is unclear." });
    const record = await floor.record();
    expect(record.map((row) => [row.kind, row.actor, row.role, row.team])).toEqual([
      ["action.planned", "priya", "planner", "billing"],
      ["action.started", "priya", "planner", "billing"],
    ]);
    const [planned, started] = record.map((row): unknown => JSON.parse(row.facts));
    expect(planned).toMatchObject({
      ref: "ACT-001",
      subject_kind: "theme",
      subject: "t1",
      subject_ref: "TH-007",
      measure: "theme",
      owner: "wei",
      owner_level: "senior",
      planner_level: "team_leader",
      start_on: "2026-03-16",
      review_on: "2026-04-13",
      evidence: ["c1", "c2", "c3"],
      evidence_count: 3,
    });
    expect(record[0]?.payloadDigest).toMatch(/^[0-9a-f]{64}$/);
    expect(started).toMatchObject({ baseline: "daily", baseline_days: 28, baseline_sum: 0 });
    // Whole words: a digest may well have "fee" in it.
    expect(JSON.stringify(record)).not.toMatch(/letter is|\b(?:letter|invoice|fees?)\b/i);
    expect(floor.themes.told).toMatchObject([
      { step: "planned", id: "t1", action: { ref: "ACT-001", ownerId: "wei", actorId: "priya" } },
    ]);
  });

  it("is shown to its team, and its owner is told if somebody else planned it", async () => {
    await plans(floor, "priya", { owner: "wei" });
    const sent = [...(await floor.sent())];
    expect(sent.map(([to]) => to.split(" ")[0])).toEqual(["#C0BILL", "@wei"]);
    expect(sent[0]?.[1]).toContain("Change: The invoice says what the fee is for.");
    expect(sent[1]?.[1]).toBe(
      "Priya Shah has planned ACT-001 with you as its owner. Its review is due on Mon 13 Apr 2026. /action ACT-001 shows it.",
    );
  });

  it("counts only days on which comments were logged at all", async () => {
    const theme = floor.themes.themes.get("t1");
    if (theme) theme.since = Date.parse("2026-03-10T15:00:00Z");
    await plans(floor, "wei");
    const { baseline } = await floor.row("ACT-001");
    expect(baseline).toMatchObject({ from: "2026-03-11", figures: [0, 0, 0, 0, 0] });
  });

  it("has one effect if the form is sent twice", async () => {
    const form = await floor.button("wei", "action.plan", "theme:t1");
    const values = { change: "Another letter." };
    await Promise.all([floor.submit("wei", form, values), floor.submit("wei", form, values)]);
    expect(said(await floor.submit("wei", form, values))).toContain("already sent");
    expect(await floor.rows()).toHaveLength(1);
    expect(await floor.record()).toHaveLength(2);
  });
});

describe("what cannot be planned", () => {
  it.each([
    [{ change: "" }, 'Fill in "Change".'],
    [{ change: "   \n " }, 'Fill in "Change".'],
    [{ problem: "" }, 'Fill in "Problem".'],
    [{ review: "" }, 'Fill in "Review".'],
    [{ change: "x".repeat(10_000) }, "This is too long: 10,000 characters, where 1,000 fit."],
    [{ start: "2026-03-15" }, "This day has passed"],
    [{ start: "2027-03-18", review: "2027-04-18" }, "more than a year ahead"],
    [{ review: "2026-03-16" }, "The review comes after the start."],
    [{ review: "2026-03-01" }, "The review comes after the start."],
    [{ review: "2027-03-18" }, "more than a year after the start"],
    [{ start: "2026-05-01" }, "The review comes after the start."],
    [{ start: "tomorrow" }, "Give a date as year-month-day"],
    [{ owner: "ana" }, "Choose one of the people shown."],
    [{ owner: "gone" }, "Choose one of the people shown."],
    [{ owner: "aoife" }, "Choose one of the people shown."],
    [{ owner: "system" }, "Choose one of the people shown."],
  ])("%j: the form says what to do", async (values, problem) => {
    const answer = await plans(floor, "wei", values);
    expect(answer.kind).toBe("fieldErrors");
    expect(said(answer)).toContain(problem);
    expect(await floor.rows()).toEqual([]);
    expect(await floor.timers()).toEqual([]);
  });

  it.each(["theme:t9", "theme:", "kpi:t1", "", ":", "theme", "__proto__:t1", "theme:t1:1", "x".repeat(90)])(
    "nothing is found under %j, and it is told alike",
    async (arg) => {
      expect(said(await floor.button("wei", "action.plan", arg))).toMatch(
        /^There is no (theme|subject) that you can see under that name\. Check it and try again\.$/,
      );
    },
  );
});

describe("an action about nothing that the bot knows", () => {
  const own = {
    problem: "Contacts about the invoice.",
    change: "A clearer letter.",
    measure: "Contacts about the invoice, of all contacts",
    figure: "48 of 480",
  };

  it("is measured by the person, with the figure before it", async () => {
    const form = await floor.command("aoife", "action", "plan");
    const answer = said(await floor.submit("aoife", form, own));
    expect(answer).toContain("Measure: Contacts about the invoice, of all contacts");
    expect(answer).toContain("Before the start: 48 of 480 (10%)");
    const one = await floor.row("ACT-001");
    expect(one).toMatchObject({ teamId: "orders", subjectKind: null, subjectId: null, state: "running" });
    expect(one.baseline).toEqual({ kind: "typed", n: 48, of: 480 });
  });

  it("is for another team where that is named, by whoever serves it", async () => {
    const form = await floor.command("helen", "action", "plan Orders");
    await floor.submit("helen", form, own);
    expect(await floor.row("ACT-001")).toMatchObject({ teamId: "orders" });
    expect(said(await floor.command("priya", "action", "plan orders"))).toMatch(
      /^There is no team that you can see/,
    );
    expect(said(await floor.command("priya", "action", "plan nowhere"))).toMatch(
      /^There is no team that you can see/,
    );
  });

  it.each(["48", "a few of many", "50 of 48", "1.5 of 3"])(
    "the figure %j is not understood",
    async (figure) => {
      const form = await floor.command("aoife", "action", "plan");
      expect(said(await floor.submit("aoife", form, { ...own, figure }))).toContain(
        "Give two whole numbers, how many of how many, for example 12 of 480.",
      );
      expect(await floor.rows()).toEqual([]);
    },
  );
});
