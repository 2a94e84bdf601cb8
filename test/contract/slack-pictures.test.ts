import { afterEach, describe, expect, it } from "vitest";
import type { Outgoing } from "../../src/chat/adapter.ts";
import { image, text, type ResolvedMessage } from "../../src/chat/message.ts";
import { CHANNEL, slackBench, type SlackBench } from "../support/slack-harness.ts";
import type { SlackOptions } from "../../adapters/slack/index.ts";
import { dot } from "../support/png.ts";
import { until } from "../support/until.ts";

const WORDS = "Service level: 78 %";
const digest: ResolvedMessage = {
  body: [{ b: "prose", text: [text("Tuesday in figures")] }, image("kpi:sl", WORDS)],
};
const outgoing = (key: string, message = digest): Outgoing => ({
  key,
  to: { kind: "channel", channel: CHANNEL },
  message,
});
const UPLOADS = "files.completeUploadExternal";
/** Four looks at a file, and time enough for them on a busy machine. */
const QUICK = { withinMs: 4_000, pausesMs: [10, 10, 10] };

describe("a picture on Slack", () => {
  let bench: SlackBench;
  afterEach(() => bench.stop());
  const begin = async (pictures: SlackOptions["pictures"] = QUICK) => {
    bench = await slackBench({ mode: "socket", adapter: { pictures } });
    bench.core.pictures.set("kpi:sl", dot(1));
    await bench.start();
    return { ...bench, ana: bench.slack.user("U0ANA") };
  };
  const count = (method: string): number => bench.slack.requestsTo(method).length;
  const seen = () => bench.slack.user("U0ANA").sees(CHANNEL);
  const words = () => seen().map((message) => message.text);

  it("is seen by nobody before the one post that shows it, which carries the key", async () => {
    const { adapter, slack } = await begin();
    const since = Date.now();
    slack.faults.arm({ kind: "drop-after", method: "chat.postMessage" });
    expect((await adapter.send(outgoing("k1"))).outcome).toBe("unknown");
    expect(seen()).toHaveLength(1);
    expect(seen()[0]?.pictures).toHaveLength(1);
    expect(await adapter.findSent(outgoing("k1"), since)).toEqual({ channel: CHANNEL, id: seen()[0]?.ts });
    expect(slack.requestsTo(UPLOADS)[0]?.args["channel_id"]).toBeUndefined();
  });

  it("is waited for until Slack is done with it", async () => {
    const { adapter, slack } = await begin();
    slack.book.slowFiles = 3;
    expect((await adapter.send(outgoing("k1"))).outcome).toBe("sent");
    expect(count("files.info")).toBe(4);
    expect(slack.requestsTo("chat.postMessage").map((each) => each.answered)).toEqual(["ok"]);
    expect(seen()[0]?.pictures.map((each) => each.alt)).toEqual([WORDS]);
  });

  it("keeps the message back while Slack takes longer, and is not uploaded again for the next attempt", async () => {
    const { adapter, slack } = await begin();
    slack.book.slowFiles = 6;
    expect(await adapter.send(outgoing("k1"))).toMatchObject({ outcome: "retry", afterMs: undefined });
    expect(seen()).toEqual([]);
    expect(count("chat.postMessage")).toBe(0);
    expect((await adapter.send(outgoing("k1"))).outcome).toBe("sent");
    expect(count(UPLOADS)).toBe(1);
    expect(seen()[0]?.pictures).toHaveLength(1);
  });

  it("does not keep the message back for good: after three attempts it goes in words", async () => {
    const { adapter, slack } = await begin();
    slack.book.slowFiles = 1_000;
    for (const _ of [1, 2, 3]) expect((await adapter.send(outgoing("k1"))).outcome).toBe("retry");
    const sent = await adapter.send(outgoing("k1"));
    if (sent.outcome !== "sent") throw new Error(sent.outcome);
    expect(words()).toEqual([`Tuesday in figures\n[Image: ${WORDS}]`]);
    // What it says next may have its picture again.
    for (const file of slack.book.files.values()) file.looksLeft = 0;
    expect((await adapter.update(sent.ref, outgoing("k1"))).outcome).toBe("sent");
    expect(seen()[0]?.pictures).toHaveLength(1);
    expect(count(UPLOADS)).toBe(1);
  });

  it("that Slack does not know yet when the message comes is tried again", async () => {
    const { adapter, slack } = await begin();
    const refused = {
      kind: "error",
      method: "chat.postMessage",
      error: "invalid_blocks",
      details: ["[ERROR] invalid slack file [json-pointer:/blocks/1/slack_file]"],
    } as const;
    slack.faults.arm(refused);
    expect(await adapter.send(outgoing("k1"))).toMatchObject({ outcome: "retry", reason: "slack_file" });
    expect((await adapter.send(outgoing("k1"))).outcome).toBe("sent");
    expect(count(UPLOADS)).toBe(1);
    slack.faults.arm({ ...refused, times: 3 });
    for (const _ of [1, 2, 3]) expect((await adapter.send(outgoing("k2"))).outcome).toBe("retry");
    expect((await adapter.send(outgoing("k2"))).outcome).toBe("sent");
    expect(words().at(-1)).toContain(`[Image: ${WORDS}]`);
  });

  it("leaves other refused blocks refused", async () => {
    const { adapter, slack } = await begin();
    slack.faults.arm({ kind: "error", method: "chat.postMessage", error: "invalid_blocks", details: ["no"] });
    expect(await adapter.send(outgoing("k1"))).toEqual({ outcome: "failed", reason: "rejected" });
  });

  it("is uploaded again where somebody deleted its file", async () => {
    const { adapter, slack } = await begin();
    const sent = await adapter.send(outgoing("k1"));
    if (sent.outcome !== "sent") throw new Error(sent.outcome);
    slack.book.files.clear();
    expect((await adapter.update(sent.ref, outgoing("k1"))).outcome).toBe("retry");
    expect((await adapter.update(sent.ref, outgoing("k1"))).outcome).toBe("sent");
    expect(count(UPLOADS)).toBe(2);
    expect(seen()[0]?.pictures).toHaveLength(1);
  });

  it("is uploaded once for several places, and drawn once", async () => {
    const { adapter, slack, core } = await begin();
    slack.book.slowFiles = 2;
    const dm: Outgoing = { key: "k3", to: { kind: "dm", user: "U0BEN" }, message: digest };
    const all = await Promise.all([outgoing("k1"), outgoing("k2"), dm].map((each) => adapter.send(each)));
    expect(all.map((each) => each.outcome)).toEqual(["sent", "sent", "sent"]);
    expect(count(UPLOADS)).toBe(1);
    expect(core.asked).toEqual(["kpi:sl"]);
    expect(slack.user("U0BEN").dms()[0]?.pictures).toHaveLength(1);
  });

  it("waits as long as Slack asks for", async () => {
    const { adapter, slack } = await begin();
    slack.faults.arm({ kind: "rate-limit", method: "files.getUploadURLExternal", retryAfter: "7" });
    expect(await adapter.send(outgoing("k1"))).toMatchObject({ outcome: "retry", afterMs: 7000 });
    expect(slack.faults.fired("rate-limit")).toBe(1);
    expect((await adapter.send(outgoing("k1"))).outcome).toBe("sent");
  });

  it("is not given up while Slack cannot be reached at all", async () => {
    const { adapter, slack } = await begin();
    await slack.goDown();
    // Until the kept connection is known to be closed, a request on it may have been read.
    await until("it is known to be away", async () => {
      const delivery = await adapter.send(outgoing("other"));
      return delivery.outcome === "retry" && delivery.wide === true;
    });
    for (const _ of [1, 2, 3, 4, 5])
      expect(await adapter.send(outgoing("k1"))).toMatchObject({ outcome: "retry", wide: true });
    await slack.comeBack();
    expect((await adapter.send(outgoing("k1"))).outcome).toBe("sent");
    expect(seen().at(-1)?.pictures).toHaveLength(1);
  });

  it("that never gets there keeps no attempt longer than it may last", async () => {
    const { adapter, slack } = await begin({ ...QUICK, withinMs: 200 });
    slack.faults.arm({ kind: "hang-before", method: "files.getUploadURLExternal", times: 9 });
    const attempts = [];
    for (const _ of [1, 2, 3, 4]) attempts.push((await adapter.send(outgoing("k1"))).outcome);
    expect(attempts).toEqual(["retry", "retry", "retry", "sent"]);
    expect(words()).toEqual([`Tuesday in figures\n[Image: ${WORDS}]`]);
  });

  it("keeps no acknowledgement waiting", async () => {
    const { slack, core, ana } = await begin();
    slack.faults.arm({ kind: "hang-before", method: "files.getUploadURLExternal" });
    core.answer = () => ({ kind: "private", message: digest });
    await ana.command("/escalate", "", { channel: CHANNEL });
    // Slack says so in red where no acknowledgement came within 3 s.
    expect(ana.trouble).toEqual([]);
    expect(words()).toEqual([]);
    await until("the words", () => words().length > 0, 8_000);
    expect(words()).toEqual([`Tuesday in figures\n[Image: ${WORDS}]`]);
    expect(seen()[0]?.ephemeral).toBe(true);
  });

  it.each(["response_url", "chat.postEphemeral"])("comes another way where %s takes none", async (closed) => {
    const { slack, core, ana } = await begin();
    core.answer = () => ({ kind: "private", message: digest });
    if (closed === "response_url") slack.faults.arm({ kind: "502-before", method: closed });
    else {
      slack.faults.arm({ kind: "502-before", method: "response_url", times: 2 });
      slack.faults.arm({ kind: "error", method: closed, error: "user_not_in_channel", times: 2 });
    }
    await ana.command("/escalate", "", { channel: CHANNEL });
    const message = await until("the answer", () => [...seen(), ...ana.dms()][0]);
    expect(message.pictures.map((each) => each.alt)).toEqual([WORDS]);
  });
});
