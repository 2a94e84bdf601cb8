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
import { addDays, daysBetween, daysFrom, localDate } from "../local-days.ts";
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
  { db, settings }: Asked,
  figures: SubjectFigures,
  id: string,
  from: string,
  count: number,
): Promise<DailyFigures> {
  const days = daysFrom(from, count, settings.timezone);
  const daily = days.length === 0 ? [] : await figures.daily(db, id, days);
  if (!figures.totals) return { from, figures: daily, totals: null };
  return { from, figures: daily, totals: days.length === 0 ? [] : await figures.totals.daily(db, id, days) };
}

/**
 * What was before the start: the whole days before it, as far back as there are figures. One
 * that an action has already is given back as it is: it is computed once and never again.
 * @returns null where nothing is counted for it
 */
export async function baselineFor(asked: Asked, one: Measured): Promise<Baseline | null> {
  if (one.baseline !== null) return one.baseline;
  const figures = figuresOf(asked.subjects, one);
  if (!figures || one.subjectId === null) return null;
  const wanted = addDays(one.startOn, -BASELINE_DAYS);
  const since = await figures.since?.(asked.db, one.subjectId);
  // The day on which the counting began is no whole one.
  const first = since === undefined ? wanted : addDays(localDate(since, asked.settings.timezone), 1);
  const from = first > wanted ? first : wanted;
  const days = await read(asked, figures, one.subjectId, from, daysBetween(from, one.startOn));
  return { kind: "daily", ...days, limits: usualLimits(days.figures) };
}

/**
 * What came since the start, compared with what was before. The day of the start belongs to
 * neither side and today is not over, so both are left out.
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
  return compareDays(baseline, await read(asked, figures, one.subjectId, from, count));
}
