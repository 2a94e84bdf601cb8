import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import type { Outgoing } from "../../src/chat/adapter.ts";
import { say, text } from "../../src/chat/message.ts";
import { CHANNEL, slackBench, type SlackBench } from "../support/slack-harness.ts";
import type { FaultKind } from "../support/fake-slack/faults.ts";

const outgoing = (key: string, channel = CHANNEL): Outgoing => ({
  key,
  to: { kind: "channel", channel },
  message: say(text(`Message ${key}`)),
});

describe("one call to Slack", () => {
  let bench: SlackBench;
  afterEach(() => bench.stop());
  const begin = async () => {
    bench = await slackBench({ mode: "socket" });
    await bench.start();
    return bench;
  };

  it.each<FaultKind>(["drop-after", "502-after", "garbage-after"])(
    "is one request and `unknown` when the answer to a post is lost (%s), and is found by its key",
    async (kind) => {
      const { slack, adapter } = await begin();
      const since = Date.now();
      slack.faults.arm({ kind, method: "chat.postMessage" });
      expect((await adapter.send(outgoing("k1"))).outcome).toBe("unknown");
      expect(slack.faults.fired(kind)).toBe(1);
      expect(slack.requestsTo("chat.postMessage")).toHaveLength(1);
      const seen = slack.user("U0ANA").sees(CHANNEL);
      expect(seen).toHaveLength(1);
      expect(await adapter.findSent(outgoing("k1"), since)).toEqual({ channel: CHANNEL, id: seen[0]?.ts });
      expect(await adapter.findSent(outgoing("k2"), since)).toBe("absent");
    },
  );

  it("is one request and `unknown` when the answer to an update is lost", async () => {
    const { slack, adapter } = await begin();
    const sent = await adapter.send(outgoing("k1"));
    if (sent.outcome !== "sent") throw new Error(sent.outcome);
    slack.faults.arm({ kind: "drop-after", method: "chat.update" });
    expect((await adapter.update(sent.ref, outgoing("k2"))).outcome).toBe("unknown");
    expect(slack.faults.fired("drop-after")).toBe(1);
    expect(slack.requestsTo("chat.update")).toHaveLength(1);
    expect(slack.user("U0ANA").sees(CHANNEL)[0]?.text).toBe("Message k2");
  });

  it("ends after 10 s when Slack does not answer", async () => {
    const { slack, adapter } = await begin();
    slack.faults.arm({ kind: "hang-after", method: "chat.postMessage" });
    const before = performance.now();
    expect((await adapter.send(outgoing("k1"))).outcome).toBe("unknown");
    expect(performance.now() - before).toBeLessThan(11_000);
    expect(slack.faults.fired("hang-after")).toBe(1);
    expect(slack.requestsTo("chat.postMessage")).toHaveLength(1);
  });

  it("is certain that nothing happened when Slack cannot be reached at all", async () => {
    const { slack, adapter } = await begin();
    await slack.goDown();
    // Until the kept connection is known to be closed, a request on it may have been read: that is `unknown`.
    await sleep(50);
    expect(await adapter.send(outgoing("k1"))).toMatchObject({
      outcome: "retry",
      reason: "ECONNREFUSED",
      wide: true,
    });
    await slack.comeBack();
    expect((await adapter.send(outgoing("k1"))).outcome).toBe("sent");
  });

  it.each([
    ["7", 7000],
    ["60", 60_000],
    ["0", 0],
    [null, undefined],
    ["soon", undefined],
    ["-5", undefined],
    ["1e3", undefined],
    ["99999999999999", undefined],
    ["Wed, 21 Oct 2026 07:28:00 GMT", undefined],
  ])("reads Retry-After %s as %s ms, in one request", async (retryAfter, afterMs) => {
    const { slack, adapter } = await begin();
    slack.faults.arm({ kind: "rate-limit", method: "chat.postMessage", retryAfter });
    expect(await adapter.send(outgoing("k1"))).toEqual({ outcome: "retry", afterMs, reason: "ratelimited" });
    expect(slack.faults.fired("rate-limit")).toBe(1);
    expect(slack.requestsTo("chat.postMessage")).toHaveLength(1);
  });

  it("does not hold up other channels while one is rate limited", async () => {
    const { slack, adapter } = await begin();
    slack.book.addChannel("C0OTHER", "other", ["U0ANA"]);
    slack.faults.arm({ kind: "rate-limit", channel: CHANNEL, retryAfter: "30", times: 5 });
    const before = performance.now();
    const limited = await Promise.all([1, 2, 3, 4, 5].map((n) => adapter.send(outgoing(`k${n}`))));
    const others = await Promise.all([1, 2, 3].map((n) => adapter.send(outgoing(`o${n}`, "C0OTHER"))));
    expect(performance.now() - before).toBeLessThan(2000);
    expect(limited.map((delivery) => delivery.outcome)).toEqual(Array.from({ length: 5 }, () => "retry"));
    expect(others.map((delivery) => delivery.outcome)).toEqual(["sent", "sent", "sent"]);
    expect(slack.faults.fired("rate-limit")).toBe(5);
  });

  it("is held to one post a second and channel by Slack, and says so", async () => {
    const { slack, adapter } = await begin();
    slack.limitPosts({ burst: 1, everyMs: 1000 });
    expect((await adapter.send(outgoing("k1"))).outcome).toBe("sent");
    expect(await adapter.send(outgoing("k2"))).toMatchObject({ outcome: "retry", afterMs: 1000 });
    expect(slack.user("U0ANA").sees(CHANNEL)).toHaveLength(1);
  });

  it.each([
    ["ratelimited", { outcome: "retry", afterMs: undefined, reason: "ratelimited" }],
    ["internal_error", { outcome: "unknown", reason: "internal_error" }],
    ["fatal_error", { outcome: "unknown", reason: "fatal_error" }],
    ["missing_scope", { outcome: "failed", reason: "missing_permission" }],
    ["messages_tab_disabled", { outcome: "failed", reason: "dm_closed" }],
    ["invalid_blocks", { outcome: "failed", reason: "rejected" }],
    ["constructor", { outcome: "failed", reason: "rejected" }],
  ])("understands Slack's error %s", async (error, delivery) => {
    const { slack, adapter } = await begin();
    slack.faults.arm({ kind: "error", method: "chat.postMessage", error });
    expect(await adapter.send(outgoing("k1"))).toEqual(delivery);
    expect(slack.faults.fired("error")).toBe(1);
  });

  it("tells an archived channel, one without the bot, a stranger, and a message that is gone", async () => {
    const { slack, adapter } = await begin();
    slack.book.addChannel("C0OLD", "old", []);
    slack.archive("C0OLD");
    slack.book.addChannel("C0CLOSED", "closed", []);
    slack.kick("C0CLOSED", "U0FLOORBOT");
    expect(await adapter.send(outgoing("k1", "C0OLD"))).toEqual({
      outcome: "failed",
      reason: "channel_archived",
    });
    expect(await adapter.checkPlace("C0OLD")).toEqual({ ok: false, reason: "channel_archived" });
    expect(await adapter.send(outgoing("k1", "C0CLOSED"))).toEqual({
      outcome: "failed",
      reason: "not_in_channel",
    });
    expect(await adapter.checkPlace("C0CLOSED")).toEqual({ ok: false, reason: "not_in_channel" });
    const stranger: Outgoing = {
      key: "k",
      to: { kind: "dm", user: "U0NOBODY" },
      message: say(text("Hello")),
    };
    expect(await adapter.send(stranger)).toEqual({ outcome: "failed", reason: "user_not_found" });
    expect(await adapter.findSent(stranger, Date.now())).toBe("unknown");
    expect(await adapter.delete({ channel: CHANNEL, id: "1.000001" })).toEqual({
      outcome: "failed",
      reason: "message_gone",
    });
  });

  it("finds lost messages in threads, in direct messages and beyond the first page", async () => {
    const { slack, adapter } = await begin();
    const since = Date.now();
    const root = await adapter.send(outgoing("root"));
    if (root.outcome !== "sent") throw new Error(root.outcome);
    const reply: Outgoing = {
      ...outgoing("reply"),
      to: { kind: "channel", channel: CHANNEL, thread: root.ref },
    };
    const dm: Outgoing = { ...outgoing("dm"), to: { kind: "dm", user: "U0CEM" } };
    for (const lost of [reply, dm]) {
      slack.faults.arm({ kind: "502-after", method: "chat.postMessage" });
      expect((await adapter.send(lost)).outcome).toBe("unknown");
    }
    for (let n = 0; n < 450; n += 1)
      slack.book.post({ channel: CHANNEL, author: "U0ANA", text: `chatter ${n}`, blocks: [] });
    expect(await adapter.findSent(reply, since)).toMatchObject({ channel: CHANNEL });
    expect(await adapter.findSent(dm, since)).toEqual({
      channel: "D0CEM",
      id: slack.user("U0CEM").dms()[0]?.ts,
    });
    expect(await adapter.findSent(outgoing("root"), since)).toEqual(root.ref);
    expect(slack.requestsTo("conversations.history").length).toBeGreaterThan(3);
    expect(await adapter.findSent(outgoing("never"), since)).toBe("absent");
  });

  it("believes only its own posts, and never says `absent` of what it could not read", async () => {
    const { slack, adapter } = await begin();
    const since = Date.now();
    slack.book.post({
      channel: CHANNEL,
      author: "U0EVIL",
      text: "copy",
      blocks: [],
      metadata: { event_type: "floorwalker_message", event_payload: { key: "k1" } },
    });
    expect(await adapter.findSent(outgoing("k1"), since)).toBe("absent");
    slack.faults.arm({ kind: "rate-limit", method: "conversations.history" });
    expect(await adapter.findSent(outgoing("k1"), since)).toBe("unknown");
  });

  it("uploads a file with words for those who cannot see it, deletes it, and reads one back", async () => {
    const { slack, adapter } = await begin();
    const bytes = new Uint8Array(3000).fill(7);
    const to = { kind: "channel", channel: CHANNEL } as const;
    const sent = await adapter.upload({ to, fileName: "chart.png", bytes, alt: "Calls by hour" });
    if (sent.outcome !== "sent") throw new Error(sent.outcome);
    expect(slack.user("U0ANA").sees(CHANNEL)[0]?.files).toEqual([sent.ref.id]);
    expect(slack.book.files.get(sent.ref.id)).toMatchObject({ name: "chart.png", alt: "Calls by hour" });
    expect(slack.book.files.get(sent.ref.id)?.bytes).toHaveLength(3000);
    const dm = await adapter.upload({
      to: { kind: "dm", user: "U0CEM" },
      fileName: "a.png",
      bytes,
      alt: "A",
    });
    expect(dm.outcome).toBe("sent");
    expect(slack.user("U0CEM").dms()).toHaveLength(1);
    expect(await adapter.delete(sent.ref)).toMatchObject({ outcome: "sent" });
    expect(slack.user("U0ANA").sees(CHANNEL)).toEqual([]);

    const given = slack.user("U0ANA").givesFile("calls.csv", bytes);
    expect(await adapter.download(given, 3000)).toHaveLength(3000);
    await expect(adapter.download(given, 2999)).rejects.toThrow("too large");
    await expect(adapter.download("F0NONE", 10)).rejects.toThrow("file_not_found");
    const outside = slack.user("U0ANA").givesFile("theirs.csv", bytes, true);
    await expect(adapter.download(outside, 3000)).rejects.toThrow("outside Slack");
  });
});
