import { z } from "zod";
import { type ButtonAction, type FormAction, type Reading, privately } from "../../chat/feature.ts";
import { say, strong, text } from "../../chat/message.ts";
import { notFound } from "../../errors.ts";
import { localDate } from "../../local-days.ts";
import { membersServing, teamName } from "../../people/index.ts";
import { type Parts, workOf } from "../../work.ts";
import type { Definition } from "../definition.ts";
import { allDefinitions } from "../definitions.ts";
import { teamLeaders } from "../who.ts";
import { directionWords } from "../words.ts";
import { withdrawButton } from "./messages.ts";
import { proposalFields, readProposal } from "./proposal-fields.ts";
import { propose } from "./propose.ts";
import { assertMayPropose } from "./rules.ts";

/** What a form was opened with; it comes back from outside, so something may be gone. */
const context = z.object({ kpi: z.string().default(""), team: z.string().default("") });

/** The KPI and the team of a form, for somebody who leads that team. */
async function about(
  asking: Reading,
  given: Readonly<Record<string, string>>,
): Promise<{ readonly definition: Definition; readonly team: string }> {
  const { kpi, team } = context.parse(given);
  await assertMayPropose(asking, team);
  const definition = (await allDefinitions(asking.db)).get(kpi);
  if (!definition) throw notFound("KPI", "no such KPI");
  return { definition, team };
}

/** The form behind `/kpi agree`. */
export const targetForm = (parts: Parts): FormAction => ({
  name: "kpi.target",
  who: "member",
  draw: async (asking, given) => {
    const { definition, team } = await about(asking, given);
    const { db, settings, actor, now } = asking;
    return {
      title: "Agree on a KPI",
      submitLabel: "Ask them",
      intro: `${definition.name} for ${await teamName(db, team)}: ${directionWords[definition.direction]}. It is in force once everybody whom you ask has agreed.`,
      fields: proposalFields(definition, {
        colleagues: (await membersServing(db, team)).filter(({ id }) => id !== actor.id),
        leaders: await teamLeaders(db, settings, team),
        by: actor.id,
        today: localDate(now, settings.timezone),
      }),
    };
  },
  submit: async (asking, raw, given) => {
    const { definition, team } = await about(asking, given);
    const proposal = readProposal(raw, localDate(asking.now, asking.settings.timezone));
    const target = await propose(workOf(parts, asking), asking.actor, definition, { ...proposal, team });
    const count = proposal.asked.length;
    return privately({
      ...say(
        strong(definition.name),
        text(
          `: ${count === 1 ? "one person is" : `${count} people are`} asked. You are told when they have answered.`,
        ),
      ),
      buttons: [withdrawButton(target)],
    });
  },
});

/** *Propose for this team*, under a KPI. */
export const proposeButton: ButtonAction = {
  name: "kpi.propose",
  who: "member",
  writes: false,
  run: (_, arg) => {
    const [team = "", kpi = ""] = arg.split("/");
    return Promise.resolve({ kind: "form", form: "kpi.target", context: { team, kpi } });
  },
};
