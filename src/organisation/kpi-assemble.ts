import { DEFAULT_DIGEST, type DigestTimes } from "../kpi/settings.ts";
import type { KpiInput } from "./kpi-shape.ts";
import type { DigestInput } from "./kpi-times.ts";
import type { KpiRules, Queue } from "./model.ts";

/** Of telephone systems these are the usual figures: 80 of 100 in 20 seconds, and 5 for a wrong number (DOMAIN 3, rows 2 and 7). */
const WITHIN_SECONDS = 20;
const SHORT_SECONDS = 5;

/** When digests come: what is given, and otherwise what holds for every team. */
export function digestTimes(input: DigestInput, otherwise: DigestTimes): DigestTimes | null {
  if (input === "none") return null;
  return {
    at: input.at ?? otherwise.at,
    days: input.days ?? otherwise.days,
    zone: input.zone ?? otherwise.zone,
    weeklyOn: input.weekly ?? otherwise.weeklyOn,
  };
}

const queue = ({
  also_called: alsoCalled,
  media,
  open,
  ...input
}: NonNullable<KpiInput["queues"]>[number]): Queue => ({
  ...input,
  media: media ?? "voice",
  alsoCalled: [...new Set(alsoCalled)],
  ...(open === undefined ? {} : { open }),
});

/** Until a file says otherwise, whoever is of the third level leads: agents, seniors, team leaders. */
export function kpiRules(input: KpiInput, levels: readonly string[], timeZone: string): KpiRules {
  return {
    leadersFrom: input.leaders_from ?? levels[2] ?? levels.at(-1) ?? "",
    withinSeconds: input.service_level?.within_seconds ?? WITHIN_SECONDS,
    shortSeconds: input.service_level?.short_seconds ?? SHORT_SECONDS,
    digest: digestTimes(input.digest ?? {}, { ...DEFAULT_DIGEST, zone: timeZone }),
    queues: (input.queues ?? []).map(queue),
  };
}
