import { afterEach, describe, expect, it } from "vitest";
import type { Form } from "../../src/chat/form.ts";
import { say, text } from "../../src/chat/message.ts";
import { BOT } from "../support/fake-slack/book.ts";
import { CHANNEL, slackBench, type SlackBench } from "../support/slack-harness.ts";
import { until } from "../support/until.ts";

const form: Form = {
  name: "log",
  id: "form-1",
  title: "Log",
  submitLabel: "Keep",
  context: {},
  fields: [{ id: "said", label: "Said", type: "longText", required: true, maxLength: 100, initial: "late" }],
};

describe.each(["socket", "http"] as const)("a shortcut on a Slack message over %s", (mode) => {
  let bench: SlackBench;
  afterEach(() => bench.stop());
  const begin = async () => {
    bench = await slackBench({ mode });
    await bench.start();
    return { ...bench, ana: bench.slack.user("U0ANA"), ben: bench.slack.user("U0BEN") };
  };

  it("happens where the message stands: in a thread, or in the channel also if it has replies", async () => {
    const { core, slack, ana, ben } = await begin();
    const root = ben.says(CHANNEL, "The parcel came late");
    await ana.usesShortcut("comment.log", ben.says(CHANNEL, "and wet", root.ts));
    expect(core.last.place).toEqual({ platform: "slack", channel: CHANNEL, thread: root.ts });
    const { payload } = await ana.usesShortcut("comment.log", root);
    expect(core.last.place).toEqual({ platform: "slack", channel: CHANNEL });
    // Slack names the root of a thread as being in it.
    const message = { type: "message", ts: root.ts, thread_ts: root.ts, text: "late", user: "U0BEN" };
    await slack.deliver("interactive", { ...payload, trigger_id: "9.9", message });
    expect(core.last.place).toEqual({ platform: "slack", channel: CHANNEL });
  });

  it("may be used on what the bot said, in any channel that one is in, also without the bot", async () => {
    const { adapter, core, slack, ana } = await begin();
    core.answer = () => ({ kind: "private", message: say(text("Not this one.")) });
    await adapter.send({
      key: "k",
      to: { kind: "dm", user: "U0ANA" },
      message: say(text("For you, "), text("*Ana*")),
    });
    const [own] = ana.dms();
    if (!own) throw new Error("no message");
    await ana.usesShortcut("comment.log", own);
    expect(core.last).toMatchObject({ text: "For you, *Ana*", place: { channel: own.channel } });
    const said = slack.user("U0BEN").says(CHANNEL, "late");
    slack.kick(CHANNEL, BOT);
    await ana.usesShortcut("comment.log", said);
    await until("the answer", () =>
      ana.sees(CHANNEL).some((one) => one.text === "Not this one." && one.ephemeral),
    );
    expect(slack.user("U0BEN").sees(CHANNEL)).toHaveLength(1);
  });

  it("opens one form, however often Slack delivers it, and says nothing of the others", async () => {
    const { core, slack, ana, ben } = await begin();
    core.answer = () => ({ kind: "form", form });
    const { payload } = await ana.usesShortcut("comment.log", ben.says(CHANNEL, "late"));
    await until("the form", () => ana.view);
    const again = await slack.deliver("interactive", { ...payload, action_ts: "1.000001" });
    expect(again.receipt?.acked).toBe(true);
    await until("the second try", () => slack.requestsTo("views.open").length === 2);
    expect(ana.view?.fields[0]?.value).toBe("late");
    await bench.adapter.stop();
    expect([...ana.sees(CHANNEL), ...ana.dms()].filter((one) => one.text !== "late")).toEqual([]);
    expect(ana.trouble).toEqual([]);
  });

  it("names the workspace of whoever used it, also from a connected organisation", async () => {
    const { core, slack, ben } = await begin();
    slack.addUser("U0GUEST", "guest", "T0OTHER");
    slack.book.channels.get(CHANNEL)?.members.add("U0GUEST");
    await slack.user("U0GUEST").usesShortcut("comment.log", ben.says(CHANNEL, "late"));
    expect(core.last.actor).toMatchObject({ workspace: "T0OTHER", user: "U0GUEST" });
  });
});
