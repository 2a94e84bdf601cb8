import { notInArray } from "drizzle-orm";
import { queues } from "../../db/schema/kpi-imports.ts";
import type { Tx } from "../../db/store.ts";
import type { KpiSettings } from "../kpi/settings.ts";
import type { Organisation } from "./model.ts";

const SECOND_MS = 1000;

/** What the file says about KPIs and digests, as the rest of the program reads it. */
export const kpiSettings = ({ kpi, levels, teams }: Organisation): KpiSettings => ({
  leadersRank: levels.indexOf(kpi.leadersFrom),
  inTimeMs: kpi.withinSeconds * SECOND_MS,
  shortMs: kpi.shortSeconds * SECOND_MS,
  digest: kpi.digest,
  teams: Object.fromEntries(teams.flatMap(({ id, digest }) => (digest === undefined ? [] : [[id, digest]]))),
});

/** Writes the queues. One that left the file is inactive, not deleted: what was counted of it stays. */
export async function writeQueues(db: Tx, { kpi }: Organisation): Promise<void> {
  for (const queue of kpi.queues) {
    const row = {
      name: queue.name,
      teamId: queue.team,
      media: queue.media,
      aliases: queue.alsoCalled,
      hours: queue.open ?? null,
      active: true,
    };
    await db
      .insert(queues)
      .values({ id: queue.id, ...row })
      .onConflictDoUpdate({ target: queues.id, set: row });
  }
  const ids = kpi.queues.map(({ id }) => id);
  await db.update(queues).set({ active: false }).where(notInArray(queues.id, ids));
}
