import { parse } from "yaml";
import { z } from "zod";

/** What an organisation file says of somebody, by key; `null` takes a key away. */
export type PersonEntry = Readonly<Record<string, string | boolean | null>>;

const fileSchema = z.looseObject({ people: z.array(z.record(z.string(), z.unknown())) });

/** An organisation file in which some people are other than they were; whoever is not in it yet is added. */
export function withPeople(source: string, changes: Readonly<Record<string, PersonEntry>>): string {
  const file = fileSchema.parse(parse(source, { schema: "failsafe" }));
  const known = new Map(file.people.map((person) => [String(person["id"]), person]));
  for (const [id, change] of Object.entries(changes)) known.set(id, { ...known.get(id), id, ...change });
  const people = [...known.values()].map((person) =>
    Object.fromEntries(Object.entries(person).filter(([, value]) => value !== null)),
  );
  // JSON is YAML.
  return JSON.stringify({ ...file, people });
}
