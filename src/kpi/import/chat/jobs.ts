import { and, asc, eq, isNull } from "drizzle-orm";
import { z } from "zod";
import { kpiImports } from "../../../../db/schema/kpi-imports.ts";
import type { Read, Tx } from "../../../../db/store.ts";
import { IMPORT_KINDS, type ImportKind } from "../kind.ts";
import { insertImport } from "../store.ts";

/**
 * What somebody asked for in a chat and what takes longer than an answer may: fetching a file and
 * reading it, counting it, taking it away. It is kept as an import without a file, so that a restart
 * goes on with it; its mapping holds what was asked.
 */
const wanted = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("fetch"),
    platform: z.enum(["slack", "discord", "console"]),
    file: z.string(),
    kind: z.enum(IMPORT_KINDS),
    vendor: z.string().optional(),
    zone: z.string().optional(),
    dates: z.enum(["dmy", "mdy"]).optional(),
    team: z.string().optional(),
  }),
  z.object({ do: z.literal("count"), importId: z.string() }),
  z.object({ do: z.literal("discard"), importId: z.string() }),
]);
/** One of them. */
export type Wanted = z.infer<typeof wanted>;

/** A wish that waits for its turn. */
export interface Job {
  readonly id: string;
  readonly memberId: string;
  readonly wanted: Wanted;
}

/** The version of a mapping that is none: the row is a wish. */
const WISH = 0;

/** Keeps a wish. One with its id that waits already stays the only one, so a double click does nothing more. */
export const keepJob = (db: Tx, { id, memberId, wanted: wish }: Job, now: number): Promise<void> =>
  insertImport(db, {
    id,
    source: wish.do === "fetch" ? wish.kind : ("intervals" satisfies ImportKind),
    digest: "",
    fileName: "given in a chat",
    mapping: JSON.stringify(wish),
    mappingVersion: WISH,
    timeZone: "",
    memberId,
    via: "chat",
    rows: 0,
    report: null,
    startedAt: now,
    stagedAt: null,
    place: null,
    doneAt: null,
  });

/** The wish that has waited longest. */
export async function nextJob(db: Read): Promise<Job | undefined> {
  const [row] = await db
    .select({ id: kpiImports.id, mapping: kpiImports.mapping, memberId: kpiImports.memberId })
    .from(kpiImports)
    .where(and(isNull(kpiImports.doneAt), eq(kpiImports.mappingVersion, WISH)))
    .orderBy(asc(kpiImports.startedAt))
    .limit(1);
  if (!row || row.memberId === null) return undefined;
  return { id: row.id, memberId: row.memberId, wanted: wanted.parse(JSON.parse(row.mapping)) };
}

/** Ends a wish; false: it was ended already. */
export async function endJob(db: Tx, id: string): Promise<boolean> {
  const rows = await db
    .delete(kpiImports)
    .where(and(eq(kpiImports.id, id), eq(kpiImports.mappingVersion, WISH)))
    .returning({ id: kpiImports.id });
  return rows.length > 0;
}
