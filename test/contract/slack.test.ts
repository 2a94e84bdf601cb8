import type { Seen } from "../support/fake-slack/index.ts";
import { CHANNEL, slackBench } from "../support/slack-harness.ts";
import { until } from "../support/until.ts";
import { adapterContract, type AdapterHarness, type SeenMessage } from "./adapter-contract.ts";
import { pictureContract } from "./picture-contract.ts";

const seen = (message: Seen): SeenMessage => ({
  text: message.text,
  buttons: message.buttons.map((button) => button.label),
  private: message.ephemeral,
  inThread: message.thread !== undefined,
  pictures: message.pictures,
});

async function harness(mode: "socket" | "http"): Promise<AdapterHarness> {
  const bench = await slackBench({ mode });
  const { slack } = bench;
  return {
    adapter: bench.adapter,
    core: bench.core,
    states: bench.states,
    channel: CHANNEL,
    unknownChannel: "C0NOWHERE",
    users: { ana: "U0ANA", ben: "U0BEN", cem: "U0CEM" },
    start: () => bench.start(),
    close: () => bench.stop(),
    async runsCommand(user, command, text) {
      await slack.user(user).command(`/${command}`, text, { channel: CHANNEL });
    },
    async presses(user, label) {
      const message = slack
        .user(user)
        .sees(CHANNEL)
        .findLast((each) => each.buttons.some((button) => button.label === label));
      if (!message) throw new Error(`${user} sees no button ${label}`);
      await slack.user(user).press(message, label);
    },
    stands: async (words) => void slack.user("U0BEN").says(CHANNEL, words),
    async usesShortcut(user, label, words, times = 1) {
      const message = slack
        .user(user)
        .sees(CHANNEL)
        .findLast((each) => each.text.includes(words));
      if (!message) throw new Error(`${user} sees no message with ${words}`);
      const known = bench.core.shortcuts.find((each) => each.label === label)?.name;
      const used = slack.user(user).usesShortcut(known ?? label, message);
      const payload = slack.deliveries.at(-1)?.payload ?? {};
      const again = Array.from({ length: times - 1 }, () => slack.deliver("interactive", payload));
      await Promise.all([used, ...again]);
      await until("the event", () => bench.core.events.length > 0);
    },
    reaches: () => Promise.resolve(),
    fills: (user, values) => slack.user(user).fillIn(values),
    async submits(user) {
      await slack.user(user).submit();
    },
    form: (user) => {
      const view = slack.user(user).view;
      return view && view.submit !== undefined ? view : undefined;
    },
    outcomePictures: (user) => {
      const view = slack.user(user).view;
      return view && view.submit === undefined ? view.pictures : [];
    },
    refusePictures: () =>
      slack.faults.arm({
        kind: "error",
        method: "files.getUploadURLExternal",
        error: "missing_scope",
        times: 1_000,
      }),
    uploads: () => slack.requestsTo("files.completeUploadExternal").length,
    outcome: (user) => {
      const view = slack.user(user).view;
      return view && view.submit === undefined ? view.text : undefined;
    },
    sees: (user) => slack.user(user).sees(CHANNEL).map(seen),
    dms: (user) => slack.user(user).dms().map(seen),
    pings: () => slack.pings().map((ping) => (ping.startsWith("!") ? "everyone" : ping)),
    loseNextAnswer: () => slack.faults.arm({ kind: "drop-after", method: "chat.postMessage" }),
  };
}

adapterContract("slack over socket mode", () => harness("socket"));
adapterContract("slack over HTTP", () => harness("http"));
pictureContract("slack over socket mode", () => harness("socket"));
pictureContract("slack over HTTP", () => harness("http"));
