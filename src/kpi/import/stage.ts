import { createHash } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { kpiImports } from "../../../db/schema/kpi-imports.ts";
import { failpoint } from "../../failpoint.ts";
import { type Pace, chunk } from "./chunks.ts";
import { discardImport } from "./discard.ts";
import { type Scanned, scan } from "./file/encoding.ts";
import type { Problem, Problems } from "./file/problem.ts";
import { type Sample, sampleOf } from "./file/sample.ts";
import type { Source } from "./file/source.ts";
import type { Found, ImportKind, Prepare, Prepared, RollUp } from "./kind.ts";
import type { ImportReport } from "./report.ts";
import { type Import, findImport, insertImport } from "./store.ts";
import { eachRow, storeRows } from "./store-rows.ts";

/** What a file is staged with. */
export interface StageParts extends Pace {
  /** Ms since the epoch. */
  readonly now: number;
  /** The organisation's, whose local days are rolled up. */
  readonly timeZone: string;
  /** Told how many rows were read or stored so far. */
  readonly progress: (what: "read" | "stored", rows: number) => void;
}

/** A file and how it came. */
export interface Given {
  readonly source: Source;
  readonly kind: ImportKind;
  readonly via: "chat" | "cli" | "http";
  /** The member who gave it; null: nobody that is known here. */
  readonly memberId: string | null;
  readonly mostBytes: number;
  readonly mostRows: number;
  readonly isKnown: (headings: readonly string[]) => boolean;
  readonly prepare: Prepare;
  readonly problems: Problems;
  readonly rollUp: RollUp;
  /** Throws where the person may not import for these teams. */
  readonly mayImport: (teams: readonly string[]) => Promise<void>;
}

/** What came of a file. Nothing of it counts before somebody says yes. */
export type Staged =
  | { readonly outcome: "unusable"; readonly problems: readonly Problem[]; readonly count: number }
  /** The very same file counts already. */
  | { readonly outcome: "already"; readonly importId: string; readonly at: number }
  | { readonly outcome: "staged"; readonly importId: string; readonly report: ImportReport };

/**
 * Reads a file, and puts its rows where nobody sees them yet, in chunks. Every row is looked at before
 * the first is stored, so a file with anything wrong in it leaves nothing behind. One that was cut off
 * goes on where it stopped when the same file is given again.
 * @throws AppError what `mayImport` throws; `conflict` where another process has the same file in hand, or it changed meanwhile
 */
export async function stageFile(parts: StageParts, given: Given): Promise<Staged> {
  const { problems } = given;
  const unusable = (one?: Problem): Staged => {
    if (one) problems.add(one);
    return { outcome: "unusable", problems: problems.kept, count: problems.count };
  };
  const scanned = await scan(given.source, given.mostBytes);
  if ("line" in scanned) return unusable(scanned);
  const sample = await sampleOf(given.source, scanned.encoding, given.isKnown);
  if ("line" in sample) return unusable(sample);
  const prepared = given.prepare(sample.rows);
  if ("line" in prepared) return unusable(prepared);
  const found = await examine(parts, given, scanned, sample, prepared);
  if (!found) return unusable();
  await given.mayImport(found.teams);

  const id = importId(given.kind, scanned.digest, prepared);
  const row = await begin(parts, given, id, scanned, prepared);
  if (row.place !== null) return { outcome: "already", importId: id, at: row.doneAt ?? row.startedAt };
  if (row.stagedAt !== null && row.report) return { outcome: "staged", importId: id, report: row.report };
  failpoint("kpi.begun");
  const { mostRows } = given;
  await storeRows(parts, given.source, { id, scanned, sample, prepared, mostRows, stored: row.rows });
  const told = prepared.told();
  const { warnings, ...rolled } = await given.rollUp(parts, id, parts.timeZone, told.figures);
  failpoint("kpi.rolled-up");
  const report: ImportReport = {
    ...found,
    ...told,
    ...rolled,
    warnings: [...told.warnings, ...warnings],
    ignored: prepared.ignored,
  };
  await chunk(parts, (db) =>
    db
      .update(kpiImports)
      .set({ report, stagedAt: parts.now })
      .where(and(eq(kpiImports.id, id), isNull(kpiImports.place))),
  );
  failpoint("kpi.staged");
  return { outcome: "staged", importId: id, report };
}

/** The same bytes, read in the same way, are the same import. */
const importId = (
  kind: ImportKind,
  digest: string,
  { mapping, version, timeZone, reading }: Prepared,
): string =>
  createHash("sha256")
    .update(JSON.stringify([kind, digest, mapping, version, timeZone, reading]))
    .digest("hex")
    .slice(0, 20);

async function examine(
  { progress }: StageParts,
  { source, mostRows, problems }: Given,
  scanned: Scanned,
  sample: Sample,
  prepared: Prepared,
): Promise<Found | undefined> {
  let read = 0;
  const broken = await eachRow(source, scanned, sample, mostRows, async (rows) => {
    for (const row of rows) prepared.examine(row);
    read += rows.length;
    progress("read", read);
  });
  if (!broken) return prepared.finish();
  // What the whole of a file tells, a part of it does not.
  problems.add(broken);
  return undefined;
}

/** The import as it stands: new, cut off earlier, staged, or counting. */
async function begin(
  parts: StageParts,
  given: Given,
  id: string,
  scanned: Scanned,
  prepared: Prepared,
): Promise<Import> {
  const known = await findImport(parts.store.read, id);
  // Its discarding was cut off: it is ended before anything of it is stored again.
  if (known && known.place === null && known.doneAt !== null) await discardImport(parts, id, parts.now);
  const row = await chunk(parts, async (db) => {
    await insertImport(db, {
      id,
      source: given.kind,
      digest: scanned.digest,
      fileName: given.source.name,
      mapping: prepared.mapping,
      mappingVersion: prepared.version,
      timeZone: prepared.timeZone,
      memberId: given.memberId,
      via: given.via,
      rows: 0,
      report: null,
      startedAt: parts.now,
      stagedAt: null,
      place: null,
      doneAt: null,
    });
    return findImport(db, id);
  });
  if (!row) throw new Error("an import that was just inserted is not there");
  return row;
}
