import { type Sums, combine, withoutIntervals } from "../../day.ts";
import { type Pace, chunk } from "../chunks.ts";
import { deleteDays } from "../discard.ts";
import type { ImportKind, RolledUp } from "../kind.ts";
import { insertDay, lastPlace } from "../store.ts";
import { LocalDays } from "../zone-times.ts";
import { Newest, type Rows, type StoredRow } from "./rows.ts";

/** How the rows of a kind become days. */
export interface DatedKind<T extends StoredRow> {
  readonly source: ImportKind;
  readonly rows: Rows<T>;
  /** What a row is part of: the newest import that has it replaces all of it. */
  readonly keyOf: (row: T) => string;
  readonly queueOf: (row: T) => string | null;
  /** The instants (ms) on whose days it counts. */
  readonly instantsOf: (row: T) => readonly number[];
  readonly sums: (rows: readonly T[], isOn: (at: number) => boolean) => Sums;
}

/** Days in one transaction, and in a report. */
const AT_ONCE = 100;
const MOST_DAYS = 40;
/** Rows of the import whose days are put together at once: the rows of these days are in memory. */
const ROWS_AT_ONCE = 200_000;

/** A team's day on which rows of the import lie, or from which it moves any. */
interface Touched {
  readonly teamId: string;
  readonly date: string;
  /** How often rows of the import count on it. */
  times: number;
}

const dayKey = (teamId: string, date: string): string => `${teamId} ${date}`;

/**
 * Rolls up the local days on which rows of an import lie, and those from which it moves any, as they
 * stand once it counts: for each team, and for each queue that rows name.
 */
export async function rollUpRows<T extends StoredRow>(
  pace: Pace,
  importId: string,
  timeZone: string,
  kind: DatedKind<T>,
): Promise<RolledUp> {
  const upTo = await lastPlace(pace.store.read, kind.source);
  await deleteDays(pace, importId);
  const local = new LocalDays(timeZone);
  const { days, own, replaced } = await touched(pace, importId, local, kind);
  const newest = new Newest(kind.rows, kind.keyOf, own);
  const reported: { date: string; rows: number; sums: Sums }[] = [];
  for (const some of groups(days)) {
    const rowsOn = await rowsOfDays(pace, importId, local, kind, some, newest);
    const ready = some.map(({ teamId, date, times }) => {
      const isOn = (at: number): boolean => local.of(at) === date;
      const rows = rowsOn.get(dayKey(teamId, date)) ?? [];
      const sums = kind.sums(rows, isOn);
      reported.push({ date, rows: times, sums });
      const queues = new Set(rows.flatMap((row) => kind.queueOf(row) ?? []));
      return [
        { teamId, queueId: "", date, sums },
        ...[...queues].map((queueId) => ({
          teamId,
          queueId,
          date,
          sums: kind.sums(
            rows.filter((row) => kind.queueOf(row) === queueId),
            isOn,
          ),
        })),
      ];
    });
    for (let from = 0; from < ready.length; from += AT_ONCE)
      await chunk(pace, async (db) => {
        for (const { sums, ...day } of ready.slice(from, from + AT_ONCE).flat())
          await insertDay(db, { importId, source: kind.source, ...day, reading: withoutIntervals(sums) });
      });
  }
  return rolledUp(reported, { rows: replaced, upTo });
}

/** What an import touches: days, the first one first; its keys; how many of them it takes from other imports. */
async function touched<T extends StoredRow>(
  { store }: Pace,
  importId: string,
  local: LocalDays,
  kind: DatedKind<T>,
): Promise<{
  readonly days: readonly Touched[];
  readonly own: ReadonlySet<string>;
  readonly replaced: number;
}> {
  const byDay = new Map<string, Touched>();
  const touch = (row: T): void => {
    for (const at of kind.instantsOf(row)) {
      const date = local.of(at);
      const key = dayKey(row.teamId, date);
      const day = byDay.get(key) ?? { teamId: row.teamId, date, times: 0 };
      byDay.set(key, day);
      if (row.importId === importId) day.times += 1;
    }
  };
  const own = new Set<string>();
  const replaced = new Set<string>();
  for await (const page of kind.rows.own(store.read, importId)) {
    for (const row of page) touch(row);
    const fresh = new Set(page.map(kind.keyOf).filter((key) => !own.has(key)));
    for (const key of fresh) own.add(key);
    for (const row of await kind.rows.counting(store.read, fresh)) {
      replaced.add(kind.keyOf(row));
      touch(row);
    }
  }
  const days = [...byDay.values()].toSorted((a, b) => (a.date < b.date ? -1 : 1));
  return { days, own, replaced: replaced.size };
}

/** Days by so many that their rows fit into the memory: the table is gone through once for each group. */
function groups(days: readonly Touched[]): readonly (readonly Touched[])[] {
  const all: Touched[][] = [];
  let rows = 0;
  for (const day of days) {
    const last = all.at(-1);
    rows += day.times;
    if (last && rows <= ROWS_AT_ONCE) last.push(day);
    else {
      all.push([day]);
      rows = day.times;
    }
  }
  return all;
}

/** The rows of some days that count once the import does, by day: of each key those of its newest import. */
async function rowsOfDays<T extends StoredRow>(
  { store }: Pace,
  importId: string,
  local: LocalDays,
  kind: DatedKind<T>,
  days: readonly Touched[],
  newest: Newest<T>,
): Promise<ReadonlyMap<string, readonly T[]>> {
  const found = new Map<string, T[]>(days.map(({ teamId, date }) => [dayKey(teamId, date), []]));
  const keysOf = (row: T): readonly string[] => {
    const keys = kind.instantsOf(row).map((at) => dayKey(row.teamId, local.of(at)));
    return [...new Set(keys)].filter((key) => found.has(key));
  };
  for await (const page of kind.rows.all(store.read, importId)) {
    const near = page.filter((row) => keysOf(row).length > 0);
    for (const row of await newest.of(store.read, near))
      for (const key of keysOf(row)) found.get(key)?.push(row);
  }
  return found;
}

/** What a report says of days without intervals. */
export function rolledUp(
  days: readonly { readonly date: string; readonly rows: number; readonly sums: Sums }[],
  { rows, upTo }: { readonly rows: number; readonly upTo: number },
): RolledUp {
  return {
    firstDate: days[0]?.date ?? "",
    lastDate: days.at(-1)?.date ?? "",
    sums: combine(
      days.map(({ sums }) => sums),
      "any",
    ),
    days: days.slice(0, MOST_DAYS),
    moreDays: Math.max(0, days.length - MOST_DAYS),
    missing: [],
    missingIntervals: 0,
    superseded: { rows, changed: rows, offeredBefore: 0, offeredAfter: 0 },
    upTo,
    warnings: [],
  };
}
