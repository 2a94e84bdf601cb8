import type { ActionSubject } from "../actions/index.ts";
import { text } from "../chat/message.ts";
import { notFound } from "../errors.ts";
import { findTeam, serves } from "../people/index.ts";
import { allDefinitions } from "./definitions.ts";

/** A team's figures, or one KPI of a team, as what improvement actions are about: "billing/sl", "billing/". */
export const kpiSubject: ActionSubject = {
  find: async (db, actor, id) => {
    const [team = "", kpi = ""] = id.split("/");
    const found = await findTeam(db, team);
    if (!found || !(await serves(db, actor, team)))
      throw notFound("team", found ? "does not serve the team" : "no such team");
    const one = (await allDefinitions(db)).get(kpi);
    if (kpi !== "" && !one) throw notFound("KPI", "no such KPI");
    return {
      id,
      ref: one?.name ?? "Figures",
      teamId: team,
      title: [text(`${one?.name ?? "The figures"} of ${found.name}`)],
    };
  },
};
