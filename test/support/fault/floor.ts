import { setTimeout as sleep } from "node:timers/promises";
import { type Variables, freePort } from "../child.ts";
import { FakeSlack } from "../fake-slack/index.ts";
import { type Team, centreFile, centreTeams, populateCentre } from "./centre.ts";
import { type Program, openProgram } from "./program.ts";
import type { Random } from "../seeded.ts";
import { type RaiseForm, type Submission, insist, learnForm } from "./raising.ts";
import { type Wire, openWire } from "./wire.ts";

/** Beyond so many messages still to be sent nobody begins a new case: there is enough to be lost. */
const MOST_BACKLOG = 150;

/** A centre at work on Slack, with its bot in a process of its own that can be killed. */
export interface Floor extends Program {
  readonly slack: FakeSlack;
  readonly wire: Wire;
  readonly teams: readonly Team[];
  readonly form: RaiseForm;
  /** Everything that anybody sent since the beginning. */
  readonly submissions: Submission[];
  /** Agents escalate, each one case after another with pauses up to `pauseMs`, until {@link Crowd.goHome}. */
  crowd(pauseMs: number): Crowd;
  /** Waits until everything was sent. */
  drained(withinMs: number): Promise<void>;
}

/** Agents at work. */
export interface Crowd {
  /** Nobody begins anything new; resolves when everybody was answered. */
  goHome(): Promise<void>;
}

/** Opens a floor of so many teams, its organisation applied and the form learnt; `more` is for the bot's environment. */
export async function openFloor(random: Random, teamCount = 48, more: Variables = {}): Promise<Floor> {
  const slack = await FakeSlack.start({ mode: "http" });
  const teams = centreTeams(teamCount);
  populateCentre(slack, teams);
  const wire = await openWire(slack.apiUrl, random, { delayMs: 0, blindness: 0 });
  const port = await freePort();
  slack.sendTo(`http://127.0.0.1:${port}/slack/events`);
  const program = await openProgram(centreFile(teams), {
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_SIGNING_SECRET: slack.signingSecret,
    SLACK_PORT: String(port),
    SLACK_API_URL: wire.url,
    ...more,
  });
  const first = await program.startReady();
  const [firstTeam] = teams;
  if (!firstTeam) throw new Error("a floor needs a team");
  const form = await learnForm(slack, firstTeam);
  first.signal("SIGTERM");
  await first.exited;

  const submissions: Submission[] = [];
  let customers = 1_000_000;
  return {
    ...program,
    slack,
    wire,
    teams,
    form,
    submissions,
    crowd: (pauseMs) => {
      const shift = { open: true };
      const work = teams.map(async (team) => {
        while (shift.open) {
          await sleep(20 + random.next() * pauseMs);
          if (!program.isUp() || 3 * submissions.length - wire.sends.total > MOST_BACKLOG) continue;
          customers += 1;
          submissions.push(
            await insist(
              slack,
              form,
              team,
              `C-${customers}`,
              () => shift.open,
              () => program.isUp(),
            ),
          );
        }
      });
      return {
        goHome: async () => {
          shift.open = false;
          await Promise.all(work);
        },
      };
    },
    drained: async (withinMs) => {
      const end = performance.now() + withinMs;
      for (;;) {
        const { outbox } = await program.ledger();
        const waiting = outbox.filter((row) => row.state !== "sent");
        if (waiting.length === 0) return;
        if (performance.now() > end)
          throw new Error(`${waiting.length} messages still wait: ${JSON.stringify(waiting.slice(0, 5))}`);
        await sleep(200);
      }
    },
    close: async () => {
      await program.close();
      await wire.stop();
      await slack.stop();
    },
  };
}
