import { type ButtonAction, privately } from "../../chat/feature.ts";
import { notFound } from "../../errors.ts";
import { dayWords, localDate } from "../../local-days.ts";
import { serves } from "../../people/index.ts";
import { type Parts, workOf } from "../../work.ts";
import { endTarget, withdraw } from "./end.ts";
import { targetMessage } from "./messages.ts";
import { assertMayPropose } from "./rules.ts";
import { shownOf } from "./shown.ts";
import { findTarget } from "./store.ts";

/** *No longer measure by it*, under a KPI. */
export const endButton = (parts: Parts): ButtonAction => ({
  name: "kpi.end_target",
  who: "member",
  writes: true,
  run: async (asking, arg) => {
    const { db, settings, actor, now } = asking;
    const target = await findTarget(db, arg);
    if (target?.state !== "agreed" || !(await serves(db, actor, target.teamId)))
      throw notFound("target", "no such agreed target");
    await assertMayPropose(asking, target.teamId);
    const today = localDate(now, settings.timezone);
    const ended = await endTarget(workOf(parts, asking), actor, target, today);
    return privately(targetMessage(await shownOf(db, ended), `Ends on ${dayWords(today)}`, []));
  },
});

/** *Withdraw*, on a proposal: for whoever made it, whatever they are by now, and for those who lead its team. */
export const withdrawAction = (parts: Parts): ButtonAction => ({
  name: "kpi.withdraw",
  who: "member",
  writes: true,
  run: async (asking, arg) => {
    const { db, actor } = asking;
    const target = await findTarget(db, arg);
    if (!target || !(await serves(db, actor, target.teamId))) throw notFound("target", "no such proposal");
    if (target.proposedBy !== actor.id) await assertMayPropose(asking, target.teamId);
    return privately(await withdraw(workOf(parts, asking), actor, target));
  },
});
