import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ActionsFloor, REVIEWED, does, openActionsFloor, plans, said } from "./support.ts";

const DAY = 86_400_000;
let floor: ActionsFloor;
beforeEach(async () => {
  floor = await openActionsFloor();
  // One customer a day, noon, in the four weeks before.
  for (let day = 1; day <= 28; day += 1)
    floor.themes.themes.get("t1")?.said.push(Date.parse("2026-03-16T12:00:00Z") - day * DAY);
  for (let day = -28; day <= 28; day += 1)
    floor.themes.themes.get("t1")?.logged.push(Date.parse("2026-03-16T11:00:00Z") + day * DAY);
  await plans(floor, "wei");
});
afterEach(() => floor.close());

const reviewForm = async (person: "wei" | "priya" = "wei") => {
  const form = await floor.button(person, "action.review", await floor.argOf("ACT-001"));
  if (form.kind !== "form") throw new Error(said(form));
  return form;
};

describe("a review", () => {
  it("shows the comparison first: fewer", async () => {
    await floor.goTo("2026-04-13T08:00:00Z");
    expect((await reviewForm()).form.intro?.split("\n")).toEqual([
      "Before: 28 in 28 days (1 a day). Since: 0 in 27 days (0 a day). Counted: customers a day who say it.",
      "Fewer than before. That is outside what chance explains: it would do as much less than once in 1,000 times.",
      "Comments logged in all: before 28 in 28 days (1 a day), since 27 in 27 days (1 a day).",
      "A difference alone does not show that the change made it: what flares up by itself also dies down by itself.",
    ]);
  });

  it("counts neither the day of the start nor today", async () => {
    const said = floor.themes.themes.get("t1")?.said;
    said?.push(Date.parse("2026-03-16T18:00:00Z"), Date.parse("2026-04-13T06:00:00Z"));
    await floor.goTo("2026-04-13T08:00:00Z");
    expect((await reviewForm()).form.intro).toContain("Since: 0 in 27 days");
    said?.push(Date.parse("2026-03-17T00:00:00Z"), Date.parse("2026-04-12T22:59:59Z"));
    expect((await reviewForm()).form.intro).toContain("Since: 2 in 27 days");
  });

  it("is kept with its result, decision and words, and the theme is told", async () => {
    await floor.goTo("2026-04-13T08:00:00Z");
    const answer = said(await does(floor, "wei", "review", "ACT-001", REVIEWED));
    expect(answer).toContain("Reviewed · Fewer than before · Keep the change");
    expect(answer).toContain("What came of it: Nobody asks about the fee any more.");
    expect(answer).toContain("Side effects: Handling time as before.");
    expect(answer).toContain("Decision: Keep the change by Wei Chen");
    expect(answer).toContain("You can: You said, we did");
    const one = await floor.row("ACT-001");
    expect(one).toMatchObject({
      state: "reviewed",
      reviewerId: "wei",
      reviewDecision: "keep",
      reviewResult: { verdict: "fewer", from: "2026-03-17" },
    });
    expect(floor.themes.told.at(-1)).toMatchObject({
      step: "reviewed",
      id: "t1",
      action: { ref: "ACT-001", decision: "keep", verdict: "fewer" },
    });
    const reviewed = (await floor.record()).find((row) => row.kind === "action.reviewed");
    expect([reviewed?.actor, reviewed?.role]).toEqual(["wei", "owner"]);
    expect(JSON.parse(reviewed?.facts ?? "{}")).toMatchObject({
      decision: "keep",
      verdict: "fewer",
      result_sum: 0,
      result_days: 27,
      signals: ["run_below"],
    });
    expect(reviewed?.facts).not.toMatch(/Nobody|Handling/);
    const sent = [...(await floor.sent()).values()].join("\n");
    expect(sent).toContain(
      "Wei Chen has reviewed ACT-001: Fewer than before. Before: 28 in 28 days (1 a day). Since: 0 in 27 days (0 a day). Decision: keep the change.",
    );
  });

  it("that finds no change can be kept as such", async () => {
    for (let day = 1; day <= 28; day += 1)
      floor.themes.themes.get("t1")?.said.push(Date.parse("2026-03-16T12:00:00Z") + day * DAY);
    await floor.goTo("2026-04-13T08:00:00Z");
    expect((await reviewForm()).form.intro).toContain(
      "No detectable change: chance alone would do at least as much",
    );
    const answer = said(await does(floor, "wei", "review", "ACT-001", { ...REVIEWED, decision: "stop" }));
    expect(answer).toContain("Reviewed · No detectable change · Stop it");
  });

  it("before there are eight whole days says that it is too early", async () => {
    await floor.goTo("2026-03-24T15:00:00Z");
    expect((await reviewForm()).form.intro).toContain("Too early to tell.");
    await floor.goTo("2026-03-25T15:00:00Z");
    expect((await reviewForm()).form.intro).toContain("Fewer than before.");
  });

  it("that adapts begins an action that follows, with what is usual now as its baseline", async () => {
    await floor.goTo("2026-04-13T08:00:00Z");
    const answer = said(
      await does(floor, "wei", "review", "ACT-001", {
        ...REVIEWED,
        decision: "adapt",
        next_change: "The letter has an example.",
        next_review: "2026-05-11",
      }),
    );
    expect(answer).toContain(
      "ACT-002 follows it from today, with what is usual now as its baseline. Its review is due on Mon 11 May 2026.",
    );
    const [first, next] = await floor.rows();
    expect(next).toMatchObject({
      followsId: first?.id,
      state: "running",
      ownerId: "wei",
      subjectId: "t1",
      problemPayload: first?.problemPayload,
      baseline: { from: "2026-03-16" },
    });
    expect(floor.themes.told.map((told) => told.step)).toEqual(["planned", "reviewed", "planned"]);
  });

  it.each([
    [{ outcome: "" }, 'Fill in "What came of it".'],
    [{ side_effects: " " }, 'Fill in "Side effects".'],
    [{ decision: "" }, 'Fill in "Decision".'],
    [{ decision: "forget" }, "Choose one of the options."],
    [{ outcome: "x".repeat(10_000) }, "This is too long"],
    [{ decision: "adapt" }, 'Fill in "What is changed now".'],
    [{ decision: "adapt", next_change: "x", next_review: "2026-04-13" }, "The review comes after the start."],
  ])("with %j is not taken, and the form says why", async (values, problem) => {
    await floor.goTo("2026-04-13T08:00:00Z");
    const before = await floor.rows();
    expect(said(await does(floor, "wei", "review", "ACT-001", { ...REVIEWED, ...values }))).toContain(
      problem,
    );
    expect(await floor.rows()).toEqual(before);
  });

  it("of two at the same time one counts, and a repeat changes nothing", async () => {
    await floor.goTo("2026-04-13T08:00:00Z");
    const [wei, priya] = [await reviewForm("wei"), await reviewForm("priya")];
    const answers = await Promise.all([
      floor.submit("wei", wei, REVIEWED),
      floor.submit("priya", priya, { ...REVIEWED, decision: "stop" }),
      floor.submit("wei", wei, REVIEWED),
    ]);
    expect(answers.map(said).filter((words) => words.includes("Reviewed ·"))).toHaveLength(1);
    expect((await floor.record()).filter((row) => row.kind === "action.reviewed")).toHaveLength(1);
    expect(said(await floor.submit("priya", priya, REVIEWED))).toMatch(
      /already sent|is over: it was reviewed/,
    );
  });

  it("is for what runs: one that is planned, over or handed over meanwhile is told apart", async () => {
    await plans(floor, "wei", { start: "2026-03-20", review: "2026-04-20" });
    expect(said(await floor.button("wei", "action.review", await floor.argOf("ACT-002")))).toContain(
      "ACT-002 has not started yet",
    );
    const form = await reviewForm();
    await does(floor, "priya", "hand_over", "ACT-001", { owner: "sam" });
    expect(said(await floor.submit("wei", form, REVIEWED))).toContain(
      "ACT-001 has moved on since this was drawn",
    );
    await does(floor, "sam", "drop", "ACT-001", { reason: "The fee is gone." });
    expect(said(await floor.button("sam", "action.review", await floor.argOf("ACT-001")))).toContain(
      "ACT-001 is over: it was dropped.",
    );
  });
});

describe("two actions about one thing", () => {
  it("are named to each other, in the plan and in the review", async () => {
    const plan = await floor.button("priya", "action.plan", "theme:t1");
    if (plan.kind !== "form") throw new Error(said(plan));
    expect(plan.form.intro).toContain("Open about it already: ACT-001. Two at a time cannot be told apart.");
    await floor.submit("priya", plan, { change: "Another letter." });
    await floor.goTo("2026-04-13T08:00:00Z");
    const words = "Other actions about it went on meanwhile (ACT-002): which of them did it cannot be told.";
    expect((await reviewForm()).form.intro).toContain(words);
    await does(floor, "priya", "drop", "ACT-002", { reason: "One is enough." });
    expect((await reviewForm()).form.intro).toContain(words);
  });

  it("are not, where one followed the other", async () => {
    await floor.goTo("2026-04-13T08:00:00Z");
    await does(floor, "wei", "review", "ACT-001", { ...REVIEWED, decision: "adapt", next_change: "y" });
    await floor.goTo("2026-05-11T08:00:00Z");
    const form = await floor.button("wei", "action.review", await floor.argOf("ACT-002"));
    expect(form.kind === "form" ? form.form.intro : said(form)).not.toContain("meanwhile");
  });
});

describe("a review of what a person measures", () => {
  beforeEach(async () => {
    await floor.submit("priya", await floor.command("priya", "action", "plan"), {
      problem: "Contacts about the invoice.",
      change: "A clearer letter.",
      measure: "Contacts about the invoice",
      figure: "48 of 480",
    });
    await floor.goTo("2026-04-13T08:00:00Z");
  });

  it("asks for the figure since, and compares exactly", async () => {
    const answer = said(
      await does(floor, "priya", "review", "ACT-002", { ...REVIEWED, figure: "10 of 500" }),
    );
    expect(answer).toContain("Reviewed · Fewer than before · Keep the change");
    expect(answer).toContain("Since the start: 10 of 500 (2%)");
    expect(answer).toContain("Both figures were typed by hand");
  });

  it("does not take what is no figure", async () => {
    expect(said(await does(floor, "priya", "review", "ACT-002", { ...REVIEWED, figure: "fewer" }))).toContain(
      "Give two whole numbers",
    );
  });

  it("that adapts takes the figure since as the next baseline", async () => {
    await does(floor, "priya", "review", "ACT-002", {
      ...REVIEWED,
      figure: "40 of 500",
      decision: "adapt",
      next_change: "Call them.",
    });
    expect(await floor.row("ACT-003")).toMatchObject({
      baseline: { kind: "typed", n: 40, of: 500 },
      state: "running",
    });
  });
});

describe("dropping", () => {
  it("asks for a reason, says it to the team, and the theme is told", async () => {
    expect(said(await does(floor, "wei", "drop", "ACT-001", { reason: "" }))).toContain('Fill in "Reason".');
    await does(floor, "priya", "drop", "ACT-001", { reason: "The fee is gone." });
    const sent = await floor.sent();
    expect([...sent].filter(([to]) => to.startsWith("@wei")).map(([, words]) => words)).toEqual([
      "Priya Shah has dropped ACT-001: The fee is gone.",
    ]);
    expect(floor.themes.told.map((told) => told.step)).toEqual(["planned", "dropped"]);
    expect(await floor.row("ACT-001")).toMatchObject({ state: "dropped" });
  });
});
