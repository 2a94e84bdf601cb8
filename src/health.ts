import type { Read } from "../db/store.ts";
import { allConditions } from "./engine/index.ts";
import { outboxCounts } from "./outbox/index.ts";

/** The loop turns every quarter of a second; longer than this, ms, and due work is not being done. */
const LOOP_LATE_MS = 5_000;

/** How the program is doing: `ok` is false if due work is not being done or something needs an operator. */
export async function health(
  db: Read,
  sinceLastTurn: number,
): Promise<{ readonly ok: boolean; readonly lines: readonly string[] }> {
  const conditions = await allConditions(db);
  const counts = await outboxCounts(db);
  const turning = sinceLastTurn < LOOP_LATE_MS;
  return {
    ok: turning && conditions.length === 0,
    lines: [
      turning
        ? "The engine is running."
        : `The engine has not turned for ${Math.round(sinceLastTurn / 1000)} s.`,
      `Messages: ${counts.pending + counts.sending} waiting, ${counts.sent} sent, ${counts.failed} undeliverable.`,
      ...conditions.map((condition) => condition.detail),
    ],
  };
}
