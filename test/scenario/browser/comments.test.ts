import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../src/clock.ts";
import { haveChromium } from "../../support/browser/chromium.ts";
import { type Demo, startDemo } from "../../support/browser/demo.ts";
import { type Person, namelessControls, overflow, sitDown } from "../../support/browser/person.ts";
import { OUTAGE } from "../../support/comments.ts";
import { openBrowser } from "../../support/console/browser.ts";

/** Where commands are typed. */
const box = ({ page }: Person) => page.getByRole("textbox", { name: "Message" });

const runs = async (person: Person, line: string): Promise<void> => {
  await box(person).fill(line);
  await box(person).press("Enter");
};

describe.skipIf(!haveChromium())("customer comments in a browser", () => {
  let browser: Browser;
  let demo: Demo;
  const people: Person[] = [];
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    demo = await startDemo(systemClock);
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
  const alertOf = ({ page }: Person) =>
    page
      .getByRole("article")
      .filter({ has: page.getByRole("heading", { name: /^Several customers say the same/ }) });

  it("goes from lines to an alert, a confirmation, and a planned action", async () => {
    const ana = await seat("Ana Reyes", "billing");
    const priya = await seat("Priya Shah", "billing-alerts");
    for (const [n, said] of OUTAGE.entries()) {
      await runs(ana, `/comment C-${3_000 + n} ${said}`);
      await ana.messages
        .getByText(`C-${3_000 + n}`)
        .first()
        .waitFor();
    }
    const alert = alertOf(priya);
    await alert.getByText("Proposed by the detector; nobody has decided yet").waitFor();
    expect(await alert.getByText(/C-3\d\d\d/).count(), "no reference on the card").toBe(0);
    expect(await namelessControls(priya.page)).toEqual([]);

    await alert.getByRole("button", { name: /^Confirm and tell others/ }).click();
    const form = priya.form("Confirm and tell others");
    await form.getByRole("textbox", { name: "What to call it" }).fill("App logs people out");
    await form
      .getByRole("textbox", { name: "What to tell them" })
      .fill("The app logs people out. We are on it.");
    expect(await form.getByRole("checkbox", { name: "Billing: alerts channel" }).isChecked()).toBe(true);
    expect(await namelessControls(priya.page)).toEqual([]);
    await form.getByRole("button", { name: "Confirm and tell" }).click();
    await priya.messages.getByText("We are on it.").first().waitFor();
    await alert.getByText(/Confirmed and told to others by Priya Shah/).waitFor();

    await alert.getByRole("button", { name: /^Plan an action/ }).click();
    const plan = priya.form("Plan an action");
    await plan.getByRole("textbox", { name: "Change" }).fill("The app was rolled back.");
    expect(await plan.getByRole("textbox", { name: "Problem" }).inputValue()).toBe("App logs people out");
    await plan.getByRole("button", { name: "Plan" }).click();
    await priya.messages.getByText("ACT-001").first().waitFor();
    expect(await overflow(priya.page)).toBeLessThanOrEqual(0);
  });

  it("logs a comment from a message's menu, in a form with its words in it", async () => {
    const ana = await seat("Ana Reyes", "billing");
    await runs(ana, "/escalate refund C-1042 wants 80 back for a late order");
    await ana.form("Escalate").getByRole("button", { name: "Escalate" }).click();
    const card = ana.card("ESC-0001");
    await card.waitFor();
    await card.getByRole("button", { name: "Log customer comment from this message" }).focus();
    await ana.page.keyboard.press("Enter");
    const form = ana.form("What a customer said");
    const said = form.getByRole("textbox", { name: "What the customer said" });
    await said.waitFor();
    expect(await said.inputValue()).toContain("wants 80 back for a late order");
    expect(await namelessControls(ana.page)).toEqual([]);
    await said.fill("the order came late, and wet");
    await form.getByRole("textbox", { name: "Customer reference" }).fill("C-1042");
    await form.getByRole("button", { name: "Record" }).click();
    await ana.messages.getByText("Recorded: the order came late, and wet").waitFor();

    // Taken back by keyboard, too.
    await ana.messages.getByRole("button", { name: "Take this comment back" }).press("Enter");
    await ana.messages.getByText("Taken back: it counts for nothing any more.").waitFor();
    expect(await namelessControls(ana.page)).toEqual([]);
  });

  it("refuses a single word in the form, and keeps what was typed", async () => {
    const ana = await seat("Ana Reyes", "billing");
    await runs(ana, "/comment");
    const form = ana.form("What a customer said");
    const said = form.getByRole("textbox", { name: "What the customer said" });
    await said.fill("refund");
    await form.getByRole("button", { name: "Record" }).click();
    await form
      .getByText(/one word, or a sign, cannot be compared/)
      .first()
      .waitFor();
    expect(await said.inputValue()).toBe("refund");
    await said.fill("wants a refund");
    await form.getByRole("button", { name: "Record" }).click();
    await ana.messages.getByText("Recorded: wants a refund").waitFor();
    expect(await ana.form("What a customer said").count()).toBe(0);
  });
});
