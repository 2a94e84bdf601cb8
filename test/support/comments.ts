import { commentImports } from "../../db/schema/comments.ts";
import { storeBatch } from "../../src/comments/batch/index.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import { until } from "./until.ts";
import type { World } from "./world.ts";

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

/**
 * Some weeks of ordinary comments, as a batch: what a detector must have heard before it knows
 * what is usual. The same at each run.
 */
export async function ordinaryWeeks(
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
    { store: world.store, ids: randomIds, journal: createJournal(randomIds, false), now, progress: () => {} },
    team,
    `ordinary weeks ${team} ${count}`,
    rows,
  );
  await until("the batch is heard", async () =>
    (await world.store.read.select().from(commentImports)).every(({ heardAt }) => heardAt !== null),
  );
}
