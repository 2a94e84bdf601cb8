import type { Read } from "../../db/store.ts";
import { notFound, refused } from "../errors.ts";
import { type Member, type Settings, membersServing, serves } from "../people/index.ts";
import { commentSettingsOf } from "./settings.ts";
import { type Comment, type Theme, findComment, findTheme } from "./store.ts";

/**
 * A comment that its agent wants to change: nobody else may.
 * @throws AppError `not_found`
 */
export async function ownComment(db: Read, member: Member, id: string): Promise<Comment> {
  const found = await findComment(db, id);
  if (found && found.agentId === member.id && found.struckAt === null) return found;
  throw notFound("comment", found ? "comment of somebody else" : "no such comment");
}

/**
 * The theme that a member named: themes are the business of those who serve its team.
 * @throws AppError `not_found`, in the same words for one that does not exist and one they may not know of
 */
export async function themeFor(db: Read, member: Member, theme: Theme | undefined): Promise<Theme> {
  if (theme && (await serves(db, member, theme.teamId))) return theme;
  throw notFound("theme", theme ? "theme not visible" : "no such theme");
}

/** The theme that a button or a form names by its internal id; see {@link themeFor}. */
export const themeById = async (db: Read, member: Member, id: string): Promise<Theme> =>
  themeFor(db, member, await findTheme(db, id));

/** Whether somebody's level is enough to decide about alerts and themes. */
export const mayDecideThemes = (settings: Settings, member: Pick<Member, "rank">): boolean =>
  member.rank >= Math.min(commentSettingsOf(settings).confirmRank, settings.levels.length - 1);

/** Those who may decide about a team's alerts and themes, the lowest level first. */
export async function themeDeciders(db: Read, settings: Settings, team: string): Promise<Member[]> {
  const serving = await membersServing(db, team);
  return serving
    .filter((member) => mayDecideThemes(settings, member))
    .toSorted((a, b) => a.rank - b.rank || (a.name < b.name ? -1 : 1));
}

/**
 * Lets only those go on who may decide about a team's alerts and themes.
 * @throws AppError `refused`, saying who can
 */
export async function decidersOnly(
  db: Read,
  settings: Settings,
  member: Member,
  team: string,
): Promise<void> {
  if (mayDecideThemes(settings, member) && (await serves(db, member, team))) return;
  const able = (await themeDeciders(db, settings, team)).slice(0, 3).map(({ name }) => name);
  const who =
    able.length === 0
      ? "Nobody in the organisation file can; whoever keeps it can name a level."
      : `${able.join(", ")} can.`;
  throw refused(
    `Deciding about what several customers say is for people of a higher level in this team. ${who}`,
    "below the level for themes",
  );
}
