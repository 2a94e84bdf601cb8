import type { Read } from "../../../db/store.ts";
import { notFound, refused } from "../../errors.ts";
import { type Member, type Settings, findMember, serves } from "../../people/index.ts";
import { type KpiSettings, kpiSettingsOf } from "../settings.ts";
import { findImport } from "./store.ts";

/** The role that may import for every team. */
const PLANNER = "wfm_planner";

/** Whether a member may import for a team: its leaders, and planners (`H12E:PC7`). */
async function mayImportFor(db: Read, settings: KpiSettings, member: Member, team: string): Promise<boolean> {
  if (member.roles.includes(PLANNER)) return true;
  return member.rank >= settings.leadersRank && (await serves(db, member, team));
}

/** Throws `refused`, with who can, where a member may not import for all of these teams. */
export async function assertMayImport(
  db: Read,
  settings: Settings,
  member: Member | null,
  teams: readonly string[],
): Promise<void> {
  if (!member) return;
  const kpi = kpiSettingsOf(settings);
  // Looked up again: between the giving of a file and the reading of it a person may have left the team.
  const now = await findMember(db, member.id);
  for (const team of teams)
    if (!now?.active || !(await mayImportFor(db, kpi, now, team)))
      throw refused(
        `Figures of the team "${team}" are imported by its people of level ${settings.levels[kpi.leadersRank] ?? "leader"} or above, or by a planner (role ${PLANNER}). Nothing was imported.`,
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
