import { SHIPPED_UNITS } from "../evidence/units/shipped.ts";
import type { Path } from "./lines.ts";
import type { LearnerInput } from "./learner-shape.ts";
import type { Person, Registration } from "./model.ts";
import { shown } from "./report.ts";

/** A registration for each unit of an entry. */
export const registrations = ({ unit, units, ...input }: LearnerInput): Registration[] =>
  (unit === undefined ? (units ?? []) : [unit]).map((one) => ({ ...input, unit: one }));

/**
 * What would surprise people about registrations that can be used: the place in the file and a sentence.
 * @param learners the section as it stands in the file, every entry of it
 */
export function* learnerSurprises(
  learners: readonly LearnerInput[],
  people: readonly Person[],
): Generator<{ path: Path; sentence: string }> {
  const disabled = new Set(people.filter((person) => person.disabled).map(({ id }) => id));
  for (const [index, { person, unit, units }] of learners.entries()) {
    const path: Path = ["learners", index];
    if (disabled.has(person)) {
      const sentence = "person is disabled: nothing can be added to the portfolio.";
      yield { path: [...path, "person"], sentence };
    }
    for (const [place, code] of (unit === undefined ? (units ?? []) : [unit]).entries()) {
      if (SHIPPED_UNITS.has(code)) continue;
      const key = unit === undefined ? ["units", place] : ["unit"];
      const sentence = `no file for the unit ${shown(code)} ships with the program: the centre has to load its own.`;
      yield { path: [...path, ...key], sentence };
    }
  }
}
