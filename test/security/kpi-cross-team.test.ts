import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { digests } from "../../db/schema/digests.ts";
import { kpiTargets } from "../../db/schema/kpi.ts";
import { plainText } from "../../src/chat/message.ts";
import { casesSection } from "../../src/escalation/index.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { digestMessage } from "../../src/kpi/digest/message.ts";
import { composer } from "../../src/kpi/index.ts";
import { addDays, localDate } from "../../src/local-days.ts";
import { resolve } from "../../src/outbox/index.ts";
import { organisationFile } from "../../src/people/index.ts";
import { wire } from "../support/console/harness.ts";
import {
  type Acting,
  COLLEAGUES,
  type Colleague,
  DIRECTOR,
  type FiveTeams,
  TEAMS,
  agentOf,
  leaderOf,
  nameOf,
  openFiveTeams,
  placesOf,
  wordOf,
} from "../support/five-teams.ts";
import { said } from "../support/hands.ts";
import { ordinaryDay, storeDays } from "../support/kpi-floor.ts";
import { settled } from "../support/standing.ts";
import { applyText } from "../support/world.ts";

/** In the names of a team's own KPIs. Definitions are the centre's: whoever lists what there is reads them, and nothing more. */
const kpiWordOf = (team: number): string => `lark${team}kpi`;
/** So many contacts a team was offered each day: a number that stands nowhere else. */
const offeredOf = (team: number): number => 10_000 + team * 1_111;
const inWords = (value: number): string => value.toLocaleString("en-GB");

/** What nobody outside a team may read: its word, its figures, its people, and which KPIs it chose. */
const secretsOf = (team: number): readonly string[] => [
  wordOf(team),
  inWords(offeredOf(team)),
  nameOf(team),
  kpiWordOf(team),
];
const leaks = (who: Colleague, text: string, isCatalogue = false): readonly string[] =>
  TEAMS.filter((team) => team !== who.team)
    .flatMap(secretsOf)
    .filter((secret) => !(isCatalogue && secret.startsWith("lark")) && text.includes(secret));

const fileSchema = z.record(z.string(), z.unknown());

let five: FiveTeams;
let today = "";
/** By team: its posted digest, and its agreed target. */
const ids = new Map<number, { readonly digest: string; readonly target: string }>();

const on = (who: Colleague): Acting => ({ who, on: "slack" });
const tells = async (who: Colleague, command: string, line: string): Promise<string> =>
  JSON.stringify(await five.byCore.command(on(who), command, line));

async function figuresOf(team: number): Promise<void> {
  const { byCore, world } = five;
  const [leader, agent, word, own] = [leaderOf(team), agentOf(team), wordOf(team), `own${team}`];
  const form = (line: string) => byCore.command(on(leader), "kpi", line);
  await byCore.submit(on(leader), await form("define"), {
    name: `${kpiWordOf(team)} offered`,
    kpi: own,
    purpose: `For ${kpiWordOf(team)}`,
    formula: "offered",
    unit: "count",
    direction: "context",
  });
  const from = addDays(today, -10);
  const proposal = async () =>
    (await world.store.read.select().from(kpiTargets)).find(
      ({ teamId, state }) => teamId === `team${team}` && state === "proposed",
    )?.id ?? "";
  await byCore.submit(on(leader), await form(`agree ${own}`), { basis: word, asked: agent.id, from });
  const target = await proposal();
  await byCore.button(on(agent), "kpi.agree", target);
  await byCore.submit(on(leader), await form("agree sl"), { low: "80", basis: word, asked: agent.id, from });
  await byCore.submit(on(agent), await byCore.button(on(agent), "kpi.decline", await proposal()), {
    reason: `no ${word}`,
  });
  await byCore.submit(on(leader), await form("agree abn_rate"), {
    high: "5",
    basis: word,
    asked: agent.id,
    from,
  });
  await byCore.command(on(leader), "digest", "now");
  const digest =
    (await world.store.read.select().from(digests)).find(({ teamId }) => teamId === `team${team}`)?.id ?? "";
  ids.set(team, { digest, target });
  for (const action of ["kpi.analyse", "kpi.rebase"]) {
    const opened = await byCore.button(on(leader), action, `${digest}/${own}`);
    await byCore.submit(on(leader), opened, {
      finding: `found ${word}`,
      ruled_out: word,
      recommendation: word,
      expected: word,
      reason: word,
      ...(action === "kpi.rebase" ? { from: addDays(today, -30) } : {}),
    });
  }
}

beforeAll(async () => {
  five = await openFiveTeams();
  const { store, clock } = five.world;
  today = localDate(clock.now(), "Europe/London");
  const file = fileSchema.parse(JSON.parse((await organisationFile(store.read)) ?? "{}"));
  const kpi = {
    leaders_from: "team_leader",
    queues: TEAMS.map((team) => ({
      id: `queue${team}`,
      name: `${wordOf(team)} calls`,
      team: `team${team}`,
      also_called: [`${wordOf(team)} line`],
      // Always open, and nothing was heard of it: each digest says so by its name.
      open: { days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], from: "00:00", to: "24:00" },
    })),
  };
  await applyText(store, JSON.stringify({ ...file, kpi }), clock.now());
  for (const team of TEAMS)
    await storeDays(
      store,
      Array.from({ length: 40 }, (_, index) => ({
        team: `team${team}`,
        date: addDays(today, index - 40),
        sums: { ...ordinaryDay(index), offered: offeredOf(team) },
      })),
    );
  for (const team of TEAMS) await figuresOf(team);
  await settled(five.world);
}, 180_000);
afterAll(() => five.world.stop());

/** A digest as it would be posted now. */
async function digestOf(team: number, kind: "daily" | "weekly"): Promise<string> {
  const { store, clock } = five.world;
  const parts = {
    ids: randomIds,
    journal: createJournal(randomIds, false),
    active: new Set(["slack" as const]),
  };
  const compose = composer({ ...parts, store, clock }, [casesSection]);
  const { figures } = await compose(`team${team}`, today, kind, { lateMs: 0, missed: [], note: "" });
  const message = digestMessage(figures, { id: "d", head: { seq: 1, hash: "ab".repeat(32) } });
  return JSON.stringify([figures, plainText(await resolve(store.read, message, "slack"))]);
}

describe("the figures of one team", () => {
  it("are in front of those who lead it, so that what is looked for can be found", async () => {
    for (const team of TEAMS) {
      const leader = leaderOf(team);
      const preview = await tells(leader, "digest", "preview");
      for (const secret of [wordOf(team), inWords(offeredOf(team)), kpiWordOf(team)])
        expect(preview, secret).toContain(secret);
      expect(await tells(leader, "kpi", `show own${team}`)).toContain(inWords(offeredOf(team)));
      const { digest } = ids.get(team) ?? { digest: "" };
      expect(
        JSON.stringify(await five.byCore.button(on(leader), "kpi.chart", `${digest}/own${team}`)),
      ).toContain(`kpi:${digest}/own${team}`);
      const dms = JSON.stringify(five.world.slack.user(leader.slack).dms());
      expect(dms, "the digest came as a direct message").toContain("the day in figures");
      expect(dms).toContain(wordOf(team));
    }
  });

  it("are in no digest of another, be it of a day or of a week", async () => {
    for (const team of TEAMS)
      for (const kind of ["daily", "weekly"] as const) {
        const text = await digestOf(team, kind);
        expect(text).toContain(kpiWordOf(team));
        expect(leaks(leaderOf(team), text), `${team} ${kind}`).toEqual([]);
        // Nor are its own people, whose names stand in its cases.
        expect(text).not.toContain(nameOf(team));
      }
  });

  it("reach nobody of another team, whatever they run", { timeout: 240_000 }, async () => {
    for (const who of COLLEAGUES) {
      const other = (who.team % 5) + 1;
      const there = [`Team ${other}`, `team${other}`];
      const kpi = [
        "list",
        "list in Team 9",
        "show sl",
        `show own${other}`,
        `show own${who.team}`,
        "measures",
      ];
      for (const team of there)
        kpi.push(`list in ${team}`, `show own${other} in ${team}`, `agree sl in ${team}`);
      // What there is in the catalogue is the centre's; every other word and figure is not.
      for (const line of kpi)
        expect(leaks(who, await tells(who, "kpi", line), true), `${who.id} ${line}`).toEqual([]);
      const digest = ["preview", "schedule"];
      for (const team of there)
        for (const what of ["preview", "now", "schedule", "schedule at 9", "mute until friday", "unmute"])
          digest.push(`${what} for ${team}`);
      for (const line of digest)
        expect(leaks(who, await tells(who, "digest", line)), `${who.id} ${line}`).toEqual([]);
    }
  });

  it("are not offered while somebody types", async () => {
    for (const who of COLLEAGUES)
      for (const command of ["kpi", "digest"])
        for (const typed of [
          "",
          "show ",
          "show own",
          "agree ",
          `show ${wordOf(2)}`,
          "preview for ",
          wordOf(3),
          "%",
        ]) {
          const offered = await five.world.running.core.suggest({
            actor: { platform: "slack", workspace: "T0FLOOR", user: who.slack, isBot: false },
            place: { platform: "slack", channel: placesOf(who.team).slack },
            command,
            option: "what",
            typed,
          });
          expect(leaks(who, JSON.stringify(offered), true), `${who.id} ${command} ${typed}`).toEqual([]);
        }
  });

  it(
    "are behind no button of another's digest or target, which look like none",
    { timeout: 120_000 },
    async () => {
      const before = JSON.stringify(await five.world.store.read.select().from(kpiTargets));
      for (const who of COLLEAGUES) {
        const press = async (action: string, arg: string): Promise<string> =>
          said(await five.byCore.button(on(who), action, arg));
        for (const [team, { digest, target }] of ids) {
          if (team === who.team) continue;
          for (const action of ["kpi.chart", "kpi.analyse", "kpi.rebase"])
            for (const kpi of [`own${team}`, "sl", "nothing"])
              expect(await press(action, `${digest}/${kpi}`)).toBe(
                await press(action, `${"0".repeat(20)}/${kpi}`),
              );
          for (const action of ["kpi.agree", "kpi.decline", "kpi.end_target", "kpi.withdraw"])
            expect(await press(action, target)).toBe(await press(action, "0".repeat(20)));
          expect(await press("kpi.propose", `team${team}/own${team}`)).toBe(
            await press("kpi.propose", "nowhere/sl"),
          );
        }
      }
      expect(JSON.stringify(await five.world.store.read.select().from(kpiTargets))).toBe(before);
    },
  );

  it("are pictured for nobody else, by whatever address", async () => {
    const url = five.world.running.consoleUrl;
    const { digest } = ids.get(1) ?? { digest: "" };
    // There is such a picture, so that a refusal is one.
    expect(await five.world.running.core.picture(`kpi:${digest}/own1`)).toBeDefined();
    for (const who of [...COLLEAGUES.filter(({ team }) => team !== 1), agentOf(1)])
      for (const picture of [`kpi:${digest}/own1`, `digest:${digest}`])
        for (const message of ["1", digest, "none"]) {
          const address = `${url}/as/${who.id}/pictures/${message}/${encodeURIComponent(picture)}`;
          expect((await wire(address, {})).status, `${who.id} ${address}`).toBe(404);
        }
    for (const picture of [
      "kpi:x/y",
      "digest:",
      `kpi:${digest}/`,
      `kpi:${digest}/nothing`,
      "kpi:__proto__/sl",
    ])
      expect(await five.world.running.core.picture(picture), picture).toBeUndefined();
  });

  it("are in nothing that others see anywhere, after all that", async () => {
    await settled(five.world);
    for (const who of COLLEAGUES) {
      const slack = five.world.slack.user(who.slack);
      const discord = five.world.discord.user(who.discord);
      const seen = [
        ...TEAMS.flatMap((team) => slack.sees(placesOf(team).slack)),
        ...slack.dms(),
        slack.view,
        ...TEAMS.flatMap((team) => discord.sees(placesOf(team).discord)),
        ...discord.dms(),
        discord.modal,
      ];
      expect(leaks(who, JSON.stringify(seen)), who.id).toEqual([]);
    }
  });

  it("are in no digest that an agent sees, of their own team either", async () => {
    for (const team of TEAMS) {
      const { slack, discord } = agentOf(team);
      const seen = [
        ...five.world.slack.user(slack).sees(placesOf(team).slack),
        ...five.world.slack.user(slack).dms(),
        ...five.world.discord.user(discord).sees(placesOf(team).discord),
        ...five.world.discord.user(discord).dms(),
      ];
      expect(JSON.stringify(seen)).not.toContain("in figures");
    }
  });

  it("are seen by whoever serves all teams", async () => {
    for (const team of TEAMS)
      expect(await tells(DIRECTOR, "digest", `preview for Team ${team}`)).toContain(wordOf(team));
  });

  it("are not in the log", () => {
    const log = five.world.logs.join("\n");
    expect(five.world.logs.length).toBeGreaterThan(100);
    expect(TEAMS.flatMap(secretsOf).filter((secret) => log.includes(secret))).toEqual([]);
  });
});
