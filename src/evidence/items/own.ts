import { z } from "zod";
import type { ButtonAction, FormAction } from "../../chat/feature.ts";
import { privately } from "../../chat/feature.ts";
import { longText, shortText } from "../../chat/fields.ts";
import type { Field, RawValues } from "../../chat/form.ts";
import { invalid } from "../../errors.ts";
import { localDate } from "../../local-days.ts";
import { type Parts, workOf } from "../../work.ts";
import { chosenKeys, claimsFor, criteriaFields } from "../criteria-fields.ts";
import { learner } from "../who.ts";
import { itemCard } from "./card.ts";
import { NO_CUSTOMER, type NewItem, keepItem } from "./keep.ts";

const titleField = shortText("title", "In a line", "As it is to stand in the index of your evidence.", {
  maxLength: 150,
});

const dayField = (initial: string): Field => ({
  id: "day",
  type: "date",
  label: "When it happened",
  required: true,
  initial,
});

/**
 * A day of the past, as `YYYY-MM-DD`.
 * @throws AppError `invalid` for one that has not come yet
 */
export function pastDay(day: string, today: string): string {
  if (day <= today) return day;
  throw invalid("That day has not come yet. Evidence is of what has happened.", "day in the future", {
    day: "That day has not come yet.",
  });
}

const WORK_PRODUCT = {
  form: "evidence.product",
  title: "Add a work product",
  intro: "Something that you made at work. The original stays where it is: say where the assessor finds it.",
  fields: [
    longText("what", "What it is", "What it was for, and for whom."),
    longText("my_part", "My part in it", "What you yourself did, and what others did."),
    shortText("system", "Where the original is", "For example: the knowledge base.", { maxLength: 80 }),
    shortText("reference", "Its name or number there", ""),
  ],
} as const satisfies Own;

const REFLECTION = {
  form: "evidence.reflection",
  title: "Reflective account",
  intro:
    "Write as yourself (“I”), about something that really happened. Nobody writes it for you, and nothing is filled in.",
  fields: [
    longText("happened", "What happened", "What you did, and with what in mind. No names of customers."),
    longText("reasons", "Why I did it so", "What you knew and what you weighed."),
    longText("outcome", "What came of it", "For the customer, for colleagues, for the organisation."),
    longText("learned", "What I learned", "What you would do again, and what not."),
    shortText(
      "procedure",
      "Procedure, with its version",
      "Where you followed one. It is no evidence by itself.",
      { required: false },
    ),
  ],
} as const satisfies Own;

interface Own {
  readonly form: string;
  readonly title: string;
  readonly intro: string;
  readonly fields: readonly Field[];
}

const shared = z.object({ title: z.string(), day: z.string(), why: z.string() });

/** A form by which a learner adds evidence in their own words. */
const ownForm = (
  parts: Parts,
  own: Own,
  read: (raw: RawValues) => Pick<NewItem, "kind" | "texts" | "location">,
): FormAction => ({
  name: own.form,
  who: "member",
  draw: async ({ db, actor, now, settings }) => {
    const registrations = await learner(db, actor);
    return {
      title: own.title,
      submitLabel: "Keep",
      intro: own.intro,
      fields: [
        titleField,
        dayField(localDate(now, settings.timezone)),
        ...own.fields,
        ...criteriaFields(registrations),
        longText("why", "Why it meets this", "What in it shows what the criterion asks for."),
      ],
    };
  },
  submit: async (asking, raw) => {
    const registrations = await learner(asking.db, asking.actor);
    const { title, day, why } = shared.parse(raw);
    const item = await keepItem(workOf(parts, asking), asking.actor, {
      learnerId: asking.actor.id,
      title,
      occurredOn: pastDay(day, localDate(asking.now, asking.settings.timezone)),
      teamId: asking.actor.homeTeam,
      customer: NO_CUSTOMER,
      sources: [],
      claims: claimsFor(registrations, chosenKeys(raw)),
      why,
      ...read(raw),
    });
    return privately(await itemCard(asking, item));
  },
});

const product = z.object({
  what: z.string(),
  my_part: z.string(),
  system: z.string(),
  reference: z.string(),
});
const reflection = z.object({
  happened: z.string(),
  reasons: z.string(),
  outcome: z.string(),
  learned: z.string(),
  procedure: z.string().optional(),
});

/** The forms for what a learner adds themselves. */
export const ownForms = (parts: Parts): readonly FormAction[] => [
  ownForm(parts, WORK_PRODUCT, (raw) => {
    const { what, my_part: myPart, system, reference } = product.parse(raw);
    return {
      kind: "work_product",
      texts: [
        { label: "what", text: what },
        { label: "my_part", text: myPart },
      ],
      location: { system, reference },
    };
  }),
  ownForm(parts, REFLECTION, (raw) => {
    const given = reflection.parse(raw);
    return {
      kind: "reflective_account",
      texts: (["happened", "reasons", "outcome", "learned", "procedure"] as const).map((label) => ({
        label,
        text: given[label] ?? "",
      })),
      location: undefined,
    };
  }),
];

/** The buttons that open them. */
export const ownButtons: readonly ButtonAction[] = [WORK_PRODUCT, REFLECTION].map(({ form }) => ({
  name: `${form}_add`,
  who: "member",
  writes: false,
  run: async ({ db, actor }) => {
    await learner(db, actor);
    return { kind: "form", form, context: {} };
  },
}));
