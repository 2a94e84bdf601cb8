import { parse } from "yaml";
import { z } from "zod";

/** What an organisation file says of somebody, by key; `null` takes a key away. */
export type PersonEntry = Readonly<Record<string, string | boolean | null>>;

const fileSchema = z.looseObject({
  organisation: z.looseObject({ workspaces: z.record(z.string(), z.string()) }),
  people: z.array(z.record(z.string(), z.unknown())),
  teams: z.array(z.record(z.string(), z.unknown())),
  authority: z.array(z.record(z.string(), z.unknown())),
});
const read = (source: string) => fileSchema.parse(parse(source, { schema: "failsafe" }));

/** An organisation file in which some people are other than they were; whoever is not in it yet is added. */
export function withPeople(source: string, changes: Readonly<Record<string, PersonEntry>>): string {
  const file = read(source);
  const known = new Map(file.people.map((person) => [String(person["id"]), person]));
  for (const [id, change] of Object.entries(changes)) known.set(id, { ...known.get(id), id, ...change });
  const people = [...known.values()].map((person) =>
    Object.fromEntries(Object.entries(person).filter(([, value]) => value !== null)),
  );
  // JSON is YAML.
  return JSON.stringify({ ...file, people });
}

/** An organisation file that names the Discord server which alone is served. */
export function withServer(source: string, discord: string): string {
  const file = read(source);
  const workspaces = { ...file.organisation.workspaces, discord };
  return JSON.stringify({ ...file, organisation: { ...file.organisation, workspaces } });
}

/** An organisation file in which one name stands for teams and decisions alike. */
export function withNames(source: string, name: string): string {
  const file = read(source);
  return JSON.stringify({
    ...file,
    teams: file.teams.map((team) => ({ ...team, name })),
    authority: file.authority.map((row) => (row["decision"] === "refund" ? { ...row, label: name } : row)),
  });
}
