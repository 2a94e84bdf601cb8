import { type Inline, strong, text } from "../chat/message.ts";
import type { Facts } from "../journal/index.ts";
import type { Member } from "../people/index.ts";
import { type Baseline, sumOf } from "./compare.ts";
import { dayWords, localDate } from "../local-days.ts";
import { baselineFor } from "./measure.ts";
import { showAction, tellTeam } from "./publish.ts";
import type { Action } from "./store.ts";
import { type ActionWork, type Doer, move, recordStep, roleIn } from "./work.ts";
import { figureWords } from "./words.ts";

const baselineFacts = (baseline: Baseline | null): Facts => {
  if (baseline === null) return { baseline: null };
  if (baseline.kind === "typed")
    return { baseline: "typed", baseline_n: baseline.n, baseline_of: baseline.of };
  return {
    baseline: "daily",
    baseline_from: baseline.from,
    baseline_days: baseline.figures.length,
    baseline_sum: sumOf(baseline.figures),
    baseline_lower_milli: Math.round(baseline.limits.lower * 1_000),
    baseline_upper_milli: Math.round(baseline.limits.upper * 1_000),
  };
};

/** The change is made: from now on figures count as after it, and what was before is frozen. */
export async function start(work: ActionWork, one: Action, by: Doer): Promise<Action> {
  const today = localDate(work.now, work.settings.timezone);
  // Made earlier than planned: the days in between belong to what comes after.
  const startOn = one.startOn < today ? one.startOn : today;
  const baseline = await baselineFor(work, { ...one, startOn });
  const started = await move(work, one, "start", { startOn, startedAt: work.now, baseline });
  await recordStep(work, started, by, "started", baselineFacts(baseline));
  return started;
}

/** Somebody says that the change is made, before the day for which it was planned. */
export async function startNow(work: ActionWork, actor: Member, one: Action): Promise<Action> {
  const started = await start(work, one, roleIn(one, actor));
  await showAction(work, started);
  await tellTeam(work, started, `g${started.generation}`, startedLine(started));
  return started;
}

/** "ACT-012 has started. Before: 11 in 28 days (0.39 a day)." */
export const startedLine = (one: Action): readonly Inline[] => [
  strong(one.ref),
  text(
    ` has started.${one.baseline ? ` Before: ${figureWords(one.baseline)}.` : ""} The review is due on ${dayWords(one.reviewOn)}.`,
  ),
];
