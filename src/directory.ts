import { and, asc, eq } from "drizzle-orm";
import { memberTeams, members, teamChannels, teams } from "../db/schema/people.ts";
import type { Read } from "../db/store.ts";

/** People and console channels, as the console shows them. */
export interface People {
  readonly people: readonly {
    id: string;
    name: string;
    team?: string;
    covers?: readonly string[];
    level: string;
    away: boolean;
  }[];
  readonly channels: readonly { id: string; name: string; team: string }[];
}

/** Everybody active and every console channel, by name. */
export async function readDirectory(db: Read): Promise<People> {
  const people = await db
    .select({
      id: members.id,
      name: members.name,
      homeTeam: members.homeTeam,
      level: members.level,
      away: members.away,
    })
    .from(members)
    .where(eq(members.active, true))
    .orderBy(asc(members.name));
  const served = await db
    .select({ memberId: memberTeams.memberId, teamId: teams.id, team: teams.name })
    .from(memberTeams)
    .innerJoin(teams, eq(teams.id, memberTeams.teamId));
  const channels = await db
    .select({ id: teamChannels.channel, team: teams.name })
    .from(teamChannels)
    .innerJoin(teams, and(eq(teams.id, teamChannels.teamId), eq(teams.active, true)))
    .where(eq(teamChannels.platform, "console"))
    .orderBy(asc(teams.name), asc(teamChannels.channel));
  return {
    people: people.map(({ homeTeam, ...person }) => {
      const theirs = served.filter((row) => row.memberId === person.id);
      const home = theirs.find((row) => row.teamId === homeTeam)?.team;
      const covers = theirs.filter((row) => row.teamId !== homeTeam).map((row) => row.team);
      return {
        ...person,
        ...(home === undefined ? {} : { team: home }),
        ...(covers.length > 0 ? { covers } : {}),
      };
    }),
    channels: channels.map((channel) => ({ id: channel.id, name: channel.id, team: channel.team })),
  };
}
