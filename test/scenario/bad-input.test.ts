import { readFile } from "node:fs/promises";
import { afterEach, describe, expect, it } from "vitest";
import { cases } from "../../db/schema/escalation.ts";
import { until } from "../support/until.ts";
import {
  BILLING,
  ORDERS,
  type PersonId,
  type World,
  as,
  openWorld,
  presses,
  raises,
  sees,
} from "../support/world.ts";

let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

const open = async (): Promise<World> => (world = await openWorld());

/** What somebody was last told, to them alone. */
const lastPrivate = (here: World, person: PersonId, channel = BILLING): string =>
  as(here, person)
    .sees(channel)
    .findLast((message) => message.ephemeral)?.text ?? "";

const opensForm = async (here: World, line: string): Promise<void> => {
  await as(here, "ana").command("/escalate", line, { channel: BILLING });
  await until("the form", () => as(here, "ana").view?.title === "Escalate");
};

const errorsOf = (here: World): string =>
  JSON.stringify(
    as(here, "ana").view?.fields.flatMap((field) => (field.error === undefined ? [] : [field.error])),
  );

describe("bad input", () => {
  it("in the form is answered at the field, keeps everything typed, and changes nothing", async () => {
    const here = await open();
    const ana = as(here, "ana");
    await opensForm(here, "refund C-1042 wants 80 back");
    const wrong: readonly (readonly [Record<string, string>, RegExp])[] = [
      [{ "Customer reference": "John Smith" }, /It looks like C-1042; use the reference, never a name/],
      [{ "Customer reference": "C-1" }, /It looks like C-1042/],
      [{ "Customer reference": "C-1042", Amount: "-5" }, /more than zero/i],
      [{ Amount: "1e9" }, /figures|amount/i],
      [{ Amount: "£80.555" }, /two decimals/],
      [{ Amount: "eighty" }, /amount|figures/i],
      [{ Amount: "" }, /Say how much is to be approved/],
    ];
    for (const [values, error] of wrong) {
      await ana.fillIn(values);
      await ana.submit();
      expect(errorsOf(here), JSON.stringify(values)).toMatch(error);
      const needs = ana.view?.fields.find((field) => field.label === "What the customer needs");
      expect(needs?.value, "what was typed stays").toBe("wants 80 back");
    }
    await ana.fillIn({ Amount: "80", "Customer waiting": "Promised a call" });
    await until("the time is asked for", () =>
      ana.view?.fields.some((field) => field.label === "Call promised by"),
    );
    await ana.fillIn({ "Call promised by": String(Math.floor(here.clock.now() / 1000) - 60) });
    await ana.submit();
    expect(errorsOf(here)).toMatch(/still to come/);
    await ana.fillIn({ "What the customer needs": "" });
    expect(await ana.submit(), "Slack itself stops an empty required field").toBeUndefined();
    expect(await here.store.read.select().from(cases)).toEqual([]);
    // And the corrected form goes through.
    await ana.fillIn({ "What the customer needs": "wants 80 back", "Customer waiting": "No" });
    await ana.submit();
    await sees(here, "priya", "dm", "ESC-0001");
  });

  it("behind a command gets a clear private answer", async () => {
    const here = await open();
    const answers: readonly (readonly [string, string, RegExp])[] = [
      ["/case", "", /Say which case: \/case ESC-0042/],
      ["/case", "banana", /no case that you can see/],
      ["/case", "ESC-9999", /no case that you can see/],
      ["/cases", "everything", /\/cases mine or \/cases open/],
      ["/escalate", "x".repeat(2_500), /2,500 characters, and at most 2,000 fit/],
      ["/escalate", `refund C-1042 ${"x".repeat(1_500)}`, /longer than the 1,000 characters/],
      ["/escalate", "refund C-1042 card 4111 1111 1111 1111", /payment card number/],
      ["/unknown", "", /Floorwalker does not know that. It knows \/escalate, \/case/],
    ];
    for (const [command, text, answer] of answers) {
      await as(here, "ana").command(command, text, { channel: BILLING });
      expect(lastPrivate(here, "ana"), command).toMatch(answer);
      expect(as(here, "ana").view).toBeUndefined();
    }
    expect(as(here, "tom").sees(BILLING)).toEqual([]);
  });

  it("by somebody who is not in the organisation, or was disabled, is refused with whom to ask", async () => {
    const here = await open();
    here.slack.addUser("U0STRANGER", "stranger");
    here.slack.addUser("U0GUEST", "guest", "T0ELSEWHERE");
    here.slack.book.channels.get(BILLING)?.members.add("U0STRANGER").add("U0GUEST");
    for (const user of [here.slack.user("U0STRANGER"), here.slack.user("U0GUEST"), as(here, "gone")]) {
      await user.command("/escalate", "refund C-1042 80", { channel: BILLING });
      const told = user.sees(BILLING).findLast((message) => message.ephemeral);
      expect(told?.text).toContain(
        "Floorwalker does not know this account, or it was disabled. Whoever keeps Testfloor's organisation file can add you.",
      );
      expect(user.view).toBeUndefined();
    }
  });

  it("by a double click has one effect, and the second is told so", async () => {
    const here = await open();
    const ref = await raises(here, "ana", "refund C-1042 wants 80 back");
    const card = await sees(here, "priya", "dm", ref);
    await Promise.all([as(here, "priya").press(card, "Take"), as(here, "priya").press(card, "Take")]);
    await until(
      "both answers",
      () =>
        as(here, "priya")
          .dms()
          .filter((message) => message.ephemeral).length >= 2 || undefined,
    );
    const told = as(here, "priya")
      .dms()
      .filter((message) => message.ephemeral)
      .map((message) => message.text);
    expect(told.filter((text) => text.includes("is yours"))).toHaveLength(1);
    expect(told.filter((text) => text.includes("You already have"))).toHaveLength(1);
    await sees(here, "ana", "dm", "Priya Shah has taken");
    expect(
      as(here, "ana")
        .dms()
        .filter((message) => message.text.includes("has taken")),
    ).toHaveLength(1);
  });

  it("above one's limit is refused with who can, and what was typed stays", async () => {
    const here = await open();
    await raises(here, "ana", "refund C-1042 wants 80 back");
    await presses(here, "priya", "dm", "Take");
    await presses(here, "priya", "dm", "Decide");
    const priya = as(here, "priya");
    await until("the form", () => priya.view?.title === "Decide ESC-0001");
    await priya.fillIn({ "What was decided": "Full refund and a voucher", Amount: "300" });
    await priya.submit();
    const amount = priya.view?.fields.find((field) => field.label === "Amount");
    expect(amount?.error).toBe(
      "Above your limit (up to £250.00). Sam Whitfield or Helen Achebe can decide it: release the case and they are asked.",
    );
    expect(priya.view?.fields.find((field) => field.label === "What was decided")?.value).toBe(
      "Full refund and a voucher",
    );
    await priya.fillIn({ Amount: "250" });
    await priya.submit();
    await sees(here, "ana", "dm", "Approved £250.00 by Priya Shah");
  });

  it("that splits an award over two cases does not get round the limit: it counts per customer", async () => {
    const here = await open();
    await raises(here, "ana", "refund C-1042 wants 200 back");
    await presses(here, "priya", "dm", "Take");
    await presses(here, "priya", "dm", "Decide");
    await until("the form", () => as(here, "priya").view?.title === "Decide ESC-0001");
    await as(here, "priya").fillIn({ "What was decided": "yes" });
    await as(here, "priya").submit();
    as(here, "priya").closeView();
    await as(here, "ana").command("/escalate", "refund C-1042 another 80", { channel: BILLING });
    await until("the form", () => as(here, "ana").view?.title === "Escalate");
    await as(here, "ana").submit();
    await until("the answer", () => as(here, "ana").view?.submit === undefined);
    expect(as(here, "ana").view?.text, "£200 + £80 is above a leader's £250").toContain(
      "ESC-0002 is with Sam Whitfield",
    );
  });

  it("that holds a card number is refused before anything is stored, posted or logged, in every field", async () => {
    const here = await open();
    const pan = "4111 1111 1111 1111";
    const bare = "4111111111111111";
    const ana = as(here, "ana");
    await opensForm(here, "");
    await ana.fillIn({ "Issue type": "Refund" });
    await until("the amount is shown", () => ana.view?.fields.some((field) => field.label === "Amount"));
    const good = {
      "Issue type": "Refund",
      "Customer reference": "C-1042",
      "What the customer needs": "80 back",
      Amount: "80",
    };
    for (const field of ["Customer reference", "What the customer needs", "Amount"]) {
      for (const typed of [pan, bare, "4111-1111-1111-1111", "4111\u200B1111\u200B1111\u200B1111"]) {
        await ana.fillIn({ ...good, [field]: field === "Customer reference" ? typed.slice(0, 40) : typed });
        await ana.submit();
        expect(errorsOf(here), `${field}: ${typed}`).toMatch(/payment card number/);
      }
    }
    await ana.fillIn(good);
    ana.closeView();
    await raises(here, "ana", "refund C-1042 wants 80 back");
    await presses(here, "priya", "dm", "Take");
    await presses(here, "priya", "dm", "Decide");
    await until("the form", () => as(here, "priya").view?.title === "Decide ESC-0001");
    await as(here, "priya").fillIn({ "What was decided": `back to ${pan}` });
    await as(here, "priya").submit();
    expect(JSON.stringify(as(here, "priya").view)).toMatch(/payment card number/);

    const bytes = `${await readFile(here.databaseFile, "latin1")}${await readFile(`${here.databaseFile}-wal`, "latin1")}`;
    const posted = JSON.stringify(here.slack.book.posts);
    const logged = here.logs.join("\n");
    for (const [where, text] of [
      ["the database", bytes],
      ["Slack", posted],
      ["the log", logged],
    ] as const) {
      expect(text.includes(bare) || text.includes(pan) || text.includes("1111-1111"), where).toBe(false);
    }
  });

  it("of another team's case is answered as if there were none", async () => {
    const here = await open();
    const ref = await raises(here, "ana", "refund C-1042 wants 80 back");
    await as(here, "aoife").command("/case", ref, { channel: ORDERS });
    const foreign = lastPrivate(here, "aoife", ORDERS);
    await as(here, "aoife").command("/case", "ESC-9999", { channel: ORDERS });
    expect(foreign).toBe(lastPrivate(here, "aoife", ORDERS));
    await as(here, "aoife").command("/cases", "open", { channel: ORDERS });
    expect(lastPrivate(here, "aoife", ORDERS)).toContain("Open in your teams: none.");
  });
});
