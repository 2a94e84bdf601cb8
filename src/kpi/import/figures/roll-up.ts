import { type Sums, withoutIntervals } from "../../day.ts";
import { isMeasure } from "../../measures.ts";
import { type Pace, chunk } from "../chunks.ts";
import { deleteDays } from "../discard.ts";
import type { OwnFigures, RolledUp } from "../kind.ts";
import { countingDay, insertDay, lastPlace } from "../store.ts";
import { rolledUp } from "../tables/roll-up.ts";

/** Days in one transaction. */
const AT_ONCE = 100;

/**
 * Puts the figures of an import beside those of its days that count already: measure by measure the
 * newest file wins, and what it does not speak of stays.
 */
export async function rollUpFigures(
  pace: Pace,
  importId: string,
  _timeZone: string,
  figures: OwnFigures = [],
): Promise<RolledUp> {
  const { read } = pace.store;
  const upTo = await lastPlace(read, "figures");
  await deleteDays(pace, importId);
  let replaced = 0;
  const days: { teamId: string; date: string; sums: Sums; own: Sums }[] = [];
  for (const { teamId, date, sums: own } of figures) {
    const { whole } = await countingDay(read, "figures", teamId, date);
    const before = whole?.sums ?? {};
    replaced += Object.keys(own).filter((name) => isMeasure(name) && before[name] !== undefined).length;
    days.push({ teamId, date, own, sums: { ...before, ...own } });
  }
  for (let from = 0; from < days.length; from += AT_ONCE) {
    await chunk(pace, async (db) => {
      for (const { teamId, date, sums } of days.slice(from, from + AT_ONCE))
        await insertDay(db, {
          importId,
          source: "figures",
          teamId,
          queueId: "",
          date,
          reading: withoutIntervals(sums),
        });
    });
  }
  const reported = days.map(({ date, own }) => ({ date, rows: Object.keys(own).length, sums: own }));
  return rolledUp(reported, { rows: replaced, upTo });
}
