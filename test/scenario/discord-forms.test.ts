import { afterEach, describe, expect, it } from "vitest";
import { halfFilled } from "../../db/schema/chat.ts";
import { cases } from "../../db/schema/escalation.ts";
import {
  BILLING_D,
  modalOn,
  onDiscord,
  pressesOnDiscord,
  raisesOnDiscord,
  seesOnDiscord,
  toldOnDiscord,
} from "../support/discord-floor.ts";
import type { Person } from "../support/fake-discord/index.ts";
import { type World, openWorld } from "../support/world.ts";
import { until } from "../support/until.ts";

let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

const here = { channel: BILLING_D };
const caseCount = async (at: World): Promise<number> =>
  (await at.store.read.select({ id: cases.id }).from(cases)).length;
const rows = (at: World) => at.store.read.select().from(halfFilled);
const labels = (user: Person): readonly string[] => user.modal?.fields.map((field) => field.label) ?? [];
const newestButtons = (user: Person): readonly string[] =>
  user
    .sees(BILLING_D)
    .findLast((message) => message.ephemeral)
    ?.buttons.map((button) => button.label) ?? [];

/** Ana is on the first page of an escalation of which more will be asked. */
async function promisesACall(at: World): Promise<Person> {
  const ana = onDiscord(at, "ana");
  await ana.command("escalate", {}, here);
  await modalOn(at, "ana", "Escalate");
  expect(labels(ana)).toEqual([
    "Kind",
    "Issue type",
    "Customer reference",
    "What the customer needs",
    "Customer waiting",
  ]);
  ana.fillIn({
    Kind: "Approval",
    "Issue type": "Refund",
    "Customer reference": "C-7001",
    "What the customer needs": "wants *60* back",
    "Customer waiting": "Promised a call",
  });
  return ana;
}

describe("a form in pages", () => {
  it("keeps what was entered, over a restart of the program, and sends it as one", async () => {
    world = await openWorld({ platforms: ["discord"] });
    const ana = await promisesACall(world);
    await ana.submit();
    const kept = await seesOnDiscord(world, "ana", BILLING_D, "Not sent yet");
    expect(kept.text).toContain("Still needed: Amount, Call promised by");
    expect(kept.text).toContain("What the customer needs: wants *60* back");
    expect(kept.text).toContain("Customer waiting: Promised a call");
    expect(kept.ephemeral).toBe(true);
    expect(await caseCount(world)).toBe(0);
    expect(await rows(world)).toHaveLength(1);

    await world.restart();
    await pressesOnDiscord(world, "ana", BILLING_D, "Continue");
    await modalOn(world, "ana", "Escalate");
    expect(labels(ana)).toEqual(["Amount", "Call promised by"]);
    ana.fillIn({ Amount: "60", "Call promised by": "2030-01-15 18:30" });
    await ana.submit();
    const told = await until("the confirmation", () => {
      const text = toldOnDiscord(ana, BILLING_D);
      return text?.includes("ESC-0001 is with") === true ? text : undefined;
    });
    expect(told).not.toContain("Not sent yet");
    // The pages' message became the confirmation: nothing is left that could be pressed again.
    expect(ana.sees(BILLING_D).filter((message) => message.ephemeral)).toHaveLength(1);
    expect(newestButtons(ana)).toEqual([]);
    const card = await seesOnDiscord(world, "tom", BILLING_D, "ESC-0001 · Approval · Refund · £60.00");
    expect(card.text).toContain("wants *60* back");
    expect(card.text).toContain("18:30");
    expect(await rows(world)).toEqual([]);
  });

  it("lets what was entered be changed before it is sent", async () => {
    world = await openWorld({ platforms: ["discord"] });
    const ana = await promisesACall(world);
    await ana.submit();
    await pressesOnDiscord(world, "ana", BILLING_D, "Change");
    await modalOn(world, "ana", "Escalate");
    expect(ana.modal?.fields.find((field) => field.label === "Customer reference")?.value).toBe("C-7001");
    ana.fillIn({ Kind: "Advice", "Customer waiting": "No" });
    await ana.submit();
    await until("what may be added is offered", () => newestButtons(ana).includes("Add: Amount"));
    expect(newestButtons(ana)).toEqual(["Add: Amount", "Escalate", "Change"]);
    await pressesOnDiscord(world, "ana", BILLING_D, "Escalate");
    await until("the confirmation", () => toldOnDiscord(ana, BILLING_D)?.includes("ESC-0001"));
    const card = await seesOnDiscord(world, "tom", BILLING_D, "ESC-0001 · Advice");
    expect(card.text).not.toContain("18:30");
  });

  it("is closed after 15 minutes without a touch, and says so", async () => {
    world = await openWorld({ platforms: ["discord"] });
    const ana = await promisesACall(world);
    await ana.submit();
    await seesOnDiscord(world, "ana", BILLING_D, "Not sent yet");
    world.clock.advance(14 * 60_000);
    await pressesOnDiscord(world, "ana", BILLING_D, "Continue");
    expect(await modalOn(world, "ana", "Escalate")).toBeDefined();
    ana.closeModal();
    world.clock.advance(2 * 60_000);
    await pressesOnDiscord(world, "ana", BILLING_D, "Continue");
    await until("it says that it is closed", () =>
      toldOnDiscord(ana, BILLING_D)?.includes("nothing was entered in it for 15 minutes"),
    );
    expect(newestButtons(ana)).toEqual([]);
    // Housekeeping comes once a minute, and right after a start.
    await world.restart();
    await until("nothing of it is kept", async () => {
      const left = await rows(at());
      return left.length === 0;
    });
    expect(await caseCount(world)).toBe(0);
  });

  it("gives back what was typed into a modal that was open for too long", async () => {
    world = await openWorld({ platforms: ["discord"] });
    const ana = await promisesACall(world);
    world.clock.advance(16 * 60_000);
    await ana.submit();
    const told = await until("an answer", () => toldOnDiscord(ana, BILLING_D));
    expect(told).toContain("nothing was entered in it for 15 minutes");
    expect(told).toContain("wants *60* back");
    expect(await caseCount(world)).toBe(0);
  });

  it("keeps no card number, not even half-way, and says why", async () => {
    world = await openWorld({ platforms: ["discord"] });
    const ana = await promisesACall(world);
    const CARD = "4111 1111 1111 1111";
    ana.fillIn({ "What the customer needs": `refund to ${CARD} please` });
    await ana.submit();
    const told = await seesOnDiscord(world, "ana", BILLING_D, "payment card number");
    expect(told.text).not.toContain("4111");
    expect(JSON.stringify(await rows(world))).not.toMatch(/4111\s?1111/);
    await pressesOnDiscord(world, "ana", BILLING_D, "Correct");
    await modalOn(world, "ana", "Escalate");
    const need = ana.modal?.fields.find((field) => field.label === "What the customer needs");
    expect(need?.value).toBe("");
    expect(need?.description).toContain("Please correct: This looks like a payment card number");
    expect(ana.modal?.fields.find((field) => field.label === "Customer reference")?.value).toBe("C-7001");
  });

  it("shows an error beside its field, and keeps everything else", async () => {
    world = await openWorld({ platforms: ["discord"] });
    const ana = onDiscord(world, "ana");
    await ana.command("escalate", { what: "refund wants 30 back" }, here);
    await modalOn(world, "ana", "Escalate");
    ana.fillIn({ "Customer reference": "Mrs Jones" });
    await ana.submit();
    const told = await seesOnDiscord(world, "ana", BILLING_D, "Not sent", "Customer reference: ");
    expect(told.text).toContain("It looks like C-1042");
    await pressesOnDiscord(world, "ana", BILLING_D, "Correct");
    await modalOn(world, "ana", "Escalate");
    ana.fillIn({ "Customer reference": "C-3003" });
    await ana.submit();
    await until("the confirmation", () => toldOnDiscord(ana, BILLING_D)?.includes("ESC-0001 is with"));
    expect((await seesOnDiscord(world, "tom", BILLING_D, "ESC-0001")).text).toContain("£30.00");
  });

  it("says what is missing where everything was given by name but an amount", async () => {
    world = await openWorld({ platforms: ["discord"] });
    const ana = onDiscord(world, "ana");
    await ana.command("escalate", { issue: "refund", customer: "C-1", need: "x" }, here);
    await seesOnDiscord(world, "ana", BILLING_D, "Not sent", "Customer reference: ", "It looks like C-1042");
    await ana.command("escalate", { issue: "Refund", customer: "C-1042", need: "money back" }, here);
    await seesOnDiscord(world, "ana", BILLING_D, "Amount: Say how much is to be approved");
    await pressesOnDiscord(world, "ana", BILLING_D, "Correct", "Amount");
    await modalOn(world, "ana", "Escalate");
    ana.fillIn({ Amount: "20" });
    await ana.submit();
    await until("the confirmation", () => toldOnDiscord(ana, BILLING_D)?.includes("ESC-0001 is with"));
    expect((await seesOnDiscord(world, "tom", BILLING_D, "ESC-0001")).text).toContain("£20.00");
  });

  it("finds one of many by what is typed of it", async () => {
    const many = Array.from({ length: 30 }, (_, n) => `  - { decision: waiver_${n}, level: senior }`);
    world = await openWorld({
      platforms: ["discord"],
      organisation: (source) => source.replace("\ncomments:", `\n${many.join("\n")}\ncomments:`),
    });
    const ana = onDiscord(world, "ana");
    await ana.command("escalate", { customer: "C-1042", need: "no fee please" }, here);
    await modalOn(world, "ana", "Escalate");
    expect(ana.modal?.fields.find((field) => field.label === "Issue type")?.type).toBe("text");
    ana.fillIn({ "Issue type": "2" });
    await ana.submit();
    await seesOnDiscord(world, "ana", BILLING_D, "Still needed: Issue type");
    await pressesOnDiscord(world, "ana", BILLING_D, "Continue");
    await modalOn(world, "ana", "Escalate");
    const issue = ana.modal?.fields.find((field) => field.label === "Issue type");
    expect(issue?.type).toBe("select");
    expect(issue?.options).toContain("Waiver 21");
    ana.fillIn({ "Issue type": "Waiver 21" });
    await ana.submit();
    await until("the confirmation", () => toldOnDiscord(ana, BILLING_D)?.includes("ESC-0001"));
    await seesOnDiscord(world, "tom", BILLING_D, "ESC-0001", "Waiver 21");
  });
});

describe("a form that comes twice", () => {
  it("has one effect, as a modal and as a command with options", async () => {
    world = await openWorld({ platforms: ["discord"] });
    const ana = onDiscord(world, "ana");
    await ana.command("escalate", { what: "refund C-1042 wants 30 back" }, here);
    await modalOn(world, "ana", "Escalate");
    const sent = await ana.submit();
    if (!sent) throw new Error("the form was stopped");
    world.discord.redeliver(sent);
    await until("the case is there", async () => (await caseCount(at())) === 1);
    const direct = await ana.command(
      "escalate",
      { issue: "Refund", customer: "C-1043", need: "x", amount: "10" },
      here,
    );
    await until("the second case", async () => (await caseCount(at())) === 2);
    world.discord.redeliver(direct);
    world.discord.redeliver(direct);
    // Something after the repeats shows that they have been dealt with.
    await raisesOnDiscord(world, "tom", { customer: "C-1044", need: "y", amount: "10" });
    expect(await caseCount(world)).toBe(3);
  });
});

describe("while somebody types", () => {
  it("offers what fits, by its label, and takes it by value, label or a part of it", async () => {
    world = await openWorld({ platforms: ["discord"] });
    const ana = onDiscord(world, "ana");
    const offered = async (option: string, value: string): Promise<readonly string[]> =>
      (await ana.suggestions("escalate", {}, { name: option, value }, here)).map((choice) => choice.name);
    expect(await offered("issue", "")).toEqual(["Payment arrangement", "Refund", "Something else"]);
    expect(await offered("issue", "ref")).toEqual(["Refund"]);
    expect(await offered("kind", "take")).toEqual(expect.arrayContaining([expect.stringContaining("Take")]));
    expect(await offered("promised", "tomorrow 10:15")).toEqual([
      expect.stringMatching(/^Tomorrow, .*10:15$/),
    ]);
    const ref = await raisesOnDiscord(world, "ana", { customer: "C-1042", need: "x", amount: "10" });
    const cases = await ana.suggestions("case", {}, { name: "case", value: "1" }, here);
    expect(cases).toEqual([{ name: expect.stringContaining(ref), value: ref }]);
    await ana.command("case", { case: ref }, here);
    await until("the case is shown", () => toldOnDiscord(ana, BILLING_D)?.includes("Raised by: Ana Reyes"));
  });
});

const at = (): World => {
  if (!world) throw new Error("no world");
  return world;
};
