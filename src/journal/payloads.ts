import { createHash, randomBytes } from "node:crypto";
import { inArray } from "drizzle-orm";
import { inserter } from "../../db/insert.ts";
import { payloads } from "../../db/schema/foundation.ts";
import { type Read, type Tx, listQuery, listed } from "../../db/store.ts";
import type { Ids } from "../ids.ts";

/** A kept text: its id for the tables, its digest for the journal. */
export interface Kept {
  readonly id: string;
  readonly digest: string;
}

const insertPayload = inserter("payload_insert", payloads);

/** What the journal commits to: SHA-256(salt ‖ text), hex. Erasing salt and text leaves a digest that says nothing. */
export const payloadDigest = (salt: string, text: string): string =>
  createHash("sha256").update(salt).update(text).digest("hex");

/** Keeps a free text, the only place where one is stored. */
export async function keepText(db: Tx, ids: Ids, at: number, text: string): Promise<Kept> {
  const salt = randomBytes(16).toString("hex");
  const kept = { id: ids.next(), digest: payloadDigest(salt, text) };
  await insertPayload(db, { ...kept, salt, text, at });
  return kept;
}

const textsQuery = listQuery("payload_texts", (db, ids) =>
  db
    .select({ id: payloads.id, text: payloads.text })
    .from(payloads)
    .where(inArray(payloads.id, [...ids])),
);

/** The texts of payloads by id; an erased one is absent. */
export async function readTexts(db: Read, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.run(textsQuery(ids.length), listed(ids));
  return new Map(rows.flatMap((row) => (row.text === null ? [] : [[row.id, row.text] as const])));
}
