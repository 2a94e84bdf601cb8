/**
 * What the program is measured against on Discord: discord.js itself, with one listener that
 * opens a form of the same fields and replies privately. It stores nothing. The address of
 * Discord's API is its parameter.
 */
import {
  type APILabelComponent,
  type APIModalInteractionResponseCallbackData,
  Client,
  ComponentType,
  Events,
  GatewayIntentBits,
  MessageFlags,
  TextInputStyle,
} from "discord.js";

const client = new Client({
  intents: [GatewayIntentBits.Guilds],
  rest: { api: process.argv[2] ?? "" },
});

const text = (label: string, value: string): APILabelComponent => ({
  type: ComponentType.Label,
  label,
  component: {
    type: ComponentType.TextInput,
    custom_id: label,
    style: TextInputStyle.Short,
    value,
  },
});
const select = (label: string, choices: readonly string[]): APILabelComponent => ({
  type: ComponentType.Label,
  label,
  component: {
    type: ComponentType.StringSelect,
    custom_id: label,
    options: choices.map((value, index) => ({ label: value, value, default: index === 0 })),
  },
});
// Plain data: the library's builders would check it anew each time.
const modal: APIModalInteractionResponseCallbackData = {
  title: "Escalate",
  custom_id: "escalate",
  components: [
    select("Kind", ["approval", "advice", "takeover", "refer", "notice"]),
    select("Issue", ["refund", "goodwill", "fee_waiver", "other"]),
    text("Customer", "C-1042"),
    text("Need", "wants 80 back for a late order"),
    text("Amount", "80"),
  ],
};
const confirmation = {
  content: "Thank you, it is with a colleague now.",
  flags: MessageFlags.Ephemeral,
} as const;

client.on(Events.InteractionCreate, (interaction) => {
  if (interaction.isModalSubmit()) void interaction.reply(confirmation);
  else if (interaction.isChatInputCommand())
    void (interaction.options.getString("what") === null
      ? interaction.reply(confirmation)
      : interaction.showModal(modal));
});
client.once(Events.ClientReady, () => process.send?.({ ready: true }));
await client.login("bench");
