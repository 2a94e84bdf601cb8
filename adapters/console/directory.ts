/** Somebody who uses the console. */
export interface Person {
  readonly id: string;
  readonly name: string;
  /** The team's name; absent for people who work across teams. */
  readonly team?: string;
  /** The names of other teams whose channels they are in, too. */
  readonly covers?: readonly string[];
  readonly level: string;
  readonly away: boolean;
}

/** A channel of the console. */
export interface Channel {
  readonly id: string;
  readonly name: string;
  /** The name of the team that it belongs to. */
  readonly team: string;
}

/** Who and what there is. Asked for anew whenever it matters, because people and channels change. */
export interface Directory {
  readonly people: readonly Person[];
  readonly channels: readonly Channel[];
}

/** The person with this id, which may be anything that somebody typed into an address. */
export const findPerson = (directory: Directory, id: string): Person | undefined =>
  directory.people.find((person) => person.id === id);

/** The channel with this id. */
export const findChannel = (directory: Directory, id: string): Channel | undefined =>
  directory.channels.find((channel) => channel.id === id);

/** Who is in a channel: its team, who covers that team, and people who work across all of them. */
export const isIn = (channel: Channel, person: Person): boolean =>
  person.team === undefined || person.team === channel.team || (person.covers ?? []).includes(channel.team);

/** A level as people read it: `team_leader` is "Team leader". */
export const levelName = ({ level }: Person): string => {
  const words = level.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The channels that a person is in, in the directory's order. */
export const channelsOf = (directory: Directory, person: Person): readonly Channel[] =>
  directory.channels.filter((channel) => isIn(channel, person));

/** People by team for a list, those without a team last. */
export function byTeam(people: readonly Person[]): readonly { team: string; people: readonly Person[] }[] {
  const groups = new Map<string, Person[]>();
  for (const person of people.toSorted(
    (a, b) => Number(a.team === undefined) - Number(b.team === undefined),
  )) {
    const team = person.team ?? "Across teams";
    groups.set(team, [...(groups.get(team) ?? []), person]);
  }
  return [...groups].map(([team, members]) => ({ team, people: members }));
}
