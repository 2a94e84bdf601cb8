import { and, asc, eq, isNull, min, sql } from "drizzle-orm";
import { alerts, comments, themes } from "../../../db/schema/comments.ts";
import { type Read, query } from "../../../db/store.ts";
import type { Duration } from "../figure.ts";
import { SAMPLES, type Sample } from "../measures.ts";
import { type OwnCase, endedCases, firstTakenAt, openCases } from "./cases.ts";

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

/** A span from one instant to before another, ms. */
interface Span {
  readonly from: number;
  readonly to: number;
}

const within = (at: number | null, { from, to }: Span): at is number => at !== null && at >= from && at < to;

/** From the first comment of a theme to the first time that a person confirmed an alert about it. */
async function themeLeads(db: Read, team: string, span: Span): Promise<Duration[]> {
  const leads: Duration[] = [];
  for (const { themeId, at } of await db.run(firstConfirmed, { team })) {
    if (!within(at, span)) continue;
    const [first] = await db.run(firstSaid, { theme: themeId });
    if (first) leads.push({ ms: Math.max(0, at - first.at), open: false });
  }
  return leads;
}

/** Everything of a team that was open at some time from `from` to before `to`. */
async function casesIn(db: Read, team: string, { from, to }: Span): Promise<OwnCase[]> {
  const ended = await db.run(endedCases, { team, since: from, until: Number.MAX_SAFE_INTEGER, to });
  return [...(await db.run(openCases, { team, to })), ...ended];
}

/**
 * How long cases raised in the span waited until somebody took them. One that nobody has taken by
 * `now` is in it with the time so far: to leave it out would make the worst days look the best. One
 * that its raiser withdrew before anybody took it is not.
 */
async function takings(db: Read, cases: readonly OwnCase[], span: Span, now: number): Promise<Duration[]> {
  const waits: Duration[] = [];
  for (const one of cases) {
    if (!within(one.raisedAt, span)) continue;
    const taken = await firstTakenAt(db, one);
    if (taken !== null && taken <= now) waits.push({ ms: taken - one.raisedAt, open: false });
    else if (one.endedAt === null || one.endedAt > now) waits.push({ ms: now - one.raisedAt, open: true });
  }
  return waits;
}

/** When a case came to what a sample measures, ms; null: it has not, or was withdrawn. */
function reached(one: OwnCase, sample: "case_resolution_ms" | "first_reply_ms" | "case_open_to_end_ms") {
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
 * @param from ms, included
 * @param to ms, not included
 * @param now up to when things count as they are, ms: what is not over by then is open
 */
export async function ownSample(
  db: Read,
  team: string,
  sample: Sample,
  from: number,
  to: number,
  now: number = to,
): Promise<readonly Duration[]> {
  const span: Span = { from, to };
  if (sample === "theme_lead_ms") return themeLeads(db, team, span);
  const cases = await casesIn(db, team, span);
  if (sample === "take_wait_ms") return takings(db, cases, span, now);
  return cases.flatMap((one) => {
    const at = reached(one, sample);
    return within(at, span) ? [{ ms: at - one.raisedAt, open: false }] : [];
  });
}
