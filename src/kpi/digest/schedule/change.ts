import { and, eq, gt, ne, sql } from "drizzle-orm";
import { digestSchedules, digests } from "../../../../db/schema/digests.ts";
import type { Tx } from "../../../../db/store.ts";
import type { Settings } from "../../../people/index.ts";
import type { DigestTimes } from "../../settings.ts";
import { type Row, asSeen, commandTimes, fileTimes } from "./store.ts";

/** A change of a team's row; what is left out stays. */
type Change = Partial<
  Pick<Row, "at" | "days" | "zone" | "weeklyOn" | "mutedUntil" | "seen" | "since" | "changedBy">
>;

async function change(db: Tx, now: number, team: string, what: Change): Promise<void> {
  const fresh = {
    at: null,
    days: null,
    zone: null,
    weeklyOn: null,
    mutedUntil: null,
    seen: null,
    since: now,
    changedBy: null,
  };
  await db
    .insert(digestSchedules)
    .values({ teamId: team, ...fresh, ...what, generation: 1 })
    .onConflictDoUpdate({
      target: digestSchedules.teamId,
      set: { ...what, generation: sql`${digestSchedules.generation} + 1` },
    });
}

/**
 * Notes that a team's times are in force, from when the organisation file was applied with them; a
 * database from before there were digests, or a clock that was ahead, knows no better than now.
 */
export async function noteSeen(db: Tx, settings: Settings, now: number, team: string): Promise<void> {
  const [known] = await db.select().from(digestSchedules).where(eq(digestSchedules.teamId, team));
  const seen = asSeen(commandTimes(known ?? null) ?? fileTimes(settings, team));
  if (known && known.seen === seen && known.since <= now) return;
  const isClock = known !== undefined && known.seen === seen;
  const since = isClock || settings.kpi === null ? now : Math.min(settings.appliedAt, now);
  await change(db, now, team, { seen, since });
}

/** Forgets what a clock that was ahead took for missed or muted of days to come: they are decided when they come. */
export async function forgetStrays(db: Tx, now: number, team: string): Promise<void> {
  await db
    .delete(digests)
    .where(and(eq(digests.teamId, team), gt(digests.dueAt, now), ne(digests.state, "posted")));
}

/** Sets a team's times by command; null: what the organisation file says. They hold from now on. */
export async function setTimes(
  db: Tx,
  settings: Settings,
  now: number,
  team: string,
  times: DigestTimes | null,
  by: string,
): Promise<void> {
  const { at = null, days = null, zone = null, weeklyOn = null } = times ?? {};
  const seen = asSeen(times ?? fileTimes(settings, team));
  await change(db, now, team, { at, days, zone, weeklyOn, seen, since: now, changedBy: by });
}

/** Mutes a team's digests up to a local day, included; null: not any more. */
export const setMuted = (
  db: Tx,
  now: number,
  team: string,
  mutedUntil: string | null,
  by: string,
): Promise<void> => change(db, now, team, { mutedUntil, changedBy: by });
