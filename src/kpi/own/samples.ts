import { and, asc, eq, isNull, min, sql } from "drizzle-orm";
import { alerts, comments, themes } from "../../../db/schema/comments.ts";
import { type Read, query } from "../../../db/store.ts";
import type { Duration } from "../figure.ts";
import { SAMPLES, type Sample } from "../measures.ts";
import { type OwnCase, endedCases, openCases, withFirstTaking } from "./cases.ts";
import { endedBy } from "./spread.ts";

/** Whether a text names a sample that the bot can give. */
export const isOwnSample = (name: string): name is Sample => Object.hasOwn(SAMPLES, name);

/** When people first confirmed that something is said again and again, by theme. */
export const firstConfirmed = query("own_first_confirmed", (db) =>
  db
    .select({ themeId: alerts.themeId, at: min(alerts.decidedAt) })
    .from(alerts)
    .where(and(eq(alerts.teamId, sql.placeholder("team")), eq(alerts.state, "confirmed")))
    .groupBy(alerts.themeId),
);

/** When something was first said of a theme; of one that was merged, of the theme that has its comments now. */
export const firstSaid = query("own_first_said", (db) =>
  db
    .select({ at: comments.saidAt })
    .from(themes)
    .innerJoin(comments, eq(comments.themeId, sql`coalesce(${themes.mergedInto}, ${themes.id})`))
    .where(and(eq(themes.id, sql.placeholder("theme")), isNull(comments.struckAt)))
    .orderBy(asc(comments.saidAt))
    .limit(1),
);

/** A stretch of time, from one instant to before another, ms. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Durations by the span to which they belong. */
class BySpan {
  readonly #spans: readonly Span[];
  readonly found: readonly Duration[][];

  /** @param spans in order, none across another */
  constructor(spans: readonly Span[]) {
    this.#spans = spans;
    this.found = spans.map(() => []);
  }

  /** The place of the span in which an instant lies (ms); undefined: in none. */
  at(ms: number | null): number | undefined {
    if (ms === null) return undefined;
    const index = endedBy(this.#spans, ms);
    return ms >= (this.#spans[index]?.fromMs ?? Infinity) ? index : undefined;
  }

  add(index: number | undefined, ms: number, open = false): void {
    if (index !== undefined) this.found[index]?.push({ ms, open });
  }
}

/** From the first comment of a theme to the first time that a person confirmed an alert about it. */
async function themeLeads(db: Read, team: string, spans: BySpan): Promise<void> {
  for (const { themeId, at } of await db.run(firstConfirmed, { team })) {
    const index = spans.at(at);
    if (index === undefined || at === null) continue;
    const [first] = await db.run(firstSaid, { theme: themeId });
    if (first) spans.add(index, Math.max(0, at - first.at));
  }
}

/** Everything of a team that was open at some time from `since` to before `to`, ms. */
async function casesIn(db: Read, team: string, since: number, to: number): Promise<OwnCase[]> {
  const ended = await db.run(endedCases, { team, since, until: Number.MAX_SAFE_INTEGER, to });
  return [...(await db.run(openCases, { team, to })), ...ended];
}

/**
 * How long cases waited until somebody took them, by when they were raised. One that nobody had taken
 * by `now` is in it with the time so far: to leave it out would make the worst days look the best. One
 * that its raiser had withdrawn by then is not.
 */
async function takings(
  db: Read,
  cases: readonly OwnCase[],
  spans: BySpan,
  now: (index: number) => number,
): Promise<void> {
  const raised = cases.filter((one) => spans.at(one.raisedAt) !== undefined);
  for (const one of await withFirstTaking(db, raised)) {
    const index = spans.at(one.raisedAt);
    if (index === undefined) continue;
    const [taken, at] = [one.firstTakenAt, now(index)];
    if (taken !== null && taken <= at) spans.add(index, taken - one.raisedAt);
    else if (one.endedAt === null || one.endedAt > at) spans.add(index, at - one.raisedAt, true);
  }
}

/** When a case came to what a sample measures, ms; null: it has not, or was withdrawn. */
function reached(
  one: OwnCase,
  sample: "case_resolution_ms" | "first_reply_ms" | "case_open_to_end_ms",
): number | null {
  if (sample === "case_resolution_ms") return one.informedAt;
  if (sample === "first_reply_ms") return one.decidedAt;
  return one.state === "closed" ? one.endedAt : null;
}

/**
 * Durations of single things of a team, from which medians and percentiles are taken; in ms, of the
 * clock on the wall: the bot knows no service hours. In no order. Restricted cases are not in it.
 *
 * - `take_wait_ms`: of the cases raised in the span; those that nobody has taken yet are `open`,
 *   with the time so far. A first taking counts, whatever came after.
 * - `case_resolution_ms`: of those whose customer was told in it. What is still open is not in it:
 *   read it beside the backlog (DOMAIN 3, rows 28 and 45).
 * - `first_reply_ms`: of those decided in it: the first words that a person says to the raiser.
 *   That somebody has taken a case is told by the bot, so it is no reply (DOMAIN 3, row 44).
 * - `case_open_to_end_ms`: of those closed in it; withdrawn ones are not.
 * - `theme_lead_ms`: of the themes of which an alert was first confirmed in it.
 * @param spans in order, none across another: all days of a year cost no more than a year
 * @param now up to when things count as they are, ms: what is not over by then is open; the end of each span unless given
 * @returns the durations of each span, in the order of the spans
 */
export async function ownSamples(
  db: Read,
  team: string,
  sample: Sample,
  spans: readonly Span[],
  now?: number,
): Promise<readonly (readonly Duration[])[]> {
  const [first, last] = [spans[0], spans.at(-1)];
  if (!first || !last) return [];
  const bySpan = new BySpan(spans);
  if (sample === "theme_lead_ms") {
    await themeLeads(db, team, bySpan);
    return bySpan.found;
  }
  const cases = await casesIn(db, team, first.fromMs, last.toMs);
  if (sample === "take_wait_ms")
    await takings(db, cases, bySpan, (index) => now ?? spans[index]?.toMs ?? last.toMs);
  else
    for (const one of cases) {
      const at = reached(one, sample);
      if (at !== null) bySpan.add(bySpan.at(at), at - one.raisedAt);
    }
  return bySpan.found;
}

/** The durations of one span, as {@link ownSamples} gives them: from `from`, included, to before `to`, ms. */
export async function ownSample(
  db: Read,
  team: string,
  sample: Sample,
  from: number,
  to: number,
  now: number = to,
): Promise<readonly Duration[]> {
  return (await ownSamples(db, team, sample, [{ fromMs: from, toMs: to }], now))[0] ?? [];
}
