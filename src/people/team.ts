import { eq } from "drizzle-orm";
import { teams } from "../../db/schema/people.ts";
import type { Read } from "../../db/store.ts";
import { refused } from "../errors.ts";
import { type Member, firstTeam, teamsServed } from "./store.ts";

/**
 * The team for which somebody raises or records something; who serves the whole centre does it for its first team.
 * @throws AppError `refused` where there is no team at all
 */
export async function teamFor(db: Read, member: Pick<Member, "homeTeam">): Promise<string> {
  const team = member.homeTeam ?? (await firstTeam(db));
  if (team !== undefined) return team;
  throw refused(
    "There is no team that this could be for. Whoever keeps the organisation file can add one.",
    "no team",
  );
}

/** The active team of this id or name that a member serves. */
export async function teamNamed(db: Read, actor: Member, typed: string): Promise<string | undefined> {
  const wanted = typed.trim().toLowerCase();
  const served = await teamsServed(db, actor);
  const all = await db.select({ id: teams.id, name: teams.name }).from(teams).where(eq(teams.active, true));
  return all.find(
    (team) =>
      (team.id === wanted || team.name.toLowerCase() === wanted) && (served === "all" || served.has(team.id)),
  )?.id;
}
