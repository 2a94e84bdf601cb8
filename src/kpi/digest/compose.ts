import type { Read } from "../../../db/store.ts";
import { addDays, dayWords } from "../../local-days.ts";
import { type Settings, teamName } from "../../people/index.ts";
import type { Definition } from "../definition.ts";
import { allDefinitions, definitionAt } from "../definitions.ts";
import { type TeamDays, teamDays } from "../series.ts";
import { inUnit, targetsOn } from "../targets/store.ts";
import type { DigestFigures, KpiLine } from "./figures.ts";
import { healthOf } from "./health.ts";
import { LOOK_BACK, type Wanted, kpiLines } from "./lines.ts";
import { weekBefore } from "./periods.ts";
import type { DigestSection } from "./section.ts";

/** What a digest is to be about. */
export interface DigestAsked {
  readonly team: string;
  readonly kind: DigestFigures["kind"];
  /** The local day on which it is due. */
  readonly date: string;
  /** Ms since the epoch. */
  readonly now: number;
  /** See {@link DigestFigures.note}. */
  readonly note: string;
}

/** A digest shows few KPIs: a leader reads it standing. */
const MOST_KPIS = 7;
/** What is shown of a team that has not agreed on anything, as far as there is anything to show. */
const USUAL = ["offered", "sl", "abn_rate", "aht", "sla_ok", "fb_back", "backlog"] as const;
/** After a weekend the last day with contacts may lie so many days back. */
const LAST_DAY_WITHIN = 5;

/** Everything that a digest says, read without changing anything. */
export async function composeDigest(
  db: Read,
  settings: Settings,
  sections: readonly DigestSection[],
  { team, kind, date, now, note }: DigestAsked,
): Promise<DigestFigures> {
  const yesterday = addDays(date, -1);
  const days = await teamDays(
    db,
    settings,
    team,
    addDays(yesterday, -LOOK_BACK - LAST_DAY_WITHIN),
    yesterday,
  );
  const week = kind === "weekly" ? weekBefore(date) : undefined;
  const until = week?.last ?? lastDay(days, yesterday);
  const from = week?.first ?? until;
  const { wanted, agreed } = await wantedKpis(db, team, until);
  const lines = await kpiLines(db, wanted, upTo(days, until), { from, until });
  const asked = { team, settings, date, from, until, now };
  const said = [];
  for (const section of sections) said.push(await section(db, asked));
  return {
    kind,
    team,
    teamName: await teamName(db, team),
    timeZone: settings.timezone,
    date,
    from,
    until,
    note,
    agreed,
    kpis: agreed ? lines : lines.filter(isKnown).slice(0, MOST_KPIS),
    sections: said.filter((section) => section !== undefined),
    health: await healthOf(db, settings, { team, until: yesterday, days, lines: agreed ? lines : [] }),
  };
}

/** The last day of which anything was imported: on a Monday that is Friday, where nobody works at weekends. */
function lastDay(days: TeamDays, yesterday: string): string {
  for (let back = 0; back < LAST_DAY_WITHIN; back += 1) {
    const date = addDays(yesterday, -back);
    const day = days.days[days.dates.indexOf(date)];
    if (day && day.intervals > 0) return date;
  }
  return yesterday;
}

function upTo(days: TeamDays, until: string): TeamDays {
  const end = days.dates.indexOf(until) + 1;
  const start = Math.max(0, end - LOOK_BACK);
  return { ...days, dates: days.dates.slice(start, end), days: days.days.slice(start, end) };
}

const isKnown = ({ days }: KpiLine): boolean => days.some(({ figure }) => figure.value !== null);

/** After every number of the catalogue. */
const LAST = 1_000;

/** In the order of the catalogue; a centre's own come after it. */
const byNumber = (a: Wanted, b: Wanted): number =>
  (a.definition.number ?? LAST) - (b.definition.number ?? LAST) ||
  (a.definition.kpi < b.definition.kpi ? -1 : 1);

/** What the team agreed to be measured by; else what is usual, without a target. */
async function wantedKpis(
  db: Read,
  team: string,
  date: string,
): Promise<{ readonly wanted: readonly Wanted[]; readonly agreed: boolean }> {
  const agreed: Wanted[] = [];
  for (const row of await targetsOn(db, team, date)) {
    const definition = await definitionAt(db, row.kpi, row.version);
    if (definition && definition.private !== true) agreed.push({ definition, target: inUnit(row) });
  }
  if (agreed.length > 0) return { wanted: agreed.toSorted(byNumber).slice(0, MOST_KPIS), agreed: true };
  const all = await allDefinitions(db);
  const usual = USUAL.flatMap((kpi): Definition[] => [all.get(kpi) ?? []].flat());
  return { wanted: usual.map((definition) => ({ definition, target: null })), agreed: false };
}

/** "Fri 20 Nov 2026", or "the week to Sun 22 Nov 2026". */
export const periodWords = ({ kind, until }: Pick<DigestFigures, "kind" | "until">): string =>
  kind === "weekly" ? `the week to ${dayWords(until)}` : dayWords(until);
