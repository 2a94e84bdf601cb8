import { cut } from "../chat/cut.ts";
import type { Choice, Field, RawValues } from "../chat/form.ts";
import { invalid } from "../errors.ts";
import type { NewClaim } from "./items/keep.ts";
import type { Registration } from "./registered.ts";
import type { Unit } from "./units/shape.ts";
import { criteriaOf, criterionWords } from "./words.ts";

/** The longest label of a choice that every platform shows whole (Slack's limit is 75). */
export const MOST_LABEL = 75;

/** "CC15:1.2", as the value of a choice. */
export const criterionKey = (unit: string, ref: string): string => `${unit}:${ref}`;

/** Criteria to choose from. */
export const criterionChoices = (unit: Unit, refs?: ReadonlySet<string>): Choice[] =>
  criteriaOf(unit)
    .filter(({ ref }) => refs?.has(ref) ?? true)
    .map((criterion) => ({
      value: criterionKey(unit.unit, criterion.ref),
      label: cut(criterionWords(unit, criterion), MOST_LABEL),
    }));

const groupId = (unit: Unit, group: string): string => `g_${unit.unit}_${group}`.toLowerCase();

/**
 * Fields for choosing criteria: first a part of a unit, then its criteria, because a list of a whole unit is
 * too long to read on a phone.
 */
export function criteriaFields(registrations: readonly Registration[]): Field[] {
  const groups = registrations.flatMap(({ unit }) => unit.groups.map((group) => ({ unit, group })));
  return [
    {
      id: "part",
      type: "choice",
      label: "Part of the unit",
      required: true,
      choices: groups.map(({ unit, group }) => ({
        value: groupId(unit, group.id),
        label: cut(`${unit.unit} ${group.id}: ${group.title}`, MOST_LABEL),
      })),
    },
    ...groups.map(({ unit, group }): Field => ({
      id: groupId(unit, group.id),
      type: "multiChoice",
      label: cut(`Which of ${unit.unit} ${group.id}`, 45),
      required: true,
      choices: criterionChoices(unit, new Set(group.criteria.map(({ ref }) => ref))),
      showWhen: { field: "part", oneOf: [groupId(unit, group.id)] },
    })),
  ];
}

/** The keys that were chosen in {@link criteriaFields}. */
export const chosenKeys = (values: RawValues): string[] =>
  (values[values["part"] ?? ""] ?? "").split("\n").filter(Boolean);

/**
 * Chosen criteria as claims, each for all of its parts unless `parts` says which.
 * @throws AppError `invalid` where one is no criterion of a unit that the learner is registered for
 */
export function claimsFor(
  registrations: readonly Registration[],
  keys: readonly string[],
  suggestedParts: ReadonlyMap<string, readonly string[]> = new Map(),
): NewClaim[] {
  return [...new Set(keys)].map((key) => {
    for (const { unit } of registrations) {
      const criterion = criteriaOf(unit).find(({ ref }) => criterionKey(unit.unit, ref) === key);
      if (!criterion) continue;
      const parts = suggestedParts.get(key);
      return {
        unit: unit.unit,
        edition: unit.edition,
        ref: criterion.ref,
        parts: parts ?? criterion.parts.map(({ id }) => id),
        suggested: parts !== undefined,
      };
    }
    throw invalid("Choose criteria from the list.", "unknown criterion", {
      part: "Choose criteria from the list.",
    });
  });
}
