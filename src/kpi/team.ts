import type { Read } from "../../db/store.ts";
import { notFound } from "../errors.ts";
import { type Member, teamFor, teamNamed } from "../people/index.ts";

/**
 * The team that somebody means: the one that they name by its id or its name, else their own.
 * @throws AppError `not_found` for one that does not exist and one that they do not serve alike
 */
export async function teamMeant(db: Read, member: Member, named: string): Promise<string> {
  if (named.trim() === "") return teamFor(db, member);
  const found = await teamNamed(db, member, named);
  if (found === undefined) throw notFound("team", "no such team to look at");
  return found;
}

/** "for two days", "for a week", "in time": no team. */
const NO_TEAM = /^(?:\d|(?:an?|the|one|two|three|four|five|six|seven|next|ever|now|good|time)\b)/i;

/**
 * Parts a line such as "schedule weekdays at 8:30 for Orders" from the team at its end.
 * @param word what stands before a team: "for", "in"
 * @throws AppError `not_found` for a team that does not exist and one that they do not serve alike
 */
export async function withTeam(
  db: Read,
  member: Member,
  line: string,
  word: "for" | "in",
): Promise<{ readonly said: string; readonly team: string }> {
  const at = line.toLowerCase().lastIndexOf(` ${word} `);
  const named = at < 0 ? "" : line.slice(at + word.length + 2).trim();
  if (named === "" || NO_TEAM.test(named))
    return { said: line.trim(), team: await teamMeant(db, member, "") };
  return { said: line.slice(0, at).trim(), team: await teamMeant(db, member, named) };
}
