import { asc, eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { asks, cases } from "../../db/schema/escalation.ts";
import { dueActions, journal } from "../../db/schema/foundation.ts";
import { allConditions } from "../../src/engine/index.ts";
import { escalationWatchdog } from "../../src/escalation/index.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import type { Log } from "../../src/log.ts";
import {
  BILLING_D,
  DISCORD_USERS,
  modalOn,
  onDiscord,
  pressesOnDiscord,
  seesOnDiscord,
  toldOnDiscord,
} from "../support/discord-floor.ts";
import {
  type RestrictedCase,
  SECRET,
  SECRET_CUSTOMER,
  dmOf,
  postsInChannels,
  raisesRestricted,
  readersOf,
  placesOf,
} from "../support/restricted.ts";
import { settled } from "../support/standing.ts";
import { until } from "../support/until.ts";
import {
  BILLING,
  type PersonId,
  SLACK_USERS,
  type World,
  type WorldOptions,
  applyText,
  as,
  floorFile,
  openWorld,
  presses,
  raises,
  sees,
} from "../support/world.ts";

const MINUTE = 60_000;
let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});
const open = async (options: WorldOptions = {}): Promise<World> => (world = await openWorld(options));
const raise = (
  here: World,
  raiser: PersonId,
  topic: "safety" | "discrimination" | "law" = "safety",
): Promise<RestrictedCase> => raisesRestricted(here.store, here.clock.now(), raiser, topic);

/**
 * Nobody but these has anything of the case in front of them, and no channel has heard of it.
 * @param tried to whom it was sent, where their direct messages took it or not
 */
async function knownOnlyTo(
  here: World,
  one: RestrictedCase,
  people: readonly PersonId[],
  tried: readonly PersonId[] = people,
): Promise<void> {
  await settled(here);
  const secrets = [one.ref, one.caseId, SECRET, SECRET_CUSTOMER];
  expect(readersOf(here, ...secrets)).toEqual(people);
  const theirs = new Set(tried.flatMap(dmOf));
  expect(placesOf(here, ...secrets).filter((place) => !theirs.has(place))).toEqual([]);
  expect(postsInChannels(here)).toBe(0);
}

async function decides(here: World, person: PersonId, ref: string, what: string): Promise<void> {
  await presses(here, person, "dm", "Decide", ref);
  const user = as(here, person);
  await until("the form", () => user.view?.title === `Decide ${ref}`);
  await user.fillIn({ Decision: "Acted on", "What was decided": what });
  await user.submit();
}

describe("a restricted case", () => {
  it("goes to all its specialists by direct message, is taken, decided and handed back, and no channel hears of it", async () => {
    const here = await open();
    const one = await raise(here, "ana");
    expect(one.ref).toMatch(/^ESC-(?=.*[A-Z])[0-9A-Z]{6}$/);
    const card = await sees(here, "wei", "dm", one.ref, SECRET, SECRET_CUSTOMER);
    expect(card.text).toContain(`${one.ref} · Notify · Safety`);
    expect(card.text).toContain(
      "Restricted. Only these people know of it: Ana Reyes, Wei Chen and Aoife Byrne.",
    );
    expect(card.text).toContain("you are asked because you are named for safety");
    expect(card.pings).toEqual(["U0WEI"]);
    await sees(here, "aoife", "dm", one.ref, SECRET, "asked Wei Chen and Aoife Byrne");
    await sees(here, "ana", "dm", one.ref, SECRET);
    await knownOnlyTo(here, one, ["ana", "wei", "aoife"]);

    await presses(here, "aoife", "dm", "Take", one.ref);
    await sees(here, "ana", "dm", `Aoife Byrne has taken ${one.ref}.`);
    const taken = await sees(here, "wei", "dm", one.ref, "Taken · with Aoife Byrne");
    expect(taken.buttons).toEqual([]);

    await decides(here, "aoife", one.ref, "The shop has stopped selling it");
    await sees(here, "ana", "dm", `${one.ref}: Acted on by Aoife Byrne.`, "The shop has stopped selling it");
    await presses(here, "aoife", "dm", "Hand back", one.ref);
    const aoife = as(here, "aoife");
    await until("the form", () => aoife.view?.title === `Hand back ${one.ref}`);
    await aoife.fillIn({ Feedback: "Right to pass it on at once." });
    await aoife.submit();
    await sees(
      here,
      "ana",
      "dm",
      `Aoife Byrne has handed ${one.ref} back to you. It is closed.`,
      "Right to pass it on at once.",
    );
    await knownOnlyTo(here, one, ["ana", "wei", "aoife"]);
    const wei = JSON.stringify(as(here, "wei").dms());
    expect(wei, "feedback is for the raiser alone").not.toContain("Right to pass it on");
  });

  it("leaves no gap in the ordinary numbers", async () => {
    const here = await open();
    const before = await raises(here, "ana", "refund C-1042 wants 80 back");
    await raise(here, "ana");
    await raise(here, "tom", "law");
    const after = await raises(here, "ana", "refund C-1043 wants 80 back");
    expect([before, after]).toEqual(["ESC-0001", "ESC-0002"]);
  });

  it("is on record with ids only, marked as what it is", async () => {
    const here = await open();
    const one = await raise(here, "ana");
    await presses(here, "wei", "dm", "Take", one.ref);
    await sees(here, "ana", "dm", "Wei Chen has taken");
    const events = await here.store.read
      .select()
      .from(journal)
      .where(eq(journal.subject, one.caseId))
      .orderBy(asc(journal.seq));
    const factsOf = (facts: string): unknown => JSON.parse(facts);
    expect(events.map(({ kind, actor }) => [kind, actor])).toEqual([
      ["case.raised", "ana"],
      ["case.taken", "wei"],
    ]);
    expect(events.map(({ facts }) => factsOf(facts))).toMatchObject([
      {
        restricted: "safety",
        comment: "comment1",
        asked: null,
        asked_all: ["wei", "aoife"],
        why_asked: "specialist",
        trigger: "risk_profile",
      },
      { restricted: "safety" },
    ]);
    expect(JSON.stringify([events, here.logs])).not.toContain(SECRET);
    expect(JSON.stringify([events, here.logs])).not.toContain(SECRET_CUSTOMER);
  });

  it("goes to the highest level that serves the raiser's team where nobody is named, and the raiser is told so", async () => {
    const here = await open();
    const one = await raise(here, "ana", "law");
    expect(JSON.stringify(one.message)).toContain(
      "Nobody is named for this, so it goes to the highest level that serves your team.",
    );
    await sees(
      here,
      "helen",
      "dm",
      one.ref,
      SECRET,
      "you are asked because you are of the highest level that serves the team, and nobody is named for law",
    );
    await knownOnlyTo(here, one, ["ana", "helen"]);
  });

  it("raised by somebody who is named goes to the others who are", async () => {
    const here = await open();
    const one = await raise(here, "wei");
    await sees(here, "aoife", "dm", one.ref, SECRET);
    const own = await sees(here, "wei", "dm", one.ref);
    expect(own.buttons.map((button) => button.label)).toEqual(["Withdraw"]);
    await knownOnlyTo(here, one, ["wei", "aoife"]);
  });

  it("raised by the only one who is named goes to the highest level, never to the raiser", async () => {
    const here = await open();
    const one = await raise(here, "qa", "discrimination");
    await sees(here, "helen", "dm", one.ref, SECRET);
    await knownOnlyTo(here, one, ["qa", "helen"]);
  });

  it("withdrawn by its raiser is over, and those who were asked are told", async () => {
    const here = await open();
    const one = await raise(here, "ana");
    await sees(here, "wei", "dm", one.ref);
    await presses(here, "ana", "dm", "Withdraw", one.ref);
    await sees(here, "wei", "dm", `Ana Reyes has withdrawn ${one.ref}`);
    await sees(here, "aoife", "dm", `Ana Reyes has withdrawn ${one.ref}`);
    await knownOnlyTo(here, one, ["ana", "wei", "aoife"]);
  });

  it("goes on where it was when the program is started again", async () => {
    const here = await open();
    const one = await raise(here, "ana");
    await here.restart();
    await presses(here, "wei", "dm", "Take", one.ref);
    await here.restart();
    await decides(here, "wei", one.ref, "Looked into it");
    await sees(here, "ana", "dm", `${one.ref}: Acted on by Wei Chen.`);
    await knownOnlyTo(here, one, ["ana", "wei", "aoife"]);
  });
});

describe("a restricted case that nobody takes", () => {
  it("is put to the same people again, more and more slowly, and to nobody else", async () => {
    const here = await open();
    const one = await raise(here, "ana");
    await sees(here, "wei", "dm", one.ref);
    for (const [waited, words] of [
      [15, "15 minutes"],
      [30, "30 minutes"],
      [60, "1 hour"],
      [120, "2 hours"],
    ] as const) {
      here.clock.advance(waited * MINUTE + 1_000);
      await sees(
        here,
        "ana",
        "dm",
        `Wei Chen and Aoife Byrne did not take ${one.ref} within ${words}.`,
        "Now asked: Wei Chen and Aoife Byrne.",
      );
    }
    const reminders = as(here, "wei")
      .dms()
      .filter((message) => message.text.includes(`${one.ref} still waits.`));
    expect(reminders).toHaveLength(4);
    await knownOnlyTo(here, one, ["ana", "wei", "aoife"]);
  });

  it("waits no longer for those who are away: the others have it first, then everybody", async () => {
    const here = await open();
    await as(here, "wei").command("/away", "", { channel: BILLING });
    const one = await raise(here, "ana");
    await sees(here, "aoife", "dm", one.ref, SECRET);
    await knownOnlyTo(here, one, ["ana", "aoife"]);
    here.clock.advance(15 * MINUTE + 1_000);
    await sees(here, "wei", "dm", one.ref, SECRET);
    await knownOnlyTo(here, one, ["ana", "wei", "aoife"]);
  });

  it("is put to those who are away where everybody is, at once", async () => {
    const here = await open();
    for (const person of ["wei", "aoife"] as const)
      await as(here, person).command("/away", "", { channel: BILLING });
    const one = await raise(here, "ana");
    await sees(here, "wei", "dm", one.ref, SECRET);
    await knownOnlyTo(here, one, ["ana", "wei", "aoife"]);
  });

  it("is not brought up by somebody of the team who comes back", async () => {
    const here = await open();
    const one = await raise(here, "ana");
    await sees(here, "wei", "dm", one.ref);
    for (const command of ["/away", "/back"])
      await as(here, "priya").command(command, "", { channel: BILLING });
    await knownOnlyTo(here, one, ["ana", "wei", "aoife"]);
    const timers = await here.store.read.select().from(dueActions).where(eq(dueActions.subject, one.caseId));
    expect(timers).toHaveLength(1);
  });
});

describe("a restricted case whose holder goes quiet", () => {
  it("is put to the other specialists after a reminder, and the raiser is told", async () => {
    const here = await open();
    const one = await raise(here, "ana");
    await presses(here, "wei", "dm", "Take", one.ref);
    await sees(here, "ana", "dm", "Wei Chen has taken");
    here.clock.advance(60 * MINUTE + 1_000);
    await sees(here, "wei", "dm", `${one.ref} has been with you for 1 hour without a decision.`);
    here.clock.advance(60 * MINUTE + 1_000);
    await sees(here, "ana", "dm", `Wei Chen no longer has ${one.ref}. Now asked: Aoife Byrne.`);
    await presses(here, "aoife", "dm", "Take", one.ref);
    await sees(here, "ana", "dm", `Aoife Byrne has taken ${one.ref}`);
    await knownOnlyTo(here, one, ["ana", "wei", "aoife"]);
  });

  it("goes back to its only specialist where there is no other", async () => {
    const here = await open();
    const one = await raise(here, "ana", "discrimination");
    await presses(here, "qa", "dm", "Take", one.ref);
    await presses(here, "qa", "dm", "Release", one.ref);
    await sees(here, "ana", "dm", `Quinn Adler no longer has ${one.ref}. Now asked: Quinn Adler.`);
    await knownOnlyTo(here, one, ["ana", "qa"]);
  });
});

/** Somebody takes no direct messages on Slack. */
const closed = (here: World, person: PersonId): void =>
  here.slack.faults.arm({
    kind: "error",
    method: "chat.postMessage",
    channel: SLACK_USERS[person],
    error: "messages_tab_disabled",
    times: 1_000,
  });
/** What runs once a minute by the machine's clock, now. */
const minutePasses = async (
  here: World,
  active: readonly ("slack" | "discord")[] = ["slack"],
): Promise<void> => {
  await settled(here);
  const log: Log = (level, message, ids) =>
    void here.logs.push(`${level} ${message} ${JSON.stringify(ids ?? {})}`);
  const parts = { ids: randomIds, journal: createJournal(randomIds, false), active: new Set(active) };
  await escalationWatchdog(parts, here.store, here.clock, log).run();
};

describe("closed direct messages", () => {
  it("of one specialist leave the case to the others", async () => {
    const here = await open();
    closed(here, "wei");
    const one = await raise(here, "ana");
    await sees(here, "aoife", "dm", one.ref, SECRET);
    await minutePasses(here);
    await knownOnlyTo(here, one, ["ana", "aoife"], ["ana", "aoife", "wei"]);
    expect((await allConditions(here.store.read)).map((condition) => condition.code)).toEqual(["dm_closed"]);
  });

  it("of all of them are told to the operator, in ids, and to the raiser, and to no channel", async () => {
    const here = await open();
    closed(here, "wei");
    closed(here, "aoife");
    const one = await raise(here, "ana");
    await minutePasses(here);
    await sees(
      here,
      "ana",
      "dm",
      `${one.ref} has reached nobody: Wei Chen and Aoife Byrne take no direct messages from the bot.`,
    );
    const condition = (await allConditions(here.store.read)).find(({ code }) => code === "nobody_reached");
    expect(condition?.detail).toBe(
      `Case ${one.caseId}: direct messages reach none of the people for whom it is (wei, aoife). They have to allow direct messages from the bot.`,
    );
    for (const secret of [one.ref, SECRET, SECRET_CUSTOMER])
      expect(here.logs.join("\n")).not.toContain(secret);
    await knownOnlyTo(here, one, ["ana"], ["ana", "wei", "aoife"]);

    here.slack.faults.disarm();
    here.clock.advance(15 * MINUTE);
    await sees(here, "wei", "dm", one.ref, SECRET);
    await minutePasses(here);
    await until("it is right again", async () =>
      (await allConditions(here.store.read)).every(({ code }) => code !== "nobody_reached"),
    );
    await knownOnlyTo(here, one, ["ana", "wei", "aoife"]);
  });

  it("of those who are here bring in those who are away, without waiting for the timer", async () => {
    const here = await open();
    await as(here, "aoife").command("/away", "", { channel: BILLING });
    closed(here, "wei");
    const one = await raise(here, "ana");
    await minutePasses(here);
    await sees(here, "aoife", "dm", one.ref, SECRET);
    await knownOnlyTo(here, one, ["ana", "aoife"], ["ana", "aoife", "wei"]);
  });

  it("of the raiser are no reason to call them in a channel: /case shows it to them alone", async () => {
    const here = await open();
    closed(here, "ana");
    const one = await raise(here, "ana");
    await presses(here, "wei", "dm", "Take", one.ref);
    await sees(here, "aoife", "dm", "Taken · with Wei Chen");
    await knownOnlyTo(here, one, ["wei", "aoife"], ["ana", "wei", "aoife"]);
    await as(here, "ana").command("/case", one.ref, { channel: BILLING });
    const shown = await sees(here, "ana", BILLING, one.ref, "Taken · with Wei Chen");
    expect(shown.ephemeral).toBe(true);
  });
});

describe("when the centre names others", () => {
  it("goes to them, and whoever is named no longer loses it, their card too", async () => {
    const here = await open();
    const one = await raise(here, "ana");
    await sees(here, "aoife", "dm", one.ref, SECRET);
    const source = (await floorFile()).replace("safety: [wei, aoife]", "safety: [wei, priya]");
    await applyText(here.store, source, here.clock.now());
    here.clock.advance(15 * MINUTE + 1_000);
    await sees(here, "priya", "dm", one.ref, SECRET);
    await sees(here, "aoife", "dm", one.ref, "This is no longer for you.");
    await settled(here);
    expect(readersOf(here, SECRET, SECRET_CUSTOMER)).toEqual(["ana", "wei", "priya"]);
    const [row] = await here.store.read.select().from(cases);
    expect(row?.state).toBe("raised");
    const asked = (await here.store.read.select().from(asks)).filter((ask) => ask.endedAt === null);
    expect(asked.map((ask) => ask.memberId)).toEqual(["wei", "priya"]);
  });
});

describe("on Discord", () => {
  it("goes the same way, to direct messages only", async () => {
    const here = await open({ platforms: ["discord"] });
    const one = await raisesRestricted(here.store, here.clock.now(), "ana", "safety", undefined, "discord");
    const card = await seesOnDiscord(here, "wei", "dm", one.ref, SECRET);
    expect(card.pings).toEqual([DISCORD_USERS.wei]);
    await pressesOnDiscord(here, "wei", "dm", "Take", one.ref);
    await seesOnDiscord(here, "ana", "dm", `Wei Chen has taken ${one.ref}.`);
    await pressesOnDiscord(here, "wei", "dm", "Decide", one.ref);
    await modalOn(here, "wei", `Decide ${one.ref}`);
    onDiscord(here, "wei").fillIn({ "What was decided": "Looked into it" });
    await onDiscord(here, "wei").submit();
    await seesOnDiscord(here, "ana", "dm", "Looked into it");
    await settled(here);
    expect(readersOf(here, one.ref, SECRET, SECRET_CUSTOMER)).toEqual(["ana", "wei", "aoife"]);
    expect(postsInChannels(here)).toBe(0);

    const tom = onDiscord(here, "tom");
    await tom.command("case", { case: one.ref }, { channel: BILLING_D });
    const hidden = await until("an answer", () => toldOnDiscord(tom, BILLING_D));
    expect(hidden).toContain("There is no case that you can see under that name");
    const offered = await tom.suggestions(
      "case",
      {},
      { name: "case", value: one.ref },
      { channel: BILLING_D },
    );
    expect(offered).toEqual([]);
  });

  it("closed direct messages call nobody in a channel", async () => {
    const here = await open({ platforms: ["discord"] });
    for (const person of ["wei", "aoife", "ana"] as const) here.discord.closeDms(DISCORD_USERS[person]);
    const one = await raisesRestricted(here.store, here.clock.now(), "ana", "safety", undefined, "discord");
    await minutePasses(here, ["discord"]);
    expect((await allConditions(here.store.read)).map(({ code }) => code)).toContain("nobody_reached");
    await settled(here);
    expect(readersOf(here, one.ref, SECRET, SECRET_CUSTOMER)).toEqual([]);
    expect(postsInChannels(here)).toBe(0);
  });
});
