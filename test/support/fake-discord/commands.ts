import type { Book } from "./book.ts";
import type { Choice, CommandOption, CommandSource } from "./limits-command.ts";
import { EVERYONE_ROLE } from "./permissions.ts";
import type { Json } from "./shapes.ts";

/** A command that is registered. */
export interface Registered {
  readonly id: string;
  readonly version: string;
  /** Absent: in every server. */
  readonly guild: string | undefined;
  readonly source: CommandSource;
}

/** Option types, by Discord's numbers. */
const OPTION = { group: 2, sub: 1, text: 3, integer: 4, boolean: 5, user: 6, number: 10, file: 11 } as const;

/** What somebody gives a command, by the options' names. */
export type Given = Readonly<Record<string, string | number | boolean>>;

/** The commands that the bot registered. */
export class Commands {
  readonly #all = new Map<string, readonly Registered[]>();
  readonly #book: Book;
  /** How often a list was written. */
  writes = 0;

  constructor(book: Book) {
    this.#book = book;
  }

  of(guild: string | undefined): readonly Registered[] {
    return this.#all.get(guild ?? "") ?? [];
  }

  /** Replaces the whole list. What stays the same keeps its id and version. */
  put(guild: string | undefined, sources: readonly CommandSource[]): readonly Registered[] {
    this.writes += 1;
    const before = this.of(guild);
    const list = sources.map((source): Registered => {
      const known = before.find((each) => each.source.name === source.name && sameType(each.source, source));
      const isSame = known && JSON.stringify(known.source) === JSON.stringify(source);
      const id = known?.id ?? this.#book.newId();
      return { id, version: isSame ? known.version : this.#book.newId(), guild, source };
    });
    this.#all.set(guild ?? "", list);
    return list;
  }

  /** A client that has not heard yet what is registered goes on to offer what was. */
  remember(name: string, type: 1 | 3): void {
    const old = { id: this.#book.newId(), version: this.#book.newId(), guild: undefined };
    this.#all.set("", [...this.of(undefined), { ...old, source: { name, type } }]);
  }

  /**
   * The command that somebody finds under a name in a server, or in the bot's direct messages:
   * behind a slash (1), or in a message's menu (3).
   */
  find(name: string, guild: string | undefined, type: 1 | 3 = 1): Registered {
    const named = [...(guild === undefined ? [] : this.of(guild)), ...this.of(undefined)].filter(
      ({ source }) => source.name === name && (source.type ?? 1) === type,
    );
    if (named.length === 0) throw new Error(`no command /${name} is registered`);
    const usable = named.find(({ source }) => usableIn(source, guild === undefined ? 1 : 0));
    if (!usable)
      throw new Error(
        `/${name} cannot be used ${guild === undefined ? "in a direct message" : "in a server"}`,
      );
    return usable;
  }

  json(applicationId: string, { id, version, guild, source }: Registered): Json {
    return {
      default_member_permissions: null,
      nsfw: false,
      ...source,
      // Discord gives back an empty one for what has none.
      description: source.description ?? "",
      type: source.type ?? 1,
      id,
      version,
      application_id: applicationId,
      ...(guild === undefined
        ? { contexts: source.contexts ?? null, integration_types: source["integration_types"] ?? [0] }
        : { guild_id: guild }),
    };
  }
}

const sameType = (one: CommandSource, other: CommandSource): boolean => (one.type ?? 1) === (other.type ?? 1);

function usableIn(source: CommandSource, context: number): boolean {
  if (context === 1 && source.dm_permission === false) return false;
  const needed = BigInt(source.default_member_permissions ?? "0");
  // "0" is for administrators only, and nobody here is one.
  const isForAll = source.default_member_permissions !== "0" && (EVERYONE_ROLE & needed) === needed;
  return (context === 1 || isForAll) && (source.contexts ?? [0, 1, 2]).includes(context);
}

/** The options of a command, or of a subcommand of it: `case take` means the subcommand `take` of `case`. */
export function optionsAt(source: CommandSource, path: readonly string[]): readonly CommandOption[] {
  let options = source.options ?? [];
  for (const name of path) {
    const inner = options.find((option) => option.name === name && option.type <= OPTION.group);
    if (!inner) throw new Error(`/${source.name} has no subcommand ${name}`);
    options = inner.options ?? [];
  }
  if (options.some((option) => option.type <= OPTION.group))
    throw new Error(`/${source.name} needs a subcommand`);
  return options;
}

/** Nests options under the subcommands that lead to them. */
export const nested = (path: readonly string[], options: readonly Json[]): readonly Json[] =>
  path
    .toReversed()
    .reduce<readonly Json[]>(
      (inner, name, at) => [{ name, type: at === 0 ? OPTION.sub : OPTION.group, options: inner }],
      options,
    );

const within = (size: number, least: number | null | undefined, most: number | null | undefined): boolean =>
  size >= (least ?? -Infinity) && size <= (most ?? Infinity);

/** Whether Discord's own client lets somebody give this value. */
function problem(option: CommandOption, value: string | number | boolean): string | undefined {
  const fits = {
    [OPTION.text]:
      typeof value === "string" && within(value.length, option.min_length, option.max_length ?? 6000),
    [OPTION.integer]: Number.isInteger(value) && within(Number(value), option.min_value, option.max_value),
    [OPTION.number]: typeof value === "number" && within(value, option.min_value, option.max_value),
    [OPTION.boolean]: typeof value === "boolean",
    [OPTION.user]: typeof value === "string",
    [OPTION.file]: typeof value === "string",
  }[option.type];
  if (fits === undefined) return `options of type ${option.type} are not built`;
  if (!fits) return `does not take ${JSON.stringify(value)}`;
  const choices: readonly Choice[] = option.choices ?? [];
  if (choices.length > 0 && !choices.some((choice) => choice.value === value))
    return `has no choice ${String(value)}`;
  return undefined;
}

/** What somebody gave, checked as Discord's client does it before anything is sent. */
export function filledIn(options: readonly CommandOption[], given: Given): readonly Json[] {
  const unknown = Object.keys(given).find((name) => !options.some((option) => option.name === name));
  if (unknown !== undefined) throw new Error(`there is no option ${unknown}`);
  return options.flatMap((option) => {
    const value = given[option.name];
    if (value === undefined) {
      if (option.required === true) throw new Error(`the option ${option.name} is required`);
      return [];
    }
    const wrong = problem(option, value);
    if (wrong !== undefined) throw new Error(`the option ${option.name} ${wrong}`);
    return [{ name: option.name, type: option.type, value }];
  });
}

/** Ids that stand for people and for files among what was given. */
export const idsGiven = (options: readonly CommandOption[], given: Given, kind: "user" | "file"): string[] =>
  options
    .flatMap((option) => (option.type === OPTION[kind] ? String(given[option.name] ?? "") : []))
    .filter(Boolean);
