import { createHash } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { kpiImports } from "../../../db/schema/kpi.ts";
import { conflict } from "../../errors.ts";
import { failpoint } from "../../failpoint.ts";
import { CHUNK, type Pace, chunk } from "./chunks.ts";
import { discardImport } from "./discard.ts";
import { type Scanned, scan } from "./file/encoding.ts";
import type { Problem, Problems } from "./file/problem.ts";
import { type Row, readRows } from "./file/records.ts";
import { type Sample, sampleOf } from "./file/sample.ts";
import type { Source } from "./file/source.ts";
import type { Found, ImportKind, Insert, Prepare, Prepared, RollUp } from "./kind.ts";
import type { ImportReport } from "./report.ts";
import { type Import, findImport, insertImport } from "./store.ts";

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
  await storeRows(parts, given, { id, scanned, sample, prepared, stored: row.rows });
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

/** All rows but the headings, by pieces. */
async function eachRow(
  source: Source,
  { encoding }: Scanned,
  { delimiter }: Sample,
  take: (rows: readonly Row[]) => Promise<void>,
): Promise<Problem | undefined> {
  let isFirst = true;
  return readRows(source, { encoding, delimiter }, async (rows) => {
    const body = isFirst ? rows.slice(1) : rows;
    isFirst = false;
    await take(body);
  });
}

async function examine(
  { progress }: StageParts,
  { source, problems }: Given,
  scanned: Scanned,
  sample: Sample,
  prepared: Prepared,
): Promise<Found | undefined> {
  let read = 0;
  const broken = await eachRow(source, scanned, sample, async (rows) => {
    for (const row of rows) prepared.examine(row);
    read += rows.length;
    progress("read", read);
  });
  if (broken) problems.add(broken);
  const found = prepared.finish();
  return broken ? undefined : found;
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

async function storeRows(
  parts: StageParts,
  { source }: Given,
  work: {
    readonly id: string;
    readonly scanned: Scanned;
    readonly sample: Sample;
    readonly prepared: Prepared;
    readonly stored: number;
  },
): Promise<void> {
  const { id, prepared } = work;
  const hash = createHash("sha256");
  const hashed: Source = {
    name: source.name,
    open: async function* () {
      for await (const piece of source.open()) {
        hash.update(piece);
        yield piece;
      }
    },
  };
  let stored = work.stored;
  let seen = 0;
  let waiting: Insert[] = [];
  const write = async (): Promise<void> => {
    const inserts = waiting;
    waiting = [];
    const before = stored;
    await chunk(parts, async (db) => {
      for (const insert of inserts) await insert(db, id);
      const counted = await db
        .update(kpiImports)
        .set({ rows: before + inserts.length })
        .where(and(eq(kpiImports.id, id), eq(kpiImports.rows, before), isNull(kpiImports.doneAt)))
        .returning({ id: kpiImports.id });
      if (counted.length === 0)
        throw conflict(
          "This file is being imported or discarded by somebody else at this moment. Nothing of it counts yet; look again in a minute.",
          "import changed by another process",
        );
    });
    stored += inserts.length;
    failpoint("kpi.chunk");
    parts.progress("stored", stored);
  };
  await eachRow(hashed, work.scanned, work.sample, async (rows) => {
    for (const row of rows) {
      const insert = prepared.insert(row);
      if (!insert) continue;
      seen += 1;
      if (seen > work.stored) waiting.push(insert);
      if (waiting.length >= CHUNK) await write();
    }
  });
  if (waiting.length > 0) await write();
  if (hash.digest("hex") === work.scanned.digest) return;
  await discardImport(parts, id, parts.now);
  throw conflict(
    "The file changed while it was read, so nothing of it was kept. Give it again once nobody writes to it.",
    "file changed while it was read",
  );
}
