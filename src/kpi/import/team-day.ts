import { type DayReading, type Part, type Sums, combine, names } from "../day.ts";
import { type MeasureName, isMeasure } from "../measures.ts";

const same = (values: readonly (number | null)[]): number | null => {
  const [first = null] = values;
  return values.every((value) => value === first) ? first : null;
};

/** Queues put together by what they tell, and within how long an answer of theirs is in time. */
function partsOf(queues: readonly DayReading[]): readonly Part[] {
  const alike = new Map<string, { readonly sums: Sums[]; readonly inTimeMs: number | null }>();
  for (const { sums, partial, inTimeMs } of queues) {
    const told = names(sums).filter((measure) => !partial.includes(measure));
    const key = [...told.toSorted(), inTimeMs].join(" ");
    const part = alike.get(key) ?? { sums: [], inTimeMs };
    alike.set(key, part);
    part.sums.push(Object.fromEntries(told.map((measure) => [measure, sums[measure]])));
  }
  return [...alike.values()].map(({ sums, inTimeMs }) => ({
    sums: combine(sums),
    inTimeMs,
    queues: sums.length,
  }));
}

/** A team's day out of those of its queues: sums are added, and what only some of the queues tell is of a part of the team. */
export function teamDay(queues: readonly DayReading[]): DayReading {
  const sums = combine(
    queues.map((queue) => queue.sums),
    "any",
  );
  // A queue in which nobody came has nothing to tell.
  const busy = queues.filter((queue) => queue.sums.offered !== 0);
  const lacking = Object.keys(sums)
    .filter(isMeasure)
    .filter((measure) => busy.some((queue) => queue.sums[measure] === undefined));
  const union = (pick: (queue: DayReading) => readonly MeasureName[]): MeasureName[] => [
    ...new Set(queues.flatMap((queue) => [...pick(queue)])),
  ];
  const parts = partsOf(busy);
  const isKnown = queues.every(({ expected }) => expected !== null);
  return {
    sums,
    partial: [...new Set([...union(({ partial }) => partial), ...lacking])],
    approximate: union(({ approximate }) => approximate),
    intervals: queues.reduce((sum, { intervals }) => sum + intervals, 0),
    expected: isKnown ? queues.reduce((sum, { expected }) => sum + (expected ?? 0), 0) : null,
    inTimeMs: same(
      queues.filter(({ sums: each }) => each.answered_in_time !== undefined).map(({ inTimeMs }) => inTimeMs),
    ),
    shortMs: same(
      queues.filter(({ sums: each }) => each.abandoned_short !== undefined).map(({ shortMs }) => shortMs),
    ),
    ...(parts.length > 1 && { parts }),
  };
}
