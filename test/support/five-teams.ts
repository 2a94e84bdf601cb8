import { asc } from "drizzle-orm";
import { cases } from "../../db/schema/escalation.ts";
import type { Platform } from "../../src/chat/event.ts";
import { hands } from "./hands.ts";
import { settled } from "./standing.ts";
import { type World, applyText, openWorld } from "./world.ts";

/** The platforms on which everybody is. */
export const PLATFORMS = ["slack", "discord", "console"] as const satisfies readonly Platform[];

/** Somebody of one of the five teams. */
export interface Colleague {
  readonly id: string;
  readonly team: number;
  readonly slack: string;
  readonly discord: string;
}
/** Where each team talks. */
export interface TeamPlaces {
  readonly slack: string;
  readonly discord: string;
  readonly console: string;
}

export const TEAMS = [1, 2, 3, 4, 5] as const;
export const placesOf = (team: number): TeamPlaces => ({
  slack: `C0TEAM${team}`,
  discord: `33000000000000010${team}`,
  console: `team-${team}`,
});
const colleague = (team: number, kind: "agent" | "leader"): Colleague => ({
  id: `${kind}${team}`,
  team,
  slack: `U0${kind.toUpperCase()}${team}`,
  discord: `4700000000000000${kind === "agent" ? "1" : "2"}${team}`,
});
export const agentOf = (team: number): Colleague => colleague(team, "agent");
export const leaderOf = (team: number): Colleague => colleague(team, "leader");
/** Everybody but the director. */
export const COLLEAGUES: readonly Colleague[] = TEAMS.flatMap((team) => [agentOf(team), leaderOf(team)]);
/** Serves the whole centre, so that nothing is kept from her. */
export const DIRECTOR: Colleague = { id: "helen", team: 0, slack: "U0HELEN", discord: "440000000000000010" };

/** A word that stands in every text of a team's cases, and the beginning of its customers' references. */
export const wordOf = (team: number): string => `kiwi${team}word`;
export const customersOf = (team: number): string => `C-777${team}`;
/** A word in the names of a team's people. */
export const nameOf = (team: number): string => `Heron${team}`;

const file = JSON.stringify({
  organisation: {
    name: "Fivefloor",
    timezone: "Europe/London",
    customer_reference: { pattern: "C-[0-9]{4,8}", example: "C-1042" },
    workspaces: { slack: "T0FLOOR" },
  },
  levels: ["agent", "team_leader", "director"],
  teams: TEAMS.map((team) => ({
    id: `team${team}`,
    name: `Team ${team}`,
    channels: { escalations: placesOf(team) },
  })),
  people: [
    ...COLLEAGUES.map(({ id, team, slack, discord }) => ({
      id,
      name: `${id.startsWith("agent") ? "Ada" : "Lea"} ${nameOf(team)}`,
      team: `team${team}`,
      level: id.startsWith("agent") ? "agent" : "team_leader",
      slack,
      discord,
    })),
    {
      id: DIRECTOR.id,
      name: "Helen Achebe",
      level: "director",
      slack: DIRECTOR.slack,
      discord: DIRECTOR.discord,
    },
  ],
  authority: [
    { decision: "refund", level: "team_leader", limit: "250.00", currency: "GBP", per_customer_days: "365" },
  ],
});

/** Somebody, acting on a platform. */
export interface Acting {
  readonly who: Colleague;
  readonly on: (typeof PLATFORMS)[number];
}

/** A case as a test knows it. */
export interface KnownCase {
  readonly id: string;
  readonly ref: string;
  readonly team: number;
  readonly generation: number;
}

const userOf = ({ who, on }: Acting): string => (on === "console" ? who.id : who[on]);

function populate({ slack, discord }: World): void {
  for (const { slack: user, discord: account, id } of COLLEAGUES) {
    slack.addUser(user, id);
    discord.addUser(account, id);
  }
  for (const team of TEAMS) {
    const { slack: channel, discord: room } = placesOf(team);
    const people = [agentOf(team), leaderOf(team)];
    slack.book.addChannel(channel, `team-${team}`, [DIRECTOR.slack, ...people.map((one) => one.slack)]);
    discord.addChannel(room, `team-${team}`, [DIRECTOR.discord, ...people.map((one) => one.discord)]);
  }
}

/** Five teams on three platforms, each with cases in every state, and its own word in every text of them. */
export async function openFiveTeams() {
  const world = await openWorld({ platforms: ["slack", "discord"], createAs: "sandbox" });
  await applyText(world.store, file, world.clock.now());
  populate(world);
  const byCore = hands<Acting>({
    handle: (event) => world.running.core.handle(event),
    actorOf: (acting) => ({
      platform: acting.on,
      workspace: { slack: "T0FLOOR", discord: world.discord.guildId, console: "local" }[acting.on],
      user: userOf(acting),
      isBot: false,
    }),
    placeOf: ({ who, on }) => ({ platform: on, channel: placesOf(who.team)[on] }),
  });
  const all = async (): Promise<readonly KnownCase[]> =>
    (await world.store.read.select().from(cases).orderBy(asc(cases.ref))).map((row) => ({
      id: row.id,
      ref: row.ref,
      team: Number(row.teamId.slice("team".length)),
      generation: row.generation,
    }));
  const newest = async (): Promise<string> => {
    const one = (await all()).at(-1);
    return `${one?.id ?? ""}:${one?.generation ?? 0}`;
  };

  /** Raises a case and takes it as far as it is to go. Raiser and leader are told on different platforms. */
  async function story(team: number, nth: number, steps: readonly string[]): Promise<void> {
    const on = PLATFORMS[(team + nth) % 3] ?? "slack";
    const other = PLATFORMS[(team + nth + 1) % 3] ?? "slack";
    const agent = { who: agentOf(team), on };
    const leader = { who: leaderOf(team), on: other };
    const word = wordOf(team);
    await byCore.submit(agent, await byCore.command(agent, "escalate"), {
      kind: "approval",
      issue: "refund",
      customer: `${customersOf(team)}${nth}`,
      need: `needs ${word}`,
      amount: "80",
      waiting: "no",
    });
    for (const step of steps) {
      const arg = await newest();
      if (step === "decide")
        await byCore.submit(leader, await byCore.button(leader, "case.decide", arg), {
          what: `gets ${word}`,
        });
      else if (step === "hand_back")
        await byCore.submit(leader, await byCore.button(leader, "case.hand_back", arg), {
          feedback: `next time ${word}`,
        });
      else await byCore.button(step === "withdraw" ? agent : leader, `case.${step}`, arg);
    }
  }
  const STORIES = [
    [],
    ["take"],
    ["take", "decide"],
    ["take", "decide", "hand_back"],
    ["withdraw"],
    ["take", "release"],
  ];
  for (const [nth, steps] of STORIES.entries()) for (const team of TEAMS) await story(team, nth, steps);
  await settled(world);
  return { world, byCore, all };
}

/** What {@link openFiveTeams} gives. */
export interface FiveTeams extends Awaited<ReturnType<typeof openFiveTeams>> {}
