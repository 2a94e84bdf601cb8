import { SEVERE_TOPICS } from "../comments/settings.ts";
import type { Path } from "./lines.ts";
import type { Organisation, Person, Team } from "./model.ts";
import { shown } from "./report.ts";

const serves = (person: Person, team: string): boolean =>
  person.team === undefined || person.team === team || person.covers.includes(team);

/** People who may act and decide. Those who never decide cannot take a case that needs authority. */
const active = (organisation: Organisation): Person[] =>
  organisation.people.filter((person) => !person.disabled && person.decides);

/** A team whose lowest people have nobody above them to pass a case to. */
function nobodyAbove(team: Team, organisation: Organisation): string | undefined {
  const rank = (person: Person): number => organisation.levels.indexOf(person.level);
  const members = organisation.people.filter((person) => !person.disabled && person.team === team.id);
  const lowest = Math.min(...members.map(rank));
  if (members.length === 0 || lowest === organisation.levels.length - 1) return undefined;
  if (active(organisation).some((person) => serves(person, team.id) && rank(person) > lowest))
    return undefined;
  return `Nobody above level ${shown(organisation.levels[lowest] ?? "")} serves ${team.name}: its cases have nowhere to go. Add somebody, or let a person of another team cover it.`;
}

/** A decision for which nobody has the level (or, where a team owns it, nobody who serves that team). */
function nobodyDecides(decision: string, organisation: Organisation): string | undefined {
  const rows = organisation.authority.filter((row) => row.decision === decision);
  const lowest = Math.min(...rows.map((row) => organisation.levels.indexOf(row.level)));
  const owner = rows[0]?.team;
  // A level without a row of its own has that of the nearest level below it.
  const able = active(organisation).some(
    (person) =>
      organisation.levels.indexOf(person.level) >= lowest && (owner === undefined || serves(person, owner)),
  );
  if (able) return undefined;
  const level = shown(organisation.levels[lowest] ?? "");
  const serving = owner === undefined ? "" : ` and serves ${owner}`;
  return `Nobody can take the decision ${shown(decision)}: there is no person of level ${level} or above who may decide${serving}.`;
}

/** What is missing for comments where the file speaks of them. */
function* commentSurprises(organisation: Organisation): Generator<{ path: Path; sentence: string }> {
  for (const [index, team] of organisation.teams.entries()) {
    if (Object.keys(team.channels.alerts).length > 0) continue;
    const instead =
      Object.keys(team.channels.escalations).length > 0
        ? "alerts about what its customers repeat go to its escalations channel"
        : "no channel is told of what its customers repeat";
    const sentence = `${team.name} has no alerts channel: ${instead}.`;
    yield { path: ["teams", index], sentence };
  }
  const path = ["comments", "specialists"];
  for (const topic of SEVERE_TOPICS) {
    if (organisation.comments.specialists[topic].length > 0) continue;
    const sentence = `nobody is named for ${topic}: a severe comment goes to the highest-ranked people who serve the team of whoever passes it on, by direct message.`;
    yield { path, sentence };
  }
}

/** Whose digest would reach people only one by one, or nobody, where the file speaks of KPIs. */
function* kpiSurprises(organisation: Organisation): Generator<{ path: Path; sentence: string }> {
  const { kpi, levels } = organisation;
  const leaders = organisation.people.filter(
    ({ disabled, level }) => !disabled && levels.indexOf(level) >= levels.indexOf(kpi.leadersFrom),
  );
  for (const [index, team] of organisation.teams.entries()) {
    const times = team.digest === undefined ? kpi.digest : team.digest;
    if (times === null || Object.keys(team.channels.digest).length > 0) continue;
    const instead = leaders.some((person) => serves(person, team.id))
      ? "its digest goes to its leaders by direct message"
      : `nobody of level ${shown(kpi.leadersFrom)} or above serves it, and its digest reaches nobody`;
    yield { path: ["teams", index], sentence: `${team.name} has no digest channel: ${instead}.` };
  }
}

/**
 * What would surprise people later, though the file can be used: the place in the file and a sentence.
 * @param uses whether the file has the sections `comments` and `kpi`; a centre without one may not use it
 */
export function* surprises(
  organisation: Organisation,
  uses: { readonly comments: boolean; readonly kpi: boolean },
): Generator<{ path: Path; sentence: string }> {
  for (const [index, team] of organisation.teams.entries()) {
    const path = ["teams", index];
    const above = nobodyAbove(team, organisation);
    if (above !== undefined) yield { path, sentence: above };
    if (Object.keys(team.channels.escalations).length === 0) {
      const sentence = `${team.name} has no escalations channel: its cases reach people by direct message only.`;
      yield { path, sentence };
    }
  }
  const seen = new Set<string>();
  for (const [index, row] of organisation.authority.entries()) {
    if (seen.has(row.decision)) continue;
    seen.add(row.decision);
    const nobody = nobodyDecides(row.decision, organisation);
    if (nobody !== undefined) yield { path: ["authority", index], sentence: nobody };
  }
  if (uses.comments) yield* commentSurprises(organisation);
  if (uses.kpi) yield* kpiSurprises(organisation);
}
