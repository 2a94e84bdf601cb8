import { dirname } from "node:path";
import type { FakeDiscord } from "../fake-discord/index.ts";
import type { FakeSlack } from "../fake-slack/index.ts";
import { type World, applyText, openWorld } from "../world.ts";
import { type RaiseForm, learnForm } from "./raising.ts";

/** A team of the generated centre: one who asks, one who decides, and a channel. */
export interface Team {
  readonly channel: string;
  readonly agent: string;
  readonly leader: string;
}

/** A platform that a generated centre can be on. */
export type CentrePlatform = "slack" | "discord";

/** How a platform names its channels and people; the number comes after. */
const NAMES = {
  slack: { channel: "C0TEAM", agent: "U0AGENT", leader: "U0LEADER" },
  discord: { channel: "330000000000000", agent: "440000000000000", leader: "550000000000000" },
} as const;

/** The teams of a generated centre. Many of them, because sends in one place wait for one another. */
export const centreTeams = (count: number, platform: CentrePlatform = "slack"): readonly Team[] =>
  Array.from({ length: count }, (_, index) => {
    const number = String(index + 1).padStart(3, "0");
    const { channel, agent, leader } = NAMES[platform];
    return { channel: channel + number, agent: agent + number, leader: leader + number };
  });

/** The organisation file of a generated centre. */
export function centreFile(teams: readonly Team[], platform: CentrePlatform = "slack"): string {
  const on = (id: string): string => `${platform}: "${id}"`;
  const person = (id: string, name: string, team: string, level: string, account: string): string =>
    `  - { id: ${id}, name: ${name}, team: ${team}, level: ${level}, ${on(account)} }`;
  return [
    "organisation:",
    "  name: Faultfloor",
    "  timezone: Europe/London",
    '  customer_reference: { pattern: "C-[0-9]{4,8}", example: C-1042 }',
    "  workspaces: { slack: T0FLOOR }",
    "levels: [agent, team_leader]",
    "escalation:",
    "  take_within_minutes: { customer_waiting: 60, otherwise: 90 }",
    "  quiet_after_minutes: { customer_waiting: 60, otherwise: 90 }",
    "teams:",
    ...teams.map(
      ({ channel }, n) =>
        `  - { id: team${n + 1}, name: Team ${n + 1}, channels: { escalations: { ${on(channel)} } } }`,
    ),
    "people:",
    ...teams.flatMap(({ agent, leader }, n) => [
      person(`agent${n + 1}`, `Agent Number${n + 1}`, `team${n + 1}`, "agent", agent),
      person(`leader${n + 1}`, `Leader Number${n + 1}`, `team${n + 1}`, "team_leader", leader),
    ]),
    "authority:",
    "  - { decision: refund, level: team_leader, limit: 250.00, currency: GBP, per_customer_days: 365 }",
    "",
  ].join("\n");
}

/** Adds a generated centre's people and channels to a fake Slack. */
export function populateCentre(slack: FakeSlack, teams: readonly Team[]): void {
  for (const { channel, agent, leader } of teams) {
    slack.addUser(agent, agent.toLowerCase());
    slack.addUser(leader, leader.toLowerCase());
    slack.book.addChannel(channel, channel.toLowerCase(), [agent, leader]);
  }
}

/** The same on a fake Discord. */
export function populateOnDiscord(discord: FakeDiscord, teams: readonly Team[]): void {
  for (const { channel, agent, leader } of teams) {
    discord.addUser(agent, agent);
    discord.addUser(leader, leader);
    discord.addChannel(channel, channel, [agent, leader]);
  }
}

/** A generated centre with the bot in this process. */
export interface Centre {
  readonly world: World;
  readonly teams: readonly Team[];
  readonly form: RaiseForm;
  /** For what a test writes; gone afterwards. */
  readonly folder: string;
  stop(): Promise<void>;
}

/** Opens a centre of so many teams, its organisation applied and the form learnt. */
export async function openCentre(teamCount: number): Promise<Centre> {
  const world = await openWorld({ mode: "http" });
  const teams = centreTeams(teamCount);
  populateCentre(world.slack, teams);
  await applyText(world.store, centreFile(teams), world.clock.now());
  const [team] = teams;
  if (!team) throw new Error("a centre needs a team");
  return {
    world,
    teams,
    form: await learnForm(world.slack, team),
    folder: dirname(world.databaseFile),
    stop: () => world.stop(),
  };
}
