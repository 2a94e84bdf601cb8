import { afterEach, describe, expect, it } from "vitest";
import { alerts, comments } from "../../db/schema/comments.ts";
import { journal } from "../../db/schema/foundation.ts";
import { ELEVEN, OUTAGE, logs, ordinaryWeeks, withEleven } from "../support/comments.ts";
import { until } from "../support/until.ts";
import { BILLING, type World, as, openWorld, presses, sees, usesShortcut } from "../support/world.ts";

let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** The private answer to somebody's submitted form. */
const answered = (here: World, person: "ana" | "priya" | "wei"): Promise<string> =>
  until("the form is answered", () => {
    const { view } = as(here, person);
    return view?.submit === undefined ? view?.text : undefined;
  });

describe("/comment", () => {
  it("records one line at once, and says what was understood", async () => {
    world = await openWorld();
    const told = await logs(world, "ana", "C-1042 mobile app logs her out since the update");
    expect(told).toContain("Recorded: mobile app logs her out since the update");
    expect(told).toContain("Customer reference: C-1042");
    expect(told).toContain("About: Mobile app");
    expect(told).toContain("How it came about: Spontaneous");
    expect(await logs(world, "ana", "requested C-1043 queue is too long on Mondays")).toContain(
      "How it came about: Requested",
    );
    expect(await logs(world, "ana", "the shop is hard to find")).toContain("none: it counts as no customer");
  });

  it("opens the form where nothing was typed, and takes a message's words from its menu", async () => {
    world = await openWorld();
    const here = world;
    const ana = as(here, "ana");
    await ana.command("/comment", "", { channel: BILLING });
    await until("the form", () => ana.view?.title === "What a customer said");
    await ana.fillIn({
      "What the customer said": "delivery came two days late again",
      "Customer reference": "C-1044",
      About: "Delivery",
      "How the customer felt": "Disappointed",
      "What you said in reply": "That the depot has been told.",
    });
    await ana.submit();
    const told = await answered(here, "ana");
    expect(told).toContain("About: Delivery");
    expect(told).toContain("Said in reply: That the depot has been told.");
    ana.closeView();

    as(here, "tom").says(BILLING, "customer just told me the blue coat lost its colour");
    await usesShortcut(here, "ana", "comment.message", BILLING, "blue");
    await until("the form again", () => ana.view?.title === "What a customer said");
    await ana.submit();
    expect(await answered(here, "ana")).toContain("customer just told me the blue coat lost its colour");
  });

  it("gets details later, and can be taken back by whoever logged it, and by nobody else", async () => {
    world = await openWorld();
    const here = world;
    await logs(here, "ana", "C-1042 app logs her out since the update");
    await presses(here, "ana", BILLING, "Add details", "logs her out");
    const ana = as(here, "ana");
    await until("the form", () => ana.view?.title === "Details of a comment");
    await ana.fillIn({
      About: "Mobile app",
      "How the customer felt": "Upset or angry",
      "What you said in reply": "That the new version is being looked at.",
    });
    await ana.submit();
    expect(await answered(here, "ana")).toContain("Felt: Upset or angry");
    ana.closeView();
    // What was answered is on record as an answer, though it was written down later.
    const events = (await here.store.read.select().from(journal)).filter(({ kind }) =>
      kind.startsWith("comment."),
    );
    expect(events.map(({ kind, actor }) => [kind, actor])).toEqual([
      ["comment.recorded", "ana"],
      ["comment.detailed", "ana"],
      ["comment.answered", "ana"],
    ]);
    expect(events.map(({ facts }) => facts.includes('"replied":true'))).toEqual([false, true, true]);
    await presses(here, "ana", BILLING, "Take back", "Recorded");
    await sees(here, "ana", BILLING, "Taken back");
    expect(await logsOf(here, "ana", "/comments", "mine")).toContain("You have logged none yet");
  });
});

/** What a command that only looks answers. */
async function logsOf(
  here: World,
  person: "ana" | "tom" | "priya",
  command: string,
  line: string,
): Promise<string> {
  const before = as(here, person).sees(BILLING).length;
  await as(here, person).command(command, line, { channel: BILLING });
  return (await until("an answer", () => as(here, person).sees(BILLING).slice(before).at(-1))).text;
}

describe("eleven agents and a broken app", () => {
  it("an alert, a confirmation, an action, and a review that says it worked", async () => {
    world = await openWorld({ organisation: withEleven.organisation });
    const here = world;
    withEleven.slack(here);
    await ordinaryWeeks(here);

    for (const [n, said] of OUTAGE.entries()) {
      here.clock.advance(5 * MINUTE);
      await logs(here, ELEVEN[n % ELEVEN.length] ?? "", `C-${3000 + n} ${said}`);
    }
    const card = await sees(here, "priya", BILLING, "Several customers say the same");
    expect(card.text).toContain("Proposed by the detector; nobody has decided yet");
    expect(card.text).toMatch(
      /\d+ customers in (1 hour|2 hours|4 hours) say this, where hardly ever one does/,
    );
    expect(card.text).toContain("logs her out");
    expect(card.text).not.toMatch(/C-3\d\d\d/);
    expect(card.buttons.map(({ label }) => label)).toEqual([
      "Confirm and tell others",
      "Not the same thing",
      "Already known",
      "Mute until",
      "Show why",
    ]);
    // Grown at steps, in the thread under it; not at each comment.
    await until("a step is told", () =>
      as(here, "priya")
        .sees(BILLING)
        .some(({ text }) => text.includes("has grown")),
    );
    const steps = as(here, "priya")
      .sees(BILLING)
      .filter(({ text }) => text.includes("has grown"));
    expect(steps.length).toBeLessThan(4);
    expect(await here.store.read.select().from(alerts)).toHaveLength(1);
    // Those whose comment is in it are told privately.
    await until("an agent is told", () =>
      here.slack
        .user("U0A01")
        .dms()
        .some(({ text }) => text.includes("You are not the only one")),
    );

    // An agent may not decide, and learns who may.
    await presses(here, "ana", BILLING, "Not the same thing", "Several customers");
    await sees(here, "ana", BILLING, "Wei Chen, Priya Shah", "can.");

    await presses(here, "priya", BILLING, "Confirm and tell others");
    const priya = as(here, "priya");
    await until("the form", () => priya.view?.title === "Confirm and tell others");
    await priya.fillIn({
      "What to call it": "App logs people out",
      "What to tell them": "The app logs people out since the update. We are on it.",
    });
    await priya.submit();
    expect(await answered(here, "priya")).toContain("is confirmed and with Priya Shah");
    priya.closeView();
    await sees(
      here,
      "tom",
      BILLING,
      "What customers tell us: App logs people out",
      "We are on it.",
      "Told by Priya Shah",
    );
    const ref = /TH-\d{3}/.exec(
      (await sees(here, "tom", BILLING, "Confirmed and told to others by Priya Shah")).text,
    )?.[0];

    await presses(here, "priya", BILLING, "Plan an action", "Confirmed");
    await until("the plan", () => priya.view?.fields.some(({ label }) => label === "Change") === true);
    await priya.fillIn({ Change: "The app was rolled back to the version before." });
    await priya.submit();
    expect(await answered(here, "priya")).toContain("ACT-001");
    priya.closeView();

    // Weeks go by in which people say other things.
    for (let day = 0; day < 28; day += 1) {
      here.clock.advance(DAY);
      await logs(here, "ana", `C-${5000 + day} asked when the parcel number ${day} would come`);
    }
    await ordinaryWeeks(here, "billing", 300);
    await sees(here, "priya", "dm", "ACT-001", "review");
    await presses(here, "priya", "dm", "Review", "ACT-001");
    const form = await until("the review", () =>
      priya.view?.title.startsWith("Review") ? priya.view : undefined,
    );
    expect(form.text).toContain("outside what chance explains");
    await priya.fillIn({
      "What came of it": "Nobody reports it any more.",
      "Side effects": "None seen.",
      Decision: "Keep the change",
    });
    await priya.submit();
    await answered(here, "priya");
    priya.closeView();
    expect(await logsOf(here, "priya", "/theme", ref ?? "")).toContain("closed");
    await sees(here, "tom", BILLING, "What customers told us: the week to", "App logs people out");

    const kinds = new Map<string, Set<string>>();
    for (const { kind, actor } of await here.store.read.select().from(journal))
      kinds.set(kind, (kinds.get(kind) ?? new Set()).add(actor === "system" ? "system" : "person"));
    expect([...(kinds.get("alert.raised") ?? [])]).toEqual(["system"]);
    expect([...(kinds.get("alert.confirmed") ?? [])]).toEqual(["person"]);
    expect([...(kinds.get("comment.recorded") ?? [])]).toEqual(["person"]);
  });
});

describe("bad input", () => {
  it.each([
    ["one word", "C-1042 refund", "one word, or a sign, cannot be compared"],
    ["signs only", "C-1042 🙂 🙂 !!", "one word, or a sign, cannot be compared"],
    ["only a reference", "C-1042", "Say what the customer said"],
    ["a card number", "C-1042 says card 4111 1111 1111 1111 was charged twice", "payment card number"],
  ])("%s is answered and leaves nothing behind", async (_, line, answer) => {
    world = await openWorld();
    expect(await logs(world, "ana", line)).toContain(answer);
    expect(await world.store.read.select().from(comments)).toEqual([]);
  });

  it.each([
    "constructor and __proto__ are in the way",
    "приложение не открывается после обновления",
    "アプリが 更新 後 に 落ちる",
  ])("%s is recorded as it is", async (said) => {
    world = await openWorld();
    expect(await logs(world, "ana", `C-1042 ${said}`)).toContain(`Recorded: ${said}`);
  });

  it("one customer fifty times makes no alert", async () => {
    world = await openWorld();
    const here = world;
    await ordinaryWeeks(here);
    for (let n = 0; n < 50; n += 1) {
      here.clock.advance(MINUTE);
      await logs(here, n % 2 === 0 ? "ana" : "tom", `C-9000 ${OUTAGE[n % OUTAGE.length]}`);
    }
    await until("all is heard", async () =>
      (await here.store.read.select().from(comments)).every(({ heard }) => heard !== null),
    );
    expect(await here.store.read.select().from(alerts)).toEqual([]);
  });
});
