import { createHash } from "node:crypto";
import { eq } from "drizzle-orm";
import { inserter } from "../../../db/insert.ts";
import { commentImports, comments } from "../../../db/schema/comments.ts";
import { payloads } from "../../../db/schema/foundation.ts";
import type { Store, Tx } from "../../../db/store.ts";
import { customerId } from "../../customers.ts";
import type { Ids } from "../../ids.ts";
import { type Journal, SYSTEM, payloadDigest } from "../../journal/index.ts";
import type { BatchRow } from "./read.ts";

/** Rows in one transaction: a running bot's own commits wait no longer than some 50 ms (DESIGN 3). */
const CHUNK = 200;

const insertComment = inserter("batch_comment", comments, { omit: ["seq"], ignore: true });
const insertPayload = inserter("batch_payload", payloads, { ignore: true });

/** What a batch is stored with. */
export interface BatchParts {
  readonly store: Store;
  readonly ids: Ids;
  readonly journal: Journal;
  /** Ms since the epoch. */
  readonly now: number;
  /** Told how many rows are stored, after each chunk. */
  readonly progress: (stored: number) => void;
}

/**
 * Stores a batch in chunks, and makes all of it visible with the last one. The ids of its rows
 * follow from the file, so a batch that was cut off is completed by giving the same file again,
 * and one that is complete is not stored twice.
 * @param source the file's text, which names the batch
 * @returns false where the team has had this file already
 */
export async function storeBatch(
  { store, ids, journal, now, progress }: BatchParts,
  team: string,
  source: string,
  rows: readonly BatchRow[],
): Promise<boolean> {
  const digest = createHash("sha256").update(source).digest("hex");
  const id = createHash("sha256").update(`${team} ${digest}`).digest("hex").slice(0, 20);
  const started = await store.tx(async (db) => {
    await db
      .insert(commentImports)
      .values({ id, teamId: team, digest, size: rows.length, startedAt: now, doneAt: null, heardAt: null })
      .onConflictDoNothing();
    const [row] = await db.select().from(commentImports).where(eq(commentImports.id, id));
    return row?.doneAt === null;
  });
  if (!started) return false;
  for (let from = 0; from < rows.length; from += CHUNK) {
    const chunk = rows.slice(from, from + CHUNK);
    await store.tx(async (db) => {
      for (const row of chunk) await storeRow(db, { ids, now, team, batch: id }, row);
    }, "background");
    progress(Math.min(rows.length, from + CHUNK));
  }
  await store.tx(async (db) => {
    await db.update(commentImports).set({ doneAt: now }).where(eq(commentImports.id, id));
    await journal.record(db, now, {
      team,
      actor: SYSTEM,
      role: "operator",
      kind: "comments.imported",
      subject: id,
      facts: {
        comments: rows.length,
        spontaneous: rows.filter(({ origin }) => origin === "spontaneous").length,
        file_digest: digest,
      },
    });
  });
  return true;
}

async function storeRow(
  db: Tx,
  {
    ids,
    now,
    team,
    batch,
  }: { readonly ids: Ids; readonly now: number; readonly team: string; readonly batch: string },
  row: BatchRow,
): Promise<void> {
  const id = `${batch}-${row.line}`;
  // The salt is made anew at each try; what is there already stays as it is.
  const salt = ids.next();
  await insertPayload(db, { id, salt, text: row.said, digest: payloadDigest(salt, row.said), at: now });
  await insertComment(db, {
    id,
    teamId: team,
    agentId: null,
    customerId: row.customerRef === undefined ? null : await customerId(db, ids, row.customerRef, now),
    textPayload: id,
    about: row.about ?? null,
    origin: row.origin,
    feeling: row.feeling ?? null,
    replyPayload: null,
    caseId: null,
    severe: row.severe ?? null,
    noticeId: null,
    source: "import",
    importId: batch,
    at: now,
    saidAt: row.saidAt,
    heard: null,
    themeId: null,
    struckAt: null,
  });
}
