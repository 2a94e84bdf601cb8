import type { Read } from "../../../db/store.ts";
import { addDays, weekdayOf } from "../../local-days.ts";
import { baselinesOf } from "../baselines.ts";
import type { Definition } from "../definition.ts";
import type { Figure } from "../figure.ts";
import { type TeamDays, boundsOf, dayFigures, periodFigure, pointsOf } from "../series.ts";
import { SETTLED, type Usual, limitsOf, usualOn } from "../signals/limits.ts";
import { signalsOf } from "../signals/rules.ts";
import { isTooFew } from "../words.ts";
import type { KpiLine, Standing, Target } from "./figures.ts";

/** Days that a digest shows, and days before its end from which limits are worked out until they are frozen. */
export const TRAILING = 20;
export const LOOK_BACK = 60;

/** How a value stands against a target. */
export function standingOf({ value }: Pick<Figure, "value">, target: Target | null): Standing {
  if (!target || (target.low === null && target.high === null)) return "no_target";
  if (value === null) return "unknown";
  const tooLow = target.low !== null && value < target.low;
  const tooHigh = target.high !== null && value > target.high;
  return tooLow || tooHigh ? "short" : "met";
}

/** A KPI of a team, as it is to be shown. */
export interface Wanted {
  readonly definition: Definition;
  readonly target: Target | null;
}

/**
 * The lines of a digest about some KPIs.
 * @param days from {@link LOOK_BACK} days before `until` to `until`
 * @param from the first day that the digest is about; `until` is the last
 */
export async function kpiLines(
  db: Read,
  wanted: readonly Wanted[],
  days: TeamDays,
  { from, until }: { readonly from: string; readonly until: string },
): Promise<KpiLine[]> {
  const baselines = await baselinesOf(db, days.team);
  const lines: KpiLine[] = [];
  for (const { definition, target } of wanted) {
    const figures = await dayFigures(db, definition, days);
    const shown = figures.filter(({ date }) => date > addDays(until, -TRAILING) && date <= until);
    const figure =
      from === until
        ? (shown.at(-1)?.figure ?? (await periodFigure(db, definition, days, from, until)))
        : await periodFigure(db, definition, days, from, until);
    const frozen = baselines.get(definition.kpi);
    // Limits of another definition say nothing about this one.
    const kept = frozen?.version === definition.version ? frozen.limits : undefined;
    // What is compared has no part in what it is compared with, or an outlier would widen its own limits.
    const before = figures.filter(({ date }) => date < from);
    const limits = kept ?? limitsOf(pointsOf(definition, before), boundsOf(definition)) ?? null;
    lines.push({
      definition,
      figure,
      days: shown,
      target,
      // What is too few for a percentage is too few to be held against one.
      standing: standingOf(isTooFew(figure, definition) ? { value: null } : figure, target),
      limits,
      provisional: limits !== null && limits.points < SETTLED,
      frozen: kept !== undefined,
      signals: limits ? signalsOf(pointsOf(definition, shown), limits) : [],
    });
  }
  return lines;
}

/** What is usual for a KPI on a local day; undefined: nobody can say yet. */
export const usualFor = (
  { limits, definition }: Pick<KpiLine, "limits" | "definition">,
  date: string,
): Usual | undefined => (limits ? usualOn(limits, weekdayOf(date), boundsOf(definition)) : undefined);

/** Limits that rest on enough points and are not frozen yet: the next thing to do is to freeze them. */
export const toFreeze = (lines: readonly KpiLine[]): readonly KpiLine[] =>
  lines.filter(({ frozen, limits }) => !frozen && limits !== null && limits.points >= SETTLED);
