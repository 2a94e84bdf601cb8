import { createHash } from "node:crypto";
import { and, eq, isNull } from "drizzle-orm";
import { kpiImports } from "../../../db/schema/kpi-imports.ts";
import { conflict } from "../../errors.ts";
import { failpoint } from "../../failpoint.ts";
import { CHUNK, type Pace, chunk } from "./chunks.ts";
import { discardImport } from "./discard.ts";
import type { Scanned } from "./file/encoding.ts";
import { type Problem, problem } from "./file/problem.ts";
import { type Row, readRows } from "./file/records.ts";
import type { Sample } from "./file/sample.ts";
import type { Source } from "./file/source.ts";
import type { Insert, Prepared } from "./kind.ts";

interface StoreParts extends Pace {
  /** Ms since the epoch. */
  readonly now: number;
  /** Told how many rows were stored so far. */
  readonly progress: (what: "read" | "stored", rows: number) => void;
}

/**
 * All rows but the headings, by pieces.
 * @param mostRows at the first row beyond, reading ends: no more of the file is read
 */
export async function eachRow(
  source: Source,
  { encoding }: Scanned,
  { delimiter }: Sample,
  mostRows: number,
  take: (rows: readonly Row[]) => Promise<void>,
): Promise<Problem | undefined> {
  let isFirst = true;
  let room = mostRows;
  let beyond: Row | undefined;
  const broken = await readRows(source, { encoding, delimiter }, async (rows) => {
    const body = isFirst ? rows.slice(1) : rows;
    isFirst = false;
    beyond = body[room];
    await take(body.slice(0, room));
    room -= body.length;
    return beyond === undefined;
  });
  return beyond ? problem(beyond.line, tooManyRows(mostRows)) : broken;
}

const tooManyRows = (mostRows: number): string => {
  const most = mostRows.toLocaleString("en-GB");
  return `the file has more than ${most} rows, and was not read any further. Split it, for example a month to a file; each part is imported by itself`;
};

/**
 * Stores the rows of an import in chunks, after those that are stored already. Each chunk counts them in
 * its own transaction, so that two processes with the same file never store a row twice.
 * @throws AppError `conflict` where another process has the same file in hand, or it changed meanwhile
 */
export async function storeRows(
  parts: StoreParts,
  source: Source,
  work: {
    readonly id: string;
    readonly scanned: Scanned;
    readonly sample: Sample;
    readonly prepared: Prepared;
    readonly mostRows: number;
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
  await eachRow(hashed, work.scanned, work.sample, work.mostRows, async (rows) => {
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
