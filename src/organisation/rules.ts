import { isPlainList, isPlainMap, type Path, type Plain, type PlainMap } from "./lines.ts";
import type { Report } from "./report.ts";
import { shown } from "./report.ts";
import { didYouMean } from "../suggest.ts";

/** An entry of a list as written, with its place: rules look at what is there even if its shape is wrong. */
export interface Entry {
  readonly path: Path;
  readonly raw: PlainMap;
}

/** The lists of the file, as written. */
export interface Entries {
  /** Undefined where `levels` is missing or no list. */
  readonly levels: readonly string[] | undefined;
  /** Undefined where `teams` is missing or no list. */
  readonly teams: readonly Entry[] | undefined;
  readonly people: readonly Entry[];
  readonly authority: readonly Entry[];
}

type TeamIds = readonly string[] | undefined;

const text = (entry: Entry, key: string): string | undefined => {
  const value: Plain | undefined = entry.raw[key];
  return typeof value === "string" ? value : undefined;
};

/** Each id stands once in its list. */
function uniqueIds(entries: readonly Entry[], report: Report): void {
  const first = new Map<string, Path>();
  for (const entry of entries) {
    const id = text(entry, "id");
    if (id === undefined) continue;
    const earlier = first.get(id);
    if (earlier === undefined) first.set(id, entry.path);
    else {
      const line = report.lineOf(earlier);
      report.add([...entry.path, "id"], `the id ${shown(id)} is already used on line ${line}.`, entry.path);
    }
  }
}

/** A level, named under `key`, that is not in `levels`. */
export function knownLevel(
  entry: Entry,
  levels: readonly string[] | undefined,
  report: Report,
  key = "level",
): void {
  const level = text(entry, key);
  if (level === undefined || levels === undefined || levels.includes(level)) return;
  const line = report.lineOf(["levels"]);
  const sentence = `${key} ${shown(level)} is not in levels (line ${line}).${didYouMean(level, levels)}`;
  report.add([...entry.path, key], sentence, entry.path);
}

/** A team that is not in `teams`; `called` is what the file's reader knows the key by. */
export function knownTeam(
  entry: Pick<Entry, "path">,
  id: string,
  key: Path,
  teams: TeamIds,
  report: Report,
  called = String(key[0]),
): void {
  if (teams === undefined || teams.includes(id)) return;
  const line = report.lineOf(["teams"]);
  const sentence = `${called} ${shown(id)} is not in teams (line ${line}).${didYouMean(id, teams)}`;
  report.add([...entry.path, ...key], sentence, entry.path);
}

function personRules(entry: Entry, teams: TeamIds, entries: Entries, report: Report): void {
  knownLevel(entry, entries.levels, report);
  const team = text(entry, "team");
  if (team !== undefined) knownTeam(entry, team, ["team"], teams, report);
  const covers = entry.raw["covers"];
  if (!isPlainList(covers)) return;
  if (team === undefined && covers.length > 0) {
    const sentence = "covers is for people with a team. Without a team this person serves every team anyway.";
    report.add([...entry.path, "covers"], sentence, entry.path);
  }
  for (const [index, covered] of covers.entries()) {
    if (typeof covered !== "string") continue;
    knownTeam(entry, covered, ["covers", index], teams, report);
    if (covered === team) {
      const sentence = `covers ${shown(covered)}, which is this person's own team. Remove it from covers.`;
      report.add([...entry.path, "covers", index], sentence, entry.path);
    }
  }
}

/** One account is one person: what is done with it must be on record under one name. */
function oneAccountOnePerson(people: readonly Entry[], report: Report): void {
  for (const platform of ["slack", "discord"]) {
    const first = new Map<string, Entry>();
    for (const entry of people) {
      const account = text(entry, platform);
      if (account === undefined) continue;
      const earlier = first.get(account);
      if (earlier === undefined) first.set(account, entry);
      else {
        const whose = shown(text(earlier, "id") ?? "another person");
        const line = report.lineOf([...earlier.path, platform]);
        const sentence = `${platform} ${shown(account)} already belongs to ${whose} (line ${line}).`;
        report.add([...entry.path, platform], sentence, entry.path);
      }
    }
  }
}

/** A case card in a channel must belong to one team, or nobody knows whose it is. */
function oneChannelOneTeam(teams: readonly Entry[], report: Report): void {
  const first = new Map<string, Entry>();
  for (const entry of teams) {
    const channels = entry.raw["channels"];
    const escalations = isPlainMap(channels) ? channels["escalations"] : undefined;
    if (!isPlainMap(escalations)) continue;
    for (const [platform, channel] of Object.entries(escalations)) {
      if (typeof channel !== "string") continue;
      const key = `${platform} ${channel}`;
      const earlier = first.get(key);
      if (earlier === undefined) first.set(key, entry);
      else {
        const whose = shown(text(earlier, "id") ?? "another team");
        const sentence = `channels.escalations.${platform} ${shown(channel)} is already the escalations channel of ${whose} (line ${report.lineOf(earlier.path)}). Give each team a channel of its own.`;
        report.add([...entry.path, "channels", "escalations", platform], sentence, entry.path);
      }
    }
  }
}

/** The ids of the teams, as written; undefined where there is no list of teams. */
export const teamIds = ({ teams }: Pick<Entries, "teams">): TeamIds =>
  teams?.flatMap((entry) => text(entry, "id") ?? []);

/** Every rule between the entries of `teams` and `people`. */
export function peopleRules(entries: Entries, report: Report): void {
  const teams = teamIds(entries);
  uniqueIds(entries.teams ?? [], report);
  uniqueIds(entries.people, report);
  oneChannelOneTeam(entries.teams ?? [], report);
  oneAccountOnePerson(entries.people, report);
  for (const entry of entries.people) personRules(entry, teams, entries, report);
  for (const entry of entries.authority) {
    knownLevel(entry, entries.levels, report);
    const team = text(entry, "team");
    if (team !== undefined) knownTeam(entry, team, ["team"], teams, report);
  }
}
