import { DISCORD, discordBench, pressesNewest, reachesField } from "../support/discord-harness.ts";
import type { Seen } from "../support/fake-discord/index.ts";
import { adapterContract, type AdapterHarness, type SeenMessage } from "./adapter-contract.ts";
import { pictureContract } from "./picture-contract.ts";

const CORRECT = "Please correct: ";

const seen = (message: Seen): SeenMessage => ({
  text: message.text,
  buttons: message.buttons.map((button) => button.label),
  private: message.ephemeral,
  inThread: message.thread !== undefined,
  pictures: message.pictures,
});

async function harness(): Promise<AdapterHarness> {
  const bench = await discordBench();
  const { discord } = bench;
  const { channel } = DISCORD;
  return {
    adapter: bench.adapter,
    core: bench.core,
    states: bench.states,
    channel,
    unknownChannel: DISCORD.nowhere,
    users: { ana: DISCORD.ana, ben: DISCORD.ben, cem: DISCORD.cem },
    start: () => bench.start(),
    close: () => bench.stop(),
    async runsCommand(user, command, text) {
      await discord.user(user).command(command, text === "" ? {} : { what: text }, { channel });
    },
    stands: async (words) => void discord.user(DISCORD.ben).says(channel, words),
    async usesShortcut(user, label, words, times = 1) {
      const message = discord
        .user(user)
        .sees(channel)
        .findLast((each) => each.text.includes(words));
      if (!message) throw new Error(`${user} sees no message with ${words}`);
      if (!bench.core.shortcuts.some((each) => each.label === label)) discord.commands.remember(label, 3);
      const used = discord.user(user).usesShortcut(label, message);
      const sent = discord.deliveries.slice(-1);
      for (const again of sent.flatMap((one) => Array.from({ length: times - 1 }, () => one)))
        discord.redeliver(again);
      await used;
    },
    presses: (user, label) => pressesNewest(discord.user(user), channel, label),
    reaches: (user, label) => reachesField(discord.user(user), channel, label),
    fills: (user, values) => Promise.resolve(discord.user(user).fillIn(values)),
    async submits(user) {
      await discord.user(user).submit();
    },
    form: (user) => {
      const modal = discord.user(user).modal;
      return (
        modal && {
          title: modal.title,
          fields: modal.fields.map(({ label, value, description }) => ({
            label,
            value,
            error: description?.startsWith(CORRECT) === true ? description.slice(CORRECT.length) : undefined,
          })),
        }
      );
    },
    outcomePictures: () => [],
    refusePictures: () => discord.denyBot(channel, "AttachFiles"),
    uploads: () => discord.requests.reduce((sum, { files }) => sum + files.length, 0),
    outcome: () => undefined,
    sees: (user) => discord.user(user).sees(channel).map(seen),
    dms: (user) => discord.user(user).dms().map(seen),
    pings: () => discord.pings(),
    loseNextAnswer: () =>
      discord.faults.arm({ kind: "drop-after", route: "POST /channels/:channel/messages" }),
  };
}

adapterContract("discord", harness);
pictureContract("discord", harness);
