import { FakeDiscord } from "../fake-discord/index.ts";
import { until } from "../until.ts";
import { type CentrePlatform, type Team, centreFile, centreTeams, populateOnDiscord } from "./centre.ts";
import { openFloor } from "./floor.ts";
import { type Program, openProgram } from "./program.ts";
import { randomFrom, seedOf } from "../seeded.ts";
import { confirmationIn, sendOpened } from "./raising.ts";
import type { Variables } from "../child.ts";

/** What somebody who asked for something was told, and when. */
export interface Told {
  /** Ms until the first answer; without one, until they were told that there is none. */
  readonly after: number;
  readonly answered: boolean;
  /** Whether that answer was the outcome already, and not that it is still being saved. */
  readonly confirmed: boolean;
}

/** A centre at work on one platform, with its bot in a process of its own, that is asked for many things at once. */
export interface Asking {
  readonly program: Program;
  readonly teams: readonly Team[];
  /** Begins to raise a case; what comes back sends it. */
  raising(team: Team, customer: string): () => Promise<Told>;
  /** Runs a command of one word. */
  command(team: Team, name: string): Promise<Told>;
  /** Waits until a bot that was just started can be asked. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

async function onSlack(teamCount: number, more: Variables): Promise<Asking> {
  const floor = await openFloor(randomFrom(seedOf("asking")), teamCount, more);
  const { slack, form } = floor;
  return {
    program: floor,
    teams: floor.teams,
    raising: (team, customer) => {
      // Drawing a form takes this process time that is not the bot's.
      const view = form.open(team, customer);
      return async () => {
        const sent = await sendOpened(slack, team, customer, view);
        return {
          after: sent.answeredAfter,
          answered: sent.late || sent.confirmed !== undefined,
          confirmed: sent.confirmed !== undefined,
        };
      };
    },
    command: async ({ agent, channel }, name) => {
      const began = performance.now();
      const { receipt } = await slack.user(agent).command(`/${name}`, "", { channel });
      const answered = receipt?.acked === true;
      return { after: performance.now() - began, answered, confirmed: answered };
    },
    settled: () => Promise.resolve(),
    close: () => floor.close(),
  };
}

async function onDiscord(teamCount: number, more: Variables): Promise<Asking> {
  const discord = await FakeDiscord.start();
  const teams = centreTeams(teamCount, "discord");
  populateOnDiscord(discord, teams);
  const program = await openProgram(centreFile(teams, "discord"), {
    DISCORD_TOKEN: discord.token,
    DISCORD_API_URL: discord.apiUrl,
    ...more,
  });
  const ask = async ({ agent, channel }: Team, name: string, options: Readonly<Record<string, string>>) => {
    const person = discord.user(agent);
    const began = performance.now();
    const { callbacks } = await person.command(name, options, { channel });
    const after = performance.now() - began;
    const told = person.sees(channel).findLast((message) => message.ephemeral)?.text ?? "";
    return { after, answered: callbacks.length > 0, told };
  };
  return {
    program,
    teams,
    raising: (team, customer) => async () => {
      const options = { issue: "Refund", customer, amount: "80", need: "wants 80 back", waiting: "No" };
      const { after, answered, told } = await ask(team, "escalate", options);
      return { after, answered, confirmed: confirmationIn(told) !== undefined };
    },
    command: async (team, name) => {
      const { after, answered } = await ask(team, name, {});
      return { after, answered, confirmed: answered };
    },
    settled: async () => {
      await until("the commands are there", () => discord.commands.of(undefined).length > 0, 20_000);
      await until("the connection is there", () => discord.gateway.identifies > 0, 20_000);
    },
    close: async () => {
      await program.close();
      await discord.stop();
    },
  };
}

/** Opens a centre of so many teams on a platform; `more` is for the bot's environment. */
export const openAsking = (
  platform: CentrePlatform,
  teamCount: number,
  more: Variables = {},
): Promise<Asking> => (platform === "slack" ? onSlack(teamCount, more) : onDiscord(teamCount, more));
