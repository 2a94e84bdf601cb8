import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadDriver } from "../../db/driver.ts";
import { FakeSlack } from "../support/fake-slack/index.ts";
import { BILLING_D, ORDERS_D, populateDiscord } from "../support/discord-floor.ts";
import { FakeDiscord } from "../support/fake-discord/index.ts";
import { BILLING, floorFile, populate } from "../support/world.ts";

const ROOT = resolve(import.meta.dirname, "../..");
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "floorwalker-cli-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Result {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as an operator would, from a folder of its own. */
const floorwalker = (
  parameters: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Result> =>
  new Promise((done) => {
    const { PATH = "" } = process.env;
    execFile(
      process.execPath,
      ["--import", "tsx", join(ROOT, "src/cli.ts"), ...parameters],
      { cwd: ROOT, env: { PATH, DATABASE_URL: `file:${join(folder, "cli.db")}`, ...environment } },
      (error, out, err) => done({ code: typeof error?.code === "number" ? error.code : 0, out, err }),
    );
  });

const file = async (name: string, text: string): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
};

describe("floorwalker", () => {
  it("helps, and says what is off in a call", async () => {
    const help = await floorwalker(["--help"]);
    expect(help.code).toBe(0);
    for (const command of ["start", "demo", "apply", "verify", "doctor", "manifest"])
      expect(help.out).toContain(command);
    const typo = await floorwalker(["aply"]);
    expect(typo.code).toBe(2);
    expect(typo.err).toContain("apply");
    expect((await floorwalker(["apply"])).code).toBe(2);
  });

  it("lists every problem of the settings at once, without showing a value", async () => {
    const result = await floorwalker(["start"], {
      SLACK_BOT_TOKEN: "hunter2",
      CONSOLE_PORT: "many",
      LOG_LEVEL: "loud",
      SLACK_SIGNING_SECRT: "x",
    });
    expect(result.code).toBe(1);
    for (const name of ["SLACK_BOT_TOKEN", "CONSOLE_PORT", "LOG_LEVEL", "SLACK_SIGNING_SECRET"])
      expect(result.err, name).toContain(name);
    expect(result.err).not.toContain("hunter2");
    expect(result.err).not.toMatch(/\bat .*\.ts:\d+/);
  });

  it("apply: refuses a wrong file with line numbers and changes nothing, shows what it changes, and is idempotent", async () => {
    const source = await floorFile();
    const wrong = await file(
      "wrong.yaml",
      source.replace("level: senior, slack: U0WEI", "level: sennior, slack: U0ANA"),
    );
    const refused = await floorwalker(["apply", wrong]);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/wrong\.yaml:\d+:\d+ .*senior/);
    expect(refused.err).toContain("2 problems; nothing was changed.");
    expect((await floorwalker(["apply", join(folder, "missing.yaml")])).err).toContain(
      "there is no such file",
    );

    const good = await file("good.yaml", source);
    const dry = await floorwalker(["apply", good, "--dry-run"]);
    expect(dry.out).toContain("Add Ana Reyes");
    expect(dry.out).toContain("nothing was done (dry run)");
    const applied = await floorwalker(["apply", good]);
    expect(applied.out).toMatch(/Applied: \d+ change\(s\)\./);
    expect((await floorwalker(["apply", good])).out.trim()).toBe("Nothing changes.");
    const changed = await file(
      "changed.yaml",
      source.replace("level: team_leader, limit: 250.00", "level: team_leader, limit: 300.00"),
    );
    const shown = await floorwalker(["apply", changed]);
    expect(shown.out).toContain("£250.00");
    expect(shown.out).toContain("£300.00");
    await floorwalker(["apply", good]);
  });

  it("verify: says the head, takes it as an anchor, and finds tampering with exit 1", async () => {
    const first = await floorwalker(["verify"]);
    expect(first.code).toBe(0);
    const head = /Head (\d+:[0-9a-f]{64})/.exec(first.out)?.[1] ?? "";
    expect((await floorwalker(["verify", "--anchor", head])).code).toBe(0);
    expect((await floorwalker(["verify", "--anchor", `999:${"0".repeat(64)}`])).out).toContain(
      "its end was cut off",
    );
    expect((await floorwalker(["verify", "--anchor", "nonsense"])).err).toContain("is no anchor");
    const Database = await loadDriver();
    const database = new Database(join(folder, "cli.db"));
    const trigger = String(
      database.prepare("SELECT sql FROM sqlite_master WHERE name = 'journal_no_update'").pluck().get(),
    );
    database.exec("DROP TRIGGER journal_no_update; UPDATE journal SET actor = 'nobody' WHERE seq = 1");
    database.exec(trigger);
    database.close();
    const tampered = await floorwalker(["verify"]);
    expect(tampered.code).toBe(1);
    expect(tampered.out).toContain("event 1: its content was changed");
    expect(
      (await floorwalker(["verify"], { DATABASE_URL: `file:${join(folder, "none.db")}` })).err,
    ).toContain("There is no database at");
  });

  it("manifest slack: prints what Slack takes, in both modes", async () => {
    const socket: unknown = JSON.parse((await floorwalker(["manifest", "slack"])).out);
    expect(socket).toMatchObject({
      settings: { socket_mode_enabled: true },
      features: {
        slash_commands: expect.arrayContaining([
          expect.objectContaining({ command: "/escalate" }),
          expect.objectContaining({ command: "/comment" }),
        ]),
        shortcuts: [{ name: "Log customer comment", type: "message", callback_id: "comment.message" }],
      },
    });
    const http = await floorwalker(["manifest", "slack", "--http", "https://bot.example.org/slack/events"]);
    expect(JSON.parse(http.out)).toMatchObject({
      settings: { interactivity: { request_url: "https://bot.example.org/slack/events" } },
    });
    expect((await floorwalker(["manifest", "teams"])).code).toBe(1);
  });

  it("manifest discord: prints the invite link, and why it asks for what it asks", async () => {
    const printed = await floorwalker(["manifest", "discord", "--app", "112233445566778899"]);
    const invite = new URL(printed.out.trim());
    expect(invite.origin + invite.pathname).toBe("https://discord.com/oauth2/authorize");
    expect(invite.searchParams.get("client_id")).toBe("112233445566778899");
    expect(invite.searchParams.get("scope")).toBe("bot applications.commands");
    // View Channel, Send Messages, Embed Links, Attach Files, Read Message History, and the two for threads.
    expect(BigInt(invite.searchParams.get("permissions") ?? "")).toBe(
      [10n, 11n, 14n, 15n, 16n, 35n, 38n].reduce((sum, bit) => sum | (1n << bit), 0n),
    );
    expect(printed.err).toMatch(/Create Public Threads +what happens to a case is said under its card/);
    expect(printed.err).toContain("switch off Public Bot");
    const without = await floorwalker(["manifest", "discord"]);
    expect(without.code).toBe(1);
    expect(without.err).toContain("--app ID");
  });

  it("doctor: names the permissions that are missing in a Discord channel", async () => {
    const discord = await FakeDiscord.start();
    try {
      populateDiscord(discord);
      const environment = { DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl };
      const well = await floorwalker(["doctor"], environment);
      expect(well.out).toContain(`ok    discord:${BILLING_D} can be posted to`);
      expect(well.out).toContain("organisation.workspaces.discord is not set");
      discord.denyBot(BILLING_D, "EmbedLinks", "SendMessagesInThreads");
      discord.denyBot(ORDERS_D, "ViewChannel");
      const ill = await floorwalker(["doctor"], environment);
      expect(ill.code).toBe(1);
      expect(ill.out).toMatch(
        new RegExp(`WRONG discord:${BILLING_D}: .* Missing: Embed Links, Send Messages in Threads\\.`),
      );
      expect(ill.out).toMatch(new RegExp(`WRONG discord:${ORDERS_D}: .* Missing: View Channel\\.`));
      discord.deleteChannel(BILLING_D);
      expect((await floorwalker(["doctor"], environment)).out).toContain(
        `WRONG discord:${BILLING_D}: the channel does not exist`,
      );
      discord.revokeToken();
      expect((await floorwalker(["doctor"], environment)).out).toContain("its token is no longer valid");
      await discord.goDown();
      expect((await floorwalker(["doctor"], environment)).out).toContain("cannot be reached");
    } finally {
      await discord.stop();
    }
  });

  it("doctor: shows each channel's state in words that say what to do", async () => {
    const slack = await FakeSlack.start({ mode: "socket" });
    try {
      populate(slack);
      const environment = {
        SLACK_BOT_TOKEN: slack.botToken,
        SLACK_APP_TOKEN: slack.appToken,
        SLACK_API_URL: slack.apiUrl,
      };
      const well = await floorwalker(["doctor"], environment);
      expect(well.out).toContain("ok    slack:C0BILL can be posted to");
      slack.archive(BILLING);
      slack.kick("C0ORDERS", "U0FLOORBOT");
      const ill = await floorwalker(["doctor"], environment);
      expect(ill.code).toBe(1);
      expect(ill.out).toContain("WRONG slack:C0BILL: the channel is archived: unarchive it");
      expect(ill.out).toContain(
        "WRONG slack:C0ORDERS: the bot is not in the channel: invite it with /invite",
      );
      slack.revokeTokens();
      expect((await floorwalker(["doctor"], environment)).out).toContain("its token is no longer valid");
      await slack.goDown();
      expect((await floorwalker(["doctor"], environment)).out).toContain("cannot be reached");
    } finally {
      await slack.stop();
    }
    expect(await readFile(join(folder, "good.yaml"), "utf8")).toContain("Testfloor");
  });
});
