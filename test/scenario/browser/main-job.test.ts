import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { haveChromium } from "../../support/browser/chromium.ts";
import { type Demo, startDemo } from "../../support/browser/demo.ts";
import {
  type Person,
  TAKING_PICTURES,
  namelessControls,
  overflow,
  picture,
  sitDown,
  slowLine,
} from "../../support/browser/person.ts";
import { openBrowser } from "../../support/console/browser.ts";
import { type Clock, systemClock } from "../../../src/clock.ts";

const LINE = "/escalate refund C-1042 wants 80 back for a late order";

/** Pictures show a Monday morning, whenever they are taken. */
function mondayMorning(): Clock {
  const ahead = Date.UTC(2026, 10, 23, 10, 12) - systemClock.now();
  return { ...systemClock, now: () => systemClock.now() + ahead };
}

/** Where commands are typed. */
const box = ({ page }: Person) => page.getByRole("textbox", { name: "Message" });

async function raise(ana: Person): Promise<void> {
  await box(ana).fill(LINE);
  await box(ana).press("Enter");
  await ana.form("Escalate").getByRole("button", { name: "Escalate" }).click();
  await ana.card("ESC-0001").waitFor();
}

describe.skipIf(!haveChromium())("the main job in a browser", () => {
  let browser: Browser;
  let demo: Demo;
  const people: Person[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    demo = await startDemo(TAKING_PICTURES ? mondayMorning() : systemClock);
  });
  afterEach(async () => {
    for (const { page } of people) await page.context().close();
    await demo.stop();
    const trouble = people.splice(0).flatMap((person) => person.trouble);
    if (trouble.length > 0) throw new Error(`the pages had errors:\n${trouble.join("\n")}`);
  });

  async function seat(name: string, place: string): Promise<Person> {
    const person = await sitDown(browser, demo.url, name, place);
    people.push(person);
    return person;
  }

  it("goes from the agent's line to a closed case, and three people see it live", async () => {
    const ana = await seat("Ana Reyes", "billing");
    const priya = await seat("Priya Shah", "Floorwalker");
    const tom = await seat("Tom Baker", "billing");
    const tomLoads = tom.loads();

    // Completion: arrows choose, Enter takes, and a second Enter runs what was typed.
    await box(ana).pressSequentially("/");
    const commands = ana.page.getByRole("listbox", { name: "Commands" });
    await commands.getByRole("option", { name: /^\/escalate /, selected: true }).waitFor();
    await box(ana).press("ArrowDown");
    await commands.getByRole("option", { name: /^\/case ESC/, selected: true }).waitFor();
    await box(ana).press("ArrowUp");
    await box(ana).press("Enter");
    expect(await box(ana).inputValue()).toBe("/escalate ");
    await box(ana).pressSequentially(LINE.slice("/escalate ".length));
    await box(ana).press("Enter");

    const form = ana.form("Escalate");
    await form.waitFor();
    expect(await form.getByRole("radio", { name: /^Approval/ }).isChecked()).toBe(true);
    expect(await form.getByRole("combobox", { name: "Issue type" }).inputValue()).toBe("refund");
    expect(await form.getByRole("textbox", { name: "Customer reference" }).inputValue()).toBe("C-1042");
    expect(await form.getByRole("textbox", { name: "Amount" }).inputValue()).toBe("80");
    expect(await form.getByRole("radio", { name: "Yes, on the line now" }).isChecked()).toBe(true);
    await picture(ana.page, "agent-form", 1180);
    await form.getByRole("textbox", { name: "Amount" }).press("Enter");
    await ana.messages.getByText("is with Priya Shah, who may decide Refund up to £250.00").waitFor();

    // Nobody reloads: the card appears in the channel and in Priya's direct messages.
    const inChannel = tom.card("ESC-0001");
    await inChannel.getByText("Waiting for somebody to take it · asked Priya Shah").waitFor();
    await picture(tom.page, "team-channel", 500);
    const asked = priya.card("ESC-0001");
    await asked.getByText("you are asked because you may decide Refund up to £250.00").waitFor();

    // Tom's line is slow, so he still sees the button after Priya has taken the case.
    const release = await slowLine(tom.page, "**/as/**");
    await asked.getByRole("button", { name: "Take ESC-0001" }).click();
    await asked.getByText("Taken · with Priya Shah").waitFor();
    await inChannel.getByRole("button", { name: "Take ESC-0001" }).click();
    await tom.messages.getByText("Priya Shah already has ESC-0001.").waitFor();
    release();
    await inChannel.getByText("Taken · with Priya Shah").waitFor();
    expect(await inChannel.getByRole("button", { name: "ESC-0001" }).count()).toBe(0);

    await priya.page.reload();
    await asked.getByRole("button", { name: "Decide ESC-0001" }).press("Enter");
    const decision = priya.form("Decide ESC-0001");
    await decision
      .getByRole("textbox", { name: "What was decided" })
      .fill("Refund in full: the parcel was six days late.");
    expect(await decision.getByRole("textbox", { name: "Amount" }).inputValue()).toBe("£80.00");
    await picture(priya.page, "leader-decision", 1000);
    await decision.getByRole("button", { name: "Decide" }).click();
    await inChannel.getByText("Approved £80.00 by Priya Shah").waitFor();

    // What she weighed she notes when the customer is off the line; it is for her alone.
    await priya.messages.getByRole("button", { name: "Note what you weighed ESC-0001" }).click();
    const weighed = priya.form("Weighed in ESC-0001");
    await weighed.getByRole("textbox", { name: "What the organisation risks" }).fill("Others may ask.");
    await weighed.getByRole("button", { name: "Note it" }).click();
    await priya.messages.getByText("what you weighed is on record").waitFor();

    await demo.restart();
    await ana.goTo("Floorwalker");
    await ana.page.reload();
    await ana.card("ESC-0001").getByText("Refund in full: the parcel was six days late.").waitFor();

    // Priya's page has found the restarted program by itself.
    await asked.getByRole("button", { name: "Hand back ESC-0001" }).click();
    const back = priya.form("Hand back ESC-0001");
    await back
      .getByRole("textbox", { name: "Feedback" })
      .fill("Right to ask. Next time say how late it was.");
    await back.getByRole("button", { name: "Hand back" }).click();
    await inChannel.getByText("Handed back; the customer is still to be told").waitFor();

    const own = ana.card("ESC-0001");
    await own.getByRole("button", { name: "Record: customer told ESC-0001" }).click();
    const told = ana.form("ESC-0001: customer told");
    await told.getByRole("radio", { name: "Told, and accepts it" }).check();
    await told.getByRole("button", { name: "Record" }).click();
    for (const card of [own, asked, inChannel]) await card.getByText("Closed", { exact: true }).waitFor();
    await own.getByText("Next time say how late it was.").waitFor();
    expect(await inChannel.getByText("Next time say how late it was.").count(), "feedback is private").toBe(
      0,
    );
    expect(tom.loads(), "everything reached Tom without a reload").toBe(tomLoads);
    await own.scrollIntoViewIfNeeded();
    await picture(ana.page, "closed-case", 800);
    await tom.page.emulateMedia({ colorScheme: "dark" });
    await picture(tom.page, "dark", 560);
  });

  it("refuses a card number: what was typed stays, and nothing is posted", async () => {
    const ana = await seat("Ana Reyes", "billing");
    const tom = await seat("Tom Baker", "billing");
    await box(ana).fill(LINE);
    await box(ana).press("Enter");
    const form = ana.form("Escalate");
    const need = form.getByRole("textbox", { name: "What the customer needs" });
    await need.fill("paid with 4111 1111 1111 1111");
    await form.getByRole("button", { name: "Escalate" }).click();
    await form.getByRole("alert").getByText("This looks like a payment card number.").waitFor();
    expect(await need.inputValue()).toBe("paid with 4111 1111 1111 1111");
    await need.and(ana.page.locator("[aria-invalid=true]:focus")).waitFor();
    expect(await ana.page.getByRole("article").count()).toBe(0);
    expect(await tom.page.getByRole("article").count()).toBe(0);

    // Taken out, the same form goes through; the number has left no trace.
    await need.fill("wants 80 back for a late order");
    await form.getByRole("button", { name: "Escalate" }).click();
    await tom.card("ESC-0001").waitFor();
    expect(await tom.messages.getByText("4111").count()).toBe(0);
  });

  it("can be used by keyboard and screen reader, and on a phone", async () => {
    const ana = await seat("Ana Reyes", "billing");
    const priya = await seat("Priya Shah", "Floorwalker");
    await box(ana).fill(LINE);
    await box(ana).press("Enter");
    await ana.form("Escalate").waitFor();
    await ana.form("Escalate").locator(":focus:checked").waitFor();
    expect(await namelessControls(ana.page)).toEqual([]);
    await ana.page.keyboard.press("Escape");
    await ana.form("Escalate").waitFor({ state: "detached" });
    await box(ana).and(ana.page.locator(":focus")).waitFor();

    await raise(ana);
    expect(await namelessControls(ana.page)).toEqual([]);
    await priya.page.setViewportSize({ width: 390, height: 844 });
    const take = priya.card("ESC-0001").getByRole("button", { name: "Take ESC-0001" });
    await take.waitFor();
    expect(await overflow(priya.page)).toBeLessThanOrEqual(0);
    expect(await namelessControls(priya.page)).toEqual([]);
    await picture(priya.page, "phone");
    await take.click();
    await priya.card("ESC-0001").getByRole("button", { name: "Decide ESC-0001" }).click();
    const decision = priya.form("Decide ESC-0001");
    await decision.locator(":focus").waitFor();
    expect(await overflow(priya.page)).toBeLessThanOrEqual(0);
    expect(await namelessControls(priya.page)).toEqual([]);
    await decision.getByRole("button", { name: "Cancel" }).click();
    await priya.page.getByRole("link", { name: /^All places/ }).click();
    await priya.page.getByRole("navigation", { name: "Places" }).waitFor();
    expect(await overflow(priya.page)).toBeLessThanOrEqual(0);
  });

  it("stays where somebody went, when an older view arrives late", async () => {
    const priya = await seat("Priya Shah", "billing");
    const release = await slowLine(priya.page, "**/c/billing");
    // A page that opens asks whether anything is new; this one is still asking when Priya goes on.
    const asks = priya.page.waitForRequest(
      (request) => request.url().endsWith("/c/billing") && !request.isNavigationRequest(),
    );
    await priya.page.reload();
    await asks;
    await priya.goTo("Floorwalker");
    const mended = priya.page.waitForResponse("**/as/priya/dm");
    release();
    await mended;
    await priya.page.getByRole("heading", { name: "Floorwalker", level: 1 }).waitFor();
    expect(await priya.page.getByRole("heading", { name: "billing", level: 1 }).count()).toBe(0);
  });
});
