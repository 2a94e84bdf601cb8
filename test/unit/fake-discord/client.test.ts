import {
  ActionRowBuilder,
  ButtonBuilder,
  ButtonStyle,
  Client,
  EmbedBuilder,
  Events,
  FileUploadBuilder,
  GatewayIntentBits,
  InteractionContextType,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  StringSelectMenuBuilder,
  type BaseInteraction,
} from "discord.js";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeDiscord, type Person } from "../../support/fake-discord/index.ts";
import { until } from "../../support/until.ts";

const CHANNEL = "200000000000000001";
const ANA = "100000000000000001";
const POST = "POST /channels/:channel/messages";

describe("what an adapter does with discord.js", () => {
  let discord: FakeDiscord;
  let client: Client;
  let ana: Person;
  const failures: unknown[] = [];
  let answer: (interaction: BaseInteraction) => Promise<unknown> = () => Promise.resolve();
  const ready = () => until("the client", () => client.isReady() && discord.gateway.open === 1);

  async function channel() {
    const found = await client.channels.fetch(CHANNEL);
    if (!found?.isSendable()) throw new Error("no channel to write to");
    return found;
  }

  beforeEach(async () => {
    discord = await FakeDiscord.start({ heartbeatMs: 300 });
    ana = discord.addUser(ANA, "ana");
    discord.addChannel(CHANNEL, "floor", [ANA]);
    failures.length = 0;
    client = new Client({
      intents: [GatewayIntentBits.Guilds],
      allowedMentions: { parse: [] },
      enforceNonce: true,
      rest: { api: discord.apiUrl, retries: 0, timeout: 1000 },
    });
    client.on("error", (error) => failures.push(error));
    client.on(Events.InteractionCreate, (interaction) => {
      answer(interaction).catch((error: unknown) => failures.push(error));
    });
    await client.login(discord.token);
    await ready();
    await client.application?.commands.set(
      [{ name: "raise", description: "Raises", contexts: [InteractionContextType.Guild] }],
      discord.guildId,
    );
  });
  afterEach(async () => {
    await client.destroy();
    await discord.stop();
  });
  const raise = () => ana.command("raise", {}, { channel: CHANNEL });

  it("sends cards with buttons, changes them, answers below them, deletes them", async () => {
    const row = new ActionRowBuilder<ButtonBuilder>().addComponents(
      new ButtonBuilder().setCustomId("take").setLabel("Take").setStyle(ButtonStyle.Success),
    );
    const embed = new EmbedBuilder()
      .setTitle("ESC-0001")
      .setDescription("Waiting for **Ben**")
      .addFields({ name: "Need", value: "80 back" })
      .setFooter({ text: "just *now*" });
    const sent = await (await channel()).send({ embeds: [embed], components: [row] });
    expect(ana.sees(CHANNEL)).toMatchObject([
      {
        text: "ESC-0001\nWaiting for Ben\nNeed: 80 back\njust *now*",
        buttons: [{ label: "Take", customId: "take", style: "success" }],
      },
    ]);
    const thread = await sent.startThread({ name: "ESC-0001" });
    await thread.send("A note.");
    answer = async (interaction) => interaction.isButton() && interaction.update({ components: [] });
    const [card] = ana.sees(CHANNEL);
    if (card) await ana.press(card, "Take");
    expect(ana.sees(CHANNEL)).toMatchObject([
      { buttons: [], edited: true },
      { text: "A note.", thread: sent.id },
    ]);
    await sent.delete();
    expect(ana.sees(CHANNEL).map((each) => each.text)).toEqual(["A note."]);
    expect(failures).toEqual([]);
  });

  it("sends files and direct messages", async () => {
    const files = [{ attachment: Buffer.from("a,b"), name: "report.csv", description: "A report" }];
    await (await channel()).send({ content: "See", files });
    expect(ana.sees(CHANNEL)[0]?.files).toMatchObject([{ name: "report.csv", description: "A report" }]);
    await client.users.send(ANA, "For you.");
    expect(ana.dms().map((each) => each.text)).toEqual(["For you."]);
  });

  it("reads choices and files from a form", async () => {
    const read: unknown[] = [];
    answer = async (interaction) => {
      if (interaction.isChatInputCommand())
        await interaction.showModal(
          new ModalBuilder()
            .setCustomId("form")
            .setTitle("Raise")
            .addLabelComponents(
              new LabelBuilder()
                .setLabel("Kind")
                .setStringSelectMenuComponent(
                  new StringSelectMenuBuilder()
                    .setCustomId("kind")
                    .addOptions(
                      { label: "Advice", value: "advice" },
                      { label: "Approval", value: "approval" },
                    ),
                ),
              new LabelBuilder()
                .setLabel("Proof")
                .setFileUploadComponent(new FileUploadBuilder().setCustomId("proof").setRequired(true)),
            ),
        );
      if (!interaction.isModalSubmit()) return;
      const file = interaction.fields.getUploadedFiles("proof", true).first();
      read.push(
        interaction.fields.getStringSelectValues("kind"),
        await (await fetch(file?.url ?? "")).text(),
      );
      await interaction.reply({ content: "Thanks", flags: MessageFlags.Ephemeral });
    };
    await raise();
    ana.fillIn({ Kind: "Approval", Proof: ana.givesFile("proof.txt", Buffer.from("seen")) });
    await ana.submit();
    expect(failures).toEqual([]);
    expect(read).toEqual([["approval"], "seen"]);
    expect(ana.sees(CHANNEL)).toMatchObject([{ text: "Thanks", ephemeral: true }]);
  });

  it("puts an answer off and gives it later", async () => {
    answer = async (interaction) => {
      if (!interaction.isRepliable()) return;
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      await interaction.editReply("First");
      await interaction.followUp({ content: "Second", flags: MessageFlags.Ephemeral });
    };
    await raise();
    await until("both", () => failures.length > 0 || ana.sees(CHANNEL).length === 2);
    expect(failures).toEqual([]);
    expect(ana.sees(CHANNEL)).toMatchObject([
      { text: "First", ephemeral: true },
      { text: "Second", ephemeral: true },
    ]);
    expect(failures).toEqual([]);
  });

  it("handles a repeated interaction twice, which Discord refuses", async () => {
    answer = async (interaction) => interaction.isRepliable() && interaction.reply("Once");
    const delivery = await raise();
    discord.redeliver(delivery);
    await until("the refusal", () => failures.length === 1);
    expect(failures).toMatchObject([{ code: 40060, status: 400 }]);
    expect(ana.sees(CHANNEL)).toHaveLength(1);
  });

  it("is refused in Discord's words", async () => {
    discord.denyBot(CHANNEL, "SendMessages");
    const where = await channel();
    await expect(where.send("x")).rejects.toMatchObject({ code: 50013, status: 403 });
    discord.allowBot(CHANNEL, "SendMessages");
    await expect(where.send("x".repeat(2001))).rejects.toMatchObject({ code: 50035, status: 400 });
    expect(discord.takeViolations()).toHaveLength(1);
    discord.faults.arm({ kind: "hang-after", route: POST });
    await expect(where.send("Lost")).rejects.toThrow("aborted");
    expect(ana.sees(CHANNEL).map((each) => each.text)).toEqual(["Lost"]);
  });

  it("loses its token with one 401", async () => {
    discord.unauthorizedOnce();
    const where = await channel();
    await expect(where.send("x")).rejects.toThrow("401: Unauthorized");
    await expect(where.send("x")).rejects.toThrow("token");
  });

  it("comes back after a request to reconnect and after silence, and after a void session", async () => {
    discord.gateway.askToReconnect();
    await until("the first resume", () => discord.gateway.resumes === 1);
    discord.gateway.freeze();
    await until("the second resume", () => discord.gateway.resumes === 2);
    answer = async (interaction) => interaction.isRepliable() && interaction.reply("Here");
    await raise();
    expect(ana.sees(CHANNEL)).toHaveLength(1);
    discord.gateway.invalidate(false);
    await until("a new session", () => discord.gateway.identifies === 2, 12_000);
    await ready();
    await raise();
    expect(ana.sees(CHANNEL)).toHaveLength(2);
    expect(failures).toEqual([]);
  });
});
