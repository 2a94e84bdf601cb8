import type { Reading } from "../../chat/feature.ts";
import { leadersOnly } from "../who.ts";

/** What is typed on the forms of targets at most, UTF-16 units. */
export const MOST_TEXT = 500;

/**
 * Lets only those go on who may propose what a team is measured by: those who lead it.
 * @throws AppError `refused`, saying who can; `not_found` for those who do not serve the team
 */
export const assertMayPropose = ({ db, settings, actor }: Reading, team: string): Promise<void> =>
  leadersOnly(db, settings, actor, team, "Agreeing on what a team is measured by");
