import { z } from "zod";
import { cut } from "../../chat/cut.ts";
import type { ButtonAction, FormAction, Reading } from "../../chat/feature.ts";
import { privately } from "../../chat/feature.ts";
import type { Field } from "../../chat/form.ts";
import { say, strong, text } from "../../chat/message.ts";
import { conflict, invalid } from "../../errors.ts";
import { localDate } from "../../local-days.ts";
import { isSandbox } from "../../people/index.ts";
import { type Parts, workOf } from "../../work.ts";
import { claimsFor, criterionChoices, criterionKey } from "../criteria-fields.ts";
import { allThatWasDone } from "../event-words.ts";
import type { Registration } from "../registered.ts";
import { dismiss } from "../store.ts";
import { type Suggested, suggestedTo } from "../suggested.ts";
import { learner } from "../who.ts";
import { itemCard } from "./card.ts";
import { type NewItem, NO_CUSTOMER, keepItem } from "./keep.ts";

/** Longest text of a field, UTF-16 units. */
export const MOST_TEXT = 3_000;
/** A title is a line. */
const MOST_TITLE = 150;

/**
 * What the record suggests to whoever asks.
 * @param subject only what it says of this thing
 */
export async function suggestedNow(
  asking: Reading,
  subject?: string,
): Promise<{ readonly registrations: readonly Registration[]; readonly groups: readonly Suggested[] }> {
  const registrations = await learner(asking.db, asking.actor);
  const groups = await suggestedTo(asking.db, {
    learnerId: asking.actor.id,
    registrations,
    simulated: await isSandbox(asking.db),
    timeZone: asking.settings.timezone,
    subject,
  });
  return { registrations, groups };
}

/** @throws AppError `conflict` where it is not suggested (any more) */
async function groupOf(asking: Reading, subject: string) {
  const { registrations, groups } = await suggestedNow(asking, subject);
  const [group] = groups;
  if (group) return { registrations, group };
  throw conflict(
    "This is not suggested to you any more: you have kept or dismissed it already. /evidence shows what there is.",
    "no such suggestion",
  );
}

/** The customer of what happened, where there was one. */
const customerIn = ({ events }: Suggested): string | null => {
  for (const { facts } of events) if (typeof facts["customer"] === "string") return facts["customer"];
  return null;
};

const customerFields: readonly Field[] = [
  {
    id: "tenure",
    type: "choice",
    label: "The customer",
    required: false,
    choices: [
      { value: "existing", label: "Was a customer before" },
      { value: "new", label: "Was new" },
      { value: "internal", label: "Is a colleague (an internal customer)" },
    ],
  },
  {
    id: "handling",
    type: "choice",
    label: "The situation",
    hint: "Of the situation, never of the person. Easy ones are needed too.",
    required: false,
    choices: [
      { value: "easy", label: "Was easy to deal with" },
      { value: "difficult", label: "Was difficult to deal with" },
    ],
  },
  {
    id: "handling_reason",
    type: "text",
    label: "What made it so",
    required: true,
    maxLength: 300,
    showWhen: { field: "handling", oneOf: ["easy", "difficult"] },
  },
];

/** The form behind *Keep*: which criteria, my part, and why it meets them. */
export const acceptForm = (parts: Parts): FormAction => ({
  name: "evidence.accept",
  who: "member",
  draw: async (asking, context) => {
    const { registrations, group } = await groupOf(asking, context["subject"] ?? "");
    const shows = group.suggestions.filter(({ strength }) => strength !== "support");
    return {
      title: "Keep as evidence",
      submitLabel: "Keep",
      intro: `${cut(titleOf(group), 200)}. Only you see it until you share it.`,
      fields: [
        {
          id: "criteria",
          type: "multiChoice",
          label: "For which criteria",
          required: true,
          choices: registrations.flatMap(({ unit }) =>
            criterionChoices(
              unit,
              new Set(group.suggestions.filter((one) => one.unit === unit.unit).map(({ ref }) => ref)),
            ),
          ),
          initial: [...new Set(shows.map(({ unit, ref }) => criterionKey(unit, ref)))].join("\n"),
        },
        {
          id: "my_part",
          type: "longText",
          label: "My part in it",
          hint: "What you yourself did, and what others did.",
          required: true,
          maxLength: MOST_TEXT,
        },
        {
          id: "why",
          type: "longText",
          label: "Why it meets this",
          required: true,
          maxLength: MOST_TEXT,
        },
        ...(customerIn(group) === null ? [] : customerFields),
      ],
    };
  },
  submit: async (asking, raw, context) => {
    const { registrations, group } = await groupOf(asking, context["subject"] ?? "");
    const given = z
      .object({
        criteria: z.string(),
        my_part: z.string(),
        why: z.string(),
        tenure: z.string().optional(),
        handling: z.enum(["easy", "difficult"]).optional(),
        handling_reason: z.string().optional(),
      })
      .parse(raw);
    const keys = given.criteria.split("\n");
    const suggested = partsOf(group);
    if (keys.some((key) => !suggested.has(key)))
      throw invalid("Choose among what is suggested. More can be claimed afterwards.", "not suggested", {
        criteria: "Choose among what is suggested.",
      });
    const work = workOf(parts, asking);
    const item = await keepItem(work, asking.actor, {
      learnerId: asking.actor.id,
      kind: "work_product",
      title: cut(titleOf(group), MOST_TITLE),
      occurredOn: localDate(group.at, asking.settings.timezone),
      teamId: group.events.at(-1)?.team ?? null,
      customer: customerOf(group, given),
      texts: [
        { label: "my_part", text: given.my_part },
        { label: "handling_reason", text: given.handling === undefined ? "" : (given.handling_reason ?? "") },
      ],
      location: undefined,
      sources: group.events.map(({ seq }) => seq),
      claims: claimsFor(registrations, keys, suggested),
      why: given.why,
    });
    return privately(await itemCard(asking, item));
  },
});

/** What was done, in the order in which it was: the title of what is kept. */
export const titleOf = (group: Suggested): string => allThatWasDone(group.events);

/** Which parts of which criterion a group can show; what only supports shows none by itself and claims all that is asked. */
function partsOf(group: Suggested): ReadonlyMap<string, readonly string[]> {
  const parts = new Map<string, readonly string[]>();
  for (const { unit, ref, parts: shown } of group.suggestions) {
    const key = criterionKey(unit, ref);
    parts.set(key, [...new Set([...(parts.get(key) ?? []), ...shown])]);
  }
  return parts;
}

function customerOf(
  group: Suggested,
  given: { readonly tenure?: string | undefined; readonly handling?: "easy" | "difficult" | undefined },
): NewItem["customer"] {
  const customerId = customerIn(group);
  if (customerId === null) return NO_CUSTOMER;
  const isInternal = given.tenure === "internal";
  return {
    customerId,
    relation: isInternal ? "internal" : given.tenure === undefined ? "unknown" : "external",
    tenure: given.tenure === "new" || given.tenure === "existing" ? given.tenure : "unknown",
    handling: given.handling ?? "unknown",
  };
}

/** *Keep* and *Dismiss* at a suggestion. */
export const suggestionButtons = (parts: Parts): readonly ButtonAction[] => [
  {
    name: "evidence.keep",
    who: "member",
    writes: false,
    run: async (asking, subject) => {
      await groupOf(asking, subject);
      return { kind: "form", form: "evidence.accept", context: { subject } };
    },
  },
  {
    name: "evidence.dismiss",
    who: "member",
    writes: true,
    run: async (asking, subject) => {
      const { group } = await groupOf(asking, subject);
      const { db, now, journal } = workOf(parts, asking);
      await dismiss(
        db,
        asking.actor.id,
        group.events.map(({ seq }) => seq),
        now,
      );
      await journal.record(db, now, {
        team: asking.actor.homeTeam,
        actor: asking.actor.id,
        role: "learner",
        kind: "evidence.dismissed",
        subject,
        facts: { events: group.events.map(({ id }) => id) },
      });
      return privately(say(strong("Dismissed: "), text(`${titleOf(group)}. It is not suggested again.`)));
    },
  },
];
