import { longDate } from "../local-days.ts";
import type { Registration } from "./model.ts";

/** A registration is known by who is registered and for what. */
const keyOf = ({ person, unit }: Registration): string => JSON.stringify([person, unit]);

const edition = ({ edition: named }: Registration): string =>
  named === undefined ? "the edition that ships with the program" : `the edition ${named}`;

function* changesOf(
  before: Registration,
  after: Registration,
  person: (id: string) => string,
): Generator<string> {
  const what = `${person(after.person)}, ${after.unit}`;
  for (const part of ["assessor", "verifier"] as const) {
    if (before[part] !== after[part])
      yield `${what}: ${part} from ${person(before[part])} to ${person(after[part])}`;
  }
  if (before.from !== after.from)
    yield `${what}: counts from ${longDate(after.from)}, no longer from ${longDate(before.from)}`;
  if (before.edition !== after.edition) yield `${what}: from ${edition(before)} to ${edition(after)}`;
}

function registered(one: Registration, person: (id: string) => string): string {
  const named = one.edition === undefined ? "" : `, edition ${one.edition},`;
  const who = `assessor ${person(one.assessor)}, verifier ${person(one.verifier)}`;
  return `Register ${person(one.person)} for ${one.unit}${named} from ${longDate(one.from)} (${who})`;
}

/** What applying a file would change about who is registered for what, a sentence each, in the order of the section. */
export function* learnerChanges(
  before: readonly Registration[],
  after: readonly Registration[],
  person: (id: string) => string,
): Generator<string> {
  const old = new Map(before.map((one) => [keyOf(one), one]));
  for (const one of after) {
    const was = old.get(keyOf(one));
    if (was === undefined) yield registered(one, person);
    else yield* changesOf(was, one, person);
    old.delete(keyOf(one));
  }
  for (const one of old.values()) yield `${person(one.person)} is no longer registered for ${one.unit}`;
}
