import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { initialValues } from "../../../src/chat/form.ts";
import { withTeamChannel } from "../../support/team-channel.ts";
import { type ActionsFloor, REVIEWED, does, openActionsFloor, plans, said } from "./support.ts";

const ALERTS = "C0BILLALERT";
let floor: ActionsFloor;
beforeEach(async () => {
  floor = await openActionsFloor((source) => withTeamChannel(source, "alerts", { slack: ALERTS }));
  await plans(floor, "wei");
});
afterEach(() => floor.close());

const told = async (): Promise<string[]> =>
  [...(await floor.sent())].flatMap(([to, words]) =>
    words.startsWith("You said, we did") ? [`${to.split(" ")[0]}: ${words}`] : [],
  );

describe("you said, we did", () => {
  it("proposes what to say and whom to tell", async () => {
    const form = await floor.button("wei", "action.tell", await floor.argOf("ACT-001"));
    if (form.kind !== "form") throw new Error(said(form));
    expect(initialValues(form.form)).toEqual({
      wording:
        "You said: Customers say: unexpected fee on the invoice\nWe did: The invoice says what the fee is for.",
      to: "channel\nloggers",
    });
    const to = form.form.fields.find((field) => field.id === "to");
    expect(to?.type === "multiChoice" ? to.choices.map((choice) => choice.label) : []).toEqual([
      "The team's channel",
      "Those who logged it (2), directly",
    ]);
  });

  it("is posted once to the channel of alerts and to everybody who logged it and is still here", async () => {
    await does(floor, "wei", "tell", "ACT-001", {
      wording: "You asked about the fee. The letter names it now.",
    });
    const words = "You said, we did · TH-007\nYou asked about the fee. The letter names it now.";
    expect(await told()).toEqual([`#${ALERTS}: ${words}`, `@ana: ${words}`, `@tom: ${words}`]);
    const step = (await floor.record()).find((row) => row.kind === "action.told");
    expect([step?.actor, step?.role]).toEqual(["wei", "owner"]);
    expect(JSON.parse(step?.facts ?? "{}")).toMatchObject({
      channel: true,
      people: ["ana", "tom"],
      while: "running",
    });
  });

  it("is not said twice", async () => {
    const form = await floor.button("wei", "action.tell", await floor.argOf("ACT-001"));
    const other = await floor.button("priya", "action.tell", await floor.argOf("ACT-001"));
    await floor.submit("wei", form, { wording: "First." });
    const before = await told();
    for (const answer of [
      await floor.submit("wei", form, { wording: "Again." }),
      await floor.submit("priya", other, { wording: "Second." }),
      await floor.button("wei", "action.tell", await floor.argOf("ACT-001")),
    ])
      expect(said(answer)).toMatch(/already (sent|told)|has moved on/);
    expect(await told()).toEqual(before);
    expect(said(await floor.command("wei", "action", "ACT-001"))).toContain(
      "You can: Review, Hand over, Drop",
    );
  });

  it("goes only where it is sent", async () => {
    await does(floor, "wei", "tell", "ACT-001", { wording: "Only here.", to: "channel" });
    expect(await told()).toEqual([`#${ALERTS}: You said, we did · TH-007\nOnly here.`]);
  });

  it.each([
    [{ to: "" }, 'Fill in "Who is told".'],
    [{ to: "everybody" }, "Choose from the options."],
    [{ wording: "" }, 'Fill in "Wording".'],
    [{ wording: "x".repeat(10_000) }, "This is too long"],
  ])("with %j is not said", async (values, problem) => {
    expect(said(await does(floor, "wei", "tell", "ACT-001", values))).toContain(problem);
    expect(await told()).toEqual([]);
  });

  it("can be said after the review, and not before the change is made", async () => {
    await plans(floor, "wei", { start: "2026-03-20", review: "2026-04-20" });
    expect(said(await floor.button("wei", "action.tell", await floor.argOf("ACT-002")))).toContain(
      "has not started yet",
    );
    await floor.goTo("2026-04-13T08:00:00Z");
    await does(floor, "wei", "review", "ACT-001", REVIEWED);
    await does(floor, "wei", "tell", "ACT-001", { wording: "It helped." });
    expect(await told()).toHaveLength(3);
  });
});

describe("where an action is shown", () => {
  it("is the channel of alerts, on one card that changes in place", async () => {
    await does(floor, "priya", "hand_over", "ACT-001", { owner: "sam" });
    const cards = [...(await floor.sent())].filter(([, words]) =>
      words.startsWith("ACT-001 · Improvement action"),
    );
    expect(cards.map(([to]) => to.split(" ")[0])).toEqual([`#${ALERTS}`]);
    expect(cards[0]?.[1]).toContain("with Sam Whitfield");
  });
});
