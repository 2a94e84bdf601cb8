import { asc } from "drizzle-orm";
import { actions } from "../../db/schema/actions.ts";
import { payloads } from "../../db/schema/foundation.ts";
import { analyses, digestSchedules, digests } from "../../db/schema/digests.ts";
import { kpiAgreements, kpiBaselines, kpiDefinitions, kpiTargets } from "../../db/schema/kpi.ts";
import { kpiDays, kpiImportJobs, kpiImports, queues, readings } from "../../db/schema/kpi-imports.ts";
import type { Store } from "../../db/store.ts";
import { actionsFeature, actionsSection } from "../../src/actions/index.ts";
import type { Feature } from "../../src/chat/feature.ts";
import { themesSection } from "../../src/comments/index.ts";
import { casesSection } from "../../src/escalation/index.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal, keepText } from "../../src/journal/index.ts";
import type { Sums } from "../../src/kpi/day.ts";
import type { Compose } from "../../src/kpi/digest/schedule/post.ts";
import { composer, kpiFeature, kpiSubject } from "../../src/kpi/index.ts";
import { READING_SOURCES, type ReadingSource } from "../../src/kpi/measures.ts";
import { addDays } from "../../src/local-days.ts";
import { noLog } from "../../src/log.ts";
import { openFloor } from "./floor.ts";

/** A Tuesday, after the time at which digests come. */
export const START = "2026-11-24T10:00:00Z";
/** The local day before {@link START}. */
export const YESTERDAY = "2026-11-23";

const parts = {
  ids: randomIds,
  journal: createJournal(randomIds, false),
  active: new Set(["slack" as const]),
};

/** Everything that can be done with figures, as the program has it; `late` gives what is known only once the store is there. */
const kpiFeatureOf = (late: Compose): Feature =>
  kpiFeature({ ...parts, log: noLog, compose: (...asked) => late(...asked) });

/** Measures of one local day of a team, as a file would have given them. */
export interface DayGiven {
  readonly team: string;
  readonly date: string;
  readonly sums: Sums;
  readonly source?: ReadingSource;
}

let places = 0;

/** Stores days as an import that counts. */
export async function storeDays(store: Store, days: readonly DayGiven[]): Promise<void> {
  places += 1;
  const place = places;
  await store.tx(async (db) => {
    for (const source of READING_SOURCES) {
      const of = days.filter((day) => (day.source ?? "intervals") === source);
      if (of.length === 0) continue;
      const id = `import${place}${source}`;
      await db.insert(kpiImports).values({
        id,
        source,
        digest: id,
        fileName: "export.csv",
        mapping: "generic",
        mappingVersion: 1,
        timeZone: "Europe/London",
        memberId: null,
        via: "cli",
        rows: of.length,
        report: null,
        startedAt: place,
        stagedAt: place,
        place: place * 10 + READING_SOURCES.indexOf(source),
        doneAt: place,
      });
      await db.insert(kpiDays).values(
        of.map(({ team, date, sums }) => ({
          importId: id,
          source,
          teamId: team,
          queueId: "",
          date,
          reading: {
            sums,
            partial: [],
            approximate: [],
            intervals: 48,
            expected: 48,
            inTimeMs: 20_000,
            shortMs: 5_000,
          },
        })),
      );
    }
  });
}

/** An ordinary day: near 80 % in time, and as much as that differs from day to day. */
export const ordinaryDay = (nth: number): Sums => ({
  offered: 100,
  answered: 96,
  answered_in_time: 78 + ((nth * 7) % 5),
  abandoned: 4,
  abandoned_short: 1,
  wait_ms: 96 * 9_000,
  abandoned_wait_ms: 4 * 20_000,
  longest_wait_ms: 60_000,
  talk_ms: 96 * 200_000,
  hold_ms: 96 * 20_000,
  held: 12,
  after_ms: 96 * 30_000,
  handled: 96,
  transferred: 6,
  staffed_ms: 30_000_000,
  idle_ms: 4_000_000,
});

/** Some weeks of ordinary days, the last of them {@link YESTERDAY}. */
export const ordinaryDays = (team: string, count = 60): readonly DayGiven[] =>
  Array.from({ length: count }, (_, index) => ({
    team,
    date: addDays(YESTERDAY, index - count + 1),
    sums: ordinaryDay(index),
  }));

/** Puts an agreed target in force, as if people had agreed on it long ago. */
export async function agreedOn(
  store: Store,
  team: string,
  kpi: string,
  { low, high, version = 1 }: { readonly low?: number; readonly high?: number; readonly version?: number },
): Promise<void> {
  await store.tx(async (db) => {
    const basis = await keepText(db, randomIds, 0, "The contract");
    await db.insert(kpiTargets).values({
      id: randomIds.next(),
      kpi,
      version,
      teamId: team,
      low: low === undefined ? null : low * 1_000,
      high: high === undefined ? null : high * 1_000,
      fromDate: "2026-01-01",
      toDate: null,
      basisPayload: basis.id,
      ownerId: "priya",
      proposedBy: "priya",
      proposedAt: 0,
      state: "agreed",
      agreedAt: 0,
      generation: 2,
    });
  });
}

/** The core with figures and actions, without platforms and without an engine. */
export async function openKpiFloor(source?: string) {
  let compose: Compose = () => Promise.reject(new Error("not open yet"));
  const feature = kpiFeatureOf((...asked) => compose(...asked));
  const floor = await openFloor(source, undefined, randomIds, [
    actionsFeature(parts, new Map([["kpi", kpiSubject]])),
    feature,
  ]);
  floor.clock.advance(Date.parse(START) - floor.clock.now());
  const { store } = floor;
  compose = composer({ ...parts, store, clock: floor.clock }, [casesSection, themesSection, actionsSection]);
  const { read } = store;
  /** What people did, in the order in which it can be put back. */
  const done = async () => ({
    kpiDefinitions: await read.select().from(kpiDefinitions),
    kpiTargets: await read.select().from(kpiTargets),
    kpiAgreements: await read.select().from(kpiAgreements),
    kpiBaselines: await read.select().from(kpiBaselines),
    digestSchedules: await read.select().from(digestSchedules),
    digests: await read.select().from(digests),
    analyses: await read.select().from(analyses),
  });
  return {
    floor,
    feature,
    compose: (...asked: Parameters<Compose>) => compose(...asked),
    digestsOf: async (team: string) =>
      (await read.select().from(digests).orderBy(asc(digests.date))).filter(({ teamId }) => teamId === team),
    targetsOf: async (team: string) =>
      (await read.select().from(kpiTargets).orderBy(asc(kpiTargets.proposedAt), asc(kpiTargets.id))).filter(
        ({ teamId }) => teamId === team,
      ),
    /** Everything that a refusal must leave alone. */
    state: async (): Promise<string> =>
      JSON.stringify([
        await floor.state(),
        await done(),
        await read.select().from(queues),
        await read.select().from(kpiImports),
        await read.select().from(actions),
        await read.$count(readings),
        await read.$count(kpiDays),
        await read.$count(payloads),
        await read.$count(kpiImportJobs),
      ]),
    /** Remembers what people did so far; gives back what undoes all that comes after. */
    remember: async (): Promise<() => Promise<void>> => {
      const kept = await done();
      // What somebody asked for in a chat: nobody does it here.
      const now = async () => JSON.stringify([await done(), await read.$count(kpiImportJobs)]);
      const before = await now();
      return async () => {
        if ((await now()) === before) return;
        await store.tx(async (db) => {
          for (const table of [
            kpiImportJobs,
            analyses,
            kpiAgreements,
            kpiTargets,
            kpiBaselines,
            kpiDefinitions,
            digestSchedules,
            digests,
          ])
            await db.delete(table);
          if (kept.kpiDefinitions.length > 0) await db.insert(kpiDefinitions).values(kept.kpiDefinitions);
          if (kept.kpiTargets.length > 0) await db.insert(kpiTargets).values(kept.kpiTargets);
          if (kept.kpiAgreements.length > 0) await db.insert(kpiAgreements).values(kept.kpiAgreements);
          if (kept.kpiBaselines.length > 0) await db.insert(kpiBaselines).values(kept.kpiBaselines);
          if (kept.digestSchedules.length > 0) await db.insert(digestSchedules).values(kept.digestSchedules);
          if (kept.digests.length > 0) await db.insert(digests).values(kept.digests);
          if (kept.analyses.length > 0) await db.insert(analyses).values(kept.analyses);
        });
      };
    },
    close: () => floor.close(),
  };
}

/** An open centre with figures. */
export interface KpiFloor extends Awaited<ReturnType<typeof openKpiFloor>> {}
