import type { Read } from "../../db/store.ts";
import type { Settings } from "../people/index.ts";
import {
  BASELINE_DAYS,
  type Baseline,
  type DailyFigures,
  type Result,
  type Share,
  compareDays,
  compareShares,
} from "./compare.ts";
import { type Day, addDays, daysBetween, daysFrom, daysUpTo, localDate } from "../local-days.ts";
import { usualLimits } from "./limits.ts";
import type { Action } from "./store.ts";
import type { SubjectFigures, Subjects } from "./subject.ts";

/** What figures are read with. */
interface Asked {
  readonly db: Read;
  readonly settings: Settings;
  readonly subjects: Subjects;
  /** Ms since the epoch. */
  readonly now: number;
}

/** An action, as far as figures depend on it. */
type Measured = Pick<Action, "subjectKind" | "subjectId" | "measurePayload" | "startOn" | "baseline">;

/** What the subject of an action counts; undefined where a person measures. */
export const figuresOf = (
  subjects: Subjects,
  one: Pick<Action, "subjectKind" | "measurePayload">,
): SubjectFigures | undefined =>
  one.subjectKind === null || one.measurePayload !== null
    ? undefined
    : subjects.get(one.subjectKind)?.figures;

async function read(
  { db }: Asked,
  figures: SubjectFigures,
  id: string,
  from: string,
  days: readonly Day[],
): Promise<DailyFigures> {
  const daily = days.length === 0 ? [] : await figures.daily(db, id, days);
  if (!figures.totals) return { from, figures: daily, totals: null };
  return { from, figures: daily, totals: days.length === 0 ? [] : await figures.totals.daily(db, id, days) };
}

/**
 * What was before the start: the days up to it, as far back as there are figures. One that an
 * action has already is given back as it is: it is computed once, when the change is made, and
 * never again.
 * @returns null where nothing is counted for it
 */
export async function baselineFor(asked: Asked, one: Measured): Promise<Baseline | null> {
  if (one.baseline !== null) return one.baseline;
  const figures = figuresOf(asked.subjects, one);
  if (!figures || one.subjectId === null) return null;
  const { now, settings } = asked;
  const since = (await figures.since?.(asked.db, one.subjectId)) ?? 0;
  // What broke this morning and is mended this afternoon lies before the start, so a day ends with it.
  const days = daysUpTo(now, BASELINE_DAYS, settings.timezone).filter(({ fromMs }) => fromMs >= since);
  const from = localDate(days[0]?.fromMs ?? now, settings.timezone);
  const before = await read(asked, figures, one.subjectId, from, days);
  return { kind: "daily", ...before, limits: usualLimits(before.figures) };
}

/**
 * What came since the start, compared with what was before. The rest of the start's day is no
 * whole day and today is not over, so both are left out.
 * @param typed the figure that a person typed, where a person measures
 * @returns undefined where there is nothing to compare
 */
export async function resultNow(asked: Asked, one: Measured, typed?: Share): Promise<Result | undefined> {
  const { baseline } = one;
  if (baseline?.kind === "typed") return typed && compareShares(baseline, typed);
  const figures = figuresOf(asked.subjects, one);
  if (!baseline || !figures || one.subjectId === null) return undefined;
  const from = addDays(one.startOn, 1);
  const count = daysBetween(from, localDate(asked.now, asked.settings.timezone));
  const days = daysFrom(from, count, asked.settings.timezone);
  return compareDays(baseline, await read(asked, figures, one.subjectId, from, days));
}
