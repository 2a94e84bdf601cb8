import { asc, like } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { journal } from "../../db/schema/foundation.ts";
import {
  BILLING_D,
  DISCORD_USERS,
  modalOn,
  onDiscord,
  pressesOnDiscord,
  raisesOnDiscord,
  seesOnDiscord,
  toldOnDiscord,
} from "../support/discord-floor.ts";
import { BILLING, type World, as, openWorld, presses, sees } from "../support/world.ts";
import { until } from "../support/until.ts";

let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

describe("the main job over Discord", () => {
  it("goes from the agent's line to a closed case, with the gateway dropped in the middle", async () => {
    world = await openWorld({ platforms: ["discord"] });
    const here = world;
    const { discord } = world;
    const ana = onDiscord(world, "ana");
    const priya = onDiscord(world, "priya");

    await ana.command(
      "escalate",
      { what: "refund C-1042 wants 80 back for a late order" },
      { channel: BILLING_D },
    );
    const form = await modalOn(world, "ana", "Escalate");
    expect(Object.fromEntries(form.fields.map((field) => [field.label, field.value]))).toEqual({
      Kind: "Approval",
      "Issue type": "Refund",
      "Customer reference": "C-1042",
      "What the customer needs": "wants 80 back for a late order",
      Amount: "80",
    });
    await ana.submit();
    const told = await until("the confirmation", () => toldOnDiscord(ana, BILLING_D));
    expect(told).toContain("ESC-0001 is with Priya Shah, who may decide Refund up to £250.00");
    expect(
      onDiscord(world, "tom")
        .sees(BILLING_D)
        .every((message) => !message.ephemeral),
    ).toBe(true);

    const card = await seesOnDiscord(world, "tom", BILLING_D, "ESC-0001 · Approval · Refund · £80.00");
    expect(card.text).toContain(
      "Waiting for somebody to take it · asked Priya Shah · Customer on the line now",
    );
    expect(card.buttons.map((button) => button.label)).toEqual(["Take"]);
    expect(card.pings).toEqual([]);
    const ask = await seesOnDiscord(world, "priya", "dm", "ESC-0001");
    expect(ask.text).toContain("you are asked because you may decide Refund up to £250.00");
    expect(ask.pings).toEqual([DISCORD_USERS.priya]);
    await seesOnDiscord(world, "ana", "dm", "ESC-0001", "asked Priya Shah");

    await pressesOnDiscord(world, "priya", "dm", "Take");
    await seesOnDiscord(world, "ana", "dm", "Priya Shah has taken ESC-0001.");
    const taken = await seesOnDiscord(world, "tom", BILLING_D, "ESC-0001", "Taken · with Priya Shah");
    expect(taken.buttons).toEqual([]);
    expect(taken.id).toBe(card.id);

    // While nobody is connected, Priya asks for the form: Discord keeps the event and gives it at the resume.
    discord.gateway.drop();
    await until("the connection is gone", () => discord.gateway.open === 0);
    await pressesOnDiscord(world, "priya", "dm", "Decide");
    await modalOn(world, "priya", "Decide ESC-0001");
    expect(discord.gateway.resumes).toBe(1);
    priya.fillIn({ "What was decided": "Refund in full, parcel was 6 days late" });
    await priya.submit();
    await seesOnDiscord(
      world,
      "ana",
      "dm",
      "ESC-0001: Approved £80.00 by Priya Shah.",
      "Refund in full, parcel was 6 days late",
    );
    await seesOnDiscord(world, "tom", BILLING_D, "Decision: Approved £80.00 by Priya Shah");

    await pressesOnDiscord(world, "priya", "dm", "Hand back");
    await modalOn(world, "priya", "Hand back ESC-0001");
    priya.fillIn({ Feedback: "Right to ask; next time say how late it was." });
    await priya.submit();
    await seesOnDiscord(
      world,
      "ana",
      "dm",
      "Priya Shah has handed ESC-0001 back to you.",
      "next time say how late it was",
    );

    await pressesOnDiscord(world, "ana", "dm", "Record: customer told");
    await modalOn(world, "ana", "ESC-0001: customer told");
    ana.fillIn({ "Told the customer": "Told, and accepts it" });
    await ana.submit();
    await seesOnDiscord(world, "priya", "dm", "Ana Reyes has recorded for ESC-0001: told, and accepts it.");
    const closed = await seesOnDiscord(world, "tom", BILLING_D, "ESC-0001", "Closed");
    expect(closed.text, "feedback is for the raiser alone").not.toContain("next time say how late it was");
    await seesOnDiscord(world, "ana", "dm", "ESC-0001", "Closed", "next time say how late it was");
    await until("nothing asks for it any more", () =>
      onDiscord(here, "ana")
        .dms()
        .every((message) => message.buttons.length === 0),
    );
    for (const person of ["ana", "priya", "tom"] as const)
      expect(onDiscord(world, person).trouble).toEqual([]);
  });

  it("raises a case from options alone, without a form", async () => {
    world = await openWorld({ platforms: ["discord"] });
    const ref = await raisesOnDiscord(world, "ana", {
      customer: "c-2001",
      amount: "£40.50",
      need: "wants 40.50 back",
      waiting: "No",
    });
    expect(onDiscord(world, "ana").modal).toBeUndefined();
    const card = await seesOnDiscord(world, "tom", BILLING_D, ref, "C-2001");
    expect(card.text).toContain("Approval · Refund · £40.50");
    expect(card.text).not.toContain("Customer on the line now");
  });
});

describe("one case on two platforms", () => {
  it("is raised on Discord, taken and decided on Slack, and right on both", async () => {
    world = await openWorld({ platforms: ["slack", "discord"] });
    // Each is told where they last acted.
    await onDiscord(world, "ana").command("back", {}, { channel: BILLING_D });
    await as(world, "priya").command("/back", "", { channel: BILLING });

    const ref = await raisesOnDiscord(world, "ana", {
      customer: "C-1042",
      amount: "80",
      need: "wants 80 back for a late order",
    });
    const onSlack = await sees(world, "tom", BILLING, ref, "Waiting for somebody to take it");
    const onDisc = await seesOnDiscord(world, "tom", BILLING_D, ref, "Waiting for somebody to take it");
    expect(onSlack.buttons.map((button) => button.label)).toEqual(["Take"]);
    expect(onDisc.buttons.map((button) => button.label)).toEqual(["Take"]);
    await sees(world, "priya", "dm", ref, "you are asked because");
    expect(onDiscord(world, "priya").dms()).toEqual([]);

    await presses(world, "priya", "dm", "Take");
    expect((await sees(world, "tom", BILLING, ref, "Taken · with Priya Shah")).ts).toBe(onSlack.ts);
    expect((await seesOnDiscord(world, "tom", BILLING_D, ref, "Taken · with Priya Shah")).id).toBe(onDisc.id);
    await seesOnDiscord(world, "ana", "dm", `Priya Shah has taken ${ref}.`);
    expect(as(world, "ana").dms()).toEqual([]);

    // The same button on the other platform is a step behind.
    await onDiscord(world, "sam").forgesPress(onDisc, onDisc.buttons[0]?.customId ?? "");
    await until("Sam is told", () => {
      const told = toldOnDiscord(onDiscord(here(), "sam"), BILLING_D);
      return told?.includes("Priya Shah");
    });

    await presses(world, "priya", "dm", "Decide");
    const priya = as(world, "priya");
    await until("the decision form", () => priya.view?.title === `Decide ${ref}`);
    await priya.fillIn({ "What was decided": "Refund in full" });
    await priya.submit();
    await seesOnDiscord(world, "ana", "dm", `${ref}: Approved £80.00 by Priya Shah.`, "Refund in full");
    await sees(world, "tom", BILLING, ref, "Decision: Approved £80.00 by Priya Shah");
    await seesOnDiscord(world, "tom", BILLING_D, ref, "Decision: Approved £80.00 by Priya Shah");

    // One journal, in which people are members, wherever they acted.
    const events = await world.store.read
      .select({ kind: journal.kind, actor: journal.actor })
      .from(journal)
      .where(like(journal.kind, "case.%"))
      .orderBy(asc(journal.seq));
    expect(events.filter(({ actor }) => actor !== "system")).toEqual([
      { kind: "case.raised", actor: "ana" },
      { kind: "case.taken", actor: "priya" },
      { kind: "case.decided", actor: "priya" },
    ]);
  });
});

const here = (): World => {
  if (!world) throw new Error("no world");
  return world;
};

describe("somebody who takes no direct messages", () => {
  it("is called under the card when there is news for them alone, and finds it with /case", async () => {
    world = await openWorld({ platforms: ["discord"] });
    world.discord.closeDms(DISCORD_USERS.ana);
    const ana = onDiscord(world, "ana");
    const ref = await raisesOnDiscord(world, "ana", { customer: "C-1042", amount: "80", need: "wants 80" });
    await pressesOnDiscord(world, "priya", "dm", "Take");
    const call = await seesOnDiscord(world, "ana", BILLING_D, `there is news for you about ${ref}`);
    expect(call.pings).toEqual([DISCORD_USERS.ana]);
    expect(call.thread).toBe((await seesOnDiscord(world, "tom", BILLING_D, "Taken · with Priya Shah")).id);

    await pressesOnDiscord(world, "priya", "dm", "Decide");
    await modalOn(world, "priya", `Decide ${ref}`);
    onDiscord(world, "priya").fillIn({ "What was decided": "Yes" });
    await onDiscord(world, "priya").submit();
    await pressesOnDiscord(world, "priya", "dm", "Hand back");
    await modalOn(world, "priya", `Hand back ${ref}`);
    onDiscord(world, "priya").fillIn({ Feedback: "Only for Ana." });
    await onDiscord(world, "priya").submit();
    await until(
      "Ana is called again",
      () =>
        ana.sees(BILLING_D).filter((message) => message.text.includes("there is news for you")).length >= 3,
    );
    await ana.command("case", { case: ref }, { channel: BILLING_D });
    await until("she reads it", () => toldOnDiscord(ana, BILLING_D)?.includes("Only for Ana."));
    expect(
      onDiscord(world, "tom")
        .sees(BILLING_D)
        .some((message) => message.text.includes("Only for Ana.")),
    ).toBe(false);
    expect(ana.dms()).toEqual([]);
  });

  it("is told on the other platform, where they have an account there", async () => {
    world = await openWorld({ platforms: ["slack", "discord"] });
    world.discord.closeDms(DISCORD_USERS.ana);
    const ref = await raisesOnDiscord(world, "ana", { customer: "C-1042", amount: "80", need: "wants 80" });
    await presses(world, "priya", "dm", "Take");
    await sees(world, "ana", "dm", `Priya Shah has taken ${ref}.`);
    expect(
      onDiscord(world, "ana")
        .sees(BILLING_D)
        .every((message) => !message.text.includes("there is news for you")),
    ).toBe(true);
  });
});
