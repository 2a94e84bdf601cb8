import { z } from "zod";
import { frozen } from "./frozen.ts";
import { nearest } from "./suggest.ts";

/** Where everything is kept: one SQLite file, or a PostgreSQL database that several instances may share. */
export type DatabaseConfig =
  | { readonly dialect: "sqlite"; readonly file: string }
  | { readonly dialect: "postgres"; readonly url: string };

/** How Slack's events reach us: over a socket that we open, or over HTTP on a port of ours. */
export type SlackMode =
  | { readonly kind: "socket"; readonly appToken: string }
  | { readonly kind: "http"; readonly signingSecret: string; readonly port: number };

/** What a Slack workspace needs. `apiUrl` only where a gateway stands between us and Slack. */
export interface SlackConfig {
  readonly botToken: string;
  readonly mode: SlackMode;
  readonly apiUrl?: string;
}

/** What a Discord server needs. */
export interface DiscordConfig {
  readonly token: string;
  readonly apiUrl?: string;
}

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace"] as const;
/** From only what ends the process to everything. */
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Everything the operator sets outside the organisation's file, parsed once and frozen. */
export interface Config {
  readonly database: DatabaseConfig;
  readonly slack?: SlackConfig;
  readonly discord?: DiscordConfig;
  /** TCP port of the web console; 0 takes any free port. */
  readonly consolePort: number;
  /** What another program on this machine proves itself with that imports figures over HTTP; without it nobody can. */
  readonly importToken?: string;
  readonly logLevel: LogLevel;
}

/** The environment cannot be used; `problems` lists everything wrong with it at once, without any value. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The settings cannot be used:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/** Names and values as a process gets them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The one place that reads the process's environment. */
export function processEnvironment(): Record<string, string | undefined> {
  return { ...process.env };
}

const DEFAULT_DATABASE = "file:./data/floorwalker.db";
const DEFAULT_SLACK_PORT = 3001;
const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

type Read<T> = { readonly value: T } | { readonly problem: string };

function readDatabase(text: string): Read<DatabaseConfig> {
  if (/^postgres(ql)?:/i.test(text)) {
    if (/^postgres(ql)?:\/\/./i.test(text) && URL.canParse(text)) {
      return { value: { dialect: "postgres", url: text } };
    }
    return {
      problem:
        "DATABASE_URL is not a PostgreSQL address. Write postgres://user:password@host:5432/name, with signs such as @ or / in the password percent-encoded.",
    };
  }
  const isFile = /^file:/i.test(text);
  // One letter before the colon is a Windows drive, not a kind of address.
  if (!isFile && /^[a-z][a-z0-9+.-]+:/i.test(text)) {
    return {
      problem:
        "DATABASE_URL names a database that is not supported. Use file:./data/floorwalker.db or postgres://….",
    };
  }
  const file = isFile ? text.slice("file:".length).replace(/^\/\//, "") : text;
  if (file === "" || file.endsWith("/") || file.includes("\0")) {
    return { problem: "DATABASE_URL names no file. Write for example file:./data/floorwalker.db." };
  }
  if (file === ":memory:") {
    return {
      problem: "DATABASE_URL must name a file: a database in memory forgets every case at a restart.",
    };
  }
  return { value: { dialect: "sqlite", file } };
}

/** Which database a `DATABASE_URL` means; without one, the default file. Throws {@link ConfigError}. */
export function databaseFrom(url: string | undefined): DatabaseConfig {
  const text = url?.trim() ?? "";
  const read = readDatabase(text === "" ? DEFAULT_DATABASE : text);
  if ("problem" in read) throw new ConfigError([read.problem]);
  return read.value;
}

const unset = (value: string | undefined): string | undefined => {
  const text = value?.trim();
  return text === "" ? undefined : text;
};
/** A name set to nothing, or to spaces, counts as not set. */
const given = z.string().optional().transform(unset);

function database(value: string | undefined, context: z.RefinementCtx): DatabaseConfig {
  const read = readDatabase(value ?? DEFAULT_DATABASE);
  if ("value" in read) return read.value;
  context.addIssue({ code: "custom", message: read.problem });
  return z.NEVER;
}

/** A Slack secret, known by its first letters; a wrong kind is named by the kind it is. */
function slackToken(name: string, prefix: string, what: string) {
  const others = { "xoxb-": "the bot token", "xapp-": "the app-level token", "xoxp-": "a user token" };
  return given.superRefine((value, context) => {
    if (value === undefined || (value.startsWith(prefix) && /^[\x21-\x7e]+$/.test(value.slice(5)))) return;
    const other = Object.entries(others).find(([start]) => start !== prefix && value.startsWith(start));
    const found = other === undefined ? "" : ` What is set there is ${other[1]}.`;
    context.addIssue({
      code: "custom",
      message: `${name} must be ${what}, which starts with ${prefix} and has no spaces.${found}`,
    });
  });
}

function secret(name: string, where: string, shape: RegExp) {
  return given.refine((value) => value === undefined || shape.test(value), {
    error: `${name} does not look right. Copy it again from ${where}, without spaces or quotes.`,
  });
}

function address(name: string) {
  return given.superRefine((value, context) => {
    if (value === undefined) return;
    const url = URL.canParse(value) ? new URL(value) : undefined;
    if (url === undefined || !["http:", "https:"].includes(url.protocol)) {
      context.addIssue({
        code: "custom",
        message: `${name} must be an address such as https://example.org/api/.`,
      });
    } else if (url.protocol === "http:" && !LOOPBACK.has(url.hostname)) {
      const message = `${name} must start with https://: a token would cross the network readable by anyone.`;
      context.addIssue({ code: "custom", message });
    }
  });
}

function port(name: string, lowest: number, fallback: number) {
  return given.transform((value, context) => {
    if (value === undefined) return fallback;
    const number = /^[0-9]{1,5}$/.test(value) ? Number(value) : Number.NaN;
    if (number >= lowest && number <= 65_535) return number;
    context.addIssue({ code: "custom", message: `${name} must be a whole number from ${lowest} to 65535.` });
    return z.NEVER;
  });
}

function logLevel(value: string | undefined, context: z.RefinementCtx): LogLevel {
  const level = LOG_LEVELS.find((name) => name === (value ?? "info").toLowerCase());
  if (level !== undefined) return level;
  const message = `LOG_LEVEL must be one of ${LOG_LEVELS.join(", ")}.`;
  context.addIssue({ code: "custom", message });
  return z.NEVER;
}

const settings = z.object({
  DATABASE_URL: given.transform(database),
  SLACK_BOT_TOKEN: slackToken("SLACK_BOT_TOKEN", "xoxb-", "the bot token"),
  SLACK_APP_TOKEN: slackToken("SLACK_APP_TOKEN", "xapp-", "the app-level token"),
  SLACK_SIGNING_SECRET: secret(
    "SLACK_SIGNING_SECRET",
    "the Slack app's Basic Information page",
    /^[\x21-\x7e]{8,128}$/,
  ),
  SLACK_PORT: port("SLACK_PORT", 1, DEFAULT_SLACK_PORT),
  SLACK_API_URL: address("SLACK_API_URL"),
  DISCORD_TOKEN: secret("DISCORD_TOKEN", "the Discord app's Bot page", /^(?!Bot )[\x21-\x7e]{8,200}$/),
  DISCORD_API_URL: address("DISCORD_API_URL"),
  CONSOLE_PORT: port("CONSOLE_PORT", 0, 3000),
  KPI_IMPORT_TOKEN: given.refine((value) => value === undefined || /^[\x21-\x7e]{32,200}$/.test(value), {
    error:
      "KPI_IMPORT_TOKEN must be 32 to 200 characters without spaces, such as what openssl rand -hex 32 prints.",
  }),
  LOG_LEVEL: given.transform(logLevel),
});
const NAMES = Object.keys(settings.shape);

/** What Slack's names must be to one another; needs only to know which are set. */
function slackProblems(env: Environment): string[] {
  const set = (name: string): boolean => unset(env[name]) !== undefined;
  const bot = set("SLACK_BOT_TOKEN");
  const socket = set("SLACK_APP_TOKEN");
  const http = set("SLACK_SIGNING_SECRET");
  const problems: string[] = [];
  if (bot && !socket && !http) {
    problems.push(
      "SLACK_BOT_TOKEN is set, but not how events arrive. Set SLACK_APP_TOKEN (Socket Mode, needs no open port) or SLACK_SIGNING_SECRET (HTTP).",
    );
  }
  if (socket && http) {
    problems.push(
      "SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set. Keep SLACK_APP_TOKEN for Socket Mode or SLACK_SIGNING_SECRET for HTTP, and remove the other.",
    );
  }
  for (const name of ["SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"]) {
    if (!bot && set(name)) {
      problems.push(`${name} is set without SLACK_BOT_TOKEN. Set the bot token too, or remove ${name}.`);
    }
  }
  if (set("SLACK_PORT") && !http) {
    problems.push("SLACK_PORT is only used over HTTP. Set SLACK_SIGNING_SECRET too, or remove SLACK_PORT.");
  }
  return problems;
}

/** What other programs call the same thing; too far from our names to be a slip of the finger. */
const OTHER_NAMES = new Map([
  ["SLACK_TOKEN", "SLACK_BOT_TOKEN"],
  ["DISCORD_BOT_TOKEN", "DISCORD_TOKEN"],
]);

/** A misspelt name would silently leave a platform off, so it stops the start. */
function misspelt(env: Environment): string[] {
  const problems: string[] = [];
  for (const name of Object.keys(env).toSorted()) {
    if (NAMES.includes(name) || !/^(SLACK|DISCORD|CONSOLE|KPI)_/i.test(name)) continue;
    const meant = OTHER_NAMES.get(name) ?? nearest(name, NAMES);
    if (meant !== undefined) problems.push(`${name} is not a name of ours. Did you mean ${meant}?`);
  }
  return problems;
}

type Settings = z.output<typeof settings>;

function slackFrom(read: Settings): SlackConfig | undefined {
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_SIGNING_SECRET: signingSecret } = read;
  if (botToken === undefined) return undefined;
  const apiUrl = read.SLACK_API_URL === undefined ? {} : { apiUrl: read.SLACK_API_URL };
  if (appToken !== undefined) return { botToken, mode: { kind: "socket", appToken }, ...apiUrl };
  if (signingSecret === undefined) return undefined;
  return { botToken, mode: { kind: "http", signingSecret, port: read.SLACK_PORT }, ...apiUrl };
}

/** Reads the settings, or throws a {@link ConfigError} with every problem. Never repeats a value. */
export function readConfig(env: Environment): Config {
  const parsed = settings.safeParse(env);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.map((issue) => issue.message)),
    ...slackProblems(env),
    ...misspelt(env),
  ];
  if (parsed.success) {
    const { SLACK_PORT: slackPort, CONSOLE_PORT: consolePort } = parsed.data;
    if (unset(env["SLACK_SIGNING_SECRET"]) !== undefined && slackPort === consolePort) {
      problems.push("SLACK_PORT and CONSOLE_PORT are the same. Give each a port of its own.");
    }
  }
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);
  const read = parsed.data;
  const slack = slackFrom(read);
  const discordUrl = read.DISCORD_API_URL === undefined ? {} : { apiUrl: read.DISCORD_API_URL };
  return frozen({
    database: read.DATABASE_URL,
    ...(slack === undefined ? {} : { slack }),
    ...(read.DISCORD_TOKEN === undefined ? {} : { discord: { token: read.DISCORD_TOKEN, ...discordUrl } }),
    consolePort: read.CONSOLE_PORT,
    ...(read.KPI_IMPORT_TOKEN === undefined ? {} : { importToken: read.KPI_IMPORT_TOKEN }),
    logLevel: read.LOG_LEVEL,
  });
}
