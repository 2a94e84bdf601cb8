import { setImmediate } from "node:timers/promises";
import type { Read } from "../../../db/store.ts";
import { takeWithinMs } from "../../escalation/index.ts";
import { addDays } from "../../local-days.ts";
import { readSettings } from "../../people/index.ts";
import { type DayReading, withoutIntervals } from "../day.ts";
import { calendar, twoWorkingDaysAfter } from "./calendar.ts";
import { type OwnCase, endedCases, endedWithPromise, openCases, withFirstTaking } from "./cases.ts";
import { type Countable, countDays } from "./count.ts";
import { commentTimes, countedActions, recordBegins } from "./others.ts";
import { owedIn } from "./owed.ts";
import type { OwnDay } from "./spread.ts";

const DAY_MS = 86_400_000;
/** What a case owes falls due within a week of its end: a taking within 7 days at most, feedback within 4 or 5. */
const OWED_AFTER_DAYS = 8;
/** A call promised for further ahead than this, in a case that was over at once, is not looked for. */
const PROMISED_AHEAD_MS = 92 * DAY_MS;
/** What is read at once: some thousand cases of a busy team, within the time that nobody else need wait. */
const SLICE_MS = 31 * DAY_MS;
/** Later than anything: far beyond what a clock shows. */
const EVER_MS = Number.MAX_SAFE_INTEGER;

/** Every case of a team that counts on a day from `from` to before `to`. */
async function casesAround(db: Read, team: string, from: number, to: number): Promise<OwnCase[]> {
  const since = from - OWED_AFTER_DAYS * DAY_MS;
  const found = [
    ...(await db.run(openCases, { team, to })),
    ...(await db.run(endedWithPromise, { team, since: since - PROMISED_AHEAD_MS, until: since, from, to })),
  ];
  for (let begin = since; begin < to; begin += SLICE_MS) {
    const until = Math.min(begin + SLICE_MS, to);
    found.push(...(await db.run(endedCases, { team, since: begin, until, to })));
    await setImmediate();
  }
  found.push(...(await db.run(endedCases, { team, since: to, until: EVER_MS, to })));
  return found;
}

async function commentsSaid(db: Read, team: string, from: number, to: number): Promise<number[]> {
  const said: number[] = [];
  for (let begin = from; begin < to; begin += SLICE_MS) {
    const until = Math.min(begin + SLICE_MS, to);
    for (const { saidAt } of await db.run(commentTimes, { team, from: begin, to: until })) said.push(saidAt);
    await setImmediate();
  }
  return said;
}

/** What is counted of a team from the first of some days to the last. */
async function countable(
  db: Read,
  team: string,
  days: readonly OwnDay[],
  timeZone: string,
): Promise<Countable> {
  const [first, last] = [days[0], days.at(-1)];
  if (!first || !last) return { cases: [], saidAt: [], actions: [] };
  const [from, to] = [first.fromMs, last.toMs];
  const feedbackDue = twoWorkingDaysAfter(
    calendar(addDays(first.date, -OWED_AFTER_DAYS), last.date, timeZone),
  );
  const settings = await readSettings(db);
  const found = await withFirstTaking(db, await casesAround(db, team, from, to));
  const cases = found.map((one) => ({ one, owed: owedIn(one, takeWithinMs(settings, one), feedbackDue) }));
  const span = { first: first.date, last: last.date, from, to };
  return {
    cases,
    saidAt: await commentsSaid(db, team, from, to),
    actions: await countedActions(db, team, span, timeZone),
  };
}

/**
 * What the bot itself counts of a team, by local day: cases, what was due in them, comments and
 * actions (DOMAIN 3, source B). Worked out from what is stored at each call; what is owed is held
 * against the times that the organisation's file gives now.
 *
 * A day that is not over, and one from before the bot began, is not in the result: neither is known.
 * @param dates `YYYY-MM-DD`, in any order
 * @param timeZone IANA zone in which days begin
 * @param now ms since the epoch; without it every day is taken to be over
 */
export async function ownDays(
  db: Read,
  team: string,
  dates: readonly string[],
  timeZone: string,
  now: number = EVER_MS,
): Promise<ReadonlyMap<string, DayReading>> {
  const wanted = new Set(dates);
  const [first, last] = [dates.toSorted()[0], dates.toSorted().at(-1)];
  if (first === undefined || last === undefined) return new Map();
  const days = calendar(first, last, timeZone).filter(({ date, toMs }) => wanted.has(date) && toMs <= now);
  const what = await countable(db, team, days, timeZone);
  const oldest = what.cases.reduce((least, { one }) => Math.min(least, one.raisedAt), EVER_MS);
  // Cases that were carried over from another database are older than this one.
  const begins = Math.min(await recordBegins(db), oldest);
  const counts = countDays(days, what);
  return new Map(
    days.flatMap(({ date, toMs }, index) => {
      const sums = counts[index];
      return sums === undefined || toMs <= begins ? [] : [[date, withoutIntervals(sums)] as const];
    }),
  );
}
