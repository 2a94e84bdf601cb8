import { and, asc, eq, getTableColumns, inArray, sql } from "drizzle-orm";
import {
  identities,
  memberTeams,
  members,
  organisations,
  teamChannels,
  teams,
} from "../../db/schema/people.ts";
import { facility } from "../../db/schema/foundation.ts";
import { type Read, type Tx, listQuery, listed, query } from "../../db/store.ts";
import type { Actor, Platform } from "../chat/event.ts";
import { unavailable } from "../errors.ts";

/** A person of the centre. */
export interface Member {
  readonly id: string;
  readonly name: string;
  /** Null: serves the whole centre. */
  readonly homeTeam: string | null;
  readonly level: string;
  /** Place of the level in the ladder, 0 = lowest. */
  readonly rank: number;
  readonly roles: readonly string[];
  readonly decides: boolean;
  readonly active: boolean;
  readonly away: boolean;
  readonly lastPlatform: Platform | null;
  readonly asked: number;
  readonly holding: number;
  readonly lastTakenAt: number | null;
}

/** The organisation's settings, as last applied. */
export type Settings = Omit<typeof organisations.$inferSelect, "source">;

// Every event reads the settings; the file they came from is many times as long and wanted only where another is applied.
const { source: fileText, ...settingsColumns } = getTableColumns(organisations);

const settingsQuery = query("settings", (db) =>
  db
    .select(settingsColumns)
    .from(organisations)
    .where(eq(organisations.id, sql.placeholder("id"))),
);

/** The settings, or undefined where no organisation file was applied yet. */
export async function findSettings(db: Read): Promise<Settings | undefined> {
  return (await db.run(settingsQuery, { id: "main" }))[0];
}

/**
 * The settings.
 * @throws AppError `unavailable` where no organisation file was applied yet
 */
export async function readSettings(db: Read): Promise<Settings> {
  const settings = await findSettings(db);
  if (settings) return settings;
  throw unavailable(
    "Floorwalker does not know your organisation yet. Whoever runs it has to apply the organisation file (floorwalker apply FILE.yaml).",
    "no organisation applied",
  );
}

/** The text of the organisation file, as last applied. */
export async function organisationFile(db: Read): Promise<string | undefined> {
  const [row] = await db.select({ fileText }).from(organisations).where(eq(organisations.id, "main"));
  return row?.fileText;
}

/** Whether this database is a sandbox: nothing in it counts as evidence. */
export async function isSandbox(db: Read): Promise<boolean> {
  const [row] = await db.select({ mode: facility.mode }).from(facility);
  return row?.mode === "sandbox";
}

const memberColumns = {
  id: members.id,
  name: members.name,
  homeTeam: members.homeTeam,
  level: members.level,
  rank: members.rank,
  roles: members.roles,
  decides: members.decides,
  active: members.active,
  away: members.away,
  lastPlatform: members.lastPlatform,
  asked: members.asked,
  holding: members.holding,
  lastTakenAt: members.lastTakenAt,
};

const byIdentity = query("member_by_identity", (db) =>
  db
    .select(memberColumns)
    .from(identities)
    .innerJoin(members, eq(members.id, identities.memberId))
    .where(
      and(eq(identities.platform, sql.placeholder("platform")), eq(identities.user, sql.placeholder("user"))),
    ),
);
const byId = query("member_by_id", (db) =>
  db
    .select(memberColumns)
    .from(members)
    .where(eq(members.id, sql.placeholder("id"))),
);

/** Who a chat account belongs to; a platform's user id, never a name. */
export async function memberOf(db: Read, actor: Actor): Promise<Member | undefined> {
  return (await db.run(byIdentity, { platform: actor.platform, user: actor.user }))[0];
}

/** A member by id. */
export async function findMember(db: Read, id: string): Promise<Member | undefined> {
  return (await db.run(byId, { id }))[0];
}

const teamQuery = query("team_by_id", (db) =>
  db
    .select()
    .from(teams)
    .where(eq(teams.id, sql.placeholder("id"))),
);

/** An active team by its id. */
export async function findTeam(
  db: Read,
  id: string,
): Promise<{ readonly id: string; readonly name: string } | undefined> {
  const [team] = await db.run(teamQuery, { id });
  return team?.active === true ? team : undefined;
}

/** A team's name; its id where the team is unknown. */
export async function teamName(db: Read, id: string): Promise<string> {
  return (await db.run(teamQuery, { id }))[0]?.name ?? id;
}

/** The first active team by id, if there is one. */
export async function firstTeam(db: Read): Promise<string | undefined> {
  const [first] = await db
    .select({ id: teams.id })
    .from(teams)
    .where(eq(teams.active, true))
    .orderBy(asc(teams.id))
    .limit(1);
  return first?.id;
}

const servedTeams = query("teams_of_member", (db) =>
  db
    .select({ teamId: memberTeams.teamId })
    .from(memberTeams)
    .where(eq(memberTeams.memberId, sql.placeholder("id"))),
);

/** The teams that a member serves, or "all" for one who serves the whole centre. */
export async function teamsServed(db: Read, member: Member): Promise<ReadonlySet<string> | "all"> {
  if (member.homeTeam === null) return "all";
  return new Set((await db.run(servedTeams, { id: member.id })).map((row) => row.teamId));
}

/** Whether a member serves a team. */
export async function serves(db: Read, member: Member, team: string): Promise<boolean> {
  const served = await teamsServed(db, member);
  return served === "all" || served.has(team);
}

const servingQuery = query("members_serving", (db) =>
  db
    .select(memberColumns)
    .from(members)
    .where(
      and(
        eq(members.active, true),
        sql`(${members.homeTeam} is null or ${members.id} in (select ${memberTeams.memberId} from ${memberTeams} where ${memberTeams.teamId} = ${sql.placeholder("team")}))`,
      ),
    ),
);

/** Everybody active who serves a team: its own people, those who cover it, and those who serve the whole centre. */
export const membersServing = (db: Read, team: string): Promise<Member[]> => db.run(servingQuery, { team });

/** Everybody active, by name. */
export const everybody = (db: Read): Promise<Member[]> =>
  db.select(memberColumns).from(members).where(eq(members.active, true)).orderBy(asc(members.name));

const channelsQuery = query("team_channels", (db) =>
  db
    .select({ platform: teamChannels.platform, channel: teamChannels.channel })
    .from(teamChannels)
    .where(
      and(
        eq(teamChannels.teamId, sql.placeholder("team")),
        eq(teamChannels.purpose, sql.placeholder("purpose")),
      ),
    ),
);

/** A team's channels for a purpose, one per platform at most. */
export const channelsFor = (
  db: Read,
  team: string,
  purpose: "escalations" | "alerts" | "digest",
): Promise<{ platform: Platform; channel: string }[]> => db.run(channelsQuery, { team, purpose });

const accountsQuery = query("accounts_of_member", (db) =>
  db
    .select({ platform: identities.platform, user: identities.user })
    .from(identities)
    .where(eq(identities.memberId, sql.placeholder("id"))),
);

/** A member's chat accounts. */
export const accountsOf = (db: Read, memberId: string): Promise<{ platform: Platform; user: string }[]> =>
  db.run(accountsQuery, { id: memberId });

const namesQuery = listQuery("names_of", (db, ids) =>
  db
    .select({ id: members.id, name: members.name })
    .from(members)
    .where(inArray(members.id, [...ids])),
);

/** Names by member id. */
export async function namesOf(db: Read, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.run(namesQuery(ids.length), listed(ids));
  return new Map(rows.map((row) => [row.id, row.name]));
}

const userIdsQuery = listQuery("user_ids_of", (db, ids) =>
  db
    .select({ memberId: identities.memberId, user: identities.user })
    .from(identities)
    .where(and(eq(identities.platform, sql.placeholder("platform")), inArray(identities.memberId, [...ids]))),
);

/** User ids on one platform by member id; whoever has no account there is absent. */
export async function userIdsOf(
  db: Read,
  ids: readonly string[],
  platform: Platform,
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.run(userIdsQuery(ids.length), { platform, ...listed(ids) });
  return new Map(rows.map((row) => [row.memberId, row.user]));
}

const platformQuery = query<unknown>("member_last_platform", (db) =>
  db
    .update(members)
    .set({ lastPlatform: sql`${sql.placeholder("platform")}` })
    .where(eq(members.id, sql.placeholder("id"))),
);

/** Remembers where a member last acted: that is where direct messages go. */
export async function rememberPlatform(db: Tx, member: Member, platform: Platform): Promise<void> {
  if (member.lastPlatform !== platform) await db.run(platformQuery, { id: member.id, platform });
}

/** Marks a member away or back. Resolves to whether that was a change. */
export async function setAway(db: Tx, member: Member, away: boolean): Promise<boolean> {
  if (member.away === away) return false;
  await db.update(members).set({ away }).where(eq(members.id, member.id));
  return true;
}

const loadQuery = query<unknown>("member_load", (db) =>
  db
    .update(members)
    .set({
      asked: sql`${members.asked} + ${sql.placeholder("asked")}`,
      holding: sql`${members.holding} + ${sql.placeholder("holding")}`,
      lastTakenAt: sql`coalesce(${sql.placeholder("takenAt")}, ${members.lastTakenAt})`,
    })
    .where(eq(members.id, sql.placeholder("id"))),
);

/** Changes how much a member has on their hands; routing asks the least loaded first. */
export async function changeLoad(
  db: Tx,
  memberId: string,
  change: { readonly asked?: number; readonly holding?: number; readonly takenAt?: number },
): Promise<void> {
  await db.run(loadQuery, {
    id: memberId,
    asked: change.asked ?? 0,
    holding: change.holding ?? 0,
    takenAt: change.takenAt ?? null,
  });
}
