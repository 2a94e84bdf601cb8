import type { Member } from "../../people/index.ts";
import type { PortfolioItem } from "../../portfolio/index.ts";
import type { Declaration } from "../store.ts";

/** "team_leader" → "Team leader". */
export const levelWords = (level: string): string =>
  level.charAt(0).toUpperCase() + level.slice(1).replaceAll(/[_-]+/g, " ");

/** What colleagues are called who keep no name: full name → "Team leader 1". The longest first, so that no name is found inside another. */
export function labels(people: readonly Member[]): ReadonlyMap<string, string> {
  const count = new Map<string, number>();
  const found = people
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ name, level }) => {
      const n = (count.get(level) ?? 0) + 1;
      count.set(level, n);
      return [name, `${levelWords(level)} ${n}`] as const;
    });
  return new Map(found.toSorted(([a], [b]) => b.length - a.length));
}

/** The name of somebody who keeps it. */
export const nameIn = (people: ReadonlyMap<string, Member>, id: string): string => people.get(id)?.name ?? id;

/** A signature with the name of who gave it. */
export const declarationOut = (
  people: ReadonlyMap<string, Member>,
  { memberId, role, text, at, contentHash }: Declaration,
): PortfolioItem["declarations"][number] => ({
  name: nameIn(people, memberId),
  role,
  text,
  at,
  contentHash,
});
