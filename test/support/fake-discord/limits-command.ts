import { z } from "zod";
import { Complaints } from "./refusal.ts";

const choiceSchema = z.looseObject({ name: z.string(), value: z.union([z.string(), z.number()]) });
export type Choice = z.infer<typeof choiceSchema>;

/** An option of a command, or a subcommand with options of its own. */
export interface CommandOption {
  type: number;
  name: string;
  description?: string | undefined;
  required?: boolean | null | undefined;
  choices?: Choice[] | null | undefined;
  autocomplete?: boolean | null | undefined;
  options?: CommandOption[] | null | undefined;
  min_value?: number | null | undefined;
  max_value?: number | null | undefined;
  min_length?: number | null | undefined;
  max_length?: number | null | undefined;
}

const optionSchema: z.ZodType<CommandOption> = z.lazy(() =>
  z.looseObject({
    type: z.number(),
    name: z.string(),
    description: z.string().optional(),
    required: z.boolean().nullish(),
    choices: z.array(choiceSchema).nullish(),
    autocomplete: z.boolean().nullish(),
    options: z.array(optionSchema).nullish(),
    min_value: z.number().nullish(),
    max_value: z.number().nullish(),
    min_length: z.number().nullish(),
    max_length: z.number().nullish(),
  }),
);

export const commandSchema = z.looseObject({
  name: z.string(),
  type: z.number().nullish(),
  description: z.string().nullish(),
  options: z.array(optionSchema).nullish(),
  contexts: z.array(z.number()).nullish(),
  dm_permission: z.boolean().nullish(),
  default_member_permissions: z.string().nullish(),
});
export type CommandSource = z.infer<typeof commandSchema>;

/** Names of chat commands and of their options, from Discord's reference; letters must be small where they can be. */
const NAME = /^[-_'\p{L}\p{N}\p{Script=Devanagari}\p{Script=Thai}]{1,32}$/u;

function checkName(where: string, name: string, to: Complaints): void {
  const ok = NAME.test(name) && name === name.toLowerCase();
  to.need(`${where}.name`, ok, `Command name is invalid: ${name}`, "APPLICATION_COMMAND_INVALID_NAME");
}

function checkOption(where: string, option: CommandOption, to: Complaints): number {
  checkName(where, option.name, to);
  to.need(`${where}.description`, option.description !== undefined, "This field is required");
  to.length(`${where}.description`, option.description, 1, 100);
  const choices = option.choices ?? [];
  to.count(`${where}.choices`, choices, 0, 25);
  to.need(
    where,
    choices.length === 0 || option.autocomplete !== true,
    "Choices and autocomplete exclude each other.",
  );
  for (const [index, choice] of choices.entries()) checkChoice(`${where}.choices.${index}`, choice, to);
  const own = (option.description ?? "").length + option.name.length;
  const inChoices = choices.reduce(
    (sum, choice) => sum + choice.name.length + String(choice.value).length,
    0,
  );
  return own + inChoices + checkOptions(where, option.options ?? [], to);
}

function checkOptions(where: string, options: readonly CommandOption[], to: Complaints): number {
  to.count(`${where}.options`, options, 0, 25);
  const names = options.map((option) => option.name);
  to.need(`${where}.options`, new Set(names).size === names.length, "Option names must be unique.");
  const firstOptional = options.findIndex((option) => option.required !== true);
  const late =
    firstOptional !== -1 && options.slice(firstOptional).some((option) => option.required === true);
  to.need(`${where}.options`, !late, "Required options must be placed before non-required options");
  return options.reduce((sum, option, at) => sum + checkOption(`${where}.options.${at}`, option, to), 0);
}

function checkChoice(where: string, choice: Choice, to: Complaints): void {
  to.length(`${where}.name`, choice.name, 1, 100);
  to.length(`${where}.value`, typeof choice.value === "string" ? choice.value : undefined, 1, 100);
}

/** What stands in a menu may be called anything, and is nothing but its name. */
function checkMenuCommand(where: string, command: CommandSource, to: Complaints): void {
  to.length(`${where}.name`, command.name, 1, 32);
  to.need(`${where}.description`, (command.description ?? "") === "", "Menu commands have no description");
  to.count(`${where}.options`, command.options ?? [], 0, 0);
}

/** What Discord holds against a list of commands beyond what its document says. */
export function checkCommands(commands: readonly CommandSource[]): void {
  const to = new Complaints();
  to.need("", commands.length <= 100, "Not more than 100 commands.");
  to.need("", commands.filter(({ type }) => type === 3).length <= 5, "Not more than 5 message commands.");
  for (const [index, command] of commands.entries()) {
    const where = String(index);
    const permissions = command.default_member_permissions ?? "0";
    to.need(`${where}.default_member_permissions`, /^\d+$/.test(permissions), "Must be a number, as text.");
    if ((command.type ?? 1) !== 1) {
      checkMenuCommand(where, command, to);
      continue;
    }
    checkName(where, command.name, to);
    to.need(`${where}.description`, typeof command.description === "string", "This field is required");
    to.length(`${where}.description`, command.description ?? undefined, 1, 100);
    const size = checkOptions(where, command.options ?? [], to) + (command.description ?? "").length;
    to.need(where, size + command.name.length <= 8000, "Command exceeds maximum size (8000)");
  }
  const names = commands.map((command) => `${command.type ?? 1} ${command.name}`);
  to.need("", new Set(names).size === names.length, "Application command names must be unique");
  to.settle();
}

export const suggestionsSchema = z.looseObject({ choices: z.array(choiceSchema).nullish() });

/** What Discord holds against suggestions. */
export function checkSuggestions(choices: readonly Choice[]): void {
  const to = new Complaints();
  to.count("data.choices", choices, 0, 25);
  for (const [index, choice] of choices.entries()) checkChoice(`data.choices.${index}`, choice, to);
  to.settle();
}
