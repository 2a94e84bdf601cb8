import { z } from "zod";
import type { ButtonAction, FormAction, Writing } from "../chat/feature.ts";
import { privately } from "../chat/feature.ts";
import { say, strong, text } from "../chat/message.ts";
import { invalid, notFound } from "../errors.ts";
import { SYSTEM, keepText } from "../journal/index.ts";
import { addDays, dayWords, daysBetween, localDate } from "../local-days.ts";
import { type Parts, type Work, workOf } from "../work.ts";
import { insertBaseline } from "./baselines.ts";
import { digestOf } from "./commands.ts";
import { definitionAt } from "./definitions.ts";
import type { DigestFigures, KpiLine } from "./digest/figures.ts";
import { toFreeze } from "./digest/lines.ts";
import { lineOf } from "./digest/pictures.ts";
import { boundsOf, dayFigures, pointsOf, teamDays } from "./series.ts";
import { FEWEST, type Limits, SETTLED, limitsOf } from "./signals/limits.ts";
import { valueWords } from "./words.ts";

/** Limits are worked out from no more days than these. */
const MOST_DAYS = 400;

/** Limits and the days that they rest on. */
interface Frozen {
  readonly team: string;
  readonly kpi: string;
  readonly version: number;
  readonly limits: Limits;
  readonly from: string;
  readonly to: string;
}

const facts = ({ kpi, version, limits, from, to }: Frozen) => ({
  kpi,
  version,
  from,
  to,
  points: limits.points,
  mean: Math.round(limits.mean * 1_000),
  lower: Number.isFinite(limits.lower) ? Math.round(limits.lower * 1_000) : null,
  upper: Number.isFinite(limits.upper) ? Math.round(limits.upper * 1_000) : null,
});

/** Freezes limits that have come to rest on enough points: from now on they no longer follow each day (DOMAIN 3.4). */
export async function freezeSettled(
  { db, ids, now, journal }: Pick<Work, "db" | "ids" | "now" | "journal">,
  { team, kpis, from }: Pick<DigestFigures, "team" | "kpis" | "from">,
): Promise<void> {
  // They rest on the days before those that are compared with them.
  const to = addDays(from, -1);
  for (const { definition, limits } of toFreeze(kpis)) {
    if (!limits) continue;
    const { kpi, version } = definition;
    const frozen = { team, kpi, version, limits, from: addDays(from, -limits.points), to };
    const id = ids.next();
    await insertBaseline(db, {
      id,
      kpi,
      version,
      teamId: team,
      limits,
      fromDate: frozen.from,
      toDate: to,
      setBy: null,
      reasonPayload: null,
      setAt: now,
    });
    await journal.record(db, now, {
      team,
      actor: SYSTEM,
      role: "analyst",
      kind: "kpi.limits_frozen",
      subject: id,
      facts: facts(frozen),
    });
  }
}

/** The button under a KPI's chart. */
export const rebaseButton: ButtonAction = {
  name: "kpi.rebase",
  who: "member",
  writes: false,
  run: async (asking, arg) => {
    await digestOf(asking, arg);
    return { kind: "form", form: "kpi.rebase", context: { about: arg } };
  },
};

const wrong = (problem: string): Error => invalid(problem, "no limits from there", { from: problem });

/** What has been usual since a day; needs some days to say. */
async function limitsSince(
  { db, settings, now }: Writing,
  team: string,
  { definition }: KpiLine,
  from: string,
): Promise<Frozen> {
  const to = addDays(localDate(now, settings.timezone), -1);
  if (daysBetween(from, to) > MOST_DAYS) throw wrong(`Choose a day at most ${MOST_DAYS} days ago.`);
  const days = await teamDays(db, settings, team, from, to);
  const points = pointsOf(definition, await dayFigures(db, definition, days));
  const limits = limitsOf(points, boundsOf(definition));
  if (!limits)
    throw wrong(
      `From there on there are ${points.length} days that can be compared, and it takes ${FEWEST}. Choose an earlier day, or wait.`,
    );
  return { team, kpi: definition.kpi, version: definition.version, limits, from, to };
}

/** The form behind *New normal from…*: a decision with a reason, on record (DOMAIN 3.4). */
export const rebaseForm = (parts: Parts): FormAction => ({
  name: "kpi.rebase",
  who: "member",
  draw: async (asking, context) => {
    const { figures, kpi } = await digestOf(asking, context["about"] ?? "");
    const line = lineOf(figures, kpi ?? "");
    if (!line) throw notFound("KPI", "no KPI named");
    return {
      title: "A new normal",
      submitLabel: "Compare with it",
      intro: `${line.definition.name} of ${figures.teamName}: say so only if something was changed on purpose, not because the figures did.`,
      fields: [
        { id: "from", type: "date", label: "From which day on", required: true },
        {
          id: "reason",
          type: "longText",
          label: "What was changed",
          hint: "A new process, another phone system, another way of measuring.",
          required: true,
          maxLength: 500,
        },
      ],
    };
  },
  submit: async (asking, raw, context) => {
    const { figures, kpi } = await digestOf(asking, context["about"] ?? "");
    const line = lineOf(figures, kpi ?? "");
    const definition = line && (await definitionAt(asking.db, line.definition.kpi, line.definition.version));
    if (!line || !definition) throw notFound("KPI", "no KPI named");
    const { from, reason } = z.object({ from: z.string(), reason: z.string() }).parse(raw);
    const frozen = await limitsSince(asking, figures.team, line, from);
    const { db, ids, now, journal } = workOf(parts, asking);
    const kept = await keepText(db, ids, now, reason);
    const id = ids.next();
    await insertBaseline(db, {
      id,
      kpi: frozen.kpi,
      version: frozen.version,
      teamId: frozen.team,
      limits: frozen.limits,
      fromDate: from,
      toDate: frozen.to,
      setBy: asking.actor.id,
      reasonPayload: kept.id,
      setAt: now,
    });
    await journal.record(db, now, {
      team: frozen.team,
      actor: asking.actor.id,
      role: "analyst",
      kind: "kpi.rebased",
      subject: id,
      facts: facts(frozen),
      payloadDigest: kept.digest,
    });
    const { limits } = frozen;
    const { unit } = definition;
    const few = limits.points < SETTLED ? `, which is few: ${SETTLED} would settle it` : "";
    return privately(
      say(
        strong(definition.name),
        text(
          ` is compared with the days from ${dayWords(from)} on: usually ${valueWords(limits.lower, unit)} to ${valueWords(limits.upper, unit)}, from ${limits.points} days${few}.`,
        ),
      ),
    );
  },
});
