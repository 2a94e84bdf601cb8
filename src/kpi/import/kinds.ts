import { eq } from "drizzle-orm";
import { teams } from "../../../db/schema/people.ts";
import type { Store } from "../../../db/store.ts";
import type { Ids } from "../../ids.ts";
import type { Settings } from "../../people/index.ts";
import type { ReadingSource } from "../measures.ts";
import { kpiSettingsOf } from "../settings.ts";
import type { DateOrder } from "./dates.ts";
import { CollectedFigures, MOST_FIGURES } from "./figures/collect.ts";
import { figuresKind } from "./figures/read.ts";
import { rollUpFigures } from "./figures/roll-up.ts";
import type { Problems } from "./file/problem.ts";
import { MOST_ROWS } from "./file/records.ts";
import { areKnown } from "./intervals/choose.ts";
import { prepareIntervals } from "./intervals/prepare.ts";
import { rollUpIntervals } from "./intervals/roll-up.ts";
import type { ImportKind, Prepare, RollUp } from "./kind.ts";
import { MAPPINGS } from "./mappings/index.ts";
import { qualityKind } from "./quality/read.ts";
import { rollUpQuality } from "./quality/roll-up.ts";
import { Queues } from "./queues.ts";
import { allQueues } from "./store.ts";
import { surveyKind } from "./survey/read.ts";
import { rollUpSurvey } from "./survey/roll-up.ts";
import { isTable } from "./tables/columns.ts";
import { prepareTable } from "./tables/file.ts";

/** How a file of a kind is recognised, read and rolled up. */
export interface Handling {
  readonly isKnown: (headings: readonly string[]) => boolean;
  readonly prepare: Prepare;
  readonly rollUp: RollUp;
  /** At the first row beyond, a file is refused. */
  readonly mostRows: number;
}

interface Here {
  readonly store: Store;
  readonly ids: Ids;
  readonly settings: Settings;
  /** Of local times in the file. */
  readonly timeZone: string;
  /** Ms since the epoch. */
  readonly now: number;
  readonly problems: Problems;
  /** For which the person may import. */
  readonly teams: ReadonlySet<string> | "all";
}

interface Wanted {
  readonly kind: ImportKind;
  readonly vendor?: string | undefined;
  readonly dates?: DateOrder | undefined;
  readonly minutes?: number | undefined;
  readonly team?: string | undefined;
}

const areIntervals = (headings: readonly string[]): boolean => areKnown(MAPPINGS, headings);

const ROLL_UPS: Readonly<Record<ImportKind, RollUp>> = {
  intervals: rollUpIntervals,
  survey: rollUpSurvey,
  quality: rollUpQuality,
  figures: rollUpFigures,
};

/** How the days of a source are rolled up. The bot's own record is no import. */
export function rollUpOf(source: ReadingSource): RollUp {
  if (source === "own") throw new Error("the bot's own record is not imported");
  return ROLL_UPS[source];
}

/** What handles a file. */
export async function handlingOf(here: Here, wanted: Wanted): Promise<Handling> {
  const { settings, timeZone, now, problems } = here;
  const { read } = here.store;
  const rollUp = ROLL_UPS[wanted.kind];
  const queues = new Queues(await allQueues(read), here.teams);
  if (wanted.kind === "intervals") {
    const { inTimeMs, shortMs } = kpiSettingsOf(settings);
    const options = {
      queues,
      timeZone,
      inTimeMs,
      shortMs,
      now,
      vendor: wanted.vendor,
      dates: wanted.dates,
      minutes: wanted.minutes,
      organisationZone: settings.timezone,
    };
    const prepare = prepareIntervals(options, problems);
    return { isKnown: areIntervals, prepare, rollUp, mostRows: MOST_ROWS };
  }
  const rows = await read
    .select({ id: teams.id, name: teams.name })
    .from(teams)
    .where(eq(teams.active, true));
  const byName = new Map(
    rows.flatMap(({ id, name }) => [[name.toLowerCase(), id] as const, [id.toLowerCase(), id] as const]),
  );
  const kind =
    wanted.kind === "survey"
      ? surveyKind(here.ids, now)
      : wanted.kind === "quality"
        ? qualityKind
        : figuresKind(timeZone, new CollectedFigures());
  const options = { queues, teams: byName, team: wanted.team, timeZone, dates: wanted.dates, now };
  return {
    isKnown: (headings) => isTable(kind.shape, headings),
    prepare: prepareTable(kind, options, problems),
    rollUp,
    mostRows: wanted.kind === "figures" ? MOST_FIGURES : MOST_ROWS,
  };
}
