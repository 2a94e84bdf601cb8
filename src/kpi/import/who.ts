import type { Read } from "../../../db/store.ts";
import { notFound, refused } from "../../errors.ts";
import { type Member, type Settings, findMember, serves, teamsServed } from "../../people/index.ts";
import { kpiSettingsOf } from "../settings.ts";
import { findImport } from "./store.ts";

/** The role that may import for every team. */
const PLANNER = "wfm_planner";

/**
 * The teams for which somebody may import: leaders for their own, planners for all (`H12E:PC7`).
 * @param member null: whoever has the command line or the token, who may for all
 */
export async function teamsToImportFor(
  db: Read,
  settings: Settings,
  member: Member | null,
): Promise<ReadonlySet<string> | "all"> {
  if (!member) return "all";
  // Looked up again: between the giving of a file and the reading of it a person may have left the team.
  const now = await findMember(db, member.id);
  if (!now?.active) return new Set();
  if (now.roles.includes(PLANNER)) return "all";
  return now.rank >= kpiSettingsOf(settings).leadersRank ? teamsServed(db, now) : new Set();
}

/** Throws `refused`, with who can, where a member may not import for all of these teams. */
export async function assertMayImport(
  db: Read,
  settings: Settings,
  member: Member | null,
  teams: readonly string[],
): Promise<void> {
  const theirs = await teamsToImportFor(db, settings, member);
  const other = theirs === "all" ? undefined : teams.find((team) => !theirs.has(team));
  if (other === undefined) return;
  const { leadersRank } = kpiSettingsOf(settings);
  throw refused(
    `Figures of the team "${other}" are imported by its people of level ${settings.levels[leadersRank] ?? "leader"} or above, or by a planner (role ${PLANNER}). Nothing was imported.`,
    "may not import for this team",
  );
}

/** Throws `refused`, with who can, where a member may import for no team at all. */
export function assertMayImportAny(settings: Settings, member: Member): void {
  const { leadersRank } = kpiSettingsOf(settings);
  if (member.roles.includes(PLANNER) || member.rank >= leadersRank) return;
  throw refused(
    `Figures are imported by people of level ${settings.levels[leadersRank] ?? "leader"} or above, or by a planner (role ${PLANNER}).`,
    "may import for no team",
  );
}

/**
 * Lets only those go on who may say yes or no to a file that was read.
 * @throws AppError `not_found` where there is no such file, and for those who have nothing to do with its teams
 *   alike; `refused`, with who can, for the others who may not
 */
export async function assertMayDecide(
  db: Read,
  settings: Settings,
  member: Member,
  importId: string,
): Promise<void> {
  const teams = (await findImport(db, importId))?.report?.teams ?? [];
  const theirs = member.roles.includes(PLANNER)
    ? teams
    : (await Promise.all(teams.map((team) => serves(db, member, team)))).filter(Boolean);
  if (teams.length === 0 || theirs.length < teams.length)
    throw notFound("import", "no import of their teams");
  await assertMayImport(db, settings, member, teams);
}
