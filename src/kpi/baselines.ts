import { and, desc, eq, sql } from "drizzle-orm";
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
const history = query("kpi_baselines_of_kpi", (db) =>
  db
    .select()
    .from(kpiBaselines)
    .where(
      and(eq(kpiBaselines.teamId, sql.placeholder("team")), eq(kpiBaselines.kpi, sql.placeholder("kpi"))),
    )
    .orderBy(desc(kpiBaselines.setAt), desc(kpiBaselines.id)),
);

/** The limits in force for each KPI of a team: the newest that were frozen. */
export async function baselinesOf(db: Read, team: string): Promise<ReadonlyMap<string, Baseline>> {
  return new Map((await db.run(ofTeam, { team })).map((row) => [row.kpi, row] as const));
}

/** Every time that the limits of a KPI were frozen, newest first. */
export const baselineHistory = (db: Read, team: string, kpi: string): Promise<Baseline[]> =>
  db.run(history, { team, kpi });

/** Freezes limits. */
export const insertBaseline = (db: Tx, row: Baseline): Promise<void> => insertRow(db, row);
