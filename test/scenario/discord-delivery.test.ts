import { afterEach, describe, expect, it } from "vitest";
import { conditions } from "../../db/schema/foundation.ts";
import { outbox } from "../../db/schema/outbox.ts";
import { text } from "../../src/chat/message.ts";
import { put } from "../../src/outbox/index.ts";
import { REPEAT_MARKER } from "../../src/outbox/marker.ts";
import {
  BILLING_D,
  DISCORD_USERS,
  onDiscord,
  pressesOnDiscord,
  raisesOnDiscord,
  seesOnDiscord,
} from "../support/discord-floor.ts";
import { ROUTE } from "../support/discord-wire.ts";
import type { Posted } from "../support/fake-discord/records.ts";
import { seeded } from "../support/seeded.ts";
import { until } from "../support/until.ts";
import { applyText, floorFile, openWorld, type World } from "../support/world.ts";

let world: World | undefined;
afterEach(async () => {
  await world?.stop();
  world = undefined;
});
const open = async (): Promise<World> => {
  world = await openWorld({ platforms: ["discord"] });
  return world;
};

/** Nobody is on the line: so no timer is due for 15 minutes. */
const NEED = { customer: "C-1042", amount: "80", need: "wants 80 back", waiting: "No" };
const MINUTE = 60_000;

/** Everything that is there to be read, by the name that its post carried; several under one name are repeats. */
function postsByName({ discord }: World): ReadonlyMap<string, readonly Posted[]> {
  const found = new Map<string, Posted[]>();
  for (const post of discord.book.posts) {
    if (post.author !== discord.botId || post.onlyFor !== undefined || post.deleted) continue;
    const name = `${post.channel} ${String(post.nonce)}`;
    found.set(name, [...(found.get(name) ?? []), post]);
  }
  return found;
}

const states = async ({ store }: World): Promise<readonly string[]> =>
  (await store.read.select({ state: outbox.state }).from(outbox)).map(({ state }) => state);

/** Waits until everything was sent; moves the clock on meanwhile, where the test is about waiting. */
const everythingSent = (here: World, withinMs = 30_000, stepMs = 0): Promise<true> =>
  until(
    "the outbox is empty",
    async () => {
      here.clock.advance(stepMs);
      const all = await states(here);
      return all.length > 0 && all.every((state) => state === "sent") ? true : undefined;
    },
    withinMs,
  );

const conditionOf = async ({ store }: World, subject: string) =>
  (await store.read.select().from(conditions)).find((one) => one.subject === subject);

/** Waits until the operator is told that something is wrong, or (without a code) is told nothing more. */
const toldOperator = (here: World, subject: string, code?: string): Promise<true> =>
  until(`the condition of ${subject} is ${code ?? "cleared"}`, async () =>
    (await conditionOf(here, subject))?.code === code ? true : undefined,
  );

describe("an answer that Discord lost", () => {
  it.each(["drop-after", "502-after", "garbage-after", "hang-after", "stall-after"] as const)(
    "on a post (%s) leads to no second post, and the first is the one that is used",
    async (kind) => {
      const here = await open();
      const { discord } = here;
      discord.faults.arm({ kind, route: ROUTE.post, channel: BILLING_D });
      discord.faults.arm({ kind: "drop-after", route: ROUTE.post });
      const ref = await raisesOnDiscord(here, "ana", NEED);
      await seesOnDiscord(here, "priya", "dm", ref);
      await everythingSent(here);
      expect(discord.faults.fired(kind)).toBeGreaterThanOrEqual(1);
      const names = [...postsByName(here)];
      expect(names.length).toBeGreaterThanOrEqual(3);
      for (const [name, posts] of names) expect(posts, name).toHaveLength(1);
      const card = await seesOnDiscord(here, "tom", BILLING_D, ref);
      expect(card.text).not.toContain(REPEAT_MARKER);
      await pressesOnDiscord(here, "priya", "dm", "Take");
      expect((await seesOnDiscord(here, "tom", BILLING_D, "Taken · with Priya Shah")).id).toBe(card.id);
    },
  );

  it("and that is looked for only after Discord has forgotten the name is found by its words", async () => {
    const here = await open();
    const { discord, clock } = here;
    discord.faults.arm({ kind: "drop-after", route: ROUTE.post, channel: BILLING_D });
    void raisesOnDiscord(here, "ana", NEED);
    await until("the loss", () => discord.faults.fired("drop-after") === 1);
    clock.advance(6 * MINUTE);
    await everythingSent(here);
    expect(discord.requestsTo(ROUTE.history).length).toBeGreaterThan(0);
    const cards = onDiscord(here, "tom")
      .sees(BILLING_D)
      .filter((one) => one.text.includes("Waiting for"));
    expect(cards).toHaveLength(1);
    expect(cards[0]?.text).not.toContain(REPEAT_MARKER);
  });

  it("is a marked repeat where the history cannot be read by then, and never an unmarked one", async () => {
    const here = await open();
    const { discord, clock } = here;
    discord.faults.arm({ kind: "502-after", route: ROUTE.post, channel: BILLING_D });
    discord.faults.arm({ kind: "error", route: ROUTE.history, status: 500, times: 10 });
    void raisesOnDiscord(here, "ana", NEED);
    await until("the loss", () => discord.faults.fired("502-after") === 1);
    clock.advance(6 * MINUTE);
    await everythingSent(here);
    expect(discord.faults.fired("error")).toBeGreaterThan(0);
    const cards = onDiscord(here, "tom")
      .sees(BILLING_D)
      .filter((one) => one.text.includes("Waiting for"));
    expect(cards).toHaveLength(2);
    expect(cards.filter((card) => card.text.includes(REPEAT_MARKER))).toHaveLength(1);
  });

  it("on a change is made good by the same change", async () => {
    const here = await open();
    const { discord } = here;
    const ref = await raisesOnDiscord(here, "ana", NEED);
    await seesOnDiscord(here, "tom", BILLING_D, ref);
    discord.faults.arm({ kind: "502-after", route: ROUTE.change });
    discord.faults.arm({ kind: "drop-before", route: ROUTE.change });
    discord.faults.arm({ kind: "garbage-after", route: ROUTE.change });
    await pressesOnDiscord(here, "priya", "dm", "Take");
    await seesOnDiscord(here, "tom", BILLING_D, "Taken · with Priya Shah");
    await everythingSent(here);
    for (const kind of ["502-after", "drop-before", "garbage-after"] as const)
      expect(discord.faults.fired(kind)).toBe(1);
    for (const [name, posts] of postsByName(here)) expect(posts, name).toHaveLength(1);
  });
});

describe("a storm of limits", () => {
  it(
    "delivers 500 messages to 20 channels, none before its time, the urgent ones first, and holds no other channel up",
    { timeout: 180_000 },
    async () => {
      const here = await open();
      const { discord, clock, store } = here;
      const { next, shuffle } = seeded("a storm of limits");
      const ids = (first: bigint) => (_: unknown, n: number) => String(first + BigInt(n));
      const storm = Array.from({ length: 20 }, ids(330000000000001000n));
      const calm = Array.from({ length: 10 }, ids(330000000000002000n));
      for (const channel of [...storm, ...calm]) discord.addChannel(channel, channel, [DISCORD_USERS.ana]);
      // Nine posts, then for the rest of the minute nothing; and, besides, waits of any length and of none.
      discord.limitPosts({ burst: 9, everyMs: 60_000, unannounced: true });
      const waits = [
        null,
        "soon",
        "-3",
        "0",
        "",
        ...Array.from({ length: 20 }, () => String(1 + Math.floor(next() * 60))),
      ];
      for (const channel of storm)
        for (const retryAfter of shuffle(waits).slice(0, 2))
          discord.faults.arm({ kind: "rate-limit", route: ROUTE.post, channel, retryAfter });
      const say = (channel: string, key: string, words: string, urgency: "urgent" | "later") =>
        store.tx((db) =>
          put(db, clock.now(), {
            key,
            target: { kind: "channel", platform: "discord", channel },
            message: { body: [{ b: "prose", text: [text(words)] }] },
            urgency,
          }),
        );
      const posted = (channel: string): readonly string[] =>
        onDiscord(here, "ana")
          .sees(channel)
          .map((one) => one.text);
      await store.tx(async (db) => {
        for (let n = 0; n < 500; n += 1)
          await put(db, clock.now(), {
            key: `storm/${n}`,
            target: { kind: "channel", platform: "discord", channel: storm[n % 20] ?? "" },
            message: { body: [{ b: "prose", text: [text(`${n >= 480 ? "urgent" : "later"} ${n}`)] }] },
            urgency: n >= 480 ? "urgent" : "later",
          });
      });
      const lateness: number[] = [];
      /** How many of the storm were still to come when each of the others had come. */
      const stillWaiting: number[] = [];
      for (const [n, channel] of calm.entries()) {
        // Those in the storm wait for a time that comes only when the clock is moved on; this one does not.
        const at = clock.now();
        await say(channel, `calm/${n}`, `calm ${n}`, n % 2 === 0 ? "urgent" : "later");
        await until(`calm ${n}`, () => posted(channel).length === 1, 20_000);
        const post = discord.book.posts.find((one) => one.channel === channel);
        lateness.push((post?.at ?? Infinity) - at);
        stillWaiting.push(storm.reduce((left, one) => left - posted(one).length, 500));
        clock.advance(3_000);
      }
      await everythingSent(here, 120_000, 100);

      const asked = discord
        .requestsTo(ROUTE.post)
        .map((one) => ({ ...one, channel: one.path.split("/")[2] ?? "" }));
      let refusals = 0;
      for (const channel of storm) {
        const own = asked.filter((one) => one.channel === channel);
        for (const [n, one] of own.entries()) {
          if (one.status !== 429) continue;
          refusals += 1;
          const named = Number(one.retryAfter ?? "");
          // Without a wait that makes sense, our own pause: 0.8 s at the least.
          const least = named > 0 ? named * 1_000 : 800;
          const waited = (own[n + 1]?.time ?? Infinity) - one.time;
          expect(
            waited,
            `${channel} was asked again too early, after ${one.retryAfter}`,
          ).toBeGreaterThanOrEqual(least);
        }
        expect(posted(channel)[0], channel).toContain("urgent");
        expect(new Set(posted(channel)).size, channel).toBe(25);
        expect(posted(channel), channel).toHaveLength(25);
      }
      expect(discord.faults.fired("rate-limit")).toBe(40);
      expect(refusals, "the channels' own limit struck, too").toBeGreaterThan(45);
      expect(Math.min(...stillWaiting), "an unrelated channel waits for nobody").toBeGreaterThan(100);
      expect(discord.invalidAnswers()).toBeLessThan(100);
      console.log(
        `storm: ${asked.length} posts asked for, ${refusals} refused, ${discord.invalidAnswers()} invalid answers; unrelated channels after at most ${Math.max(...lateness)} ms`,
      );
    },
  );
});

describe("somebody who takes no direct messages", () => {
  it("is called in the team's channel, by name, without what is for them alone", async () => {
    const here = await open();
    const { discord } = here;
    const ref = await raisesOnDiscord(here, "ana", NEED);
    await seesOnDiscord(here, "priya", "dm", ref);
    discord.closeDms(DISCORD_USERS.ana);
    const before = discord.pings().length;
    await pressesOnDiscord(here, "priya", "dm", "Take", ref);
    const call = await seesOnDiscord(here, "ana", BILLING_D, `there is news for you about ${ref}`);
    expect(call.pings).toEqual([DISCORD_USERS.ana]);
    expect(discord.pings().slice(before)).toContain(DISCORD_USERS.ana);
    expect(call.thread).toBeDefined();
    await toldOperator(here, `discord:@${DISCORD_USERS.ana}`, "dm_closed");
    const told = here.logs.filter(
      (line) => line.startsWith("warn") && line.includes("takes no direct messages"),
    );
    expect(told).toHaveLength(1);

    discord.openDms(DISCORD_USERS.ana);
    await pressesOnDiscord(here, "priya", "dm", "Decide", ref);
    await until("the form", () => onDiscord(here, "priya").modal);
    onDiscord(here, "priya").fillIn({ "What was decided": "Refund in full" });
    await onDiscord(here, "priya").submit();
    await seesOnDiscord(here, "ana", "dm", `${ref}: Approved £80.00 by Priya Shah.`);
    await toldOperator(here, `discord:@${DISCORD_USERS.ana}`);
  });

  it("and is asked to take a case, is asked in the channel", async () => {
    const here = await open();
    here.discord.closeDms(DISCORD_USERS.priya);
    const ref = await raisesOnDiscord(here, "ana", NEED);
    const ask = await seesOnDiscord(here, "priya", BILLING_D, ref, "you are asked because");
    expect(ask.pings).toEqual([DISCORD_USERS.priya]);
    await pressesOnDiscord(here, "priya", BILLING_D, "Take", ref);
    await seesOnDiscord(here, "ana", "dm", `Priya Shah has taken ${ref}.`);
  });
});

describe("a place that goes away under an open case", () => {
  const ADVICE = "correct the organisation file, or invite the bot";

  it("(the channel is deleted) stops nobody; the operator is told once, and the next case goes where the file says", async () => {
    const here = await open();
    const { discord } = here;
    const ref = await raisesOnDiscord(here, "ana", NEED);
    await seesOnDiscord(here, "tom", BILLING_D, ref);
    discord.deleteChannel(BILLING_D);
    await pressesOnDiscord(here, "priya", "dm", "Take", ref);
    await seesOnDiscord(here, "ana", "dm", `Priya Shah has taken ${ref}.`);
    await toldOperator(here, `discord:${BILLING_D}`, "channel_not_found");
    expect((await conditionOf(here, `discord:${BILLING_D}`))?.detail).toContain(ADVICE);
    expect(here.logs.filter((line) => line.startsWith("warn") && line.includes(ADVICE))).toHaveLength(1);
    expect((await states(here)).filter((state) => state === "failed")).toHaveLength(1);

    const fresh = "330000000000000003";
    discord.addChannel(fresh, "billing-2", [DISCORD_USERS.ana, DISCORD_USERS.tom]);
    await applyText(here.store, (await floorFile()).replaceAll(BILLING_D, fresh), here.clock.now());
    const next = await raisesOnDiscord(here, "ana", { ...NEED, customer: "C-2001" }, fresh);
    await seesOnDiscord(here, "tom", fresh, next, "Waiting for somebody to take it");
  });

  it("(the card is deleted) is posted anew, with what is new", async () => {
    const here = await open();
    const ref = await raisesOnDiscord(here, "ana", NEED);
    const card = await seesOnDiscord(here, "tom", BILLING_D, ref);
    here.discord.book.find(BILLING_D, card.id).deleted = true;
    await pressesOnDiscord(here, "priya", "dm", "Take", ref);
    const again = await seesOnDiscord(here, "tom", BILLING_D, ref, "Taken · with Priya Shah");
    expect(again.id).not.toBe(card.id);
    await everythingSent(here);
  });

  it("(the thread is deleted) is a new thread at the next word", async () => {
    const here = await open();
    const { discord, clock } = here;
    const ref = await raisesOnDiscord(here, "ana", NEED);
    const card = await seesOnDiscord(here, "tom", BILLING_D, ref);
    discord.closeDms(DISCORD_USERS.ana);
    await pressesOnDiscord(here, "priya", "dm", "Take", ref);
    const first = await seesOnDiscord(here, "ana", BILLING_D, "there is news for you");
    expect(first.thread).toBe(card.id);
    discord.deleteThread(card.id);
    clock.advance(5_000);
    await pressesOnDiscord(here, "priya", "dm", "Decide", ref);
    await until("the form", () => onDiscord(here, "priya").modal);
    onDiscord(here, "priya").fillIn({ "What was decided": "Refund in full" });
    await onDiscord(here, "priya").submit();
    const second = await seesOnDiscord(here, "ana", BILLING_D, "there is news for you");
    expect(second.id).not.toBe(first.id);
    expect(second.thread).toBe(card.id);
    expect(second.pings).toEqual([DISCORD_USERS.ana]);
    await seesOnDiscord(here, "tom", BILLING_D, "Decision: Approved £80.00 by Priya Shah");
  });

  it("(the bot may not write any more) is told with what to do, and comes right by itself", async () => {
    const here = await open();
    const { discord } = here;
    discord.denyBot(BILLING_D, "SendMessages");
    const ref = await raisesOnDiscord(here, "ana", NEED);
    await seesOnDiscord(here, "priya", "dm", ref);
    await toldOperator(here, `discord:${BILLING_D}`, "missing_permission");
    const condition = await conditionOf(here, `discord:${BILLING_D}`);
    expect(condition?.detail).toContain("compare what it was given with floorwalker manifest");
    expect(await here.running.adapters.get("discord")?.checkPlace(BILLING_D)).toMatchObject({
      ok: false,
      detail: "Send Messages",
    });
    discord.allowBot(BILLING_D, "SendMessages");
    await pressesOnDiscord(here, "priya", "dm", "Take", ref);
    await seesOnDiscord(here, "tom", BILLING_D, ref, "Taken · with Priya Shah");
    await toldOperator(here, `discord:${BILLING_D}`);
    await everythingSent(here);
  });
});

describe("the whole of Discord", () => {
  it("(the bot is removed from the server) loses nothing: all of it is there once the bot is back", async () => {
    const here = await open();
    const { discord, clock } = here;
    const ref = await raisesOnDiscord(here, "ana", NEED);
    const card = await seesOnDiscord(here, "tom", BILLING_D, ref);
    await everythingSent(here);
    discord.removeBotFromGuild(discord.guildId);
    await toldOperator(here, "discord", "not_installed");
    expect((await conditionOf(here, "discord"))?.detail).toContain(
      "add it with what floorwalker manifest prints",
    );
    const lost = ["C-2001", "C-2002"];
    for (const customer of lost) await raisesElsewhere(here, customer);
    const refused = () => discord.requestsTo(ROUTE.post).filter(({ status }) => status === 403).length;
    const nothingUnderWay = () =>
      until("an attempt, and its end", async () =>
        refused() > 0 && !(await states(here)).includes("sending") ? true : undefined,
      );
    await nothingUnderWay();
    expect(await states(here)).not.toContain("failed");
    const before = refused();
    // The time until somebody sees to it.
    clock.advance(10 * MINUTE);
    await until("another attempt", () => refused() > before);
    await nothingUnderWay();
    expect(await states(here)).not.toContain("failed");
    discord.addBotToGuild(discord.guildId);
    await toldOperator(here, "discord");
    await everythingSent(here, 30_000, 1_000);
    for (const customer of lost) {
      await seesOnDiscord(here, "tom", BILLING_D, customer);
      await seesOnDiscord(here, "priya", "dm", customer);
    }
    for (const [name, posts] of postsByName(here)) expect(posts, name).toHaveLength(1);
    await pressesOnDiscord(here, "priya", "dm", "Take", ref);
    expect((await seesOnDiscord(here, "tom", BILLING_D, ref, "Taken · with Priya Shah")).id).toBe(card.id);
    expect(discord.invalidAnswers()).toBeLessThan(100);
  });

  it("(the token is revoked) loses nothing: all of it is there with a good one", async () => {
    const here = await open();
    const { discord, clock } = here;
    const ref = await raisesOnDiscord(here, "ana", NEED);
    await seesOnDiscord(here, "priya", "dm", ref);
    await everythingSent(here);
    discord.revokeToken();
    discord.gateway.closeAll(4004);
    await raisesElsewhere(here, "C-2001");
    await toldOperator(here, "discord", "token_revoked");
    expect((await conditionOf(here, "discord"))?.detail).toContain("set the new token");
    clock.advance(5 * MINUTE);
    await until("another look", () => discord.requests.filter(({ status }) => status === 401).length > 1);
    expect(await states(here)).not.toContain("failed");
    expect((await states(here)).filter((state) => state !== "sent").length).toBeGreaterThan(0);
    discord.restoreToken();
    // A new token is a new start.
    await here.restart();
    await toldOperator(here, "discord");
    await everythingSent(here, 30_000, 1_000);
    await seesOnDiscord(here, "tom", BILLING_D, "C-2001");
    await seesOnDiscord(here, "priya", "dm", "C-2001");
    for (const [name, posts] of postsByName(here)) expect(posts, name).toHaveLength(1);
    expect(discord.invalidAnswers()).toBeLessThan(100);
  });

  it("(nobody answers for a while) loses nothing and repeats nothing", async () => {
    const here = await open();
    const { discord, clock } = here;
    const ref = await raisesOnDiscord(here, "ana", NEED);
    await seesOnDiscord(here, "priya", "dm", ref);
    await everythingSent(here);
    await discord.goDown();
    await raisesElsewhere(here, "C-2001");
    for (let minute = 0; minute < 3; minute += 1) {
      clock.advance(MINUTE);
      await until("an attempt", async () => {
        const waiting = await here.store.read.select().from(outbox);
        return waiting.some((row) => row.attempt > minute) || undefined;
      });
    }
    expect(await states(here)).not.toContain("failed");
    await discord.comeBack();
    await everythingSent(here, 30_000, 1_000);
    await seesOnDiscord(here, "tom", BILLING_D, "C-2001");
    for (const [name, posts] of postsByName(here)) expect(posts, name).toHaveLength(1);
    const { gateway } = discord;
    await until("events come in again", () => gateway.identifies + gateway.resumes === 2, 15_000);
    await pressesOnDiscord(here, "priya", "dm", "Take", ref);
    await seesOnDiscord(here, "tom", BILLING_D, ref, "Taken · with Priya Shah");
  });
});

/** Raises a case by another way than Discord: as somebody does whose Discord does not work. */
async function raisesElsewhere(here: World, customer: string): Promise<void> {
  const actor = {
    platform: "discord",
    workspace: here.discord.guildId,
    user: DISCORD_USERS.ana,
    isBot: false,
  } as const;
  const place = { platform: "discord", channel: BILLING_D } as const;
  const { core } = here.running;
  const eventId = `test:${customer}`;
  const opened = await core.handle({
    kind: "command",
    command: "escalate",
    text: "",
    given: { issue: "refund", ...NEED, customer, waiting: "no" },
    eventId,
    actor,
    place,
  });
  if (opened.kind !== "form") throw new Error(JSON.stringify(opened));
  const { form } = opened;
  const values = Object.fromEntries(form.fields.map((field) => [field.id, field.initial ?? ""]));
  const answer = await core.handle({
    kind: "form",
    form: form.name,
    formId: form.id,
    context: form.context,
    values,
    eventId: `${eventId}:form`,
    actor,
    place,
  });
  if (!JSON.stringify(answer).includes("ESC-")) throw new Error(JSON.stringify(answer));
}
