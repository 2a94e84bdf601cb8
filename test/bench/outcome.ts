import { cases } from "../../db/schema/escalation.ts";
import { openStore } from "../../db/store.ts";
import { outboxCounts } from "../../src/outbox/index.ts";
import type { Comparison } from "./compare.ts";
import { figure } from "./figures.ts";
import { type Bot, verifyJournal } from "./processes.ts";

/** Every confirmed case is in the database, nothing else is, and the journal verifies; throws otherwise. */
export async function checkOutcome(
  database: string,
  bot: Bot,
  comparisons: readonly Comparison[],
): Promise<void> {
  const store = await openStore(
    { dialect: "sqlite", file: database },
    { existingOnly: true, now: Date.now() },
  );
  const stored = await store.read.$count(cases);
  const counts = await outboxCounts(store.read);
  await store.close();
  const ofBot = comparisons.flatMap((one) => [one.warmUp, ...one.program]);
  const all = [...ofBot, ...comparisons.flatMap((one) => one.bare)];
  const confirmed = ofBot.reduce((total, one) => total + one.latencies.length, 0);
  const late = ofBot.reduce((total, one) => total + one.late, 0);
  const wrong = all.reduce((total, one) => total + one.wrong, 0);
  console.log(
    `  ${figure(stored)} cases stored, ${figure(confirmed)} confirmed and ${figure(late)} answered with "still saving". Messages: ${figure(counts.sent)} sent meanwhile, ${figure(counts.pending + counts.sending)} waiting for their turn (one a second and place), ${figure(counts.failed)} failed.`,
  );
  console.log(`  ${await verifyJournal(database)}`);
  if (stored !== confirmed + late || wrong > 0 || bot.trouble.length > 0)
    throw new Error(
      `${wrong} wrong answers, ${stored} cases for ${confirmed} confirmed, ${bot.trouble.slice(0, 5).join("\n")}`,
    );
}
