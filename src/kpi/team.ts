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
