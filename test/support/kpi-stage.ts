import type { Answer } from "../../src/chat/adapter.ts";
import { openKpiRoles } from "./kpi-roles.ts";

/** The two teams with their figures, on which one thing after another is tried, each as if nothing had been before. */
export async function openKpiStage() {
  const here = await openKpiRoles();
  const putBack = await here.remember();
  return {
    ...here,
    /** Undoes what people did since the stage was opened. */
    putBack,
    /** Puts the stage back, and tries something; gives back whether it changed anything. */
    watched: async (act: () => Promise<Answer>) => {
      await putBack();
      const before = await here.state();
      const answer = await act();
      return { answer, isUntouched: (await here.state()) === before };
    },
  };
}

/** What {@link openKpiStage} gives. */
export interface KpiStage extends Awaited<ReturnType<typeof openKpiStage>> {}
