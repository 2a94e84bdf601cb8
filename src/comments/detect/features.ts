import type { Segment } from "./text.ts";

/** A comment's stems and how often each occurs: at most so many, the first. */
export type Features = ReadonlyMap<string, number>;

const MOST_STEMS = 60;

export function featuresOf(segments: Iterable<Segment>): Features {
  const times = new Map<string, number>();
  for (const { words } of segments)
    for (const { stem } of words) {
      const before = times.get(stem);
      if (before !== undefined) times.set(stem, before + 1);
      else if (times.size < MOST_STEMS) times.set(stem, 1);
    }
  return times;
}
