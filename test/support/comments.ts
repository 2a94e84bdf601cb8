import { commentImports, comments, detectorOrders } from "../../db/schema/comments.ts";
import { storeBatch } from "../../src/comments/batch/index.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { isSandbox } from "../../src/people/index.ts";
import { until } from "./until.ts";
import { BILLING, SLACK_USERS, type PersonId, type World } from "./world.ts";

const HOUR_MS = 3_600_000;

const WHO = ["she", "he", "the customer", "a new customer", "the caller's husband", "a student"];
const WISHES = [
  "asked when the parcel would come",
  "wants to change the delivery address",
  "could not find the opening hours of the shop",
  "was pleased about the quick refund",
  "did not get the invoice by post",
  "asked whether payment by instalments is possible",
  "wants a bigger size of the blue coat",
  "says the box was damaged on arrival",
  "would like a reminder before the contract ends",
  "does not understand the second line of the bill",
  "asked for a copy of the guarantee",
  "wants the newsletter to stop",
  "thinks the queue on Mondays is too long",
  "praised how the agent explained the tariff",
  "needs the form in large print",
  "asked for a quieter time for the engineer's visit",
];

/** Stores some weeks of ordinary comments, as a batch; see {@link ordinaryWeeks}. */
export async function storeOrdinaryWeeks(
  world: Pick<World, "store" | "clock">,
  team = "billing",
  count = 260,
): Promise<void> {
  const now = world.clock.now();
  const rows = Array.from({ length: count }, (_, index) => ({
    line: index + 2,
    said: `${WHO[(index * 5) % WHO.length]} ${WISHES[(index * 7) % WISHES.length]}`,
    customerRef: `C-${70_000 + index}`,
    about: undefined,
    origin: "requested" as const,
    feeling: undefined,
    severe: undefined,
    // Over the three weeks before, none in the last five hours.
    saidAt: now - 5 * HOUR_MS - Math.floor(((count - index) / count) * 21 * 24 * HOUR_MS),
  }));
  await storeBatch(
    {
      store: world.store,
      ids: randomIds,
      journal: createJournal(randomIds, await isSandbox(world.store.read)),
      now,
      progress: () => {},
    },
    team,
    `ordinary weeks ${team} ${count}`,
    rows,
  );
}

/**
 * Some weeks of ordinary comments, as a batch: what a detector must have heard before it knows
 * what is usual. The same at each run.
 */
export async function ordinaryWeeks(
  world: Pick<World, "store" | "clock">,
  team?: string,
  count?: number,
): Promise<void> {
  await storeOrdinaryWeeks(world, team, count);
  await until("the batch is heard", async () =>
    (await world.store.read.select().from(commentImports)).every(({ heardAt }) => heardAt !== null),
  );
}

/** The same thing in many words. */
export const OUTAGE = [
  "app logs her out since the update",
  "since the update the app keeps logging him out",
  "gets logged out of the app after updating",
  "app logs out every few minutes after the new update",
  "the updated app logs her out again and again",
  "logged out by the app each time since the update",
  "app update logs him out all the time",
  "cannot stay logged in to the app since it updated",
  "new app version logs her out at once",
  "app throws him out after the update, has to log in again",
  "keeps being logged out of the app since yesterday's update",
] as const;

/** Eleven more agents, by their Slack accounts. */
export const ELEVEN = Array.from({ length: 11 }, (_, index) => `U0A${String(index + 1).padStart(2, "0")}`);

/** Puts the eleven into the organisation file, and onto the fake Slack. */
export const withEleven = {
  organisation: (source: string): string =>
    source.replace(
      "people:\n",
      `people:\n${ELEVEN.map(
        (account, index) =>
          `  - { id: agent${index + 1}, name: Agent ${index + 1}, team: billing, level: agent, slack: ${account} }\n`,
      ).join("")}`,
    ),
  slack: (world: Pick<World, "slack">): void => {
    for (const account of ELEVEN) {
      world.slack.addUser(account, account.toLowerCase());
      world.slack.book.channels.get(BILLING)?.members.add(account);
    }
  },
};

const isPerson = (who: string): who is PersonId => Object.hasOwn(SLACK_USERS, who);

/** Logs a comment in one line on Slack, as a person of the test centre or by account. Resolves to what the agent was told. */
export async function logs(world: Pick<World, "slack">, who: string, line: string): Promise<string> {
  const user = world.slack.user(isPerson(who) ? SLACK_USERS[who] : who);
  const before = user.sees(BILLING).filter(({ ephemeral }) => ephemeral).length;
  await user.command("/comment", line, { channel: BILLING });
  const told = await until("the agent is told", () =>
    user
      .sees(BILLING)
      .filter(({ ephemeral }) => ephemeral)
      .slice(before)
      .at(-1),
  );
  return told.text;
}

/** Waits until the detector has heard everything that was logged. */
export const allHeard = (world: Pick<World, "store">): Promise<true> =>
  until("everything is heard", async () => {
    const said = await world.store.read.select().from(comments);
    const orders = await world.store.read.select().from(detectorOrders);
    return (
      said.every(({ heard, struckAt }) => heard !== null || struckAt !== null) &&
      orders.every(({ doneAt }) => doneAt !== null)
    );
  });

/** Several customers say something, a minute apart, to two agents in turn; resolves when all of it is heard. */
export async function burst(
  world: Pick<World, "slack" | "store" | "clock">,
  firstCustomer: number,
  words: readonly string[] = OUTAGE,
): Promise<void> {
  for (const [n, said] of words.entries()) {
    world.clock.advance(60_000);
    await logs(world, n % 2 === 0 ? "ana" : "tom", `C-${firstCustomer + n} ${said}`);
  }
  await allHeard(world);
}
