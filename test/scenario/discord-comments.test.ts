import { afterEach, describe, expect, it } from "vitest";
import { alerts, comments } from "../../db/schema/comments.ts";
import { OUTAGE, ordinaryWeeks } from "../support/comments.ts";
import {
  BILLING_D,
  modalOn,
  onDiscord,
  pressesOnDiscord,
  seesOnDiscord,
  toldOnDiscord,
} from "../support/discord-floor.ts";
import { until } from "../support/until.ts";
import { type PersonId, type World, openWorld } from "../support/world.ts";

let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const where = { channel: BILLING_D };

/** The private answer to something that somebody did: the newest, once it has all these texts. */
const told = (here: World, person: PersonId, ...texts: readonly string[]): Promise<string> =>
  until(`${person} is told ${JSON.stringify(texts)}`, () => {
    const text = toldOnDiscord(onDiscord(here, person), BILLING_D);
    return text !== undefined && texts.every((one) => text.includes(one)) ? text : undefined;
  });

async function logs(here: World, person: PersonId, line: string): Promise<string> {
  const user = onDiscord(here, person);
  const alone = () => user.sees(BILLING_D).filter(({ ephemeral }) => ephemeral);
  const before = alone().length;
  await user.command("comment", { line }, where);
  return (await until("the agent is told", () => alone().slice(before).at(-1))).text;
}

describe("/comment on Discord", () => {
  it("records one line at once", async () => {
    world = await openWorld({ platforms: ["discord"] });
    const answer = await logs(world, "ana", "C-1042 mobile app logs her out since the update");
    expect(answer).toContain("Recorded: mobile app logs her out since the update");
    expect(answer).toContain("About: Mobile app");
    expect(onDiscord(world, "ana").modal).toBeUndefined();
  });

  it("records what is given by name, and asks for what is missing", async () => {
    world = await openWorld({ platforms: ["discord"] });
    const ana = onDiscord(world, "ana");
    await ana.command(
      "comment",
      { said: "delivery came two days late", customer: "c-1044", about: "Delivery", origin: "Requested" },
      where,
    );
    const answer = await told(world, "ana", "Recorded: delivery came two days late");
    expect(answer).toContain("Customer reference: C-1044");
    expect(answer).toContain("About: Delivery");
    expect(answer).toContain("How it came about: Requested");
    expect(await world.store.read.select().from(comments)).toHaveLength(1);

    await ana.command("comment", { feeling: "Disappointed" }, where);
    await modalOn(world, "ana", "What a customer said");
    ana.fillIn({ "What the customer said": "the parcel was left in the rain" });
    await ana.submit();
    expect(await told(world, "ana", "Recorded: the parcel was left in the rain")).toContain(
      "Felt: Disappointed",
    );
  });

  it("takes a message's words from its menu", async () => {
    world = await openWorld({ platforms: ["discord"] });
    const ana = onDiscord(world, "ana");
    const id = onDiscord(world, "tom").says(BILLING_D, "customer told me the *blue* coat lost its colour");
    await ana.usesShortcut("Log customer comment", { id });
    const form = await modalOn(world, "ana", "What a customer said");
    expect(form.fields.find(({ label }) => label === "What the customer said")?.value).toBe(
      "customer told me the blue coat lost its colour",
    );
  });
});

describe("an alert on Discord", () => {
  it("is confirmed, planned and reviewed: it worked", { timeout: 120_000 }, async () => {
    world = await openWorld({ platforms: ["discord"] });
    const here = world;
    const priya = onDiscord(here, "priya");
    await ordinaryWeeks(here);
    for (const [n, said] of [...OUTAGE, ...OUTAGE.map((one) => `${one} again`)].entries()) {
      here.clock.advance(5 * MINUTE);
      await logs(here, n % 2 === 0 ? "ana" : "tom", `C-${3_000 + n} ${said}`);
    }
    const card = await seesOnDiscord(here, "priya", BILLING_D, "Several customers say the same");
    expect(card.text).toContain("Proposed by the detector; nobody has decided yet");
    expect(card.text).not.toMatch(/C-3\d\d\d/);
    expect(card.pings).toEqual([]);
    const grown = await seesOnDiscord(here, "priya", BILLING_D, "has grown");
    expect(grown.thread, "in the thread under the card").toBe(card.id);
    await seesOnDiscord(here, "ana", "dm", "You are not the only one who heard this");

    await pressesOnDiscord(here, "ana", BILLING_D, "Confirm and tell others", "Several customers");
    await told(here, "ana", "Wei Chen, Priya Shah", "can.");

    await pressesOnDiscord(here, "priya", BILLING_D, "Confirm and tell others", "Several customers");
    await modalOn(here, "priya", "Confirm and tell others");
    priya.fillIn({
      "What to call it": "App logs people out",
      "What to tell them": "The app logs people out. We are on it.",
    });
    await priya.submit();
    await told(here, "priya", "is confirmed and with Priya Shah");
    await seesOnDiscord(
      here,
      "tom",
      BILLING_D,
      "What customers tell us: App logs people out",
      "We are on it.",
    );
    await seesOnDiscord(
      here,
      "tom",
      "dm",
      "What customers tell us: App logs people out",
      "Told by Priya Shah",
    );
    const confirmed = await seesOnDiscord(
      here,
      "tom",
      BILLING_D,
      "Confirmed and told to others by Priya Shah",
    );
    expect(confirmed.id, "the card changes in its place").toBe(card.id);
    const ref = /TH-\d{3}/.exec(confirmed.text)?.[0] ?? "";

    here.clock.advance(DAY);
    await pressesOnDiscord(here, "priya", BILLING_D, "Plan an action", "Confirmed");
    await modalOn(here, "priya", "Plan an action");
    priya.fillIn({ Change: "The app was rolled back." });
    await priya.submit();
    await told(here, "priya", "Not sent yet");
    await pressesOnDiscord(here, "priya", BILLING_D, "Plan", "Not sent yet");
    await told(here, "priya", "ACT-001");

    for (let day = 0; day < 28; day += 1) {
      here.clock.advance(DAY);
      await logs(here, "ana", `C-${5_000 + day} asked when the parcel number ${day} would come`);
    }
    await ordinaryWeeks(here, "billing", 300);
    await seesOnDiscord(here, "priya", "dm", "ACT-001", "review");
    await pressesOnDiscord(here, "priya", "dm", "Review", "ACT-001");
    const review = await until("the review", () =>
      priya.modal?.title.startsWith("Review") === true ? priya.modal : undefined,
    );
    expect(JSON.stringify(review)).toContain("outside what chance explains");
    priya.fillIn({
      "What came of it": "Nobody reports it any more.",
      "Side effects": "None seen.",
      Decision: "Keep the change",
    });
    await priya.submit();
    await until("the theme is closed", async () => {
      await priya.command("theme", { theme: ref }, where);
      return toldOnDiscord(priya, BILLING_D)?.includes("closed");
    });
    await seesOnDiscord(here, "tom", BILLING_D, "What customers told us: the week to", "App logs people out");
    expect(await here.store.read.select().from(alerts)).toHaveLength(1);
    for (const person of ["ana", "tom", "priya"] as const)
      expect(onDiscord(here, person).trouble).toEqual([]);
  });
});
