import { and, asc, eq, gte, isNotNull, isNull, lt, max, or, sql } from "drizzle-orm";
import { inserter } from "../../../db/insert.ts";
import { kpiDays, kpiImports, queues, readings } from "../../../db/schema/kpi-imports.ts";
import { type Read, query } from "../../../db/store.ts";
import type { DayReading } from "../day.ts";
import type { ReadingSource } from "../measures.ts";
import type { Queue } from "./queues.ts";

/** An import, as it is kept. */
export type Import = typeof kpiImports.$inferSelect;

/** Inserts an import; one with its id that is there already stays. */
export const insertImport = inserter("kpi_import_insert", kpiImports, { ignore: true });
/** Inserts an interval. */
export const insertReading = inserter("kpi_reading_insert", readings, { omit: ["seq"] });
/** Inserts a rolled-up day. */
export const insertDay = inserter("kpi_day_insert", kpiDays);

const importQuery = query("kpi_import_by_id", (db) =>
  db
    .select()
    .from(kpiImports)
    .where(eq(kpiImports.id, sql.placeholder("id"))),
);

/** An import by id. */
export const findImport = async (db: Read, id: string): Promise<Import | undefined> =>
  (await db.run(importQuery, { id }))[0];

/** All queues, also those that left the file. */
export const allQueues = (db: Read): Promise<Queue[]> =>
  db
    .select({
      id: queues.id,
      name: queues.name,
      teamId: queues.teamId,
      aliases: queues.aliases,
      hours: queues.hours,
      active: queues.active,
    })
    .from(queues)
    .orderBy(asc(queues.id));

const placeQuery = query("kpi_last_place", (db) =>
  db
    .select({ place: max(kpiImports.place) })
    .from(kpiImports)
    .where(eq(kpiImports.source, sql.placeholder("source"))),
);

/** The highest place among the imports of a source that count; 0: none does. */
export const lastPlace = async (db: Read, source: ReadingSource): Promise<number> =>
  (await db.run(placeQuery, { source }))[0]?.place ?? 0;

const dayQuery = query("kpi_readings_of_day", (db) =>
  db
    .select({
      place: kpiImports.place,
      mapping: kpiImports.mapping,
      importId: readings.importId,
      startsAt: readings.startsAt,
      minutes: readings.minutes,
      offered: readings.offered,
      answered: readings.answered,
      answered_in_time: readings.answeredInTime,
      abandoned: readings.abandoned,
      abandoned_short: readings.abandonedShort,
      flow_out: readings.flowOut,
      blocked: readings.blocked,
      wait_ms: readings.waitMs,
      abandoned_wait_ms: readings.abandonedWaitMs,
      longest_wait_ms: readings.longestWaitMs,
      talk_ms: readings.talkMs,
      hold_ms: readings.holdMs,
      held: readings.held,
      after_ms: readings.afterMs,
      handled: readings.handled,
      transferred: readings.transferred,
      staffed_ms: readings.staffedMs,
      idle_ms: readings.idleMs,
      forecast_offered: readings.forecastOffered,
      forecast_handle_ms: readings.forecastHandleMs,
      inTimeMs: readings.inTimeMs,
      shortMs: readings.shortMs,
      approximate: readings.approximate,
    })
    .from(readings)
    .innerJoin(kpiImports, eq(kpiImports.id, readings.importId))
    .where(
      and(
        eq(readings.queueId, sql.placeholder("queue")),
        gte(readings.startsAt, sql.placeholder("from")),
        lt(readings.startsAt, sql.placeholder("to")),
        or(isNotNull(kpiImports.place), eq(kpiImports.id, sql.placeholder("import"))),
      ),
    )
    .orderBy(asc(readings.startsAt)),
);

/** An interval that counts, or would once the import in question does. */
export type StoredReading = Awaited<ReturnType<typeof readingsOfDay>>[number];

/** Intervals of a queue that begin in a stretch of time (ms): those that count, and those of one import. */
export const readingsOfDay = (db: Read, importId: string, queue: string, from: number, to: number) =>
  db.run(dayQuery, { import: importId, queue, from, to });

const countingQuery = query("kpi_counting_day", (db) =>
  db
    .select({ queueId: kpiDays.queueId, reading: kpiDays.reading })
    .from(kpiDays)
    .innerJoin(kpiImports, eq(kpiImports.id, kpiDays.importId))
    .where(
      and(
        eq(kpiDays.teamId, sql.placeholder("team")),
        eq(kpiDays.date, sql.placeholder("date")),
        eq(kpiDays.source, sql.placeholder("source")),
        isNotNull(kpiImports.place),
      ),
    )
    .orderBy(asc(kpiImports.place)),
);

/** What counts of a team's local day from one source: by queue, and of the team as a whole (undefined: nothing). */
export async function countingDay(
  db: Read,
  source: ReadingSource,
  team: string,
  date: string,
): Promise<{ readonly queues: ReadonlyMap<string, DayReading>; readonly whole: DayReading | undefined }> {
  const rows = await db.run(countingQuery, { source, team, date });
  const queues = new Map(rows.map(({ queueId, reading }) => [queueId, reading]));
  const whole = queues.get("");
  queues.delete("");
  return { queues, whole };
}

/** The queues of an import's intervals, and from when to when they go (ms). */
export const extentOf = (db: Read, importId: string) =>
  db
    .select({
      queueId: readings.queueId,
      from: sql<number>`min(${readings.startsAt})`.mapWith(Number),
      to: sql<number>`max(${readings.startsAt})`.mapWith(Number),
    })
    .from(readings)
    .where(eq(readings.importId, importId))
    .groupBy(readings.queueId);

/** Imports that began before (ms) and neither count nor are discarded, or whose discarding was not ended. */
export const unfinishedImports = (db: Read, before: number): Promise<Import[]> =>
  db
    .select()
    .from(kpiImports)
    .where(
      and(
        isNull(kpiImports.place),
        or(
          isNotNull(kpiImports.doneAt),
          lt(sql`coalesce(${kpiImports.stagedAt}, ${kpiImports.startedAt})`, before),
        ),
      ),
    );
