import { z } from "zod";
import { longText, shortText } from "../../chat/fields.ts";
import type { FormAction } from "../../chat/feature.ts";
import { privately } from "../../chat/feature.ts";
import { say, strong, text } from "../../chat/message.ts";
import { conflict } from "../../errors.ts";
import { type Parts, workOf } from "../../work.ts";
import { PROFILE_FIELDS } from "../item.ts";
import { learner, readersOf } from "../who.ts";
import { PROFILE_LABELS, profileOf, writeProfile } from "./profile.ts";

const OPTIONAL = { required: false };
const FIELDS = {
  role: shortText("role", PROFILE_LABELS.role, "As you would say it, for example: senior agent.", OPTIONAL),
  workplace: shortText(
    "workplace",
    PROFILE_LABELS.workplace,
    "The centre or department, and what it does.",
    OPTIONAL,
  ),
  since: shortText("since", PROFILE_LABELS.since, "For example: March 2024.", { ...OPTIONAL, maxLength: 80 }),
  work: longText("work", PROFILE_LABELS.work, "What you do in a usual week. No names of customers.", {
    ...OPTIONAL,
    maxLength: 1_500,
  }),
};

const given = z.object({
  role: z.string().optional(),
  workplace: z.string().optional(),
  since: z.string().optional(),
  work: z.string().optional(),
});

/** The form behind `/evidence profile`: what a learner says of themselves. It holds what they said last. */
export const profileForm = (parts: Parts): FormAction => ({
  name: "evidence.profile",
  who: "member",
  draw: async ({ db, actor }) => {
    const registrations = await learner(db, actor);
    const said = await profileOf(db, actor.id);
    return {
      title: "About me",
      submitLabel: "Save",
      intro: `For the first page of your portfolio, in your own words. ${await readersOf(db, registrations)} can read it as soon as it is saved. Empty a field to take it away.`,
      fields: PROFILE_FIELDS.map((id) => {
        const initial = said.get(id);
        return initial === undefined ? FIELDS[id] : { ...FIELDS[id], initial };
      }),
    };
  },
  submit: async (asking, raw) => {
    await learner(asking.db, asking.actor);
    const values = given.parse(raw);
    const said = new Map(PROFILE_FIELDS.map((field) => [field, (values[field] ?? "").trim()] as const));
    if (!(await writeProfile(workOf(parts, asking), asking.actor, said)))
      throw conflict("That is what it says already, so nothing was changed.", "profile unchanged");
    return privately(say(strong("Saved."), text(" It stands on the first page of your portfolio.")));
  },
});
