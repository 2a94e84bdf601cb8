import { Routes } from "discord.js";
import { z } from "zod";
import type { CommandInfo, Core, ShortcutInfo } from "../../src/chat/adapter.ts";
import { cut } from "../../src/chat/cut.ts";
import { DISCORD } from "./limits.ts";
import type { Rest, Result } from "./rest.ts";

const STRING = 3;
/** A command that is typed behind a slash. */
const CHAT_INPUT = 1;
/** A command in the menu of a message. */
const MESSAGE = 3;
/** For servers, not for single accounts. */
const GUILD_INSTALL = 0;
/** In a server's channels, and in the direct conversation with the bot. */
const CONTEXTS = [0, 1];

const optionSchema = z.object({
  type: z.number(),
  name: z.string(),
  description: z.string(),
  required: z.boolean().default(false),
  autocomplete: z.boolean().default(false),
});
const commandSchema = z.object({
  type: z.number().default(CHAT_INPUT),
  name: z.string(),
  /** None in a message's menu. */
  description: z.string().optional(),
  contexts: z.array(z.number()).nullish(),
  integration_types: z.array(z.number()).nullish(),
  options: z.array(optionSchema).optional(),
});

/** A command as Discord is told of it. */
export type Definition = z.infer<typeof commandSchema>;

const EVERYWHERE = { contexts: CONTEXTS, integration_types: [GUILD_INSTALL] };

/**
 * Commands and shortcuts as Discord is told of them. Every option is text: a person types "80", "£80.50" or
 * the beginning of a colleague's name, and the core says what fits.
 */
export const definitions = (
  commands: readonly CommandInfo[],
  shortcuts: readonly ShortcutInfo[],
): readonly Definition[] => [
  ...commands.map((command) => ({
    type: CHAT_INPUT,
    name: command.name,
    description: cut(command.description, DISCORD.commandDescription),
    ...EVERYWHERE,
    // Discord wants the required ones first.
    options: command.options
      .toSorted((a, b) => Number(b.required) - Number(a.required))
      .slice(0, DISCORD.options)
      .map((option) => ({
        type: STRING,
        name: option.name,
        description: cut(option.hint, DISCORD.commandDescription),
        required: option.required,
        autocomplete: option.suggests,
      })),
  })),
  ...shortcuts.map(({ label }) => ({ type: MESSAGE, name: label, ...EVERYWHERE })),
];

const numbers = (these: readonly number[] | null | undefined): readonly number[] =>
  (these ?? []).toSorted((a, b) => a - b);

const alike = (these: readonly Definition[]): string =>
  JSON.stringify(
    these
      .map((one) => ({
        name: one.name,
        description: one.description ?? "",
        type: one.type,
        contexts: numbers(one.contexts),
        types: numbers(one.integration_types),
        options: one.options ?? [],
      }))
      .toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  );

/**
 * Makes Discord know these commands and shortcuts and no others. Registers only when something changed:
 * Discord allows 200 registrations a day, and a restart changes nothing.
 */
export async function registerCommands(
  rest: Rest,
  application: string,
  { commands, shortcuts }: Pick<Core, "commands" | "shortcuts">,
): Promise<Result> {
  const wanted = definitions(commands, shortcuts);
  const route = Routes.applicationCommands(application);
  const read = await rest.call("get", route);
  if (!read.ok) return read;
  const known = z.array(commandSchema).safeParse(read.answer).data;
  if (known && alike(known) === alike(wanted)) return read;
  return rest.call("put", route, { body: wanted });
}
