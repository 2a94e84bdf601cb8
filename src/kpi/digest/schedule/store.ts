import { type SQL, and, eq, sql } from "drizzle-orm";
import { digestSchedules, digests } from "../../../../db/schema/digests.ts";
import { teams } from "../../../../db/schema/people.ts";
import type { Read } from "../../../../db/store.ts";
import type { Settings } from "../../../people/index.ts";
import { type DigestTimes, kpiSettingsOf } from "../../settings.ts";
import type { Decided, DigestKind } from "./due.ts";

/** What is kept of a team's schedule. */
export type Row = typeof digestSchedules.$inferSelect;

/** A team's schedule as it stands, and what was decided by it. */
export interface TeamSchedule {
  readonly team: string;
  readonly name: string;
  /** Null: it gets no digest. */
  readonly times: DigestTimes | null;
  /** Whether somebody set it by command: else the organisation file says. */
  readonly byCommand: boolean;
  readonly mutedUntil: string | null;
  /** When these times came into force, ms. */
  readonly since: number;
  /** Whether they are new since the program last looked, or were seen by a clock that was ahead: see {@link noteSeen}. */
  readonly unseen: boolean;
  readonly decided: Decided;
  /** Whether a clock that was ahead took something of days to come for missed. */
  readonly stray: boolean;
  readonly generation: number;
}

/** What the organisation file says of a team. */
export function fileTimes(settings: Settings, team: string): DigestTimes | null {
  const { teams: byTeam, digest } = kpiSettingsOf(settings);
  return Object.hasOwn(byTeam, team) ? (byTeam[team] ?? null) : digest;
}

/** What a row says by itself; undefined: nobody set anything by command. */
export function commandTimes(row: Row | null): DigestTimes | undefined {
  if (!row || row.at === null || row.days === null || row.zone === null) return undefined;
  return { at: row.at, days: row.days, zone: row.zone, weeklyOn: row.weeklyOn ?? 0 };
}

/** Times as a text that tells one from another. */
export const asSeen = (times: DigestTimes | null): string | null =>
  times && JSON.stringify([times.at, times.days, times.zone, times.weeklyOn]);

/** The newest local day that was decided and has come by `now`; by its time, because zones have other dates. */
const newestOf = (kind: DigestKind, now: number): SQL<string | null> =>
  sql`(select ${digests.date} from ${digests} where ${digests.teamId} = ${teams.id} and ${digests.kind} = ${kind} and ${digests.dueAt} <= ${now} order by ${digests.date} desc limit 1)`;

/** A day to come that was decided without being posted. */
const strayOf = (now: number): SQL<string | null> =>
  sql`(select ${digests.date} from ${digests} where ${digests.teamId} = ${teams.id} and ${digests.kind} in ('daily', 'weekly') and ${digests.date} >= ${dayBefore(now)} and ${digests.dueAt} > ${now} and ${digests.state} <> 'posted' limit 1)`;

/** No zone has an earlier date by then, so that the index finds the days to come. */
const dayBefore = (now: number): string => new Date(now - 86_400_000).toISOString().slice(0, 10);

/**
 * The schedules of all active teams, in one query of a few index look-ups each; or of one.
 * @param team its id
 */
export async function schedulesNow(
  db: Read,
  settings: Settings,
  now: number,
  team?: string,
): Promise<readonly TeamSchedule[]> {
  const rows = await db
    .select({
      team: teams.id,
      name: teams.name,
      row: digestSchedules,
      daily: newestOf("daily", now),
      weekly: newestOf("weekly", now),
      stray: strayOf(now),
    })
    .from(teams)
    .leftJoin(digestSchedules, eq(digestSchedules.teamId, teams.id))
    .where(and(eq(teams.active, true), ...(team === undefined ? [] : [eq(teams.id, team)])))
    .orderBy(teams.id);
  return rows.map(({ team: id, name, row, daily, weekly, stray }) => {
    const byCommand = commandTimes(row);
    const times = byCommand ?? fileTimes(settings, id);
    const seen = asSeen(times);
    return {
      team: id,
      name,
      times,
      byCommand: byCommand !== undefined,
      mutedUntil: row?.mutedUntil ?? null,
      since: row?.since ?? now,
      unseen: row === null ? seen !== null : row.seen !== seen || row.since > now,
      decided: { daily, weekly },
      stray: stray !== null,
      generation: row?.generation ?? 0,
    };
  });
}

/** How often a team's row was changed; 0: it has none. */
export async function generationOf(db: Read, team: string): Promise<number> {
  const [row] = await db
    .select({ generation: digestSchedules.generation })
    .from(digestSchedules)
    .where(eq(digestSchedules.teamId, team));
  return row?.generation ?? 0;
}
