import { execFile } from "node:child_process";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChatEvent } from "../../src/chat/event.ts";
import { wire } from "../support/console/harness.ts";
import type { Person } from "../support/fake-discord/index.ts";
import {
  type Acting,
  COLLEAGUES,
  type Colleague,
  DIRECTOR,
  type FiveTeams,
  type KnownCase,
  PLATFORMS,
  TEAMS,
  customersOf,
  nameOf,
  openFiveTeams,
  placesOf,
  wordOf,
} from "../support/five-teams.ts";
import { said } from "../support/hands.ts";
import { ROLE_TABLE } from "../support/roles.ts";
import { settled, standing } from "../support/standing.ts";
import { until } from "../support/until.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const MISSING = { id: "0".repeat(20), ref: "ESC-9999", generation: 1 };

let five: FiveTeams;
let known: readonly KnownCase[] = [];
beforeAll(async () => {
  five = await openFiveTeams();
  known = await five.all();
}, 120_000);
afterAll(() => five.world.stop());

const foreignTo = (who: Colleague): readonly KnownCase[] => known.filter(({ team }) => team !== who.team);
/** What nobody outside a team may read: its word, its customers, its people's names, its cases. */
const secretsOf = (team: number, withNames: boolean): readonly string[] => [
  wordOf(team),
  customersOf(team),
  ...(withNames ? [nameOf(team)] : []),
  ...known.filter((one) => one.team === team).map(({ ref }) => ref),
];
/** What of other teams somebody can read in a text. */
const leaks = (who: Colleague, text: string, withNames = true): readonly string[] =>
  TEAMS.filter((team) => team !== who.team)
    .flatMap((team) => secretsOf(team, withNames))
    .filter((secret) => text.includes(secret));

const slackUser = (who: Colleague) => five.world.slack.user(who.slack);
const discordUser = (who: Colleague): Person => five.world.discord.user(who.discord);
const page = async (path: string): Promise<string> =>
  (await wire(`${five.world.running.consoleUrl}${path}`, { headers: { "hx-request": "true" } })).body;
const post = async (path: string, fields: Readonly<Record<string, string>>): Promise<string> => {
  const url = five.world.running.consoleUrl;
  const headers = { origin: url, "hx-request": "true", "content-type": "application/x-www-form-urlencoded" };
  const body = new URLSearchParams(fields).toString();
  return (await wire(`${url}${path}`, { method: "POST", headers, body })).body;
};

/** Everything that somebody sees on Slack: channels, direct messages, private answers, the open form. */
const onSlack = (who: Colleague): string => {
  const user = slackUser(who);
  const messages = [...TEAMS.flatMap((team) => user.sees(placesOf(team).slack)), ...user.dms()];
  return JSON.stringify([messages, user.view]);
};
/** The same on Discord. */
const onDiscord = (who: Colleague): string => {
  const user = discordUser(who);
  const messages = [...TEAMS.flatMap((team) => user.sees(placesOf(team).discord)), ...user.dms()];
  return JSON.stringify([messages, user.modal]);
};
/** The same in the console: every page there is of this person, and of every channel in turn. */
const inConsole = async (who: Colleague): Promise<string> => {
  const at = `/as/${who.id}`;
  const paths = [`${at}/places`, `${at}/dm`, ...TEAMS.map((team) => `${at}/c/${placesOf(team).console}`)];
  return (await Promise.all(paths.flatMap((path) => [page(path), page(`${path}?all`)]))).join("\n");
};

/** Runs a command over the wire of each platform; what came of it is in what they see. */
async function runs(who: Colleague, name: string, rest: string): Promise<void> {
  const { slack, discord, console } = placesOf(who.team);
  const user = slackUser(who);
  await user.command(`/${name}`, rest, { channel: slack });
  if (user.view && name !== "escalate") user.closeView();
  const option = { escalate: "what", case: "case", cases: "which" }[name];
  const given = option === undefined || (rest === "" && option !== "case") ? {} : { [option]: rest };
  if (!(option === "case" && rest === "")) await discordUser(who).command(name, given, { channel: discord });
  await post(`/as/${who.id}/c/${console}/run`, { text: `/${name} ${rest}` });
}

describe("what one team writes", () => {
  it("is in front of its own people, on every platform: what is looked for can be found", async () => {
    for (const who of COLLEAGUES) {
      const seen = [onSlack(who), onDiscord(who), await inConsole(who)];
      for (const text of seen) {
        expect(text, who.id).toContain(wordOf(who.team));
        expect(text, who.id).toContain(customersOf(who.team));
        expect(text, who.id).toContain(nameOf(who.team));
      }
    }
    for (const text of [onSlack(DIRECTOR), onDiscord(DIRECTOR)])
      for (const team of TEAMS) expect(text).toContain(wordOf(team));
  });

  it("reaches nobody of another team, whatever they run, press or type", { timeout: 180_000 }, async () => {
    const neighbours = known.flatMap(({ ref }) => [
      ref,
      ref.replace("ESC-", ""),
      `esc ${Number(ref.slice(4))}`,
    ]);
    const tries = new Set([
      ...neighbours,
      MISSING.ref,
      "0",
      "-1",
      "ESC-",
      "%",
      "ESC-0001 ESC-0002",
      wordOf(2),
      customersOf(3),
    ]);
    for (const who of COLLEAGUES) {
      const mine = new Set(known.filter(({ team }) => team === who.team).map(({ ref }) => ref));
      for (const ref of tries) if (who.id.startsWith("agent") || mine.has(ref)) await runs(who, "case", ref);
      for (const which of ["", "mine", "open", "all", wordOf(1)]) await runs(who, "cases", which);
      await runs(who, "away", "");
      await runs(who, "back", "");
      await runs(who, "escalate", "refund");
    }
    await settled(five.world);
    for (const who of COLLEAGUES) {
      expect(leaks(who, onSlack(who)), `${who.id} on Slack`).toEqual([]);
      expect(leaks(who, onDiscord(who)), `${who.id} on Discord`).toEqual([]);
      // The console's list of people is for choosing who one is; what one may read begins behind it.
      expect(leaks(who, await inConsole(who), false), `${who.id} in the console`).toEqual([]);
    }
  });

  it("is not offered to others while they type", async () => {
    const typed = [
      "",
      "E",
      "ESC-",
      "0",
      ...known.map(({ ref }) => ref),
      MISSING.ref,
      "Taken",
      wordOf(4),
      "%",
    ];
    for (const who of COLLEAGUES)
      for (const value of typed) {
        const where = { channel: placesOf(who.team).discord };
        const offered = await discordUser(who).suggestions("case", {}, { name: "case", value }, where);
        expect(leaks(who, JSON.stringify(offered)), `${who.id}: ${value}`).toEqual([]);
      }
    const agent = COLLEAGUES[0];
    if (!agent) throw new Error("nobody");
    const where = { channel: placesOf(agent.team).discord };
    for (const { ref } of foreignTo(agent)) {
      const lists = await Promise.all(
        [ref, MISSING.ref].map((value) =>
          discordUser(agent).suggestions("case", {}, { name: "case", value }, where),
        ),
      );
      expect(lists).toEqual([[], []]);
    }
  });
});

describe("a foreign case and one that does not exist", () => {
  const names = (kind: string): readonly string[] =>
    Object.keys(ROLE_TABLE)
      .filter((entry) => entry.startsWith(kind))
      .map((entry) => entry.slice(kind.length + 1));

  it.each(PLATFORMS)(
    "are answered in the same bytes on %s, by every button and form",
    { timeout: 120_000 },
    async (on) => {
      const { byCore, world } = five;
      const before = await standing(world.store);
      let events = 0;
      for (const who of COLLEAGUES) {
        const acting: Acting = { who, on };
        const sends = async (form: string, one: Pick<KnownCase, "id" | "generation">): Promise<string> => {
          events += 1;
          const event: ChatEvent = {
            kind: "form",
            eventId: `leak${on}${events}`,
            actor: {
              platform: on,
              workspace: { slack: "T0FLOOR", discord: world.discord.guildId, console: "local" }[on],
              user: on === "console" ? who.id : who[on],
              isBot: false,
            },
            place: { platform: on, channel: placesOf(who.team)[on] },
            form,
            formId: crypto.randomUUID(),
            context: { case: one.id, generation: String(one.generation) },
            values: { outcome: "approved", what: "yes", amount: "80", told: "accepted", feedback: "x" },
          };
          return JSON.stringify(await world.running.core.handle(event));
        };
        const one = async (
          named: Pick<KnownCase, "id" | "ref" | "generation">,
        ): Promise<readonly string[]> => [
          said(await byCore.command(acting, "case", named.ref)),
          ...(await Promise.all(
            names("button").map(async (name) =>
              JSON.stringify(await byCore.button(acting, name, `${named.id}:${named.generation}`)),
            ),
          )),
          ...(await Promise.all(
            names("form")
              .filter((name) => name !== "case.raise")
              .map((name) => sends(name, named)),
          )),
        ];
        const missing = await one(MISSING);
        for (const words of missing)
          expect(words).toContain("There is no case that you can see under that name");
        for (const foreign of foreignTo(who))
          expect(await one(foreign), `${who.id} at ${foreign.ref}`).toEqual(missing);
      }
      expect(await standing(world.store)).toEqual(before);
    },
  );

  it("look the same to whoever forges another team's buttons from a card of their own", async () => {
    const agent = COLLEAGUES[0];
    if (!agent) throw new Error("nobody");
    const { slack, discord } = placesOf(agent.team);
    const told = async (id: string): Promise<readonly string[]> => {
      const here = slackUser(agent);
      const there = discordUser(agent);
      const card = here.sees(slack).find((one) => one.buttons.some((button) => button.value.length > 0));
      const room = there.sees(discord).find((one) => one.buttons.length > 0);
      const [button] = card?.buttons ?? [];
      if (!card || !button || !room) throw new Error("no card of their own");
      const own = known.find(({ id: mine }) => button.value.includes(mine) || button.actionId.includes(mine));
      const swap = (text: string): string => text.replaceAll(own?.id ?? "", id);
      const forged = { ...button, value: swap(button.value), actionId: swap(button.actionId) };
      expect([forged.value, forged.actionId].join()).toContain(id);
      const alone = () => [
        here.sees(slack).filter((one) => one.ephemeral),
        there.sees(discord).filter((one) => one.ephemeral),
      ];
      const before = alone().map((messages) => messages.length);
      await here.press({ ...card, buttons: [forged] }, button.label);
      await there.forgesPress(room, `b0|case.take|${id}:1`);
      await until("both are answered", () =>
        alone().every((messages, index) => messages.length > (before[index] ?? 0)),
      );
      return alone().map((messages) => messages.at(-1)?.text ?? "");
    };
    const missing = await told(MISSING.id);
    for (const words of missing) expect(words).toContain("There is no case that you can see under that name");
    for (const { id } of foreignTo(agent)) expect(await told(id)).toEqual(missing);
  });

  it("look the same at every address of the console", async () => {
    for (const who of COLLEAGUES.slice(0, 4)) {
      const nowhere = await wire(`${five.world.running.consoleUrl}/as/${who.id}/c/nowhere`, {});
      for (const team of TEAMS.filter((one) => one !== who.team)) {
        const foreign = await wire(
          `${five.world.running.consoleUrl}/as/${who.id}/c/${placesOf(team).console}`,
          {},
        );
        expect([foreign.status, foreign.body]).toEqual([nowhere.status, nowhere.body]);
      }
    }
  });
});

describe("what is not for any team's eyes", () => {
  const everything = (withNames: boolean): readonly string[] =>
    TEAMS.flatMap((team) => secretsOf(team, withNames));

  it("is the log: it holds no word, customer, name or reference of anybody", () => {
    const log = five.world.logs.join("\n");
    expect(five.world.logs.length).toBeGreaterThan(100);
    expect(everything(true).filter((secret) => log.includes(secret))).toEqual([]);
  });

  it("is what doctor says, and what the page about the state of things says", async () => {
    const { discord, databaseFile, running } = five.world;
    const env = { PATH: process.env["PATH"] ?? "", DATABASE_URL: `file:${databaseFile}` };
    const out = await new Promise<string>((done) => {
      execFile(
        process.execPath,
        ["--import", "tsx", join(ROOT, "src/cli.ts"), "doctor"],
        { cwd: ROOT, env: { ...env, DISCORD_TOKEN: discord.token, DISCORD_API_URL: discord.apiUrl } },
        (_error, stdout, stderr) => done(stdout + stderr),
      );
    });
    expect(out).toContain("messages:");
    expect(out).toContain(`discord:${placesOf(3).discord} can be posted to`);
    expect(everything(true).filter((secret) => out.includes(secret))).toEqual([]);
    const health = await wire(`${running.consoleUrl}/health`, {});
    expect(everything(true).filter((secret) => health.body.includes(secret))).toEqual([]);
  });
});
