import { and, asc, eq, inArray } from "drizzle-orm";
import { exports } from "../../../db/schema/evidence.ts";
import type { Read, Tx } from "../../../db/store.ts";

/** A portfolio that somebody asked for. */
export type ExportJob = typeof exports.$inferSelect;

/** What is still to be done. */
const OPEN = ["waiting", "making", "made"] as const;

/** What has waited longest. */
export async function nextExport(db: Read): Promise<ExportJob | undefined> {
  const [job] = await db
    .select()
    .from(exports)
    .where(inArray(exports.state, [...OPEN]))
    .orderBy(asc(exports.askedAt), asc(exports.id))
    .limit(1);
  return job;
}

/** The export of a learner's portfolio that is under way, if any. */
export async function openExport(db: Read, learnerId: string): Promise<ExportJob | undefined> {
  const [job] = await db
    .select()
    .from(exports)
    .where(and(eq(exports.learnerId, learnerId), inArray(exports.state, [...OPEN])))
    .limit(1);
  return job;
}

/** Keeps what was asked for. */
export const keepExport = async (
  db: Tx,
  job: Pick<ExportJob, "id" | "learnerId" | "askedBy" | "platform" | "askedAt">,
): Promise<void> => {
  await db.insert(exports).values({
    ...job,
    state: "waiting",
    attempts: 0,
    doneAt: null,
    digest: null,
    bytes: null,
  });
};

/** Changes where an export stands. */
export async function changeExport(db: Tx, id: string, change: Partial<ExportJob>): Promise<void> {
  await db.update(exports).set(change).where(eq(exports.id, id));
}
