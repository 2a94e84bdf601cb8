import { and, eq, isNull } from "drizzle-orm";
import { kpiImports } from "../../../db/schema/kpi-imports.ts";
import type { Tx } from "../../../db/store.ts";
import { nextNumber } from "../../counters.ts";
import { notFound } from "../../errors.ts";
import { failpoint } from "../../failpoint.ts";
import { type Journal, SYSTEM } from "../../journal/index.ts";
import { type Pace, chunk } from "./chunks.ts";
import type { RollUp } from "./kind.ts";
import type { ImportReport } from "./report.ts";
import { findImport, lastPlace } from "./store.ts";

/** Who says yes: a member, or whoever has the command line or the token. */
export interface Confirming {
  readonly actor: string;
  readonly role: string;
}

/** Whoever has the machine or the token: nobody that the organisation file knows. */
export const OPERATOR: Confirming = { actor: SYSTEM, role: "operator" };

/** What counting an import came to. */
export type Counted =
  | { readonly outcome: "counted"; readonly place: number }
  | { readonly outcome: "already"; readonly place: number };

interface CountParts extends Pace {
  readonly journal: Journal;
  /** Ms since the epoch. */
  readonly now: number;
  /** The organisation's. */
  readonly timeZone: string;
  readonly rollUp: RollUp;
}

/**
 * Makes a staged import count, all of it in one small transaction. Where another import got its place
 * since the days were rolled up, they are rolled up again first.
 * @throws AppError `not_found` where there is no such staged import (any more)
 */
export async function countImport(parts: CountParts, id: string, by: Confirming): Promise<Counted> {
  for (;;) {
    const done = await chunk(parts, (db) => tryCount(db, parts, id, by));
    if (done) return done;
    const report = (await findImport(parts.store.read, id))?.report;
    if (!report) throw notFound("import", "import vanished while it was counted");
    const { warnings, ...rolled } = await parts.rollUp(parts, id, parts.timeZone, report.figures);
    failpoint("kpi.rolled-again");
    const fresh: ImportReport = {
      ...report,
      ...rolled,
      warnings: [...new Set([...report.warnings, ...warnings])],
    };
    await chunk(parts, (db) =>
      db
        .update(kpiImports)
        .set({ report: fresh })
        .where(and(eq(kpiImports.id, id), isNull(kpiImports.place))),
    );
  }
}

/** Undefined: its days were rolled up before another import was counted. */
async function tryCount(
  db: Tx,
  { journal, now }: CountParts,
  id: string,
  by: Confirming,
): Promise<Counted | undefined> {
  const row = await findImport(db, id);
  if (row && row.place !== null) return { outcome: "already", place: row.place };
  if (!row || row.doneAt !== null || row.stagedAt === null || !row.report)
    throw notFound("import", "import is not staged");
  const { report, source } = row;
  if ((await lastPlace(db, source)) !== report.upTo) return undefined;
  const place = await nextNumber(db, "kpi_import");
  // Looked at again once the counter is ours: on PostgreSQL another transaction may have held it.
  if ((await lastPlace(db, source)) !== report.upTo) return undefined;
  await db.update(kpiImports).set({ place, doneAt: now }).where(eq(kpiImports.id, id));
  const [team, ...others] = report.teams;
  await journal.record(db, now, {
    team: others.length === 0 ? (team ?? null) : null,
    actor: by.actor,
    role: by.role,
    kind: "kpi.imported",
    subject: id,
    facts: {
      source,
      place,
      rows: row.rows,
      teams: report.teams,
      first_date: report.firstDate,
      last_date: report.lastDate,
      superseded: report.superseded.rows,
      mapping: row.mapping,
      mapping_version: row.mappingVersion,
      file_digest: row.digest,
    },
  });
  failpoint("kpi.counting");
  return { outcome: "counted", place };
}
