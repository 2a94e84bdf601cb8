import { addDays, dayWords, localDate, startOf } from "../../../local-days.ts";
import { type DayReading, combine } from "../../day.ts";
import { type Pace, chunk } from "../chunks.ts";
import { deleteDays } from "../discard.ts";
import { intervalsIn, openOn } from "../opening.ts";
import type { Queue } from "../queues.ts";
import type { RolledUp } from "../kind.ts";
import type { Missing, ReportedDay } from "../report.ts";
import { allQueues, countingDay, extentOf, insertDay, lastPlace, readingsOfDay } from "../store.ts";
import { teamDay } from "../team-day.ts";
import { DaySum } from "./day-sum.ts";
import { type Superseding, effective } from "./effective.ts";

/** Days and gaps that a report names. */
const MOST_DAYS = 40;
const MOST_MISSING = 40;
/** Days in one transaction: each is a row for every queue and team. */
const DAYS_AT_ONCE = 10;

interface Extent {
  readonly queue: Queue;
  readonly from: number;
  readonly to: number;
}

/** A queue's day that was added up. */
interface QueueDay {
  readonly queue: Queue;
  readonly reading: DayReading;
  readonly rows: number;
}

/**
 * Rolls up the local days that an import speaks of, as they stand once it counts: a row for each
 * queue, and one for its team with all queues of the team. What was rolled up before is taken away
 * first, so it can be done again when another import was counted meanwhile.
 * @param timeZone the organisation's, whose days they are
 */
export async function rollUpIntervals(pace: Pace, importId: string, timeZone: string): Promise<RolledUp> {
  const { store } = pace;
  const upTo = await lastPlace(store.read, "intervals");
  await deleteDays(pace, importId);
  const queues = new Map((await allQueues(store.read)).map((queue) => [queue.id, queue]));
  const extents = (await extentOf(store.read, importId)).flatMap(({ queueId, from, to }): Extent[] => {
    const queue = queues.get(queueId);
    return queue ? [{ queue, from, to }] : [];
  });
  const first = localDate(Math.min(...extents.map(({ from }) => from)), timeZone);
  const last = localDate(Math.max(...extents.map(({ to }) => to)), timeZone);
  const tally = new Tally();
  let waiting: { date: string; days: QueueDay[] }[] = [];
  const write = async (): Promise<void> => {
    const ready = waiting;
    waiting = [];
    const rows: Awaited<ReturnType<typeof rowsOf>> = [];
    for (const { date, days } of ready) rows.push(...(await rowsOf(pace, importId, date, days)));
    await chunk(pace, async (db) => {
      for (const row of rows) await insertDay(db, row);
    });
  };
  for (let date = first; date <= last; date = addDays(date, 1)) {
    const days: QueueDay[] = [];
    const bounds = { from: startOf(date, timeZone), to: startOf(addDays(date, 1), timeZone) };
    for (const extent of extents) {
      if (extent.to < bounds.from || extent.from >= bounds.to) continue;
      const day = await queueDay(pace, importId, extent.queue, { date, timeZone, ...bounds }, tally);
      if (day) days.push(day);
    }
    if (days.length === 0) continue;
    tally.add(date, days);
    waiting.push({ date, days });
    if (waiting.length >= DAYS_AT_ONCE) await write();
  }
  if (waiting.length > 0) await write();
  return { firstDate: tally.first, lastDate: tally.last, upTo, ...tally.result() };
}

async function queueDay(
  { store }: Pace,
  importId: string,
  queue: Queue,
  day: { readonly date: string; readonly timeZone: string; readonly from: number; readonly to: number },
  tally: Tally,
): Promise<QueueDay | undefined> {
  const rows = await readingsOfDay(store.read, importId, queue.id, day.from, day.to);
  const own = rows.filter((row) => row.importId === importId);
  const [newest] = own;
  if (!newest) return undefined;
  const spans = queue.hours ? openOn(queue.hours, day.date, day.timeZone) : [];
  const sum = new DaySum();
  for (const one of effective(rows, tally.superseded))
    sum.add(
      one,
      spans.some(({ fromMs, toMs }) => one.startsAt >= fromMs && one.startsAt < toMs),
    );
  const expected = queue.hours ? intervalsIn(spans, newest.minutes) : null;
  return { queue, reading: sum.reading(expected), rows: own.length };
}

/** The rows of a day: one for each queue, one for each team with all its queues. */
async function rowsOf({ store }: Pace, importId: string, date: string, days: readonly QueueDay[]) {
  const row = (teamId: string, queueId: string, reading: DayReading) => ({
    importId,
    source: "intervals" as const,
    teamId,
    queueId,
    date,
    reading,
  });
  const rows = days.map(({ queue, reading }) => row(queue.teamId, queue.id, reading));
  for (const team of new Set(days.map(({ queue }) => queue.teamId))) {
    const all = new Map((await countingDay(store.read, "intervals", team, date)).queues);
    for (const { queue, reading } of days) if (queue.teamId === team) all.set(queue.id, reading);
    rows.push(row(team, "", teamDay([...all.values()])));
  }
  return rows;
}

/** Adds up what a report says of the days. */
class Tally {
  readonly superseded: Superseding = { rows: 0, changed: 0, offeredBefore: 0, offeredAfter: 0 };
  first = "";
  last = "";
  #sums: DayReading["sums"] = {};
  readonly #days: ReportedDay[] = [];
  #moreDays = 0;
  readonly #missing: Missing[] = [];
  #missingIntervals = 0;
  readonly #moreAnswered: string[] = [];

  add(date: string, days: readonly QueueDay[]): void {
    this.first ||= date;
    this.last = date;
    const sums = combine(
      days.map(({ reading }) => reading.sums),
      "any",
    );
    this.#sums = combine([this.#sums, sums], "any");
    if (this.#days.length < MOST_DAYS)
      this.#days.push({ date, rows: days.reduce((count, { rows }) => count + rows, 0), sums });
    else this.#moreDays += 1;
    for (const { queue, reading } of days) {
      const { expected, intervals } = reading;
      if (expected !== null && intervals < expected) {
        this.#missingIntervals += expected - intervals;
        if (this.#missing.length < MOST_MISSING)
          this.#missing.push({ queueId: queue.id, date, intervals: expected - intervals });
      }
    }
    // Within an interval that is usual: a contact may be answered in the next one (DOMAIN 3.2). Over a day it is not.
    if ((sums.answered ?? 0) > (sums.offered ?? Number.POSITIVE_INFINITY)) this.#moreAnswered.push(date);
  }

  result() {
    return {
      sums: this.#sums,
      days: this.#days,
      moreDays: this.#moreDays,
      missing: this.#missing,
      missingIntervals: this.#missingIntervals,
      superseded: this.superseded,
      warnings: this.#moreAnswered.length === 0 ? [] : [moreAnsweredWords(this.#moreAnswered)],
    };
  }
}

/** Days that are named in a warning. */
const MOST_NAMED = 5;

function moreAnsweredWords(dates: readonly string[]): string {
  const named = dates.slice(0, MOST_NAMED).map(dayWords).join(", ");
  const more = dates.length > MOST_NAMED ? ` and ${dates.length - MOST_NAMED} more days` : "";
  return `More were answered than offered over the whole day on ${named}${more}: that is no matter of intervals any more. Look before you say yes.`;
}
