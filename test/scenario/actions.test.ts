import { afterEach, describe, expect, it } from "vitest";
import { planButton } from "../../src/actions/index.ts";
import { addDays, dayWords, localDate, nineOn, startOf, workingDayBefore } from "../../src/local-days.ts";
import { put } from "../../src/outbox/index.ts";
import { modalOn, onDiscord, pressesOnDiscord, seesOnDiscord } from "../support/discord-floor.ts";
import { addTeamChannel, withTeamChannel } from "../support/team-channel.ts";
import { until } from "../support/until.ts";
import { BILLING, type World, as, openWorld, presses, sees } from "../support/world.ts";
import { testThemes } from "../unit/actions/themes.ts";

const LONDON = "Europe/London";
const ALERTS = "C0BILLALERT";
const ALERTS_D = "330000000000000009";
const CHANNEL = { slack: ALERTS, discord: ALERTS_D };
const WORDING = "You asked what the fee is for. The invoice says it now.";

let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

/** The test centre with a theme that eleven customers named in the fortnight before, and a channel for alerts. */
async function open(platform: "slack" | "discord"): Promise<World> {
  const themes = testThemes();
  const here = await openWorld({
    platforms: [platform],
    subjects: new Map([["theme", themes.subject]]),
    organisation: (source) => withTeamChannel(source, "alerts", CHANNEL),
  });
  world = here;
  for (let day = 1; day <= 11; day += 1)
    themes.themes.get("t1")?.said.push(here.clock.now() - day * 86_400_000);
  addTeamChannel(here, CHANNEL, "billing-alerts", ["ana", "tom", "wei", "priya", "sam", "helen"]);
  const channel = platform === "slack" ? ALERTS : ALERTS_D;
  await here.store.tx((db) =>
    put(db, here.clock.now(), {
      key: "theme",
      target: { kind: "channel", platform, channel },
      message: {
        title: [{ t: "text", text: "TH-007" }],
        body: [],
        buttons: [planButton("theme", "t1", "TH-007")],
      },
    }),
  );
  return here;
}

/** Moves time to an instant. */
const goTo = (here: World, ms: number): void => here.clock.advance(ms - here.clock.now() + 1_000);

describe("an improvement action on Slack", () => {
  it("is planned, reminded of, overdue, reviewed and told, over a restart in between", async () => {
    const here = await open("slack");
    const wei = as(here, "wei");
    await presses(here, "wei", ALERTS, "Plan an action", "TH-007");
    const form = await until("the form", () => wei.view);
    const fields = Object.fromEntries(form.fields.map((field) => [field.label, field.value]));
    expect(form.title).toBe("Plan an action");
    expect(fields).toMatchObject({
      Problem: "Customers say: unexpected fee on the invoice",
      Owner: "Wei Chen",
    });
    const today = localDate(here.clock.now(), LONDON);
    const reviewOn = addDays(today, 28);
    expect(fields).toMatchObject({ Start: today, Review: reviewOn });

    // What cannot be right is said in the form, and what was typed stays.
    await wei.fillIn({ Change: "The invoice says what the fee is for.", Review: today });
    await wei.submit();
    const refused = wei.view?.fields.find((field) => field.label === "Review");
    expect(refused?.error).toContain("The review comes after the start.");
    await wei.fillIn({ Review: reviewOn });
    await wei.submit();
    const answer = await until("the card", () => (wei.view?.submit === undefined ? wei.view : undefined));
    expect(answer.text).toContain("Running · with Wei Chen");
    expect(answer.text).toContain("Before the start: 11 in 28 days (0.39 a day)");
    wei.closeView();
    const card = await sees(here, "tom", ALERTS, "ACT-001 · Improvement action", "Running · with Wei Chen");
    expect(card.buttons).toEqual([]);

    // The working day before, with the button; and not a second before nine.
    const before = nineOn(workingDayBefore(reviewOn), LONDON);
    goTo(here, before - 60_000);
    await here.restart();
    goTo(here, before);
    const reminder = await sees(here, "wei", "dm", `ACT-001 is due for review on ${dayWords(reviewOn)}.`);
    expect(reminder.buttons.map((button) => button.label)).toEqual(["Review", "Hand over"]);
    expect(as(here, "priya").dms()).toEqual([]);
    goTo(here, nineOn(reviewOn, LONDON));
    await sees(here, "wei", "dm", "ACT-001 is due for review today.");
    goTo(here, nineOn(addDays(reviewOn, 2), LONDON));
    await sees(here, "wei", "dm", "no review is on record. Priya Shah is told, too.");
    await sees(here, "priya", "dm", "no review is on record. It is with Wei Chen, who was reminded.");

    await presses(here, "wei", "dm", "Review", "is due for review today");
    const review = await until("the review", () =>
      wei.view?.title === "Review ACT-001" ? wei.view : undefined,
    );
    expect(review.text).toContain("Before: 11 in 28 days (0.39 a day). Since: 0 in 29 days (0 a day).");
    expect(review.text).toContain("Fewer than before. That is outside what chance explains");
    await wei.fillIn({
      "What came of it": "Nobody asks about the fee.",
      "Side effects": "Handling time as before.",
      Decision: "Keep the change",
    });
    await wei.submit();
    const reviewed = await until("the result", () => (wei.view?.submit === undefined ? wei.view : undefined));
    expect(reviewed.text).toContain("Reviewed · Fewer than before · Keep the change");
    const done = await sees(here, "tom", ALERTS, "ACT-001", "Reviewed · Fewer than before · Keep the change");
    expect(done.ts).toBe(card.ts);
    const note = await sees(here, "tom", ALERTS, "Wei Chen has reviewed ACT-001: Fewer than before.");
    expect(note.thread).toBe(card.ts);

    await wei.pressInView("You said, we did");
    await until("the form to tell", () => wei.view?.title === "Tell: ACT-001");
    await wei.fillIn({ Wording: WORDING });
    await wei.submit();
    for (const person of ["ana", "tom"] as const)
      await sees(here, person, "dm", "You said, we did · TH-007", WORDING);
    await sees(here, "priya", ALERTS, "You said, we did · TH-007", WORDING);
    const said = as(here, "priya")
      .sees(ALERTS)
      .filter((message) => message.text.includes("You said, we did"));
    expect(said).toHaveLength(1);
    for (const person of ["ana", "wei", "priya", "tom"] as const)
      expect(as(here, person).trouble).toEqual([]);
  });

  it("is listed, shown and handed over", async () => {
    const here = await open("slack");
    const priya = as(here, "priya");
    await presses(here, "priya", ALERTS, "Plan an action", "TH-007");
    await until("the form", () => priya.view);
    const tomorrow = addDays(localDate(here.clock.now(), LONDON), 1);
    await priya.fillIn({
      Change: "Another letter.",
      Owner: "Wei Chen",
      Start: tomorrow,
      Review: addDays(tomorrow, 9),
    });
    await priya.submit();
    await sees(here, "wei", "dm", "Priya Shah has planned ACT-001 with you as its owner.");

    await priya.command("/actions", "team", { channel: BILLING });
    await sees(here, "priya", BILLING, "Open in your teams", "ACT-001 · TH-007 · Planned · with Wei Chen");
    await priya.command("/action", "act-1", { channel: BILLING });
    await presses(here, "priya", BILLING, "Hand over", "ACT-001");
    await until("the form", () => priya.view?.title === "Hand over ACT-001");
    await priya.fillIn({ "New owner": "Sam Whitfield" });
    await priya.submit();
    await sees(here, "sam", "dm", "Priya Shah has handed ACT-001 over to you.");
    await sees(here, "tom", ALERTS, "Priya Shah has handed ACT-001 over from Wei Chen to Sam Whitfield.");

    // It starts by itself on its day.
    goTo(here, startOf(tomorrow, LONDON));
    await sees(here, "sam", "dm", "ACT-001 has started. Before: 11 in 28 days");
    await sees(here, "tom", ALERTS, "ACT-001 · Improvement action", "Running · with Sam Whitfield");

    // Who serves another team is told of nothing, and an agent of this one who can.
    const megan = as(here, "megan");
    await megan.command("/action", "ACT-001", { channel: "C0ORDERS" });
    await sees(here, "megan", "C0ORDERS", "There is no action that you can see under that name.");
    await as(here, "ana").command("/action", "plan", { channel: BILLING });
    await sees(
      here,
      "ana",
      BILLING,
      "You may not plan actions for this team. Wei Chen, Priya Shah or Quinn Adler can.",
    );
    expect(megan.trouble).toEqual([]);
  });
});

describe("an improvement action on Discord", () => {
  it("is planned in pages, reminded of, reviewed and told", async () => {
    const here = await open("discord");
    const wei = onDiscord(here, "wei");
    await pressesOnDiscord(here, "wei", ALERTS_D, "Plan an action", "TH-007");
    await modalOn(here, "wei", "Plan an action");
    wei.fillIn({ Change: "The invoice says what the fee is for." });
    await wei.submit();
    await pressesOnDiscord(here, "wei", ALERTS_D, "Plan", "Not sent yet");
    await seesOnDiscord(here, "tom", ALERTS_D, "ACT-001 · Improvement action", "Running · with Wei Chen");

    const reviewOn = addDays(localDate(here.clock.now(), LONDON), 28);
    goTo(here, nineOn(reviewOn, LONDON));
    await pressesOnDiscord(here, "wei", "dm", "Review", "ACT-001");
    await modalOn(here, "wei", "Review ACT-001");
    wei.fillIn({
      "What came of it": "Nobody asks about the fee.",
      "Side effects": "Handling time as before.",
      Decision: "Keep the change",
    });
    await wei.submit();
    await seesOnDiscord(here, "tom", ALERTS_D, "ACT-001", "Reviewed · Fewer than before · Keep the change");
    await pressesOnDiscord(here, "wei", "dm", "You said, we did", "ACT-001");
    await modalOn(here, "wei", "Tell: ACT-001");
    wei.fillIn({ Wording: WORDING });
    await wei.submit();
    await seesOnDiscord(here, "ana", "dm", "You said, we did · TH-007", WORDING);
    const said = await seesOnDiscord(here, "priya", ALERTS_D, "You said, we did · TH-007", WORDING);
    expect(said.ephemeral).toBe(false);
  });
});
