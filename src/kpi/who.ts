import type { Read } from "../../db/store.ts";
import { notFound, refused } from "../errors.ts";
import { type Member, type Settings, findTeam, membersServing, serves } from "../people/index.ts";
import { kpiSettingsOf } from "./settings.ts";

/** Whether somebody's level is that of those who lead a team. */
const isLeader = (settings: Settings, member: Pick<Member, "rank">): boolean =>
  member.rank >= Math.min(kpiSettingsOf(settings).leadersRank, settings.levels.length - 1);

/** Those who lead a team: of their level and serving it, the lowest level first. */
export async function teamLeaders(db: Read, settings: Settings, team: string): Promise<readonly Member[]> {
  const serving = await membersServing(db, team);
  return serving
    .filter((member) => isLeader(settings, member))
    .toSorted((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));
}

/**
 * Who gets a team's digest where it has no channel for it: the leaders whose own team it is; where there
 * are none, those who lead it besides others.
 */
export async function digestReaders(db: Read, settings: Settings, team: string): Promise<readonly Member[]> {
  const leaders = await teamLeaders(db, settings, team);
  const own = leaders.filter(({ homeTeam }) => homeTeam === team);
  return own.length > 0 ? own : leaders;
}

/** Whether somebody leads a team. */
export const leads = async (db: Read, settings: Settings, member: Member, team: string): Promise<boolean> =>
  isLeader(settings, member) && (await serves(db, member, team));

/**
 * Lets only those go on who lead a team.
 * @param what begins the refusal: "Agreeing on targets"
 * @throws AppError `refused`, saying who can; `not_found` for those who do not serve the team
 */
export async function leadersOnly(
  db: Read,
  settings: Settings,
  member: Member,
  team: string,
  what: string,
): Promise<void> {
  if (!(await serves(db, member, team))) throw notFound("team", "does not serve the team");
  // Whoever serves the whole centre serves any team, also one that there is not.
  if (!(await findTeam(db, team))) throw notFound("team", "no such team");
  if (isLeader(settings, member)) return;
  const able = (await teamLeaders(db, settings, team)).slice(0, 3).map(({ name }) => name);
  const who =
    able.length === 0
      ? "Nobody in the organisation file can; whoever keeps it can name a level."
      : `${able.join(", ")} can.`;
  throw refused(`${what} is for those who lead this team. ${who}`, "does not lead the team");
}
