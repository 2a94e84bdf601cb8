import {
  Client,
  Events,
  GatewayIntentBits,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  TextInputBuilder,
  TextInputStyle,
  type BaseInteraction,
} from "discord.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeDiscord, type Person } from "../../support/fake-discord/index.ts";
import { until } from "../../support/until.ts";

const CHANNEL = "200000000000000001";
const ANA = "100000000000000001";
const BEN = "100000000000000002";
const PRIVATELY = { flags: MessageFlags.Ephemeral, allowedMentions: { parse: [] } } as const;
const QUIETLY = { allowedMentions: { parse: [] } } as const;

const modal = () =>
  new ModalBuilder()
    .setCustomId("raise")
    .setTitle("Escalate")
    .addLabelComponents(
      new LabelBuilder()
        .setLabel("What they need")
        .setDescription("In one sentence")
        .setTextInputComponent(
          new TextInputBuilder().setCustomId("need").setStyle(TextInputStyle.Paragraph).setMaxLength(200),
        ),
    );

/** A small bot: `/ping` answers privately, `/raise` opens a form, anything else is left unanswered. */
async function answer(interaction: BaseInteraction): Promise<void> {
  if (interaction.isChatInputCommand() && interaction.commandName === "ping")
    await interaction.reply({ content: "*pong*", ...PRIVATELY });
  if (interaction.isChatInputCommand() && interaction.commandName === "raise")
    await interaction.showModal(modal());
  if (interaction.isModalSubmit())
    await interaction.reply({
      content: `Raised: ${interaction.fields.getTextInputValue("need")}`,
      ...PRIVATELY,
    });
}

describe("a real discord.js client against the fake", () => {
  let discord: FakeDiscord;
  let client: Client;
  let ana: Person;
  let ben: Person;

  beforeEach(async () => {
    discord = await FakeDiscord.start();
    ana = discord.addUser(ANA, "ana");
    ben = discord.addUser(BEN, "ben");
    discord.addChannel(CHANNEL, "floor", [ANA, BEN]);
    client = new Client({ intents: [GatewayIntentBits.Guilds], rest: { api: discord.apiUrl, retries: 0 } });
    client.on(Events.InteractionCreate, (interaction) => void answer(interaction));
    const ready = new Promise<void>((resolve) => client.once(Events.ClientReady, () => resolve()));
    await client.login(discord.token);
    await ready;
    await client.application?.commands.set([
      { name: "ping", description: "Answers" },
      { name: "raise", description: "Opens a form" },
      { name: "deaf", description: "Is never answered" },
    ]);
  });
  afterEach(async () => {
    await client.destroy();
    await discord.stop();
  });

  it("logs in and knows the server and its channel", () => {
    expect(client.guilds.cache.get(discord.guildId)?.channels.cache.get(CHANNEL)?.name).toBe("floor");
    expect(client.guilds.cache.get(discord.guildId)?.members.me?.permissions.has("SendMessages")).toBe(true);
    expect(discord.gateway).toMatchObject({ connections: 1, identifies: 1, resumes: 0, open: 1 });
  });

  it("answers a command privately", async () => {
    const delivery = await ana.command("ping", {}, { channel: CHANNEL });
    expect(delivery.callbacks.map((callback) => callback.type)).toEqual([4]);
    expect(ana.sees(CHANNEL)).toMatchObject([{ text: "pong", ephemeral: true, content: "*pong*" }]);
    expect(ben.sees(CHANNEL)).toEqual([]);
    expect(ana.trouble).toEqual([]);
  });

  it("opens a form and takes what was typed", async () => {
    await ana.command("raise", {}, "dm");
    expect(ana.modal).toMatchObject({
      title: "Escalate",
      fields: [{ id: "need", label: "What they need", type: "paragraph", required: true, value: "" }],
    });
    expect(await ana.submit()).toBeUndefined();
    expect(ana.modal?.fields[0]?.error).toBeDefined();
    ana.fillIn({ "What they need": "80 back" });
    await ana.submit();
    expect(ana.modal).toBeUndefined();
    expect(ana.dms().map((message) => message.text)).toEqual(["Raised: 80 back"]);
  });

  it("posts once for one nonce", async () => {
    const channel = await client.channels.fetch(CHANNEL);
    if (!channel?.isSendable()) throw new Error("no channel to write to");
    const post = { content: `For <@${BEN}>`, nonce: "n1", enforceNonce: true, ...QUIETLY };
    const first = await channel.send(post);
    const second = await channel.send(post);
    expect(second.id).toBe(first.id);
    expect(first.nonce).toBe("n1");
    expect(ben.sees(CHANNEL).map((message) => message.text)).toEqual(["For @ben"]);
    expect(discord.pings()).toEqual([]);
    // Not by way of the client's cache: that remembers the nonce by itself.
    const history = await client.rest.get(`/channels/${CHANNEL}/messages`);
    expect(history).toMatchObject([{ id: first.id, content: `For <@${BEN}>` }]);
    expect(JSON.stringify(history)).not.toContain("nonce");
  });

  it("resumes after a drop and hears what it missed", async () => {
    discord.gateway.drop();
    await until("the end of the connection", () => discord.gateway.open === 0);
    const answered = ana.command("ping", {}, { channel: CHANNEL });
    await answered;
    expect(discord.gateway).toMatchObject({ connections: 2, identifies: 1, resumes: 1 });
    expect(ana.sees(CHANNEL).map((message) => message.text)).toEqual(["pong"]);
  });

  it("tells people when nobody answers", async () => {
    await ana.command("deaf", {}, { channel: CHANNEL });
    expect(ana.trouble).toEqual(["The application did not respond"]);
  });
});
