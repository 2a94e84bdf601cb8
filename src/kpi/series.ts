import type { Read } from "../../db/store.ts";
import { addDays, daysBetween, daysFrom, startOf, weekdayOf } from "../local-days.ts";
import type { Settings } from "../people/index.ts";
import type { Definition } from "./definition.ts";
import type { DayFigure } from "./digest/figures.ts";
import { type Day, type Figure, figureOf, sampleFigure } from "./figure.ts";
import type { Sample } from "./measures.ts";
import { isOwnSample, ownDays, ownSample, ownSamples } from "./own/index.ts";
import { importedDays, merged } from "./readings.ts";
import { kpiSettingsOf } from "./settings.ts";
import type { Bounds, Point } from "./signals/limits.ts";
import { canSignal } from "./words.ts";

/** Everything known of a team over some local days that follow one another. */
export interface TeamDays {
  readonly team: string;
  readonly timeZone: string;
  readonly inTimeMs: number;
  /** `YYYY-MM-DD`, earliest first. */
  readonly dates: readonly string[];
  readonly days: readonly Day[];
}

/** Reads a team's days: what was imported, and what the bot itself counts. */
export async function teamDays(
  db: Read,
  settings: Settings,
  team: string,
  from: string,
  to: string,
): Promise<TeamDays> {
  const { timezone: timeZone } = settings;
  const count = daysBetween(from, to) + 1;
  const dates = Array.from({ length: Math.max(0, count) }, (_, index) => addDays(from, index));
  const imported = await importedDays(db, { team }, from, to);
  const own = await ownDays(db, team, dates, timeZone);
  return {
    team,
    timeZone,
    inTimeMs: kpiSettingsOf(settings).inTimeMs,
    dates,
    days: dates.map((date) => {
      const [theirs, ours] = [imported.get(date), own.get(date)];
      return theirs && ours ? merged(theirs, ours) : (theirs ?? ours);
    }),
  };
}

const sampleOf = ({ formula }: Definition): Sample | undefined =>
  formula.kind === "percentile" && isOwnSample(formula.sample) ? formula.sample : undefined;

/** A KPI over all of some local days. */
export async function periodFigure(
  db: Read,
  definition: Definition,
  days: TeamDays,
  from: string,
  to: string,
): Promise<Figure> {
  const sample = sampleOf(definition);
  if (sample === undefined) {
    const within = days.days.filter((_, index) => {
      const date = days.dates[index] ?? "";
      return date >= from && date <= to;
    });
    return figureOf(definition, within, days.inTimeMs);
  }
  const [fromMs, toMs] = [startOf(from, days.timeZone), startOf(addDays(to, 1), days.timeZone)];
  return sampleFigure(
    definition,
    await ownSample(db, days.team, sample, fromMs, toMs),
    daysBetween(from, to) + 1,
  );
}

/** A KPI of each of some local days; of one that needs several days to mean anything, of the days up to each. */
export async function dayFigures(db: Read, definition: Definition, days: TeamDays): Promise<DayFigure[]> {
  const sample = sampleOf(definition);
  const figures: DayFigure[] = [];
  const spans = daysFrom(days.dates[0] ?? "1970-01-01", days.dates.length, days.timeZone);
  const things = sample === undefined ? [] : await ownSamples(db, days.team, sample, spans);
  for (const [index, date] of days.dates.entries()) {
    if (sample !== undefined) {
      figures.push({ date, figure: sampleFigure(definition, things[index] ?? [], 1) });
    } else {
      const upTo = days.days.slice(Math.max(0, index + 1 - (definition.overDays ?? 1)), index + 1);
      figures.push({ date, figure: figureOf(definition, upTo, days.inTimeMs) });
    }
  }
  return figures;
}

/** The days whose value can show a change: those that are known, and rest on enough. */
export const pointsOf = (definition: Definition, figures: readonly DayFigure[]): Point[] =>
  figures.flatMap(({ date, figure }) =>
    figure.value !== null && canSignal(figure, definition)
      ? [{ date, weekday: weekdayOf(date), value: figure.value }]
      : [],
  );

/** Where values of a KPI can lie at all. A percentage that may well be above 100 (conformance) or below 0 (bias) is a band. */
export function boundsOf({ unit, direction }: Pick<Definition, "unit" | "direction">): Bounds {
  if (unit === "points") return { least: -100, most: 100 };
  if (unit !== "percent") return { least: 0, most: Infinity };
  return direction === "band" ? { least: -Infinity, most: Infinity } : { least: 0, most: 100 };
}
