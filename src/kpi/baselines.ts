import { eq, sql } from "drizzle-orm";
import { inserter } from "../../db/insert.ts";
import { kpiBaselines } from "../../db/schema/kpi.ts";
import { type Read, type Tx, query } from "../../db/store.ts";

/** Frozen limits as they are kept. */
export type Baseline = typeof kpiBaselines.$inferSelect;

const insertRow = inserter("kpi_baseline_insert", kpiBaselines);
const ofTeam = query("kpi_baselines_of_team", (db) =>
  db
    .select()
    .from(kpiBaselines)
    .where(eq(kpiBaselines.teamId, sql.placeholder("team")))
    .orderBy(kpiBaselines.setAt, kpiBaselines.id),
);

/** The limits in force for each KPI of a team: the newest that were frozen. */
export async function baselinesOf(db: Read, team: string): Promise<ReadonlyMap<string, Baseline>> {
  return new Map((await db.run(ofTeam, { team })).map((row) => [row.kpi, row] as const));
}

/** Freezes limits. */
export const insertBaseline = (db: Tx, row: Baseline): Promise<void> => insertRow(db, row);
