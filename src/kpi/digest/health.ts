import { and, asc, eq, isNotNull, isNull } from "drizzle-orm";
import { kpiImports, queues } from "../../../db/schema/kpi-imports.ts";
import type { Read } from "../../../db/store.ts";
import { dayWords, weekdayOf } from "../../local-days.ts";
import type { Settings } from "../../people/index.ts";
import type { TeamDays } from "../series.ts";
import { importedDays } from "../readings.ts";
import type { KpiLine } from "./figures.ts";

interface Asked {
  readonly team: string;
  /** The last day that should be known. */
  readonly until: string;
  readonly days: TeamDays;
  readonly lines: readonly KpiLine[];
}

const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;

/** What is wrong with the data themselves, a sentence each: files missing or late, parts missing, meanings changed. */
export async function healthOf(db: Read, _settings: Settings, asked: Asked): Promise<string[]> {
  return [
    ...(await silentQueues(db, asked)),
    ...gaps(asked),
    ...otherMeanings(asked.lines),
    ...(await waiting(db)),
  ];
}

/** Queues that were open and of which nothing was heard. */
async function silentQueues(db: Read, { team, until }: Asked): Promise<string[]> {
  const rows = await db
    .select({ id: queues.id, name: queues.name, hours: queues.hours })
    .from(queues)
    .where(and(eq(queues.teamId, team), eq(queues.active, true)))
    .orderBy(asc(queues.name));
  const weekday = weekdayOf(until);
  const silent: string[] = [];
  for (const { id, name, hours } of rows) {
    if (!hours?.days.includes(weekday)) continue;
    const day = (await importedDays(db, { team, queue: id }, until, until)).get(until);
    if (!day || day.intervals === 0) silent.push(name);
  }
  if (silent.length === 0) return [];
  const what = silent.length === rows.length && rows.length > 1 ? "any of the queues" : list(silent);
  return [`No readings of ${what} for ${dayWords(until)}.`];
}

/** Days of which only a part was read. */
function gaps({ days, until }: Asked): string[] {
  const day = days.days[days.dates.indexOf(until)];
  if (!day || day.expected === null || day.intervals === 0 || day.intervals >= day.expected) return [];
  return [`${dayWords(until)}: ${day.expected - day.intervals} of ${day.expected} intervals are missing.`];
}

/** Days on which the files meant something else by a KPI, which are then not in it. */
const otherMeanings = (lines: readonly KpiLine[]): string[] =>
  lines.flatMap(({ definition, days }) => {
    const other = days.filter(({ figure }) => figure.why === "definition").length;
    return other === 0
      ? []
      : [
          `${definition.name}: on ${other} of ${days.length} days it was measured against another time, and these are left out.`,
        ];
  });

/** Files that were read and wait for somebody's yes. */
async function waiting(db: Read): Promise<string[]> {
  const rows = await db
    .select({ fileName: kpiImports.fileName })
    .from(kpiImports)
    .where(and(isNotNull(kpiImports.stagedAt), isNull(kpiImports.place), isNull(kpiImports.doneAt)));
  return rows.length === 0
    ? []
    : [
        `${rows.length === 1 ? "A file was" : `${rows.length} files were`} read and not counted yet: somebody has to say yes.`,
      ];
}
