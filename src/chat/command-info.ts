import type { CommandInfo, CommandOption } from "./adapter.ts";
import type { Command, FieldOption } from "./feature.ts";

/** Kinds of fields for which there is something to offer while one types. */
const SUGGESTED: ReadonlySet<FieldOption["type"]> = new Set([
  "choice",
  "multiChoice",
  "member",
  "date",
  "dateTime",
]);

/** A command as platforms are told of it: its line first, then what can be given of its form. */
export function commandInfo(command: Command): CommandInfo {
  const { name, description, usage, line, options } = command;
  const asLine: CommandOption[] = line
    ? [
        {
          name: line.name,
          hint: line.hint,
          required: line.required ?? false,
          suggests: line.suggest !== undefined,
          line: true,
        },
      ]
    : [];
  const fields = (options?.fields ?? []).map((option): CommandOption => ({
    name: option.field,
    hint: option.hint,
    required: false,
    suggests: SUGGESTED.has(option.type),
    line: false,
  }));
  return { name, description, usage, options: [...asLine, ...fields] };
}
