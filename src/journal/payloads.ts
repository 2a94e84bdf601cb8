import { hash, randomBytes } from "node:crypto";
import { inArray } from "drizzle-orm";
import { inserter } from "../../db/insert.ts";
import { payloads } from "../../db/schema/foundation.ts";
import { type Read, type Tx, listQuery, listed } from "../../db/store.ts";
import { readInChunks } from "../chunks.ts";
import type { Ids } from "../ids.ts";

/** A kept text: its id for the tables, its digest for the journal. */
export interface Kept {
  readonly id: string;
  readonly digest: string;
}

const insertPayload = inserter("payload_insert", payloads);

/** What the journal commits to: SHA-256(salt ‖ text), hex. Erasing salt and text leaves a digest that says nothing. */
export const payloadDigest = (salt: string, text: string): string => hash("sha256", salt + text);

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
  const rows = await readInChunks([...new Set(ids)], (some) => db.run(textsQuery(some.length), listed(some)));
  const found = new Map<string, string>();
  for (const { id, text } of rows) if (text !== null) found.set(id, text);
  return found;
}
