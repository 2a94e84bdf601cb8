import { asc, eq } from "drizzle-orm";
import { inserter } from "../../../../db/insert.ts";
import { kpiImportJobs } from "../../../../db/schema/kpi-imports.ts";
import type { Read, Tx } from "../../../../db/store.ts";
import type { Platform } from "../../../chat/event.ts";
import type { DateOrder } from "../dates.ts";
import type { ImportKind } from "../kind.ts";

/**
 * What somebody asked for in a chat and what takes longer than an answer may: fetching a file and
 * reading it, counting it, taking it away.
 */
export type Wanted =
  | {
      readonly do: "fetch";
      readonly platform: Platform;
      /** What the platform's adapter fetches the file by. */
      readonly file: string;
      readonly kind: ImportKind;
      readonly vendor: string | undefined;
      readonly zone: string | undefined;
      readonly dates: DateOrder | undefined;
      readonly team: string | undefined;
    }
  | { readonly do: "count" | "discard"; readonly importId: string };

/** Something asked for that waits for its turn; a restart goes on with it. */
export type Job = typeof kpiImportJobs.$inferSelect;

const insertJob = inserter("kpi_import_job_insert", kpiImportJobs, { ignore: true });

/** Keeps what was asked for. One with its id that waits already stays the only one, so a double click does nothing more. */
export const keepJob = (db: Tx, job: Pick<Job, "id" | "memberId" | "wanted">, now: number): Promise<void> =>
  insertJob(db, { ...job, askedAt: now, begun: 0 });

/** What has waited longest. */
export async function nextJob(db: Read): Promise<Job | undefined> {
  const [job] = await db
    .select()
    .from(kpiImportJobs)
    .orderBy(asc(kpiImportJobs.askedAt), asc(kpiImportJobs.id))
    .limit(1);
  return job;
}

/** Notes how often a job was begun. */
export async function noteBegun(db: Tx, id: string, begun: number): Promise<void> {
  await db.update(kpiImportJobs).set({ begun }).where(eq(kpiImportJobs.id, id));
}

/** Ends a job; false: it was ended already. */
export async function endJob(db: Tx, id: string): Promise<boolean> {
  const rows = await db
    .delete(kpiImportJobs)
    .where(eq(kpiImportJobs.id, id))
    .returning({ id: kpiImportJobs.id });
  return rows.length > 0;
}
