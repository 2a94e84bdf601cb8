import { and, asc, eq } from "drizzle-orm";
import { kpiDays, kpiImports, queues, readings } from "../../db/schema/kpi-imports.ts";
import { randomIds } from "../../src/ids.ts";
import { createJournal } from "../../src/journal/index.ts";
import type { DayReading } from "../../src/kpi/day.ts";
import {
  type ImportKind,
  OPERATOR,
  allQueues,
  confirmImport,
  importFile,
  problemLines,
  reportLines,
} from "../../src/kpi/import/index.ts";
import { bytesSource } from "../../src/kpi/import/file/source.ts";
import type { Store } from "../../db/store.ts";
import { type TempStore, tempStore } from "./temp-store.ts";
import { applyText, floorFile } from "./world.ts";

/** When the tests of imports take place: after the clock change of autumn 2026, and all that they import. */
export const NOW = Date.parse("2027-06-01T08:00:00Z");

/** What a file was taken with. */
export interface With {
  readonly kind?: ImportKind;
  readonly vendor?: string;
  readonly zone?: string;
  readonly dates?: "dmy" | "mdy";
  readonly minutes?: number;
  readonly team?: string;
  readonly mostBytes?: number;
  readonly mostRows?: number;
  readonly name?: string;
}

/** What somebody who gives a file gets to read, and whether it was taken. */
export interface Answer {
  readonly outcome: "unusable" | "already" | "staged";
  readonly lines: readonly string[];
  readonly importId: string | undefined;
}

/** A store with a centre, three queues and the ways to give it files. */
export interface ImportFloor {
  readonly temp: TempStore;
  readonly store: Store;
  /** Gives a file; nothing counts yet. */
  gives(file: string | Uint8Array, more?: With): Promise<Answer>;
  /** Says yes. */
  confirms(importId: string): Promise<void>;
  /** Gives a file and says yes; throws where it is not usable. */
  takes(file: string | Uint8Array, more?: With): Promise<Answer>;
  /** The newest rolled-up days that count, by queue ("" for the team) and date. */
  days(source?: ImportKind): Promise<ReadonlyMap<string, DayReading>>;
}

/** Puts queues into a store: what the organisation file does. */
export async function insertQueues(store: Store): Promise<void> {
  await store.tx(async (db) => {
    for (const [id, name, teamId, aliases, hours] of [
      ["billing", "Billing Calls", "billing", ["Rechnungen", "Q_BILL"], null],
      ["refunds", "Refunds", "billing", [], { days: [1, 2, 3, 4, 5], from: "08:00", to: "18:00" }],
      ["orders", "Orders", "orders", ["Café"], { days: [1, 2, 3, 4, 5, 6, 7], from: "00:00", to: "24:00" }],
    ] as const)
      await db.insert(queues).values({ id, name, teamId, media: "voice", aliases, hours, active: true });
  });
}

/** Opens one, on a database of its own or on a given one. */
export async function openImportFloor(given?: TempStore): Promise<ImportFloor> {
  const temp = given ?? (await tempStore());
  const { store } = temp;
  await applyText(store, await floorFile(), 0);
  await insertQueues(store);
  const parts = {
    store,
    ids: randomIds,
    journal: createJournal(randomIds, false),
    breathe: () => Promise.resolve(),
  };
  const gives = async (file: string | Uint8Array, more: With = {}): Promise<Answer> => {
    const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
    const staged = await importFile(
      parts,
      {
        source: bytesSource(more.name ?? "export.csv", bytes),
        kind: more.kind ?? "intervals",
        via: "cli",
        member: null,
        mostBytes: more.mostBytes ?? 50_000_000,
        mostRows: more.mostRows,
        vendor: more.vendor,
        timeZone: more.zone,
        dates: more.dates,
        minutes: more.minutes,
        team: more.team,
      },
      NOW,
    );
    if (staged.outcome === "unusable")
      return { outcome: "unusable", lines: problemLines(staged.problems, staged.count), importId: undefined };
    if (staged.outcome === "already") return { outcome: "already", lines: [], importId: staged.importId };
    const names = new Map((await allQueues(store.read)).map(({ id, name }) => [id, name]));
    return {
      outcome: "staged",
      lines: reportLines(staged.report, (id) => names.get(id) ?? id),
      importId: staged.importId,
    };
  };
  const confirms = async (importId: string): Promise<void> => {
    await confirmImport(parts, importId, null, OPERATOR, NOW);
  };
  return {
    temp,
    store,
    gives,
    confirms,
    takes: async (file, more) => {
      const answer = await gives(file, more);
      if (answer.importId === undefined) throw new Error(answer.lines.join("\n"));
      await confirms(answer.importId);
      return answer;
    },
    days: async (source = "intervals") => {
      const rows = await store.read
        .select({
          queueId: kpiDays.queueId,
          teamId: kpiDays.teamId,
          date: kpiDays.date,
          reading: kpiDays.reading,
        })
        .from(kpiDays)
        .innerJoin(kpiImports, eq(kpiImports.id, kpiDays.importId))
        .where(and(eq(kpiDays.source, source), eq(kpiImports.source, source)))
        .orderBy(asc(kpiImports.place));
      return new Map(
        rows.map((row) => [
          `${row.queueId === "" ? `team ${row.teamId}` : row.queueId} ${row.date}`,
          row.reading,
        ]),
      );
    },
  };
}

/** Everything that is stored of readings, for comparing before and after. */
export async function everything(store: Store) {
  return {
    imports: await store.read.select().from(kpiImports),
    readings: await store.read.select().from(readings),
    days: await store.read.select().from(kpiDays),
  };
}
