import type { Read } from "../../db/store.ts";
import { refused } from "../errors.ts";
import { type Member, firstTeam } from "./store.ts";

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
