import type { Read } from "../../../db/store.ts";
import { teamName } from "../../people/index.ts";
import { definitionAt } from "../definitions.ts";
import type { TargetShown } from "./messages.ts";
import { type TargetRow, agreementsOf } from "./store.ts";

/** A target with what is needed to show it, as it is now. */
export async function shownOf(db: Read, target: TargetRow): Promise<TargetShown> {
  const definition = await definitionAt(db, target.kpi, target.version);
  if (!definition) throw new Error("a target of a KPI that does not exist");
  return {
    target,
    definition,
    teamName: await teamName(db, target.teamId),
    agreements: await agreementsOf(db, target.id),
  };
}
