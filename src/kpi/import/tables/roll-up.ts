import type { Read } from "../../../../db/store.ts";
import { type Sums, combine, withoutIntervals } from "../../day.ts";
import { type Pace, chunk } from "../chunks.ts";
import { deleteDays } from "../discard.ts";
import type { ImportKind, RolledUp } from "../kind.ts";
import { insertDay, lastPlace } from "../store.ts";
import { LocalDays } from "../zone-times.ts";

/** A row of a table of single things, with its import's place; null: the import in question. */
export interface Placed<T> {
  readonly row: T;
  readonly seq: number;
  readonly importId: string;
  readonly place: number | null;
}

/** How the rows of a kind become days. */
export interface DatedKind<T> {
  readonly source: ImportKind;
  /** The rows that count, and those of one import, by running number: at most `limit` of those after `after`. */
  readonly page: (db: Read, importId: string, after: number, limit: number) => Promise<readonly Placed<T>[]>;
  /** What a row is part of: the newest import that has it replaces all of it. */
  readonly keyOf: (row: T) => string;
  readonly teamOf: (row: T) => string;
  readonly queueOf: (row: T) => string | null;
  /** The instants (ms) on whose days it counts. */
  readonly instantsOf: (row: T) => readonly number[];
  readonly sums: (rows: readonly T[], isOn: (at: number) => boolean) => Sums;
}

const PAGE = 2_000;
/** Days in one transaction, and in a report. */
const AT_ONCE = 100;
const MOST_DAYS = 40;

/** Goes through all rows, some at a time. */
async function eachRow<T>(
  { store }: Pace,
  kind: DatedKind<T>,
  importId: string,
  take: (one: Placed<T>) => void,
): Promise<void> {
  for (let after = 0; ;) {
    const rows = await kind.page(store.read, importId, after, PAGE);
    for (const one of rows) take(one);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.seq;
  }
}

const place = <T>(one: Placed<T>): number => one.place ?? Number.POSITIVE_INFINITY;

/**
 * Rolls up the local days on which rows of an import lie, and those from which it moves any, as they
 * stand once it counts: for each team, and for each queue that rows name.
 */
export async function rollUpRows<T>(
  pace: Pace,
  importId: string,
  timeZone: string,
  kind: DatedKind<T>,
): Promise<RolledUp> {
  const upTo = await lastPlace(pace.store.read, kind.source);
  await deleteDays(pace, importId);
  const local = new LocalDays(timeZone);
  const newest = new Map<string, number>();
  const own = new Set<string>();
  await eachRow(pace, kind, importId, (one) => {
    const key = kind.keyOf(one.row);
    newest.set(key, Math.max(newest.get(key) ?? 0, place(one)));
    if (one.importId === importId) own.add(key);
  });
  const touched = new Map<
    string,
    { readonly teamId: string; readonly date: string; readonly rows: T[]; own: number }
  >();
  const replaced = new Set<string>();
  await eachRow(pace, kind, importId, ({ row, importId: from }) => {
    const key = kind.keyOf(row);
    if (!own.has(key)) return;
    if (from !== importId) replaced.add(key);
    for (const at of kind.instantsOf(row)) {
      const date = local.of(at);
      const dayKey = `${kind.teamOf(row)} ${date}`;
      const day = touched.get(dayKey) ?? { teamId: kind.teamOf(row), date, rows: [], own: 0 };
      touched.set(dayKey, day);
      if (from === importId) day.own += 1;
    }
  });
  await eachRow(pace, kind, importId, (one) => {
    if (place(one) !== newest.get(kind.keyOf(one.row))) return;
    const dates = new Set(kind.instantsOf(one.row).map((at) => local.of(at)));
    for (const date of dates) touched.get(`${kind.teamOf(one.row)} ${date}`)?.rows.push(one.row);
  });
  const days = [...touched.values()].toSorted((a, b) => (a.date < b.date ? -1 : 1));
  const reported: { date: string; rows: number; sums: Sums }[] = [];
  for (let from = 0; from < days.length; from += AT_ONCE) {
    const some = days.slice(from, from + AT_ONCE).map(({ teamId, date, rows, own: count }) => {
      const isOn = (at: number): boolean => local.of(at) === date;
      const sums = kind.sums(rows, isOn);
      reported.push({ date, rows: count, sums });
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
    await chunk(pace, async (db) => {
      for (const { sums, ...day } of some.flat())
        await insertDay(db, { importId, source: kind.source, ...day, reading: withoutIntervals(sums) });
    });
  }
  return rolledUp(reported, { rows: replaced.size, upTo });
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
