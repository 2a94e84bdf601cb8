import { afterEach, describe, expect, it } from "vitest";
import { BILLING, type World, as, openWorld, presses, raises, sees } from "../support/world.ts";
import { until } from "../support/until.ts";

let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

describe.each(["socket", "http"] as const)("the main job over Slack (%s)", (mode) => {
  it("goes from the agent's line to a closed case, and everybody sees their part", async () => {
    world = await openWorld({ mode });
    const here = world;
    const ana = as(world, "ana");

    await ana.command("/escalate", "refund C-1042 wants 80 back for a late order", { channel: BILLING });
    const form = await until("the form", () => ana.view);
    expect(form.title).toBe("Escalate");
    expect(Object.fromEntries(form.fields.map((field) => [field.label, field.value]))).toMatchObject({
      Kind: "Approval",
      "Issue type": "Refund",
      "Customer reference": "C-1042",
      "What the customer needs": "wants 80 back for a late order",
      Amount: "80",
      "Customer waiting": "Yes, on the line now",
    });
    await ana.submit();
    const confirmation = await until("the confirmation", () =>
      ana.view?.submit === undefined ? ana.view : undefined,
    );
    expect(confirmation.text).toContain("ESC-0001 is with Priya Shah, who may decide Refund up to £250.00");
    ana.closeView();

    const card = await sees(world, "tom", BILLING, "ESC-0001 · Approval · Refund · £80.00");
    expect(card.text).toContain(
      "Waiting for somebody to take it · asked Priya Shah · Customer on the line now",
    );
    expect(card.buttons.map((button) => button.label)).toEqual(["Take"]);
    expect(card.pings).toEqual([]);
    const ask = await sees(world, "priya", "dm", "ESC-0001");
    expect(ask.text).toContain("you are asked because you may decide Refund up to £250.00");
    expect(ask.pings).toEqual(["U0PRIYA"]);
    await sees(world, "ana", "dm", "ESC-0001", "asked Priya Shah");

    await presses(world, "priya", "dm", "Take");
    await sees(world, "ana", "dm", "Priya Shah has taken ESC-0001.");
    const taken = await sees(world, "tom", BILLING, "ESC-0001", "Taken · with Priya Shah");
    expect(taken.buttons).toEqual([]);
    expect(taken.ts).toBe(card.ts);

    await presses(world, "priya", "dm", "Decide");
    const priya = as(world, "priya");
    await until("the decision form", () => priya.view?.title === "Decide ESC-0001");
    await priya.fillIn({ "What was decided": "Refund in full, parcel was 6 days late" });
    await priya.submit();
    await sees(
      world,
      "ana",
      "dm",
      "ESC-0001: Approved £80.00 by Priya Shah.",
      "Refund in full, parcel was 6 days late",
    );
    await sees(world, "tom", BILLING, "Decision: Approved £80.00 by Priya Shah");

    await presses(world, "priya", "dm", "Hand back");
    await until("the feedback form", () => priya.view?.title === "Hand back ESC-0001");
    await priya.fillIn({ Feedback: "Right to ask; next time say how late it was." });
    await priya.submit();
    await sees(
      world,
      "ana",
      "dm",
      "Priya Shah has handed ESC-0001 back to you.",
      "next time say how late it was",
    );

    await presses(world, "ana", "dm", "Record: customer told");
    await until("the form", () => ana.view?.title === "ESC-0001: customer told");
    await ana.fillIn({ "Told the customer": "Told, and accepts it" });
    await ana.submit();
    await sees(world, "priya", "dm", "Ana Reyes has recorded for ESC-0001: told, and accepts it.");
    const closed = await sees(world, "tom", BILLING, "ESC-0001", "Closed");
    expect(closed.text, "feedback is for the raiser alone").not.toContain("next time say how late it was");
    await sees(world, "ana", "dm", "ESC-0001", "Closed", "next time say how late it was");
    await until("nothing asks for it any more", () =>
      as(here, "ana")
        .dms()
        .every((message) => message.buttons.length === 0),
    );

    for (const person of ["ana", "priya", "tom"] as const) expect(as(world, person).trouble).toEqual([]);
  });

  it("releases, withdraws and shows cases to those who may see them", async () => {
    world = await openWorld({ mode });
    const ref = await raises(world, "ana", "refund C-2001 wants 40 back", { "Customer waiting": "No" });
    await presses(world, "wei", "dm", "Take");
    await sees(world, "ana", "dm", `Wei Chen has taken ${ref}`);
    await presses(world, "wei", "dm", "Release");
    await sees(world, "ana", "dm", `Wei Chen no longer has ${ref}.`, "Now asked: Priya Shah");
    await sees(world, "priya", "dm", ref);

    await as(world, "ana").command("/case", ref, { channel: BILLING });
    const shown = await sees(world, "ana", BILLING, ref, "Raised by: Ana Reyes");
    const own = as(world, "ana")
      .sees(BILLING)
      .findLast((message) => message.ephemeral);
    expect(own?.buttons.map((button) => button.label)).toEqual(["Withdraw", "Log a comment"]);
    expect(shown.text).toContain(ref);
    await as(world, "ana").command("/cases", "", { channel: BILLING });
    await sees(world, "ana", BILLING, "Yours", ref, "C-2001");

    await presses(world, "ana", "dm", "Withdraw", ref);
    await sees(world, "priya", "dm", `Ana Reyes has withdrawn ${ref} (C-2001)`);
    await sees(world, "tom", BILLING, ref, "Withdrawn");
  });
});
