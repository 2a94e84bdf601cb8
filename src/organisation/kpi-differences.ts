import { isDeepStrictEqual } from "node:util";
import type { OpeningHours } from "../kpi/queue.ts";
import type { DigestTimes } from "../kpi/settings.ts";
import { WEEKDAYS } from "./kpi-times.ts";
import type { KpiRules, Organisation, Queue, Team } from "./model.ts";

const words = (id: string): string => id.replaceAll(/[_-]+/g, " ");

const LONG_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

const short = (day: number | undefined): string => WEEKDAYS[(day ?? 0) - 1] ?? "";

/** "mon to fri", "every day", "sat, sun": the days of a week, in the words of the file. */
function days(list: readonly number[]): string {
  if (list.length === WEEKDAYS.length) return "every day";
  const [first, last] = [list[0], list.at(-1)];
  const inARow = list.every((day, index) => day === (first ?? 0) + index);
  return inARow && list.length > 2 ? `${short(first)} to ${short(last)}` : list.map(short).join(", ");
}

/** "08:30 mon to fri, weekly on Monday", with a zone where it is not the organisation's; "none". */
function digest(times: DigestTimes | null, timeZone: string): string {
  if (times === null) return "none";
  const weekly = LONG_DAYS[times.weeklyOn - 1];
  const zone = times.zone === timeZone ? "" : ` (${times.zone})`;
  return `${times.at} ${days(times.days)}${zone}, ${weekly === undefined ? "no weekly one" : `weekly on ${weekly}`}`;
}

const seconds = (count: number): string => `${count} seconds`;

const open = (hours: OpeningHours | undefined): string =>
  hours === undefined ? "not told" : `${hours.from} to ${hours.to} ${days(hours.days)}`;

const change = (what: string, old: string, now: string): string[] =>
  old === now ? [] : [`${what} from ${old} to ${now}`];

/** Whose organisation's zone is meant where a time has none beside it. */
interface Zones {
  readonly before: string;
  readonly after: string;
}

/** A digest that follows the organisation into another zone is not worth a sentence of its own. */
const digestChange = (
  what: string,
  before: DigestTimes | null,
  after: DigestTimes | null,
  zones: Zones,
): string[] =>
  isDeepStrictEqual(before, after)
    ? []
    : change(what, digest(before, zones.before), digest(after, zones.after));

const ownDigest = ({ digest: times }: Team, timeZone: string): string =>
  times === undefined ? "everybody's" : digest(times, timeZone);

/** What would change about a team's own times, where it is in both files. */
export function teamDigestChange(before: Team, after: Team, zones: Zones): string[] {
  const what = `${after.name}: digest`;
  if (before.digest !== undefined && after.digest !== undefined)
    return digestChange(what, before.digest, after.digest, zones);
  return change(what, ownDigest(before, zones.before), ownDigest(after, zones.after));
}

function* queueChanges(before: Queue, after: Queue, team: (id: string) => string): Generator<string> {
  const { name } = after;
  if (before.name !== name) yield `Rename the queue ${before.name} to ${name}`;
  if (before.team !== after.team)
    yield `Move the queue ${name} from ${team(before.team)} to ${team(after.team)}`;
  yield* change(`Queue ${name}: media`, words(before.media), words(after.media));
  for (const other of after.alsoCalled)
    if (!before.alsoCalled.includes(other)) yield `Queue ${name}: also called “${other}”`;
  for (const other of before.alsoCalled)
    if (!after.alsoCalled.includes(other)) yield `Queue ${name}: no longer called “${other}”`;
  yield* change(`Queue ${name}: open`, open(before.open), open(after.open));
}

/** What applying a file would change about KPIs, a sentence each, in the order of the section. */
export function* kpiChanges(
  before: KpiRules,
  after: KpiRules,
  team: (id: string) => string,
  zones: Zones,
): Generator<string> {
  yield* change("Change who leads a team", words(before.leadersFrom), words(after.leadersFrom));
  yield* change(
    "Change within how long an answer is in time",
    seconds(before.withinSeconds),
    seconds(after.withinSeconds),
  );
  yield* change(
    "Change up to when giving up does not count",
    seconds(before.shortSeconds),
    seconds(after.shortSeconds),
  );
  yield* digestChange("Change when digests come", before.digest, after.digest, zones);
  const old = new Map(before.queues.map((queue) => [queue.id, queue]));
  for (const queue of after.queues) {
    const was = old.get(queue.id);
    if (was === undefined) yield `Add the queue ${queue.name} (${words(queue.media)}, ${team(queue.team)})`;
    else yield* queueChanges(was, queue, team);
    old.delete(queue.id);
  }
  for (const { name } of old.values()) yield `Remove the queue ${name}; what was counted of it stays`;
}

/** No queue is there yet: what a new organisation has is new. */
export const noQueues = (kpi: Organisation["kpi"]): KpiRules => ({ ...kpi, queues: [] });
