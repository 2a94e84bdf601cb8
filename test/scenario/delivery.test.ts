import { asc } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { conditions } from "../../db/schema/foundation.ts";
import { lanes, outbox } from "../../db/schema/outbox.ts";
import { text } from "../../src/chat/message.ts";
import { put } from "../../src/outbox/index.ts";
import { REPEAT_MARKER } from "../../src/outbox/marker.ts";
import { until } from "../support/until.ts";
import {
  BILLING,
  ORDERS,
  SLACK_USERS,
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

/** Posts in the book that carry a key of ours, by key. */
function postsByKey(here: World): Map<string, string[]> {
  const byKey = new Map<string, string[]>();
  for (const post of here.slack.book.posts) {
    const payload = post.metadata?.["event_payload"];
    const key =
      typeof payload === "object" && payload !== null && "key" in payload ? String(payload.key) : undefined;
    if (key !== undefined) byKey.set(key, [...(byKey.get(key) ?? []), here.slack.book.show(post).text]);
  }
  return byKey;
}

const everythingSent = (here: World, withinMs = 30_000): Promise<true> =>
  until(
    "the outbox is empty",
    () => {
      void here.store.read
        .select({ state: outbox.state })
        .from(outbox)
        .then((rows) => {
          states = rows.map((row) => row.state);
        });
      return states.length > 0 && states.every((state) => state === "sent") ? true : undefined;
    },
    withinMs,
  );
let states: string[] = [];

describe("an answer that Slack lost", () => {
  it.each(["drop-after", "502-after", "garbage-after", "hang-after"] as const)(
    "on a post (%s) leads to no second post: it is found by its key",
    async (kind) => {
      states = [];
      world = await openWorld();
      world.slack.faults.arm({ kind, method: "chat.postMessage", channel: BILLING });
      const ref = await raises(world, "ana", "refund C-1042 wants 80 back");
      await sees(world, "priya", "dm", ref);
      await everythingSent(world);
      expect(world.slack.faults.fired(kind)).toBe(1);
      for (const [key, texts] of postsByKey(world)) expect(texts, key).toHaveLength(1);
      // The one that was found is used from then on: the card changes in place.
      await presses(world, "priya", "dm", "Take");
      await sees(world, "tom", BILLING, "Taken · with Priya Shah");
    },
  );

  it("is a marked repeat where the history cannot be read, and never an unmarked one", async () => {
    states = [];
    world = await openWorld();
    world.slack.faults.arm({ kind: "502-after", method: "chat.postMessage", channel: BILLING });
    world.slack.faults.arm({
      kind: "error",
      method: "conversations.history",
      error: "missing_scope",
      times: 10,
    });
    await raises(world, "ana", "refund C-1042 wants 80 back");
    await everythingSent(world);
    expect(world.slack.faults.fired("502-after")).toBe(1);
    const cards = [...postsByKey(world)]
      .filter(([key]) => key.includes("/team/"))
      .flatMap(([, texts]) => texts);
    expect(cards).toHaveLength(2);
    expect(cards.filter((card) => card.includes(REPEAT_MARKER))).toHaveLength(1);
  });

  it("on an update is made good by the same update", async () => {
    states = [];
    world = await openWorld();
    await raises(world, "ana", "refund C-1042 wants 80 back");
    await sees(world, "tom", BILLING, "ESC-0001");
    world.slack.faults.arm({ kind: "502-after", method: "chat.update" });
    world.slack.faults.arm({ kind: "drop-before", method: "chat.update" });
    await presses(world, "priya", "dm", "Take");
    await sees(world, "tom", BILLING, "Taken · with Priya Shah");
    await everythingSent(world);
    expect(world.slack.faults.fired("502-after") + world.slack.faults.fired("drop-before")).toBe(2);
    for (const [key, texts] of postsByKey(world)) expect(texts, key).toHaveLength(1);
  });
});

describe("a storm of 429s", () => {
  it("delivers 500 messages to 20 channels, never before Retry-After, the urgent ones first, and holds no other channel up", async () => {
    states = [];
    world = await openWorld();
    const here = world;
    const channels = Array.from({ length: 20 }, (_, n) => `C0STORM${String(n).padStart(2, "0")}`);
    for (const channel of channels)
      here.slack.book.addChannel(channel, channel.toLowerCase(), [SLACK_USERS.ana]);
    here.slack.limitPosts({ burst: 1, everyMs: 1_000 });
    const askedToWait = new Map<string, number>();
    for (const [n, retryAfter] of ["1", "2", null, "soon", "-3", "1"].entries()) {
      here.slack.faults.arm({
        kind: "rate-limit",
        method: "chat.postMessage",
        retryAfter,
        channel: channels[n] ?? "",
      });
      if (retryAfter !== null && Number(retryAfter) > 0)
        askedToWait.set(channels[n] ?? "", Number(retryAfter) * 1_000);
    }
    await here.store.tx(async (db) => {
      for (let n = 0; n < 500; n += 1) {
        const channel = channels[n % 20] ?? "";
        const urgent = n >= 480;
        await put(db, here.clock.now(), {
          key: `storm/${n}`,
          target: { kind: "channel", platform: "slack", channel },
          message: { body: [{ b: "prose", text: [text(`${urgent ? "urgent" : "digest"} ${n}`)] }] },
          urgency: urgent ? "urgent" : "later",
        });
      }
    });
    const started = performance.now();
    await put5(here);
    await sees(here, "megan", ORDERS, "unrelated 0");
    const unrelated = performance.now() - started;
    await everythingSent(here, 50_000);

    const posts = here.slack
      .requestsTo("chat.postMessage")
      .filter((request) => String(request.args["channel"]).startsWith("C0STORM"));
    expect(posts.filter((request) => request.answered === "429").length).toBeGreaterThanOrEqual(6);
    for (const channel of channels) {
      const own = posts.filter((request) => request.args["channel"] === channel);
      const asked = own.filter((request) => request.answered === "429");
      for (const refusal of asked) {
        const next = own.find((request) => request.at > refusal.at);
        const waited = (next?.at ?? Number.POSITIVE_INFINITY) - refusal.at;
        // Without a header that makes sense, our own pause: 0.8 s at the least.
        const least = refusal === asked[0] ? (askedToWait.get(channel) ?? 800) : 800;
        expect(waited, `${channel} was asked again too early`).toBeGreaterThanOrEqual(least - 5);
      }
      const firstAccepted = here.slack.book.posts.find((post) => post.channel === channel);
      expect(firstAccepted && here.slack.book.show(firstAccepted).text, channel).toContain("urgent");
    }
    const storm = [...postsByKey(here)].filter(([key]) => key.startsWith("storm/"));
    expect(storm.filter(([, texts]) => texts.length !== 1)).toEqual([]);
    expect([...postsByKey(here).keys()].filter((key) => key.startsWith("storm/"))).toHaveLength(500);
    expect(unrelated, "an unrelated channel waits for nobody").toBeLessThan(2_000);
  });
});

/** Five posts to a channel that has nothing to do with the storm. */
async function put5(here: World): Promise<void> {
  await here.store.tx(async (db) => {
    for (let n = 0; n < 5; n += 1) {
      await put(db, here.clock.now(), {
        key: `unrelated/${n}`,
        target: { kind: "channel", platform: "slack", channel: ORDERS },
        message: { body: [{ b: "prose", text: [text(`unrelated ${n}`)] }] },
      });
    }
  });
}

describe("what can never be delivered", () => {
  it.each([
    [
      "the channel is archived",
      (here: World) => here.slack.archive(BILLING),
      "channel_archived",
      "unarchive it",
    ],
    [
      "the bot is not in the channel",
      (here: World) => here.slack.kick(BILLING, "U0FLOORBOT"),
      "not_in_channel",
      "/invite",
    ],
  ])(
    "when %s: the people asked are reached all the same, and the operator sees it once",
    async (_name, break_, code, advice) => {
      world = await openWorld();
      break_(world);
      const ref = await raises(world, "ana", "refund C-1042 wants 80 back");
      await presses(world, "priya", "dm", "Take", ref);
      await sees(world, "ana", "dm", "Priya Shah has taken");
      const here = world;
      await until("the condition is there", () => here.logs.some((line) => line.includes(code)) || undefined);
      const [condition] = await here.store.read.select().from(conditions);
      expect(condition).toMatchObject({ subject: `slack:${BILLING}`, code });
      expect(condition?.detail).toContain(advice);
      expect(here.logs.filter((line) => line.startsWith("warn") && line.includes(advice))).toHaveLength(1);
    },
  );

  it("when the token is revoked nothing is given up: it goes out once the token is good again", async () => {
    states = [];
    world = await openWorld({ mode: "http" });
    const here = world;
    const ref = await raises(here, "ana", "refund C-1042 wants 80 back");
    await sees(here, "priya", "dm", ref);
    here.slack.revokeTokens();
    await presses(here, "priya", "dm", "Take", ref);
    await until("it is noticed", () => here.logs.some((line) => line.includes("token_revoked")) || undefined);
    const waiting = (await here.store.read.select().from(outbox).orderBy(asc(outbox.id))).filter(
      (row) => row.state !== "sent",
    );
    expect(waiting.length).toBeGreaterThan(0);
    expect(waiting.map((row) => row.state)).not.toContain("failed");
    here.slack.restoreTokens();
    // The minute until the next look is not waited out here.
    await here.store.tx(async (db) => {
      await db.update(lanes).set({ freeAt: 0, wakeAt: 0 });
      await db.update(outbox).set({ notBefore: 0 });
    });
    await sees(here, "ana", "dm", "Priya Shah has taken");
    await sees(here, "tom", BILLING, "Taken · with Priya Shah");
  });

  it("a card that somebody deleted is posted anew when there is news", async () => {
    world = await openWorld();
    const ref = await raises(world, "ana", "refund C-1042 wants 80 back");
    const card = await sees(world, "tom", BILLING, ref);
    world.slack.book.find(BILLING, card.ts).deleted = true;
    await presses(world, "priya", "dm", "Take", ref);
    const again = await sees(world, "tom", BILLING, ref, "Taken · with Priya Shah");
    expect(again.ts).not.toBe(card.ts);
    await as(world, "tom").command("/cases", "open", { channel: BILLING });
    await sees(world, "tom", BILLING, "Open in your teams", ref);
  });
});
