import type { DecisionMark } from "../authority/index.ts";
import { formatMoney } from "../money.ts";
import { commentChanges } from "./comment-differences.ts";
import { learnerChanges } from "./learner-differences.ts";
import { kpiChanges, noQueues, teamDigestChange } from "./kpi-differences.ts";
import type { AuthorityRow, ChannelIds, CommentRules, Minutes, Organisation, Person, Team } from "./model.ts";

/** "team_leader" → "team leader". */
const words = (id: string): string => id.replaceAll(/[_-]+/g, " ");
const orNothing = (value: string | undefined): string => value ?? "none";

/** A name that another carries too is told apart by its id. */
function names(entries: readonly { readonly id: string; readonly name: string }[]): (id: string) => string {
  const count = new Map<string, number>();
  for (const { name } of entries) count.set(name, (count.get(name) ?? 0) + 1);
  const byId = new Map(
    entries.map(({ id, name }) => [id, (count.get(name) ?? 0) > 1 ? `${name} (${id})` : name]),
  );
  return (id) => byId.get(id) ?? id;
}

interface Context {
  readonly team: (id: string) => string;
  readonly person: (id: string) => string;
  /** The organisation's time zone in either file. */
  readonly zones: { readonly before: string; readonly after: string };
}

const place = (person: Person, { team }: Context): string =>
  person.team === undefined ? "whole centre" : team(person.team);

const list = (values: readonly string[]): string => (values.length === 0 ? "nothing" : values.join(", "));

const change = (what: string, old: string | undefined, now: string | undefined): string[] =>
  old === now ? [] : [`Change ${what} from ${orNothing(old)} to ${orNothing(now)}`];

const span = ({ customerWaiting, otherwise }: Minutes): string =>
  `${customerWaiting} minutes with a customer waiting, else ${otherwise}`;

function* settingsChanges(before: Organisation, after: Organisation): Generator<string> {
  yield* change("the organisation's name", before.name, after.name);
  yield* change("the time zone", before.timezone, after.timezone);
  yield* change(
    "the customer reference pattern",
    before.customerReference.pattern,
    after.customerReference.pattern,
  );
  yield* change(
    "the customer reference example",
    before.customerReference.example,
    after.customerReference.example,
  );
  yield* change("the Slack workspace", before.workspaces.slack, after.workspaces.slack);
  yield* change("the Discord server", before.workspaces.discord, after.workspaces.discord);
  yield* change("the levels", list(before.levels.map(words)), list(after.levels.map(words)));
  const [old, now] = [before.escalation, after.escalation];
  yield* change("the time to take a case", span(old.takeWithinMinutes), span(now.takeWithinMinutes));
  yield* change(
    "the time before a quiet case is looked at",
    span(old.quietAfterMinutes),
    span(now.quietAfterMinutes),
  );
}

function* teamChanges(before: Team, after: Team, { zones }: Context): Generator<string> {
  if (before.name !== after.name) yield `Rename the team ${before.name} to ${after.name}`;
  for (const purpose of ["escalations", "alerts", "digest"] as const) {
    for (const platform of ["slack", "discord", "console"] as const) {
      const of = (channels: ChannelIds): string | undefined => channels[platform];
      const old = of(before.channels[purpose]);
      const now = of(after.channels[purpose]);
      if (old !== now) {
        yield `${after.name}: ${platform} channel for ${purpose} from ${orNothing(old)} to ${orNothing(now)}`;
      }
    }
  }
  yield* teamDigestChange(before, after, zones);
}

/** Values that stand in one list only. */
const only = (these: readonly string[], others: readonly string[]): string[] =>
  these.filter((value) => !others.includes(value));

function* personChanges(before: Person, after: Person, context: Context): Generator<string> {
  const who = context.person(after.id);
  if (before.disabled !== after.disabled) yield `${after.disabled ? "Disable" : "Enable"} ${who}`;
  if (before.name !== after.name) yield `Rename ${before.name} to ${after.name}`;
  if (before.team !== after.team) {
    yield `Move ${who} from ${place(before, context)} to ${place(after, context)}`;
  }
  if (before.level !== after.level)
    yield `${who}: level from ${words(before.level)} to ${words(after.level)}`;
  for (const team of only(after.covers, before.covers)) yield `${who}: also covers ${context.team(team)}`;
  for (const team of only(before.covers, after.covers))
    yield `${who}: no longer covers ${context.team(team)}`;
  for (const role of only(after.roles, before.roles)) yield `${who}: gets the role ${words(role)}`;
  for (const role of only(before.roles, after.roles)) yield `${who}: loses the role ${words(role)}`;
  if (before.decides !== after.decides) yield `${who}: ${after.decides ? "may decide" : "no longer decides"}`;
  if (before.slack !== after.slack) {
    yield `${who}: Slack account from ${orNothing(before.slack)} to ${orNothing(after.slack)}`;
  }
  if (before.discord !== after.discord) {
    yield `${who}: Discord account from ${orNothing(before.discord)} to ${orNothing(after.discord)}`;
  }
}

const amount = ({ limit }: AuthorityRow): string =>
  limit === undefined ? "no limit" : formatMoney(limit.pence, limit.currency);

const period = ({ perCustomerDays: days }: AuthorityRow): string =>
  days === undefined ? "each award alone" : `together over ${days} days`;

/** What belongs to the decision, not to a level; every row of a decision says the same. */
function* decisionChanges(before: AuthorityRow, after: AuthorityRow, context: Context): Generator<string> {
  const owner = ({ team }: AuthorityRow): string =>
    team === undefined ? "the raiser's team" : context.team(team);
  if (before.label !== after.label) yield `Rename the decision ${before.label} to ${after.label}`;
  if (before.team !== after.team)
    yield `${after.label}: owned by ${owner(after)}, no longer by ${owner(before)}`;
  if (before.perCustomerDays !== after.perCustomerDays) {
    yield `${after.label}: a customer's awards count ${period(after)}, no longer ${period(before)}`;
  }
  yield* markChanges(after.label, before.marks, after.marks);
}

function* markChanges(
  label: string,
  before: readonly DecisionMark[],
  after: readonly DecisionMark[],
): Generator<string> {
  for (const mark of after)
    if (!before.includes(mark)) yield `${label}: its cases are now marked “${words(mark)}”`;
  for (const mark of before)
    if (!after.includes(mark)) yield `${label}: its cases are no longer marked “${words(mark)}”`;
}

const key = (row: AuthorityRow): string => `${row.decision} ${row.level}`;

function* authorityChanges(before: Organisation, after: Organisation, context: Context): Generator<string> {
  const old = new Map(before.authority.map((row) => [key(row), row]));
  const oldDecisions = new Map(before.authority.map((row) => [row.decision, row]));
  const seen = new Set<string>();
  for (const row of after.authority) {
    const decision = oldDecisions.get(row.decision);
    if (!seen.has(row.decision)) {
      if (decision === undefined) yield* markChanges(row.label, [], row.marks);
      else yield* decisionChanges(decision, row, context);
    }
    seen.add(row.decision);
    const earlier = old.get(key(row));
    const level = words(row.level);
    if (earlier === undefined) {
      const upTo = row.limit === undefined ? "" : ` up to ${amount(row)}`;
      yield `${row.label}: ${level} may decide${upTo}`;
    } else if (amount(earlier) !== amount(row)) {
      yield `${row.label}: ${level}'s limit from ${amount(earlier)} to ${amount(row)}`;
    }
  }
  const kept = new Set(after.authority.map(key));
  for (const row of before.authority) {
    if (!kept.has(key(row))) yield `${row.label}: ${words(row.level)} may no longer decide`;
  }
}

function* changes(before: Organisation, after: Organisation, context: Context): Generator<string> {
  yield* settingsChanges(before, after);
  const oldTeams = new Map(before.teams.map((team) => [team.id, team]));
  for (const team of after.teams) {
    const old = oldTeams.get(team.id);
    if (old === undefined) yield `Add the team ${team.name}`;
    else yield* teamChanges(old, team, context);
    oldTeams.delete(team.id);
  }
  for (const team of oldTeams.values()) yield `Remove the team ${team.name}`;
  const oldPeople = new Map(before.people.map((person) => [person.id, person]));
  for (const person of after.people) {
    const old = oldPeople.get(person.id);
    if (old === undefined) {
      const notes = [words(person.level), place(person, context), ...(person.disabled ? ["disabled"] : [])];
      yield `Add ${context.person(person.id)} (${notes.join(", ")})`;
    } else yield* personChanges(old, person, context);
    oldPeople.delete(person.id);
  }
  // What people did stays under their name, so nobody is ever deleted.
  for (const person of oldPeople.values()) {
    if (!person.disabled) yield `Disable ${context.person(person.id)}, who is no longer in the file`;
  }
  yield* authorityChanges(before, after, context);
  yield* commentChanges(before.comments, after.comments, context.person);
  yield* kpiChanges(before.kpi, after.kpi, context.team, context.zones);
  yield* learnerChanges(before.learners, after.learners, context.person);
}

/** Nothing is listed for comments yet: what a new organisation lists is new. */
const nothingListed = (comments: CommentRules): CommentRules => {
  const none = { safety: [], discrimination: [], law: [] };
  return { ...comments, about: [], specialists: none, severeWords: none };
};

/**
 * What applying a file would change, a plain sentence each: settings, teams, people, authority, comments,
 * KPIs, learners, each in the order of the new file. Empty where nothing changes. Without `before`, everything is added.
 */
export function differences(before: Organisation | undefined, after: Organisation): string[] {
  const old: Organisation = before ?? {
    ...after,
    teams: [],
    people: [],
    authority: [],
    comments: nothingListed(after.comments),
    kpi: noQueues(after.kpi),
    learners: [],
  };
  const context: Context = {
    team: names([
      ...old.teams.filter(({ id }) => after.teams.every((team) => team.id !== id)),
      ...after.teams,
    ]),
    person: names([
      ...old.people.filter(({ id }) => after.people.every((person) => person.id !== id)),
      ...after.people,
    ]),
    zones: { before: old.timezone, after: after.timezone },
  };
  const first = before === undefined ? [`Set up ${after.name} (${after.timezone})`] : [];
  return [...first, ...changes(old, after, context)];
}
