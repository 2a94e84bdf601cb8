import type { Read } from "../../db/store.ts";
import { refused } from "../errors.ts";
import { type Member, firstTeam } from "../people/index.ts";

/**
 * The raiser's team; somebody who serves the whole centre raises with its first team.
 * @throws AppError `refused` where there is no team at all
 */
export async function teamOfRaiser(db: Read, raiser: Pick<Member, "homeTeam">): Promise<string> {
  const team = raiser.homeTeam ?? (await firstTeam(db));
  if (team !== undefined) return team;
  throw refused(
    "There is no team that could take a case. Whoever keeps the organisation file can add one.",
    "no team",
  );
}
