import { and, asc, eq, inArray, isNotNull } from "drizzle-orm";
import { kpiDays, kpiImports, queues } from "../../db/schema/kpi-imports.ts";
import { teamChannels, teams } from "../../db/schema/people.ts";
import type { Read } from "../../db/store.ts";
import { type KpiSettings, kpiSettingsOf } from "../kpi/settings.ts";
import { dayWords, localDate, weekdayOf, workingDayBefore } from "../local-days.ts";
import type { ActivePlatforms } from "../outbox/index.ts";
import { type Settings, accountsOf, membersServing } from "../people/index.ts";
import type { Advice } from "./doctor-comments.ts";

type Channel = typeof teamChannels.$inferSelect;

const note = (line: string): Advice => ({ mark: "note", line });

/** Which teams get a digest at all, in the order of their ids. */
async function teamsWithDigest(db: Read, kpi: KpiSettings): Promise<string[]> {
  const every = await db
    .select({ id: teams.id })
    .from(teams)
    .where(eq(teams.active, true))
    .orderBy(asc(teams.id));
  return every
    .map(({ id }) => id)
    .filter((id) => (Object.hasOwn(kpi.teams, id) ? kpi.teams[id] : kpi.digest) !== null);
}

/**
 * Who could read a digest besides those who lead the team. What it says is for them alone (DOMAIN
 * 3.5); who is in a channel of Slack or Discord is not something that the bot asks for, so an
 * operator has to look.
 */
function readersOf({ teamId, platform, channel }: Channel, all: readonly Channel[]): Advice {
  const place = `${platform}:${channel}`;
  const other = all.find(
    (one) => one.platform === platform && one.channel === channel && one.purpose !== "digest",
  );
  if (other !== undefined)
    return note(
      `the digest of ${teamId} goes to ${place}, which is also the ${other.purpose} channel of ${other.teamId}: people who lead no team read it there. Give the digest a channel of its own`,
    );
  if (platform === "console")
    return note(
      `the digest of ${teamId} goes to ${place}: in the console everybody who serves the team can read it`,
    );
  return note(
    `the digest of ${teamId} goes to ${place}: check there that nobody but the team's leaders is a member and that the channel is private; the bot cannot see who is in it`,
  );
}

/** Whether somebody who leads the team has an account where the bot is. */
async function leaderReached(
  db: Read,
  team: string,
  leadersRank: number,
  active: ActivePlatforms,
): Promise<boolean> {
  for (const { id, rank } of await membersServing(db, team)) {
    if (rank < leadersRank) continue;
    if ((await accountsOf(db, id)).some(({ platform }) => active.has(platform))) return true;
  }
  return false;
}

/** Teams of which nothing was read for the last working day, though they have queues that were open on it. */
async function teamsWithoutReadings(db: Read, date: string): Promise<string[]> {
  const day = weekdayOf(date);
  const open = (await db.select().from(queues).where(eq(queues.active, true))).filter(
    ({ hours }) => hours === null || hours.days.includes(day),
  );
  const expected = [...new Set(open.map(({ teamId }) => teamId))].toSorted();
  if (expected.length === 0) return [];
  const read = await db
    .selectDistinct({ teamId: kpiDays.teamId })
    .from(kpiDays)
    .innerJoin(kpiImports, eq(kpiImports.id, kpiDays.importId))
    .where(
      and(
        inArray(kpiDays.teamId, expected),
        eq(kpiDays.date, date),
        eq(kpiDays.source, "intervals"),
        isNotNull(kpiImports.place),
      ),
    );
  const there = new Set(read.map(({ teamId }) => teamId));
  return expected.filter((team) => !there.has(team));
}

/**
 * What an operator should know about KPIs: who can read a team's digest, whose digest reaches
 * nobody, and which teams' figures of the last working day are missing.
 * @param now ms since the epoch
 */
export async function kpiAdvice(
  db: Read,
  settings: Settings,
  active: ActivePlatforms,
  now: number,
): Promise<readonly Advice[]> {
  const kpi = kpiSettingsOf(settings);
  const advice: Advice[] = [];
  const channels = (
    await db
      .select()
      .from(teamChannels)
      .orderBy(asc(teamChannels.teamId), asc(teamChannels.platform), asc(teamChannels.purpose))
  ).filter(({ platform }) => active.has(platform));
  for (const team of await teamsWithDigest(db, kpi)) {
    const own = channels.filter(({ teamId, purpose }) => teamId === team && purpose === "digest");
    advice.push(...own.map((channel) => readersOf(channel, channels)));
    if (own.length > 0 || (await leaderReached(db, team, kpi.leadersRank, active))) continue;
    const line = `the digest of ${team} reaches nobody: the team has no digest channel, and nobody who leads it has an account, on a connected platform`;
    advice.push({ mark: "wrong", line });
  }
  const date = workingDayBefore(localDate(now, settings.timezone));
  const missing = await teamsWithoutReadings(db, date);
  if (missing.length > 0)
    advice.push(
      note(`no figures were read for ${dayWords(date)} (floorwalker kpi import): ${missing.join(", ")}`),
    );
  return advice;
}
