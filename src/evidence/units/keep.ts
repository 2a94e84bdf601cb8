import { and, eq } from "drizzle-orm";
import { units } from "../../../db/schema/evidence.ts";
import type { Tx } from "../../../db/store.ts";
import { type Journal, SYSTEM } from "../../journal/index.ts";
import type { Unit } from "./shape.ts";

/**
 * Keeps a unit file that the centre loads: its awarding body's wording, another edition or another unit. From
 * then on whoever is registered for this edition goes by it; what was judged for another stays what it was.
 * @returns whether it is another text than the one that was there
 */
export async function keepUnit(
  db: Tx,
  journal: Journal,
  now: number,
  { unit, edition }: Pick<Unit, "unit" | "edition">,
  source: string,
): Promise<boolean> {
  const [before] = await db
    .select({ source: units.source })
    .from(units)
    .where(and(eq(units.unit, unit), eq(units.edition, edition)));
  if (before?.source === source) return false;
  await db
    .insert(units)
    .values({ unit, edition, source, loadedAt: now })
    .onConflictDoUpdate({ target: [units.unit, units.edition], set: { source, loadedAt: now } });
  await journal.record(db, now, {
    team: null,
    actor: SYSTEM,
    role: "operator",
    kind: "unit.loaded",
    subject: `${unit}:${edition}`,
    facts: { unit, edition, replaced: before !== undefined },
  });
  return true;
}
