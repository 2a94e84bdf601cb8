import { and, asc, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { commentImports, comments, detectorOrders } from "../../../db/schema/comments.ts";
import { payloads } from "../../../db/schema/foundation.ts";
import { type Read, type Tx, query } from "../../../db/store.ts";

/** What is taken up in one transaction: other people's commits need not wait longer than some 20 ms. */
const BATCH = 40;

/** What a person decided, for a detector to obey. */
export type Order = typeof detectorOrders.$inferSelect;

/** A comment that no detector has heard yet. */
export interface Unheard {
  readonly id: string;
  readonly teamId: string;
  readonly text: string;
  readonly customer: string | undefined;
  /** When the customer said it, ms. */
  readonly saidAt: number;
  /** When it could first be heard, ms: what was said outside the window before then never alerts. */
  readonly now: number;
}

const ordersQuery = query("detector_orders_open", (db) =>
  db
    .select()
    .from(detectorOrders)
    .where(isNull(detectorOrders.doneAt))
    .orderBy(asc(detectorOrders.seq))
    .limit(sql.placeholder("most")),
);

/** What people decided and is not done yet, in their order. */
export const openOrders = (db: Read): Promise<Order[]> => db.run(ordersQuery, { most: BATCH });

const columns = {
  id: comments.id,
  teamId: comments.teamId,
  text: payloads.text,
  customerId: comments.customerId,
  saidAt: comments.saidAt,
  at: comments.at,
};

const saidQuery = query("comments_unheard", (db) =>
  db
    .select(columns)
    .from(comments)
    .innerJoin(payloads, eq(payloads.id, comments.textPayload))
    .where(and(isNull(comments.heard), isNull(comments.importId), isNull(comments.struckAt)))
    .orderBy(asc(comments.seq))
    .limit(sql.placeholder("most")),
);

const importQuery = query("import_unheard", (db) =>
  db
    .select({ id: commentImports.id, doneAt: commentImports.doneAt })
    .from(commentImports)
    .where(and(isNull(commentImports.heardAt), isNotNull(commentImports.doneAt)))
    .orderBy(asc(commentImports.doneAt), asc(commentImports.id))
    .limit(sql.placeholder("most")),
);

const importedQuery = query("comments_imported_unheard", (db) =>
  db
    .select(columns)
    .from(comments)
    .innerJoin(payloads, eq(payloads.id, comments.textPayload))
    .where(
      and(
        isNull(comments.heard),
        eq(comments.importId, sql.placeholder("importId")),
        isNull(comments.struckAt),
      ),
    )
    .orderBy(asc(comments.seq))
    .limit(sql.placeholder("most")),
);

/** Whether there is anything to hear or to obey: a few looks into indexes. */
export async function somethingToDo(db: Read): Promise<boolean> {
  if ((await db.run(saidQuery, { most: 1 })).length > 0) return true;
  if ((await db.run(ordersQuery, { most: 1 })).length > 0) return true;
  return (await db.run(importQuery, { most: 1 })).length > 0;
}

/**
 * The next comments to hear: what agents say first, then the batches that are complete.
 * @param now ms since the epoch, for marking a batch as heard to its end
 */
export async function unheard(db: Tx, now: number): Promise<readonly Unheard[]> {
  const said = await db.run(saidQuery, { most: BATCH });
  if (said.length > 0) return said.map((row) => asUnheard(row, row.at));
  const [batch] = await db.run(importQuery, { most: 1 });
  if (!batch) return [];
  const rows = await db.run(importedQuery, { importId: batch.id, most: BATCH });
  if (rows.length < BATCH)
    await db.update(commentImports).set({ heardAt: now }).where(eq(commentImports.id, batch.id));
  return rows.map((row) => asUnheard(row, batch.doneAt ?? row.at));
}

interface Row {
  readonly id: string;
  readonly teamId: string;
  readonly text: string | null;
  readonly customerId: string | null;
  readonly saidAt: number;
}

const asUnheard = ({ id, teamId, text, customerId, saidAt }: Row, now: number): Unheard => ({
  id,
  teamId,
  text: text ?? "",
  customer: customerId ?? undefined,
  saidAt,
  now,
});
