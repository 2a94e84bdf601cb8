import { and, asc, eq, isNotNull, sql } from "drizzle-orm";
import { kpiDays, kpiImports } from "../../db/schema/kpi-imports.ts";
import { type Read, query } from "../../db/store.ts";
import { type DayReading, withoutIntervals } from "./day.ts";
import type { ReadingSource } from "./measures.ts";

const daysQuery = query("kpi_days_of_team", (db) =>
  db
    .select({ date: kpiDays.date, source: kpiDays.source, reading: kpiDays.reading })
    .from(kpiDays)
    .innerJoin(kpiImports, eq(kpiImports.id, kpiDays.importId))
    .where(
      and(
        eq(kpiDays.teamId, sql.placeholder("team")),
        eq(kpiDays.queueId, sql.placeholder("queue")),
        sql`${kpiDays.date} between ${sql.placeholder("from")} and ${sql.placeholder("to")}`,
        isNotNull(kpiImports.place),
      ),
    )
    .orderBy(asc(kpiImports.place)),
);

/** Readings of one day from two sources: each brings measures of its own. */
export function merged(one: DayReading, other: DayReading): DayReading {
  const withIntervals = other.intervals > 0 ? other : one;
  return {
    sums: { ...one.sums, ...other.sums },
    partial: [...one.partial, ...other.partial],
    approximate: [...one.approximate, ...other.approximate],
    intervals: withIntervals.intervals,
    expected: withIntervals.expected,
    inTimeMs: withIntervals.inTimeMs,
    shortMs: withIntervals.shortMs,
    ...(withIntervals.parts && { parts: withIntervals.parts }),
  };
}

/**
 * What counts of a team (or of one of its queues), by local day: of two files about the same day the later one.
 * @param queue "" for the team as a whole
 * @param from first local day, `YYYY-MM-DD`
 * @param to last local day
 */
export async function importedDays(
  db: Read,
  { team, queue = "" }: { readonly team: string; readonly queue?: string },
  from: string,
  to: string,
): Promise<ReadonlyMap<string, DayReading>> {
  const rows = await db.run(daysQuery, { team, queue, from, to });
  const bySource = new Map<string, Map<ReadingSource, DayReading>>();
  for (const { date, source, reading } of rows) {
    const day = bySource.get(date) ?? new Map<ReadingSource, DayReading>();
    bySource.set(date, day.set(source, reading));
  }
  return new Map(
    [...bySource].map(
      ([date, sources]) => [date, [...sources.values()].reduce(merged, withoutIntervals({}))] as const,
    ),
  );
}
