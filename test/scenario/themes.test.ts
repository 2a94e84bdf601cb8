import { afterEach, describe, expect, it } from "vitest";
import { comments, themes } from "../../db/schema/comments.ts";
import { OUTAGE, allHeard, burst, logs, ordinaryWeeks } from "../support/comments.ts";
import { settled } from "../support/standing.ts";
import { until } from "../support/until.ts";
import {
  BILLING,
  ORDERS,
  type PersonId,
  type World,
  as,
  openWorld,
  presses,
  sees,
} from "../support/world.ts";

let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

async function open(): Promise<World> {
  world = await openWorld();
  await ordinaryWeeks(world);
  return world;
}

/** What a command that only looks answers. */
async function asks(here: World, person: PersonId, command: string, line: string): Promise<string> {
  const user = as(here, person);
  const before = user.sees(BILLING).length;
  await user.command(command, line, { channel: BILLING });
  return (await until("an answer", () => user.sees(BILLING).slice(before).at(-1))).text;
}

/** The reference of the theme of what somebody said, once it is heard. */
async function themeOf(here: World, words: string): Promise<string> {
  await allHeard(here);
  const list = await asks(here, "priya", "/comments", `search ${words}`);
  const ref = /TH-\d{3}/.exec(list.split("\n").find((line) => line.includes(words)) ?? "")?.[0];
  if (ref === undefined) throw new Error(`no theme of "${words}" in:\n${list}`);
  return ref;
}

/** Opens a theme's form from its card, and sends it filled in. */
async function changes(
  here: World,
  ref: string,
  button: string,
  title: string,
  values: Readonly<Record<string, string>>,
): Promise<string> {
  const priya = as(here, "priya");
  await asks(here, "priya", "/theme", ref);
  await presses(here, "priya", BILLING, button, `${ref}: `);
  await until("the form", () => priya.view?.title === title);
  await priya.fillIn(values);
  await priya.submit();
  const text = await until("an answer", () =>
    priya.view?.submit === undefined ? priya.view?.text : undefined,
  );
  priya.closeView();
  return text;
}

const LIFT = [
  "the lift to the shop is out of order",
  "shop lift out of order",
  "out of order: the lift in the shop",
];
const MUSIC = [
  "music on hold is far too loud",
  "hold music too loud again",
  "far too loud music while on hold",
];

async function says(here: World, words: readonly string[], firstCustomer: number): Promise<void> {
  for (const [n, said] of words.entries()) {
    here.clock.advance(MINUTE);
    await logs(here, n % 2 === 0 ? "ana" : "tom", `C-${firstCustomer + n} ${said}`);
  }
  await allHeard(here);
}

describe("merging two themes", () => {
  it("makes one of two, for what was said and what is said later, over a restart", async () => {
    const here = await open();
    await says(here, LIFT, 3_000);
    await says(here, MUSIC, 3_100);
    const [lift, music] = [await themeOf(here, LIFT[1] ?? ""), await themeOf(here, MUSIC[1] ?? "")];
    expect(lift).not.toBe(music);

    // With itself it is not even offered.
    await asks(here, "priya", "/theme", lift);
    await presses(here, "priya", BILLING, "Merge", `${lift}: `);
    const priya = as(here, "priya");
    await until("the form", () => priya.view?.title === "Merge themes");
    const offered = priya.view?.fields.find(({ label }) => label === "Merge it into")?.options ?? [];
    expect(offered.some((label) => label.startsWith(lift))).toBe(false);
    const into = offered.find((label) => label.startsWith(music)) ?? "";
    await priya.fillIn({ "Merge it into": into });
    await priya.submit();
    const merged = await until("merged", () =>
      priya.view?.submit === undefined ? priya.view?.text : undefined,
    );
    expect(merged).toContain(`${music}: `);
    expect(merged).toContain("6 comments by 6 customers");
    priya.closeView();
    await allHeard(here);
    await says(here, ["the shop lift is out of order still"], 3_150);
    expect(await themeOf(here, "order still")).toBe(music);

    await here.restart();
    await says(here, ["the shop lift is out of order once more", "music on hold is so loud"], 3_200);
    expect(await themeOf(here, "once more")).toBe(music);
    expect(await themeOf(here, "so loud")).toBe(music);
    expect(await asks(here, "priya", "/theme", music)).toContain("9 comments by 9 customers");
    // Its old reference, in somebody's notes, leads to what it went into.
    expect(await asks(here, "priya", "/theme", lift)).toContain(`${music}: `);
    expect(await asks(here, "tom", "/comments", "themes")).not.toContain(lift);
  });

  it("a card from before leads on, and does nothing", async () => {
    const here = await open();
    await says(here, LIFT, 3_000);
    await says(here, MUSIC, 3_100);
    const [lift, music] = [await themeOf(here, LIFT[1] ?? ""), await themeOf(here, MUSIC[1] ?? "")];
    const priya = as(here, "priya");
    await asks(here, "priya", "/theme", lift);
    const old = await sees(here, "priya", BILLING, `${lift}: `);
    await presses(here, "priya", BILLING, "Merge", `${lift}: `);
    await until("the form", () => priya.view?.title === "Merge themes");
    const offered = priya.view?.fields.find(({ label }) => label === "Merge it into")?.options ?? [];
    await priya.fillIn({ "Merge it into": offered.find((label) => label.startsWith(music)) ?? "" });
    await priya.submit();
    await until("merged", () => priya.view?.submit === undefined);
    priya.closeView();
    await priya.press(old, "Decline");
    await sees(here, "priya", BILLING, `${lift} was changed since this card was drawn, so nothing was done.`);
    expect(priya.view).toBeUndefined();
  });
});

describe("splitting a theme", () => {
  it("is obeyed for what is said later, over a restart", async () => {
    const here = await open();
    const office = ["parking at the office costs too much", "parking at the office is too expensive"];
    const airport = ["parking at the airport costs too much", "parking at the airport is too expensive"];
    await says(here, [...office, ...airport], 3_000);
    const all = await themeOf(here, office[1] ?? "");
    expect(await themeOf(here, airport[1] ?? ""), "the detector takes them for one").toBe(all);
    const text = await changes(here, all, "Split", "Take comments out", {
      "About something else": airport.join(", "),
    });
    const fresh = /TH-\d{3}/.exec(text)?.[0] ?? "";
    expect(fresh).not.toBe(all);
    expect(text).toContain("2 comments by 2 customers");
    await allHeard(here);
    await here.restart();
    await says(
      here,
      ["parking at the airport is far too expensive", "parking at the office is far too expensive"],
      3_100,
    );
    expect(await themeOf(here, "airport is far")).toBe(fresh);
    expect(await themeOf(here, "office is far")).toBe(all);
  });

  it("leaves at least one comment where it was", async () => {
    const here = await open();
    await says(here, LIFT, 3_000);
    const lift = await themeOf(here, LIFT[1] ?? "");
    const priya = as(here, "priya");
    await asks(here, "priya", "/theme", lift);
    await presses(here, "priya", BILLING, "Split", `${lift}: `);
    await until("the form", () => priya.view?.title === "Take comments out");
    await priya.fillIn({ "About something else": LIFT.join(", ") });
    await priya.submit();
    await until("the field says so", () => JSON.stringify(priya.view).includes("Leave at least one comment"));
    expect(await themeOf(here, LIFT[1] ?? "")).toBe(lift);
  });
});

describe("a theme's name and owner", () => {
  it("is what it is called by everywhere from then on, on cards that stand there already too", async () => {
    const here = await open();
    await burst(here, 3_000);
    const card = await sees(here, "tom", BILLING, "Several customers say the same: app, update");
    const ref = /TH-\d{3}/.exec(card.text)?.[0] ?? "";
    const text = await changes(here, ref, "Name and owner", "Name and owner", {
      "What to call it": "App logs people out",
      "Who looks after it": "Wei Chen",
    });
    expect(text).toContain(`${ref}: App logs people out`);
    expect(text).toContain("being looked after by Wei Chen");
    expect(await asks(here, "tom", "/theme", ref)).toContain("App logs people out");
    await presses(here, "priya", BILLING, "Confirm and tell others", "Several customers");
    const priya = as(here, "priya");
    await until("the form", () => priya.view?.title === "Confirm and tell others");
    expect(priya.view?.fields.find(({ label }) => label === "What to call it")?.value).toBe(
      "App logs people out",
    );
    priya.closeView();
    const suggested = await here.running.core.suggest({
      actor: { platform: "slack", workspace: "T0FLOOR", user: "U0TOM", isBot: false },
      place: { platform: "slack", channel: BILLING },
      command: "theme",
      option: "theme",
      typed: "logs people",
    });
    expect(suggested).toEqual([{ value: ref, label: `${ref} · App logs people out` }]);
    // It grows, and the card and the note in its thread are drawn anew.
    await burst(
      here,
      3_100,
      OUTAGE.map((said) => `${said} again`),
    );
    await sees(here, "tom", BILLING, "Several customers say the same: App logs people out");
    await sees(here, "tom", BILLING, "has grown", "App logs people out");
    expect(await asks(here, "tom", "/comments", "themes")).toContain("App logs people out");
    here.clock.advance(8 * DAY);
    await sees(here, "tom", BILLING, "What customers told us: the week to", "App logs people out");
  });
});

describe("declining a theme", () => {
  it("shows in the weekly summary with its reason, and on the theme", async () => {
    const here = await open();
    await says(here, LIFT, 3_000);
    const lift = await themeOf(here, LIFT[1] ?? "");
    const text = await changes(here, lift, "Decline", "Decline", {
      "Why nothing is done about it": "The landlord replaces it in May.",
    });
    expect(text).toContain("Why not: The landlord replaces it in May.");
    expect(await asks(here, "ana", "/theme", lift)).toContain("The landlord replaces it in May.");
    here.clock.advance(8 * DAY);
    // On a Monday morning the summary of the week before it comes, too.
    const summary = await sees(here, "tom", BILLING, "What customers told us: the week to", "Declined");
    expect(summary.text).toContain("Declined, and why");
    expect(summary.text).toMatch(new RegExp(`${lift}.*: The landlord replaces it in May\\.`));
    expect(as(here, "megan").sees(ORDERS)).toEqual([]);
  });
});

describe("a severe comment", () => {
  const SEVERE = "her charger caught fire on the kitchen table";
  const WORDS = "kitchen table";

  /** Everything that somebody sees anywhere. */
  const seenBy = (here: World, person: PersonId): string => {
    const user = as(here, person);
    return JSON.stringify([...user.sees(BILLING), ...user.sees(ORDERS), ...user.dms(), user.view ?? null]);
  };

  it("is offered to specialists alone, by direct message, and quoted to nobody else anywhere", async () => {
    const here = await open();
    const told = await logs(here, "ana", `C-3000 ${SEVERE}`);
    expect(told).toContain("Safety: one comment is enough.");
    expect(told).toContain("Wei Chen and Aoife Byrne");
    // Others say the same, so that there is a theme, and an alert, with it inside.
    const others = [
      "charger caught fire",
      "the charger caught fire at night",
      "charger caught fire again",
      "a charger caught fire in the kitchen",
      "his charger caught fire",
    ];
    for (const [n, said] of others.entries()) {
      here.clock.advance(MINUTE);
      await logs(here, "tom", `C-${3_001 + n} ${said}`);
    }
    await allHeard(here);
    const first = (await here.store.read.select().from(comments)).find(({ severe }) => severe !== null);
    const theme = (await here.store.read.select().from(themes)).find(({ id }) => id === first?.themeId);
    expect(theme).toBeDefined();
    await sees(here, "priya", BILLING, "Several customers say the same");

    await presses(here, "tom", BILLING, "Show why", "Several customers say the same");
    await sees(here, "tom", BILLING, "Why: ", "(not shown here: it may be about safety)");
    await presses(here, "ana", BILLING, "Notify them", "kitchen table");
    for (const person of ["wei", "aoife"] as const) await sees(here, person, "dm", WORDS);
    await settled(here);

    const ref = theme?.ref ?? "";
    for (const person of ["tom", "priya", "sam", "helen"] as const) {
      await asks(here, person, "/theme", ref);
      for (const line of ["themes", "about app", "search charger", `search ${WORDS}`, "search caught fire"])
        await asks(here, person, "/comments", line);
    }
    const priya = as(here, "priya");
    await asks(here, "priya", "/theme", ref);
    await presses(here, "priya", BILLING, "Split", `${ref}: `);
    await until("the form", () => priya.view?.title === "Take comments out");
    expect(JSON.stringify(priya.view)).not.toContain(WORDS);
    priya.closeView();
    here.clock.advance(8 * DAY);
    await sees(here, "tom", BILLING, "What customers told us: the week to");
    await settled(here);
    for (const person of ["tom", "priya", "sam", "helen", "megan", "qa"] as const)
      expect(seenBy(here, person), person).not.toContain(WORDS);
    const channels = here.slack.requests.filter(
      ({ method, args }) => method === "chat.postMessage" && JSON.stringify(args).includes(WORDS),
    );
    expect(new Set(channels.map(({ args }) => String(args["channel"])))).not.toContain(BILLING);
    expect(channels.length).toBeGreaterThan(0);
  });

  it("is not found by its words either: a search that finds it would tell them", async () => {
    const here = await open();
    await logs(here, "ana", `C-3000 ${SEVERE}`);
    await allHeard(here);
    const nothing = await asks(here, "tom", "/comments", "search zebra crossing");
    expect(await asks(here, "tom", "/comments", `search ${WORDS}`)).toBe(nothing);
    expect(await asks(here, "priya", "/comments", "search kitchen")).toContain("none among the newest");
    // Whoever logged it finds it, with its words.
    expect(await asks(here, "ana", "/comments", `search ${WORDS}`)).toContain(SEVERE);
    expect(await asks(here, "ana", "/comments", "mine")).toContain(SEVERE);
  });
});

describe("/comments search", () => {
  it("finds words in any case, in letters beyond English too, and signs as they are", async () => {
    world = await openWorld();
    const here = world;
    await logs(here, "ana", "C-3000 Ärger mit dem Tarif, 100% zu teuer");
    for (const words of ["Ärger", "TARIF", "100%", "ärger"])
      expect(await asks(here, "tom", "/comments", `search ${words}`), words).toContain("Ärger mit dem Tarif");
    for (const words of ["100_", "T%f", "zebra"])
      expect(await asks(here, "tom", "/comments", `search ${words}`), words).toContain(
        "none among the newest",
      );
  });
});
