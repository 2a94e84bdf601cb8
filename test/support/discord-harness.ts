import { createDiscordAdapter, type DiscordOptions } from "../../adapters/discord/index.ts";
import type { Adapter, ConnectionState } from "../../src/chat/adapter.ts";
import { FakeDiscord, type FakeDiscordOptions, type Person, type Seen } from "./fake-discord/index.ts";
import type { StubCore } from "./stub-core.ts";
import { watched } from "./watched.ts";
import { until } from "./until.ts";

/** Discord ids of a channel and of three people; Ana and Ben are in the channel. */
export const DISCORD = {
  channel: "330000000000000001",
  nowhere: "330000000000000009",
  ana: "440000000000000001",
  ben: "440000000000000002",
  cem: "440000000000000003",
} as const;

/** What a test with a fake Discord works with. */
export interface DiscordBench {
  readonly discord: FakeDiscord;
  readonly adapter: Adapter;
  readonly core: StubCore;
  readonly states: ConnectionState[];
  readonly logs: string[];
  readonly rejections: unknown[];
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Short waits, so that a test sees several attempts. */
const IMPATIENT = { firstMs: 20, longestMs: 100, tokenMs: 50 };

/** A fake Discord with an adapter beside it, not started yet. */
export async function discordBench(
  options: FakeDiscordOptions & { adapter?: Partial<DiscordOptions> } = {},
): Promise<DiscordBench> {
  const { adapter: adapterOptions, ...fake } = options;
  const discord = await FakeDiscord.start(fake);
  for (const name of ["ana", "ben", "cem"] as const) discord.addUser(DISCORD[name], name);
  discord.addChannel(DISCORD.channel, "floor", [DISCORD.ana, DISCORD.ben]);
  const watch = watched();
  const { core, states, logs, rejections, context } = watch;
  const adapter = createDiscordAdapter({
    token: discord.token,
    apiUrl: discord.apiUrl,
    log: watch.log,
    patience: IMPATIENT,
    ...adapterOptions,
  });
  return {
    discord,
    adapter,
    core,
    states,
    logs,
    rejections,
    async start() {
      await adapter.start(context);
      await until("the commands are registered", () => discord.requestsTo(REGISTER).length > 0);
    },
    async stop() {
      await adapter.stop();
      await discord.stop();
      watch.end();
    },
  };
}

const REGISTER = "PUT /applications/:app/commands";

/** The newest message, in a channel or directly, that has a button whose label begins so. */
export const withButton = (person: Person, channel: string, label: string): Seen | undefined =>
  [...person.sees(channel), ...person.dms()].findLast((message) =>
    message.buttons.some((button) => button.label.startsWith(label)),
  );

/** Presses the newest button whose label begins so. */
export async function pressesNewest(person: Person, channel: string, label: string): Promise<void> {
  const message = await until(`${person.name} sees a button ${label}`, () =>
    withButton(person, channel, label),
  );
  const button = message.buttons.find((each) => each.label.startsWith(label));
  await person.press(message, button?.label ?? label);
}

/** The buttons with which a half-filled form goes on, the likeliest first. */
const ONWARD = ["Correct", "Continue", "Add:", "Change", "Open the form"];

/** Does what it takes until the open modal asks for a field: sends the page, goes on, or goes back. */
export async function reachesField(person: Person, channel: string, label: string): Promise<void> {
  const asks = (): boolean => person.modal?.fields.some((field) => field.label === label) === true;
  if (asks()) return;
  const newest = (): Seen | undefined =>
    [...person.sees(channel), ...person.dms()].findLast((one) => one.ephemeral);
  const goesBack = newest()?.text.includes(`${label}: `) === true;
  if (person.modal && goesBack) person.closeModal();
  else if (person.modal) await person.submit();
  for (const onward of ONWARD) {
    const message = newest();
    const button = message?.buttons.find((each) => each.label.startsWith(onward));
    if (!message || !button) continue;
    await person.press(message, button.label);
    await until("the page is open", () => person.modal);
    if (asks()) return;
    person.closeModal();
  }
  throw new Error(`no way to ${label}`);
}
