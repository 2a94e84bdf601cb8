import { describe, expect, it } from "vitest";
import {
  ConfigError,
  databaseFrom,
  type Environment,
  processEnvironment,
  readConfig,
} from "../../src/config.ts";

/** Parts put together here, so that no scanner takes this file for one with secrets in it. */
const BOT = ["xoxb", "111", "test"].join("-");
const APP = ["xapp", "1", "test"].join("-");
const SIGNING = "0123456789abcdef".repeat(2);
const DISCORD = "a.test.token.of.discord";

function problems(env: Environment): readonly string[] {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("settings that cannot be right", () => {
  it("are all listed at once", () => {
    const found = problems({
      DATABASE_URL: "mysql://db",
      SLACK_BOT_TOKEN: "nonsense",
      DISCORD_TOKEN: "x",
      CONSOLE_PORT: "http",
      LOG_LEVEL: "loud",
      SLACK_API_URL: "slack",
    });
    const names = [
      "DATABASE_URL",
      "SLACK_BOT_TOKEN",
      "DISCORD_TOKEN",
      "CONSOLE_PORT",
      "LOG_LEVEL",
      "SLACK_API_URL",
    ];
    for (const name of names) expect(found.join("\n")).toContain(name);
  });

  it("are told without any secret's value", () => {
    const secret = "hunter2-and-more hunter2";
    const env = {
      DATABASE_URL: `postgres:${secret}`,
      SLACK_BOT_TOKEN: secret,
      SLACK_APP_TOKEN: secret,
      SLACK_SIGNING_SECRET: secret,
      SLACK_BOT_TOKN: secret,
      DISCORD_TOKEN: secret,
      SLACK_API_URL: `http://${secret}`,
      DISCORD_API_URL: secret,
    };
    expect(problems(env).length).toBeGreaterThan(6);
    expect(() => readConfig(env)).toThrow(expect.not.stringContaining("hunter2"));
    expect(problems(env).join("\n")).not.toContain("hunter2");
  });

  it.each<[string, Environment, string]>([
    ["a bot token alone", { SLACK_BOT_TOKEN: BOT }, "Set SLACK_APP_TOKEN"],
    [
      "both of Slack's transports",
      { SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP, SLACK_SIGNING_SECRET: SIGNING },
      "both set",
    ],
    ["an app token without a bot token", { SLACK_APP_TOKEN: APP }, "without SLACK_BOT_TOKEN"],
    ["a signing secret without a bot token", { SLACK_SIGNING_SECRET: SIGNING }, "without SLACK_BOT_TOKEN"],
    [
      "a port for Slack over a socket",
      { SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP, SLACK_PORT: "3001" },
      "SLACK_PORT",
    ],
    [
      "the tokens swapped",
      { SLACK_BOT_TOKEN: APP, SLACK_APP_TOKEN: BOT },
      "What is set there is the app-level token",
    ],
    ["a user token", { SLACK_BOT_TOKEN: "xoxp-1", SLACK_APP_TOKEN: APP }, "a user token"],
    [
      "a token with nothing after its start",
      { SLACK_BOT_TOKEN: "xoxb-", SLACK_APP_TOKEN: APP },
      "SLACK_BOT_TOKEN",
    ],
    ["a Discord token with 'Bot ' before it", { DISCORD_TOKEN: `Bot ${DISCORD}` }, "DISCORD_TOKEN"],
    [
      "a port that is no number",
      { CONSOLE_PORT: "3000x" },
      "CONSOLE_PORT must be a whole number from 0 to 65535",
    ],
    ["a port that is too high", { CONSOLE_PORT: "65536" }, "CONSOLE_PORT"],
    ["a negative port", { CONSOLE_PORT: "-1" }, "CONSOLE_PORT"],
    [
      "one port for two things",
      { SLACK_BOT_TOKEN: BOT, SLACK_SIGNING_SECRET: SIGNING, CONSOLE_PORT: "3001" },
      "same",
    ],
    ["an unknown log level", { LOG_LEVEL: "silent" }, "fatal, error, warn, info, debug, trace"],
    ["an address without https", { SLACK_API_URL: "http://gateway.example.org/" }, "https://"],
    ["an address of another kind", { DISCORD_API_URL: "ftp://127.0.0.1/" }, "DISCORD_API_URL"],
    ["an unknown database", { DATABASE_URL: "mysql://db/name" }, "not supported"],
    ["a database in memory", { DATABASE_URL: ":memory:" }, "forgets"],
    ["a database without a file", { DATABASE_URL: "file:" }, "names no file"],
    ["a folder for a database", { DATABASE_URL: "./data/" }, "names no file"],
    ["a broken PostgreSQL address", { DATABASE_URL: "postgres://user:p@ss:word@:x/" }, "percent-encoded"],
  ])("such as %s", (_name, env, message) => {
    expect(problems(env).join("\n")).toContain(message);
  });

  it.each([
    ["SLACK_BOT_TOKN", "SLACK_BOT_TOKEN"],
    ["SLACK_SIGNINGSECRET", "SLACK_SIGNING_SECRET"],
    ["DISCORD_TOKNE", "DISCORD_TOKEN"],
    ["DISCORD_BOT_TOKEN", "DISCORD_TOKEN"],
    ["SLACK_TOKEN", "SLACK_BOT_TOKEN"],
    ["CONSOLE_PROT", "CONSOLE_PORT"],
    ["slack_bot_token", "SLACK_BOT_TOKEN"],
  ])("such as %s, which was meant to be %s", (typed, meant) => {
    expect(problems({ [typed]: "x" })).toEqual([`${typed} is not a name of ours. Did you mean ${meant}?`]);
  });

  it("but names of other programs are none of ours", () => {
    expect(
      problems({ SLACK_WEBHOOK_URL: "x", DISCORD_GUILD: "x", CONSOLE: "x", PATH: "x", SLACKER: "x" }),
    ).toEqual([]);
  });
});

describe("settings that are right", () => {
  it("have defaults for everything", () => {
    const config = readConfig({});
    expect(config).toEqual({
      database: { dialect: "sqlite", file: "./data/floorwalker.db" },
      consolePort: 3000,
      logLevel: "info",
    });
  });

  it("treat a name set to nothing as not set", () => {
    expect(
      readConfig({ SLACK_BOT_TOKEN: "", DISCORD_TOKEN: "  ", CONSOLE_PORT: "", LOG_LEVEL: undefined }),
    ).toEqual(readConfig({}));
  });

  it("describe Slack over a socket", () => {
    const config = readConfig({
      SLACK_BOT_TOKEN: BOT,
      SLACK_APP_TOKEN: APP,
      SLACK_API_URL: "http://127.0.0.1:8080/api/",
    });
    expect(config.slack).toEqual({
      botToken: BOT,
      mode: { kind: "socket", appToken: APP },
      apiUrl: "http://127.0.0.1:8080/api/",
    });
  });

  it("describe Slack over HTTP, on port 3001 unless told", () => {
    const env = { SLACK_BOT_TOKEN: ` ${BOT} `, SLACK_SIGNING_SECRET: SIGNING };
    expect(readConfig(env).slack?.mode).toEqual({ kind: "http", signingSecret: SIGNING, port: 3001 });
    expect(readConfig({ ...env, SLACK_PORT: "8443" }).slack?.mode).toMatchObject({ port: 8443 });
    expect(readConfig(env).slack?.botToken).toBe(BOT);
  });

  it("describe Discord, the console and the log", () => {
    const config = readConfig({ DISCORD_TOKEN: DISCORD, CONSOLE_PORT: "0", LOG_LEVEL: "DEBUG" });
    expect(config).toMatchObject({ discord: { token: DISCORD }, consolePort: 0, logLevel: "debug" });
  });

  it("cannot be changed afterwards, at any depth", () => {
    const config = readConfig({ SLACK_BOT_TOKEN: BOT, SLACK_APP_TOKEN: APP });
    for (const part of [config, config.database, config.slack, config.slack?.mode])
      expect(Object.isFrozen(part)).toBe(true);
  });
});

describe("the database", () => {
  it.each([
    [undefined, { dialect: "sqlite", file: "./data/floorwalker.db" }],
    ["", { dialect: "sqlite", file: "./data/floorwalker.db" }],
    ["file:./x.db", { dialect: "sqlite", file: "./x.db" }],
    ["file:///var/lib/x.db", { dialect: "sqlite", file: "/var/lib/x.db" }],
    ["x.db", { dialect: "sqlite", file: "x.db" }],
    ["/var/lib/x.db", { dialect: "sqlite", file: "/var/lib/x.db" }],
    ["C:\\data\\x.db", { dialect: "sqlite", file: "C:\\data\\x.db" }],
    ["postgres://u:p@host:5432/name", { dialect: "postgres", url: "postgres://u:p@host:5432/name" }],
    ["postgresql://host/name", { dialect: "postgres", url: "postgresql://host/name" }],
  ])("of %s", (url, database) => {
    expect(databaseFrom(url)).toEqual(database);
  });

  it("of anything else is refused", () => {
    expect(() => databaseFrom("redis://host")).toThrow(ConfigError);
  });
});

describe("the process's environment", () => {
  it("is a copy", () => {
    const copy = processEnvironment();
    copy["FLOORWALKER_TEST"] = "x";
    expect(processEnvironment()["FLOORWALKER_TEST"]).toBeUndefined();
  });
});
