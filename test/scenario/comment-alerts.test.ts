import { asc } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { alerts, comments, themes } from "../../db/schema/comments.ts";
import { journal } from "../../db/schema/foundation.ts";
import { OUTAGE, allHeard, burst, logs, ordinaryWeeks } from "../support/comments.ts";
import { settled } from "../support/standing.ts";
import { until } from "../support/until.ts";
import {
  BILLING,
  type PersonId,
  type World,
  type WorldOptions,
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

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const CARD = "Several customers say the same";
/** A time as Slack's own field gives it. */
const seconds = (at: number): string => String(Math.floor(at / 1_000));
const AGAIN = OUTAGE.map((said) => `${said} again`);

/** The test centre after ordinary weeks, with the detector past its learning. */
async function open(options: WorldOptions = {}): Promise<World> {
  world = await openWorld(options);
  await ordinaryWeeks(world);
  return world;
}

const inChannel = (here: World, person: PersonId, words: string): readonly string[] =>
  as(here, person)
    .sees(BILLING)
    .filter(({ text, ephemeral }) => !ephemeral && text.includes(words))
    .map(({ text }) => text);
const alertsIn = (here: World) => here.store.read.select().from(alerts).orderBy(asc(alerts.raisedAt));

/** Opens the form behind a button of the card, fills it in and sends it; resolves to what came back. */
async function decides(
  here: World,
  person: PersonId,
  button: string,
  title: string,
  values: Readonly<Record<string, string>>,
): Promise<string> {
  await presses(here, person, BILLING, button, CARD);
  const user = as(here, person);
  await until("the form", () => user.view?.title === title);
  await user.fillIn(values);
  await user.submit();
  const text = await until("an answer", () =>
    user.view?.submit === undefined ? user.view?.text : undefined,
  );
  user.closeView();
  return text;
}

describe("what a person said of an alert", () => {
  it("not the same thing: it stays quiet however it grows", async () => {
    const here = await open();
    await burst(here, 3_000);
    await sees(here, "priya", BILLING, CARD);
    await settled(here);
    const steps = inChannel(here, "tom", "has grown").length;
    const notes = as(here, "ana").dms().length;
    await presses(here, "priya", BILLING, "Not the same thing", CARD);
    await sees(here, "priya", BILLING, "Noted: not the same thing");
    const card = await sees(here, "tom", BILLING, CARD, "Not the same thing by Priya Shah");
    expect(card.buttons.map(({ label }) => label)).toEqual(["Show why"]);
    await burst(here, 3_100, AGAIN);
    await burst(here, 3_200);
    await settled(here);
    const [alert, ...more] = await alertsIn(here);
    expect(more).toEqual([]);
    expect(alert?.state).toBe("not_same");
    expect(alert?.customers, "it is counted all the same").toBeGreaterThan(25);
    expect(inChannel(here, "tom", CARD)).toHaveLength(1);
    expect(inChannel(here, "tom", "has grown")).toHaveLength(steps);
    expect(as(here, "ana").dms()).toHaveLength(notes);
  });

  it("already known: says where in the thread, and a new burst is not put to the team again", async () => {
    const here = await open();
    await burst(here, 3_000);
    const card = await sees(here, "priya", BILLING, CARD);
    expect(
      await decides(here, "priya", "Already known", "Already known", { "Where is it known?": "INC-77" }),
    ).toContain("is marked as known");
    const note = await sees(here, "tom", BILLING, "Priya Shah knows it already: INC-77");
    expect(note.thread).toBe(card.ts);
    here.clock.advance(6 * HOUR);
    await burst(here, 3_100, AGAIN);
    await until("it is an alert again", async () => (await alertsIn(here)).length === 2);
    await settled(here);
    expect(inChannel(here, "tom", CARD)).toHaveLength(1);
    expect(
      as(here, "priya")
        .dms()
        .filter(({ text }) => text.includes(CARD)),
    ).toEqual([]);
  });

  it("already known: whoever looks after it hears of a new burst", async () => {
    const here = await open();
    await burst(here, 3_000);
    await sees(here, "priya", BILLING, CARD);
    await decides(here, "priya", "Already known", "Already known", { "Where is it known?": "INC-77" });
    const [theme] = await here.store.read.select().from(themes).orderBy(asc(themes.lastAt)).limit(100);
    expect(theme).toBeDefined();
    const ref = /TH-\d{3}/.exec((await sees(here, "priya", BILLING, CARD)).text)?.[0] ?? "";
    const priya = as(here, "priya");
    await priya.command("/theme", ref, { channel: BILLING });
    await presses(here, "priya", BILLING, "Name and owner", `${ref}: `);
    await until("the form", () => priya.view?.title === "Name and owner");
    await priya.fillIn({ "What to call it": "App logs out", "Who looks after it": "Sam Whitfield" });
    await priya.submit();
    await until("saved", () => priya.view?.text.includes("Sam Whitfield"));
    here.clock.advance(6 * HOUR);
    await burst(here, 3_100, AGAIN);
    await sees(here, "sam", "dm", "Several customers say the same: App logs out");
    expect(inChannel(here, "tom", CARD)).toHaveLength(1);
  });

  it("muted: nothing until then, and a new burst after that is an alert", async () => {
    const here = await open();
    await burst(here, 3_000);
    await sees(here, "priya", BILLING, CARD);
    const end = here.clock.now() + 2 * DAY;
    const answer = await decides(here, "priya", "Mute until", "Mute", {
      "No alert about it until": seconds(end),
    });
    expect(answer).toContain("is muted until");
    here.clock.advance(DAY);
    await burst(here, 3_100, AGAIN);
    await until("it is an alert in silence", async () => (await alertsIn(here)).length === 2);
    await settled(here);
    expect((await alertsIn(here)).map(({ state }) => state)).toEqual(["muted", "muted"]);
    expect(inChannel(here, "tom", CARD)).toHaveLength(1);
    here.clock.advance(2 * DAY);
    await burst(here, 3_200);
    await until("the team is shown it", () => inChannel(here, "tom", CARD).length === 2);
    expect((await alertsIn(here)).at(-1)?.state).toBe("proposed");
  });

  it("muted: what goes on when that time comes is shown again", async () => {
    const here = await open();
    await burst(here, 3_000);
    await sees(here, "priya", BILLING, CARD);
    const end = here.clock.now() + 2 * HOUR;
    await decides(here, "priya", "Mute until", "Mute", { "No alert about it until": seconds(end) });
    here.clock.advance(HOUR);
    await burst(here, 3_100, AGAIN);
    await settled(here);
    expect(inChannel(here, "tom", "Proposed by the detector")).toEqual([]);
    here.clock.advance(HOUR);
    await burst(here, 3_200, [...OUTAGE, ...AGAIN]);
    const card = await sees(here, "priya", BILLING, CARD, "Proposed by the detector");
    expect(card.buttons.map(({ label }) => label)).toContain("Confirm and tell others");
    expect(await alertsIn(here), "it is the same alert").toHaveLength(1);
  });

  it("a time that has passed is no time to mute until", async () => {
    const here = await open();
    await burst(here, 3_000);
    await presses(here, "priya", BILLING, "Mute until", CARD);
    const priya = as(here, "priya");
    await until("the form", () => priya.view?.title === "Mute");
    await priya.fillIn({ "No alert about it until": seconds(here.clock.now() - HOUR) });
    await priya.submit();
    await until("the field says so", () => JSON.stringify(priya.view).includes("still to come"));
    expect((await alertsIn(here)).map(({ state }) => state)).toEqual(["proposed"]);
  });
});

describe("two leaders at the same moment", () => {
  it("one confirms it, and the other is told that somebody has", async () => {
    const here = await open();
    await burst(here, 3_000);
    const both = ["priya", "sam"] as const;
    for (const person of both) {
      await presses(here, person, BILLING, "Confirm and tell others", CARD);
      const user = as(here, person);
      await until("the form", () => user.view?.title === "Confirm and tell others");
      await user.fillIn({
        "What to call it": `App, says ${person}`,
        "What to tell them": `${person} is on it.`,
      });
    }
    await Promise.all(both.map((person) => as(here, person).submit()));
    const answers = await Promise.all(
      both.map((person) =>
        until(`${person} is answered`, () => {
          const text = JSON.stringify(as(here, person).view);
          return text.includes("is confirmed and with") || text.includes("Somebody has decided")
            ? text
            : undefined;
        }),
      ),
    );
    expect(answers.filter((text) => text.includes("is confirmed and with"))).toHaveLength(1);
    expect(
      answers.filter((text) => text.includes("Somebody has decided about this alert since")),
    ).toHaveLength(1);
    await settled(here);
    expect(inChannel(here, "tom", "What customers tell us:")).toHaveLength(1);
    const kinds = (await here.store.read.select().from(journal)).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "alert.confirmed")).toHaveLength(1);
    expect(kinds.filter((kind) => kind === "theme.named")).toHaveLength(1);
  });

  it("a button of a card that somebody else has decided about does nothing", async () => {
    const here = await open();
    await burst(here, 3_000);
    const old = await sees(here, "sam", BILLING, CARD);
    await presses(here, "priya", BILLING, "Not the same thing", CARD);
    await sees(here, "priya", BILLING, "Noted: not the same thing");
    await as(here, "sam").press(old, "Already known");
    await sees(here, "sam", BILLING, "Somebody has decided about this alert since");
    expect(as(here, "sam").view).toBeUndefined();
    expect((await alertsIn(here)).map(({ state }) => state)).toEqual(["not_same"]);
  });
});

describe("what counts", () => {
  /** What the detector and the team know, without ids. */
  const known = async (here: World) => ({
    alerts: (await alertsIn(here)).map(({ customers, saidCustomers, state, burst: found, record }) => [
      customers,
      saidCustomers,
      state,
      found.words,
      found.windowMs,
      record.members.length,
    ]),
    themes: (await here.store.read.select().from(themes).orderBy(asc(themes.ref))).map(
      ({ ref, record, state }) => [ref, record.size, record.words, state],
    ),
    heard: (await here.store.read.select().from(comments).orderBy(asc(comments.seq))).map(
      ({ heard }) => heard,
    ),
    told: ["grown", CARD]
      .flatMap((words) => inChannel(here, "tom", words))
      .map((text) => text.replaceAll(/\d\d:\d\d/g, "HH:MM")),
  });

  it("a restart after every comment changes nothing of it", async () => {
    const said = [...OUTAGE.slice(0, 7), "asked for the opening hours of the shop", ...AGAIN.slice(0, 4)];
    const run = async (withRestarts: boolean) => {
      const here = await open();
      // The same moment on the clock: what is usual depends on the hour.
      here.clock.advance(Date.UTC(2030, 0, 15, 9) - here.clock.now());
      await ordinaryWeeks(here, "billing", 261);
      for (const [n, words] of said.entries()) {
        here.clock.advance(60_000);
        await logs(here, n % 2 === 0 ? "ana" : "tom", `C-${3_000 + n} ${words}`);
        if (withRestarts) await here.restart();
      }
      await allHeard(here);
      await settled(here);
      const result = await known(here);
      await here.stop();
      world = undefined;
      return result;
    };
    const without = await run(false);
    expect(without.alerts).toHaveLength(1);
    expect(without.told.some((text) => text.includes(CARD))).toBe(true);
    expect(await run(true)).toEqual(without);
  });

  it("a comment without a customer counts as nobody, and nobody is quoted without one", async () => {
    const here = await open();
    for (const [n, words] of OUTAGE.entries()) {
      here.clock.advance(60_000);
      await logs(here, n % 2 === 0 ? "ana" : "tom", words);
    }
    await allHeard(here);
    expect(await alertsIn(here)).toEqual([]);
    // Beside customers who are known, it stays nobody.
    await burst(here, 3_000, AGAIN.slice(0, 6));
    const card = await sees(here, "priya", BILLING, CARD);
    expect(card.text).toMatch(/[456] customers in/);
    expect(card.text).not.toContain("logs her out since the update\n");
  });

  it("one that was taken back before it was heard, and one after, count for nothing", async () => {
    const here = await open();
    await burst(here, 3_000, OUTAGE.slice(0, 3));
    const size = async () =>
      (await here.store.read.select().from(comments)).filter(({ themeId }) => themeId !== null);
    const before = (await size()).length;
    await presses(here, "ana", BILLING, "Take back", "Recorded", OUTAGE[2]);
    await sees(here, "ana", BILLING, "Taken back");
    await allHeard(here);
    expect(
      (await here.store.read.select().from(comments)).filter(({ struckAt }) => struckAt !== null),
    ).toMatchObject([{ themeId: null }]);
    expect((await size()).length).toBeLessThanOrEqual(before);
    // Three more make five, of which one is gone: four customers are an alert, three were none.
    expect(await alertsIn(here)).toEqual([]);
    await burst(here, 3_100, OUTAGE.slice(3, 6));
    const card = await sees(here, "priya", BILLING, CARD);
    expect(card.text).not.toContain(OUTAGE[2]);
    expect(card.text).toMatch(/[45] customers in/);
  });

  it("what is taken back leaves the card in the channel too", async () => {
    const here = await open();
    await burst(here, 3_000, OUTAGE.slice(0, 6));
    const card = await sees(here, "priya", BILLING, CARD);
    const quoted = OUTAGE.slice(0, 6).find((said) => card.text.includes(said)) ?? "";
    expect(quoted).not.toBe("");
    const agent =
      OUTAGE.indexOf(OUTAGE.find((said) => said === quoted) ?? OUTAGE[0]) % 2 === 0 ? "ana" : "tom";
    await presses(here, agent, BILLING, "Take back", "Recorded", quoted);
    await until("the card forgets it", () =>
      inChannel(here, "priya", CARD).every(
        (text) => !text.includes(`- ${quoted}`) && !text.includes(`• ${quoted}`),
      ),
    );
    expect(inChannel(here, "priya", CARD)).toHaveLength(1);
  });
});

describe("a plain rule", () => {
  const plain = (source: string): string =>
    source.replace("comments:\n", "comments:\n  also_after: { customers: 3, days: 7 }\n");
  it("makes an alert of so many customers in so many days, once, and tells of growth at steps", async () => {
    const here = await open({ organisation: plain });
    for (const [n, words] of [
      "the lift to the shop is out of order",
      "shop lift out of order",
      "out of order: the lift in the shop",
    ].entries()) {
      expect(inChannel(here, "tom", "lift")).toEqual([]);
      here.clock.advance(DAY);
      await logs(here, "ana", `C-${3_000 + n} ${words}`);
    }
    const card = await sees(here, "priya", BILLING, CARD, "3 customers in 7 days");
    expect(card.buttons.map(({ label }) => label)).toContain("Confirm and tell others");
    here.clock.advance(DAY);
    await logs(here, "tom", "C-3003 the shop lift is still out of order");
    await allHeard(here);
    await logs(here, "tom", "C-3004 the shop lift is out of order again");
    await sees(here, "priya", BILLING, "has grown: 5 customers in 7 days");
    expect(await alertsIn(here)).toHaveLength(1);
  });

  it("does not speak where the detector has spoken, and not for one customer who says it thrice", async () => {
    const here = await open({ organisation: plain });
    for (const words of [
      "shop lift out of order",
      "the shop lift is out of order",
      "lift in the shop out of order",
    ]) {
      here.clock.advance(DAY);
      await logs(here, "ana", `C-3000 ${words}`);
    }
    await allHeard(here);
    expect(await alertsIn(here)).toEqual([]);
  });
});
