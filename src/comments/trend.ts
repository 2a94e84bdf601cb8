import type { Day } from "../local-days.ts";

/** What was said when, by whom. */
interface Said {
  readonly saidAt: number;
  readonly customerId: string | null;
}

/** Distinct customers in each span; who is not known counts for nobody. */
export const customersIn = (said: readonly Said[], spans: readonly Day[]): number[] =>
  spans.map(
    ({ fromMs, toMs }) =>
      new Set(
        said.flatMap(({ saidAt, customerId }) =>
          customerId !== null && saidAt >= fromMs && saidAt < toMs ? [customerId] : [],
        ),
      ).size,
  );

const HOUR_MS = 3_600_000;

/** The last hours up to `now`, as spans. */
export const lastHours = (now: number, hours: number): Day[] =>
  Array.from({ length: hours }, (_, index) => {
    const toMs = now + 1 - (hours - 1 - index) * HOUR_MS;
    return { fromMs: toMs - HOUR_MS, toMs };
  });

const BARS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** A small chart of figures in signs; always shown beside the figures themselves. */
export function bars(counts: readonly number[]): string {
  const most = Math.max(1, ...counts);
  return counts.map((count) => BARS[Math.round((count / most) * (BARS.length - 1))]).join("");
}

const sum = (part: readonly number[]): number => part.reduce((all, one) => all + one, 0);

/** "rising", "falling" or "steady": the later half of the figures against the earlier. */
export function direction(counts: readonly number[]): "rising" | "falling" | "steady" {
  const half = Math.floor(counts.length / 2);
  const before = sum(counts.slice(0, half));
  const after = sum(counts.slice(counts.length - half));
  if (after >= before + 2 && after >= before * 1.5) return "rising";
  if (before >= after + 2 && before >= after * 1.5) return "falling";
  return "steady";
}
