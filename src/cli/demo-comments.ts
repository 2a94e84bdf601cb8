import type { Store } from "../../db/store.ts";
import { type BatchRow, storeBatch } from "../comments/batch/index.ts";
import { randomIds } from "../ids.ts";
import { createJournal } from "../journal/index.ts";

/** What customers of the example centre say on ordinary days, in agents' words. */
const SAID = [
  "does not understand the standing charge on the bill",
  "asked what the standing charge is for",
  "wants to pay by card instead of direct debit",
  "asked to move the direct debit to the first of the month",
  "bill came to the old address again",
  "moved house and the bill went to the old address",
  "was pleased how quickly the refund arrived",
  "thanked us for the quick refund",
  "refund has not arrived after ten days",
  "could not find the meter reading page on the website",
  "website would not take the meter reading",
  "asked for a paper bill instead of e-mail",
  "wants bills by e-mail from now on",
  "thinks the estimate is far too high",
  "estimated bill is twice the one before",
  "waited twenty minutes in the queue",
  "queue was long but the agent was lovely",
  "asked how to read the new meter",
  "new meter shows a sign that she does not know",
  "would like a payment plan until the new year",
  "asked for a payment plan in three parts",
  "tariff letter is hard to read",
  "wants the tariff explained without the small print",
  "asked when the engineer comes",
  "engineer came and was very tidy",
  "asked for large print",
  "wants to add his daughter to the account",
  "did not get the confirmation of the cancellation",
  "asked how to end the contract after a death",
  "says the chat closed in the middle of the answer",
];

const COUNT = 320;
const DAY_MS = 86_400_000;
/** Over so many days before now, and none in the last hours, so that nothing raises an alert by itself. */
const DAYS = 28;
const QUIET_MS = 6 * 3_600_000;

/**
 * Some weeks of comments, so that the demo's detector knows what is usual and a visitor can
 * have an alert by logging the same thing for a few customers. Stored once.
 */
export async function demoComments(store: Store, now: number): Promise<void> {
  const rows: BatchRow[] = Array.from({ length: COUNT }, (_, index) => ({
    line: index + 2,
    said: SAID[(index * 13 + Math.floor(index / SAID.length)) % SAID.length] ?? "",
    customerRef: `C-${20_000 + index}`,
    about: undefined,
    origin: index % 3 === 0 ? "requested" : "spontaneous",
    feeling: undefined,
    severe: undefined,
    saidAt: now - QUIET_MS - Math.floor(((COUNT - index) / COUNT) * DAYS * DAY_MS),
  }));
  const journal = createJournal(randomIds, true);
  await storeBatch({ store, ids: randomIds, journal, now, progress: () => {} }, "billing", "demo", rows);
}
